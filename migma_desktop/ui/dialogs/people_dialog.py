"""The sample people of an email: a table to type in, and the ways in which people come into it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.sample_people import MOST_PEOPLE, SamplePerson
from migma_desktop.ui.dialogs.people_model import USED_ROLE, PeopleModel
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_4
from migma_desktop.ui.widgets.banner import Banner, MessageAction
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState

_SIZE = QSize(820, 560)
_COLUMN = 150  # px
_CELL_PADDING = 11  # px, as the style has it
_WIDEST_HEADER = 220


class PeopleDialog(QDialog):
    """Lists a draft's sample people and asks its owner to change them.

    Signals:
        changed(list[SamplePerson]): the people are these now, as their user typed or took away.
        contact_wanted, file_wanted: people are to come from the account, or from a file.
        file_dropped(Path): people are to come from this file.
        undo_wanted: take the last change back.
        pasted(str): rows came from a spreadsheet's clipboard.
    """

    changed = Signal(object)
    contact_wanted = Signal()
    file_wanted = Signal()
    file_dropped = Signal(object)
    pasted = Signal(str)
    undo_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("peopleDialog")
        self.setWindowTitle(self.tr("Sample people"))
        self.setModal(True)
        self.setAcceptDrops(True)
        self.resize(_SIZE)
        self._model = PeopleModel(self)
        self._model.value_typed.connect(self._on_value_typed)
        self._table = _PeopleTable(icons=icons)
        self._table.setModel(self._model)
        self._table.pasted.connect(self._paste)
        self._table.removed.connect(self._remove)
        self._table.selectionModel().selectionChanged.connect(self._show_buttons)
        self._empty = EmptyState(
            "users",
            self.tr("No sample people yet"),
            self.tr(
                "With a few of them you see what different people get: step from one to the next "
                "below the preview. Their values never leave with a send, and the hard cases are "
                "there without them."
            ),
            icons=icons,
            object_name="peopleEmpty",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._empty)
        self.banner = Banner(icons=icons, object_name="peopleBanner")
        self._count = QLabel()
        self._count.setObjectName("peopleCount")
        set_look(self._count, "kind", "small")
        self._lay_out()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._on_undo)
        self._table.setFocus()

    @property
    def people(self) -> tuple[SamplePerson, ...]:
        """Who stands in the table."""
        return self._model.people

    def show_people(
        self, people: Sequence[SamplePerson], columns: Sequence[str], used: frozenset[str]
    ) -> None:
        """Show people, a column for each name; ``used`` are those that the email has."""
        had = self._model.columnCount()
        self._model.show(people, columns, used)
        if self._model.columnCount() != had:
            for column in range(len(columns)):
                self._table.setColumnWidth(column, _COLUMN)
        self._pages.setCurrentWidget(self._table if people else self._empty)
        self._count.setText(
            self.tr("{count} of at most {most}").format(count=len(people), most=MOST_PEOPLE)
            if people
            else ""
        )
        self._add.setEnabled(len(people) < MOST_PEOPLE and bool(columns))
        self._show_buttons()

    def offer_undo(self, title: str, text: str = "", *, before: Sequence[SamplePerson]) -> None:
        """Tell what was done and offer to undo it."""

        def undo() -> None:
            self.banner.hide()
            self.changed.emit(list(before))

        self.banner.show_message(
            "success", title, text, actions=[MessageAction(self.tr("Undo"), undo)]
        )

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_in(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        file = _file_in(event)
        if file is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(file)

    def _lay_out(self) -> None:
        self._add = self._button(self.tr("Add"), "plus", "peopleAdd", self._on_add)
        contact = self._button(
            self.tr("From contacts…"), "user", "peopleContact", self.contact_wanted.emit
        )
        file = self._button(self.tr("From a file…"), "table", "peopleFile", self.file_wanted.emit)
        paste = self._button(self.tr("Paste"), "clipboard", "peoplePaste", self._paste)
        paste.setToolTip(self.tr("Paste rows that were copied from a spreadsheet"))
        self._take_away = self._button(
            self.tr("Remove"), "trash-2", "peopleRemove", self._on_remove
        )
        close = Button(self.tr("Done"), icons=self._icons, kind="primary", object_name="peopleDone")
        close.clicked.connect(self.accept)
        top = QHBoxLayout()
        top.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        top.setSpacing(SPACE)
        for button in (self._add, contact, file, paste):
            top.addWidget(button)
        top.addStretch(1)
        top.addWidget(self._take_away)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE_2)
        bottom.setSpacing(SPACE)
        bottom.addWidget(self._count)
        bottom.addStretch(1)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)

    def _button(self, text: str, icon: str, name: str, run: object) -> Button:
        button = Button(text, icons=self._icons, kind="quiet", icon_name=icon, object_name=name)
        button.clicked.connect(run)
        return button

    def _on_undo(self) -> None:
        self.banner.hide()
        self.undo_wanted.emit()

    def _on_add(self) -> None:
        """Add somebody without values, and go to the first cell."""
        people = self._model.people
        self.changed.emit([*people, {}])
        if self._model.rowCount() > len(people):
            place = self._model.index(len(people), 0)
            self._table.setFocus()
            self._table.setCurrentIndex(place)
            self._table.edit(place)

    def _on_value_typed(self, row: int, person: SamplePerson) -> None:
        people = list(self._model.people)
        people[row] = person
        self.changed.emit(people)

    def _on_remove(self) -> None:
        self._remove(self._table.chosen_rows())

    def _remove(self, rows: Sequence[int]) -> None:
        before = self._model.people
        gone = set(rows)
        if not gone:
            return
        self.changed.emit([each for number, each in enumerate(before) if number not in gone])
        title = (
            self.tr("One person was removed")
            if len(gone) == 1
            else self.tr("{count} people were removed").format(count=len(gone))
        )
        self.offer_undo(title, before=before)

    def _paste(self) -> None:
        self.pasted.emit(QGuiApplication.clipboard().text())

    def _show_buttons(self) -> None:
        self._take_away.setEnabled(bool(self._table.chosen_rows()))


def _file_in(event: QDropEvent) -> Path | None:
    """Return the one file on this computer that is dragged, None where it is something else."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None


