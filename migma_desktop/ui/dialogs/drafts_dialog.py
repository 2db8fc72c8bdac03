"""All emails that were ever begun: to find one, open it, copy it, put it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.draft_shelf import DraftOrder, DraftQuery, DraftSummary
from migma_desktop.ui.dialogs.drafts_model import DraftsModel
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.banner import Banner, MessageAction
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl
from migma_desktop.ui.widgets.two_line_delegate import TwoLineDelegate

_SIZE = QSize(720, 560)
_TYPING_MS = 120  # from the last letter to the search
_TO_THE_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


class DraftsDialog(QDialog):
    """Lists drafts and asks its owner to read and change them; the search has the keyboard first.

    Signals:
        query_changed(DraftQuery): show the drafts that this asks for.
        open_wanted(str), duplicate_wanted(str), versions_wanted(str): of the draft with this id.
        rename_wanted(DraftSummary): give it another name.
        remove_wanted(DraftSummary), put_back_wanted(str), delete_wanted(DraftSummary): take it
            away, undo that, delete it for good.
    """

    query_changed = Signal(object)
    open_wanted = Signal(str)
    duplicate_wanted = Signal(str)
    versions_wanted = Signal(str)
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    put_back_wanted = Signal(str)
    delete_wanted = Signal(object)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._wish = ""  # id of the row to choose when the list comes
        self.setObjectName("draftsDialog")
        self.setWindowTitle(self.tr("Your emails"))
        self.resize(_SIZE)
        self._model = DraftsModel(parent=self)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._on_query_changed)
        self._search = QLineEdit()
        self._search.setObjectName("draftsSearch")
        self._search.setAccessibleName(self.tr("Search"))
        self._search.setPlaceholderText(self.tr("Search in names, subjects, recipients and texts"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(lambda _text: self._typing.start())
        self._search.installEventFilter(self)
        self._order = QComboBox()
        self._order.setObjectName("draftsOrder")
        self._order.setAccessibleName(self.tr("Sort by"))
        for order, text in (
            (DraftOrder.CHANGED, self.tr("Last changed")),
            (DraftOrder.NAME, self.tr("Name")),
            (DraftOrder.CREATED, self.tr("Newest")),
        ):
            self._order.addItem(text, order)
        self._order.currentIndexChanged.connect(lambda _index: self._on_query_changed())
        self._which = SegmentedControl(
            [Segment("drafts", self.tr("Emails")), Segment("removed", self.tr("Deleted"))],
            icons=icons,
            accessible_name=self.tr("Which emails"),
            object_name="draftsWhich",
        )
        self._which.value_changed.connect(lambda _value: self._on_query_changed())
        self._list = QListView()
        self._list.setObjectName("draftsList")
        self._list.setAccessibleName(self.tr("Emails"))
        self._list.setProperty("kind", "flat")
        self._list.setUniformItemSizes(True)
        self._list.setModel(self._model)
        self._list.setItemDelegate(TwoLineDelegate(icons=icons, parent=self._list))
        self._list.activated.connect(lambda _index: self._on_open())
        self._list.selectionModel().currentChanged.connect(self._on_chosen)
        self._empty = EmptyState(
            "mail", self.tr("No emails yet"), icons=icons, object_name="draftsEmpty"
        )
        self._empty.action_triggered.connect(self._search.clear)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)
        self._banner = Banner(icons=icons, object_name="draftsBanner")
        self._lay_out(self._make_buttons())
        self._show_buttons()
        self._search.setFocus()

    @property
    def query(self) -> DraftQuery:
        """What is asked for."""
        return DraftQuery(self._search.text().strip(), self._order.currentData(), self._is_bin)

    def show_drafts(self, drafts: Sequence[DraftSummary]) -> None:
        """Show what was found; the chosen draft stays chosen, or the one that follows it."""
        chosen = self._chosen()
        wish = self._wish or (chosen.id if chosen is not None else "")
        place = self._list.currentIndex().row()
        self._wish = ""
        self._model.show_drafts(drafts)
        row = self._model.row_of(wish)
        if row is None:
            row = min(max(place, 0), len(drafts) - 1)
        self._list.setCurrentIndex(self._model.index(max(row, 0)))
        self._pages.setCurrentIndex(0 if drafts else 1)
        if not drafts:
            self._explain_emptiness()
        self._show_buttons()

    def choose(self, draft_id: str) -> None:
        """Choose a draft as soon as the list holds it."""
        self._wish = draft_id

    def offer_undo(self, title: str, undo: MessageAction) -> None:
        """Tell what was done and offer to undo it."""
        self._banner.show_message("success", title, actions=[undo])

    def ask_first(self, title: str, text: str, action: MessageAction) -> None:
        """Let something that can't be undone wait for a second yes."""
        self._banner.show_message("warning", title, text, actions=[action])

    def withdraw_offer(self) -> None:
        """Take the offer or the question away: it was answered."""
        self._banner.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move through the list while the search has the keyboard."""
        if watched is self._search and isinstance(event, QKeyEvent):
            is_arrow = Qt.Key(event.key()) in _TO_THE_LIST
            if is_arrow and event.type() is QEvent.Type.KeyPress:
                self._list.event(event)
                return True
        return super().eventFilter(watched, event)

    @property
    def _is_bin(self) -> bool:
        return self._which.value() == "removed"

    def _make_buttons(self) -> QHBoxLayout:
        self._remove = self._button(self.tr("Delete"), "trash-2", "draftsRemove", self._on_remove)
        self._rename = self._button(self.tr("Rename…"), "pencil", "draftsRename", self._on_rename)
        self._duplicate = self._button(
            self.tr("Duplicate"), "copy", "draftsDuplicate", self._on_duplicate
        )
        self._versions = self._button(
            self.tr("Versions…"), "history", "draftsVersions", self._on_versions
        )
        self._back = self._button(self.tr("Put back"), "undo-2", "draftsPutBack", self._on_put_back)
        self._open = Button(
            self.tr("Open"), icons=self._icons, kind="primary", object_name="draftsOpen"
        )
        self._open.setDefault(True)
        self._open.clicked.connect(self._on_open)
        for keys, run in (
            (QKeySequence(QKeySequence.StandardKey.Delete), self._on_remove),
            (QKeySequence("F2"), self._on_rename),
            (QKeySequence("Ctrl+D"), self._on_duplicate),
        ):
            action = QAction(self._list)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, run=run: run())
            self._list.addAction(action)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE_2)
        row.setSpacing(SPACE)
        for button in (self._remove, self._rename, self._duplicate, self._versions):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._open)
        return row

    def _button(self, text: str, icon: str, name: str, run: object) -> Button:
        button = Button(text, icons=self._icons, kind="quiet", icon_name=icon, object_name=name)
        button.clicked.connect(run)
        return button

    def _lay_out(self, buttons: QHBoxLayout) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE)
        top.setSpacing(SPACE)
        top.addWidget(self._search, 1)
        top.addWidget(self._which)
        top.addWidget(self._order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._banner)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)
        set_look(self._pages, "kind", "flat")

    def _chosen(self) -> DraftSummary | None:
        return self._model.draft_at(self._list.currentIndex())

    def _on_query_changed(self) -> None:
        self._typing.stop()
        self.query_changed.emit(self.query)

    def _on_chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_buttons()

    def _show_buttons(self) -> None:
        has_one = self._chosen() is not None
        for button in (self._rename, self._duplicate, self._versions, self._open):
            button.setVisible(not self._is_bin)
            button.setEnabled(has_one)
        self._remove.setText(self.tr("Delete for good") if self._is_bin else self.tr("Delete"))
        self._remove.setEnabled(has_one)
        self._back.setVisible(self._is_bin)
        self._back.setEnabled(has_one)

    def _explain_emptiness(self) -> None:
        words = self.query.words
        if words:
            self._empty.set_icon("search")
            self._empty.set_texts(
                self.tr("Nothing found for “{words}”").format(words=words),
                self.tr(
                    "Every word must stand in the name, the subject, the recipient or the text."
                ),
                self.tr("Show all"),
            )
        elif self._is_bin:
            self._empty.set_icon("trash-2")
            self._empty.set_texts(
                self.tr("Nothing is deleted"),
                self.tr("What you delete can be put back from here for 30 days."),
            )
        else:
            self._empty.set_icon("mail")
            self._empty.set_texts(
                self.tr("No emails yet"),
                self.tr("Each email that you begin is kept here by itself, as you type it."),
            )

    def _on_open(self) -> None:
        draft = self._chosen()
        if draft is not None and not self._is_bin:
            self.open_wanted.emit(draft.id)

    def _on_duplicate(self) -> None:
        draft = self._chosen()
        if draft is not None and not self._is_bin:
            self.duplicate_wanted.emit(draft.id)

    def _on_rename(self) -> None:
        draft = self._chosen()
        if draft is not None and not self._is_bin:
            self.rename_wanted.emit(draft)

    def _on_versions(self) -> None:
        draft = self._chosen()
        if draft is not None:
            self.versions_wanted.emit(draft.id)

    def _on_remove(self) -> None:
        draft = self._chosen()
        if draft is not None:
            (self.delete_wanted if self._is_bin else self.remove_wanted).emit(draft)

    def _on_put_back(self) -> None:
        draft = self._chosen()
        if draft is not None:
            self.put_back_wanted.emit(draft.id)