class _PeopleTable(QTableView):
    """The table, with the keys of a spreadsheet.

    Signals:
        pasted: rows are to come from the clipboard.
        removed(list[int]): these people are to go.
    """

    pasted = Signal()
    removed = Signal(object)

    def __init__(self, *, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("peopleTable")
        self.setAccessibleName(self.tr("Sample people and their values"))
        self.setProperty("kind", "flat")
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_CellDelegate(icons=icons, parent=self))
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(SPACE_4)
        self.verticalHeader().setMaximumWidth(_WIDEST_HEADER)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def chosen_rows(self) -> list[int]:
        """Return the rows that are selected as a whole, or the one of the current cell."""
        rows = {index.row() for index in self.selectionModel().selectedIndexes()}
        return sorted(rows)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
            return
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit(self.chosen_rows())
            return
        super().keyPressEvent(event)


class _CellDelegate(QStyledItemDelegate):
    """Draws a gap where a placeholder has no value, and greys what the email doesn't use."""

    def __init__(self, *, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons

    @override
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if not index.data(USED_ROLE):
            faint = QColor(self._icons.theme.tokens.text_muted)
            option.palette.setColor(QPalette.ColorRole.Text, faint)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        if index.data(USED_ROLE) and not index.data():
            painter.save()
            painter.setPen(QColor(self._icons.theme.tokens.text_faint))
            room = option.rect.adjusted(_CELL_PADDING, 0, -_CELL_PADDING, 0)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, align, self.tr("no value"))
            painter.restore()
