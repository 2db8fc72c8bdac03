"""From a table to sample people: shows what was read, and asks which rows and columns to take."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.sample_people import MOST_PEOPLE
from migma_desktop.core.table_people import TableImport
from migma_desktop.core.tables import DELIMITERS, ENCODINGS, MOST_ROWS
from migma_desktop.core.textfiles import encoding_label
from migma_desktop.ui.dialogs.table_rows_model import TableRowsModel
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3, SPACE_4
from migma_desktop.ui.widgets.banner import Banner
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.elided_label import ElidedLabel

_SIZE = QSize(880, 640)
_COLUMN, _WIDEST_COLUMN = 152, 280  # px
_PAIRS_A_ROW = 2  # placeholders beside each other
_MOST_PAIRS_HEIGHT = 112  # px; more of them scroll


class ImportPeopleDialog(QDialog):
    """Shows a table and asks its owner to read it in another way.

    Signals:
        delimiter_chosen(str), encoding_chosen(str), sheet_chosen(str): read the file again with
            that.
        first_row_chosen(bool): the first row holds names, or a person.
        column_chosen(str, int | None): this placeholder is filled from that column, or from none.
        confirmed(list[int]): make people of these rows.
    """

    delimiter_chosen = Signal(str)
    encoding_chosen = Signal(str)
    sheet_chosen = Signal(str)
    first_row_chosen = Signal(bool)
    column_chosen = Signal(str, object)
    confirmed = Signal(object)

    def __init__(
        self, source: str, *, present: int, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._room = MOST_PEOPLE - present
        self.setObjectName("importPeopleDialog")
        self.setWindowTitle(self.tr("Sample people from {source}").format(source=source))
        self.setModal(True)
        self.resize(_SIZE)
        self._facts = ElidedLabel(kind="muted", object_name="importFacts")
        self._delimiter = self._combo("importDelimiter", self.tr("Cells are separated by"))
        names = {
            ",": self.tr("Comma"),
            ";": self.tr("Semicolon"),
            "\t": self.tr("Tab"),
            "|": self.tr("Vertical bar"),
        }
        for delimiter in DELIMITERS:
            self._delimiter.addItem(names[delimiter], delimiter)
        self._delimiter.activated.connect(
            lambda _index: self.delimiter_chosen.emit(self._delimiter.currentData())
        )
        self._encoding = self._combo("importEncoding", self.tr("Characters are written as"))
        self._encoding.activated.connect(
            lambda _index: self.encoding_chosen.emit(self._encoding.currentData())
        )
        self._sheet = self._combo("importSheet", self.tr("Sheet"))
        self._sheet.activated.connect(
            lambda _index: self.sheet_chosen.emit(self._sheet.currentText())
        )
        self._first_row = QCheckBox(self.tr("The &first row holds the names"))
        self._first_row.setObjectName("importFirstRow")
        self._first_row.clicked.connect(self.first_row_chosen)
        self._pairs = QGridLayout()
        self._boxes: dict[str, QComboBox] = {}
        self._model = TableRowsModel(self)
        self._model.choice_changed.connect(self._show_choice)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterKeyColumn(-1)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._search = QLineEdit()
        self._search.setObjectName("importSearch")
        self._search.setAccessibleName(self.tr("Find in the rows"))
        self._search.setPlaceholderText(self.tr("Find in the rows"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._found.setFilterFixedString)
        self._table = self._make_table()
        self._all = self._quiet(self.tr("Take all"), "importAll", taken=True)
        self._none = self._quiet(self.tr("Take none"), "importNone", taken=False)
        self.banner = Banner(icons=icons, object_name="importBanner")
        self._count = QLabel()
        self._count.setObjectName("importCount")
        self._add = Button(icons=icons, kind="primary", object_name="importAdd")
        self._add.setDefault(True)
        self._add.clicked.connect(lambda: self.confirmed.emit(self._model.taken))
        self._lay_out()

    def show_import(self, wanted: TableImport) -> None:
        """Show a table as it is read now."""
        table = wanted.table
        self._facts.set_text(self._facts_of(wanted))
        self._delimiter.setVisible(bool(table.delimiter))
        self._delimiter.setCurrentIndex(self._delimiter.findData(table.delimiter))
        self._show_encoding(table.encoding if table.is_guess else "")
        self._sheet.setVisible(len(table.sheets) > 1)
        if [self._sheet.itemText(i) for i in range(self._sheet.count())] != list(table.sheets):
            self._sheet.clear()
            self._sheet.addItems(list(table.sheets))
        self._sheet.setCurrentText(table.sheet)
        self._first_row.setChecked(wanted.columns.from_first_row)
        self._show_pairs(wanted)
        had = self._model.columnCount()
        self._model.show(wanted, room=self._room)
        if self._model.columnCount() != had:
            header = self._table.horizontalHeader()
            for column in range(self._model.columnCount()):
                self._table.setColumnWidth(
                    column, min(max(_COLUMN, header.sectionSizeHint(column)), _WIDEST_COLUMN)
                )

    def _show_encoding(self, guessed: str) -> None:
        """Offer other encodings where the file doesn't say its own: accents show the right one."""
        self._encoding.setVisible(bool(guessed))
        if guessed and not self._encoding.count():
            for encoding in dict.fromkeys((guessed, *ENCODINGS)):
                self._encoding.addItem(encoding_label(encoding), encoding)
        self._encoding.setCurrentIndex(self._encoding.findData(guessed))

    def _facts_of(self, wanted: TableImport) -> str:
        table, count = wanted.table, len(wanted.rows)
        rows = self.tr("{count} rows").format(count=f"{count:,}")
        if table.is_cut:
            rows = self.tr("The first {most} rows; the rest of the file isn’t read").format(
                most=f"{MOST_ROWS:,}"
            )
        encoding = encoding_label(table.encoding) if table.encoding else ""
        return " · ".join(each for each in (rows, "" if table.is_guess else encoding) if each)

    def _show_pairs(self, wanted: TableImport) -> None:
        if list(self._boxes) != list(wanted.placeholders):
            self._make_pairs(wanted.placeholders)
        for name, box in self._boxes.items():
            box.clear()
            box.addItem(self.tr("No column"), None)
            for place, column in enumerate(wanted.columns.names):
                box.addItem(column, place)
            box.setCurrentIndex(box.findData(wanted.fills.get(name)))

    def _make_pairs(self, placeholders: Sequence[str]) -> None:
        for number, name in enumerate(placeholders):
            label = ElidedLabel(f"{{{{{name}}}}}", object_name=f"importName.{name}")
            label.setFont(self._icons.theme.mono_font())
            box = self._combo(f"importColumn.{name}", name)
            box.activated.connect(
                lambda _index, name=name, box=box: self.column_chosen.emit(name, box.currentData())
            )
            label.setBuddy(box)
            row, pair = divmod(number, _PAIRS_A_ROW)
            self._pairs.addWidget(label, row, 2 * pair)
            self._pairs.addWidget(box, row, 2 * pair + 1)
            self._boxes[name] = box
        for pair in range(_PAIRS_A_ROW):
            self._pairs.setColumnStretch(2 * pair, 2)
            self._pairs.setColumnStretch(2 * pair + 1, 3)

    def _show_choice(self) -> None:
        count, rows = len(self._model.taken), self._model.rowCount()
        is_too_many = count > self._room
        if is_too_many:
            said = self.tr("{count} chosen; there is room for {room} more people here").format(
                count=count, room=self._room
            )
        else:
            said = self.tr("{count} of {rows} chosen").format(count=count, rows=f"{rows:,}")
        self._count.setText(said)
        set_look(self._count, "kind", "warning" if is_too_many else "small")
        if count > 1:
            self._add.setText(self.tr("Add {count} people").format(count=count))
        else:
            self._add.setText(self.tr("Add one person") if count else self.tr("Add people"))
        self._add.setEnabled(0 < count <= self._room)
        self._add.setToolTip("" if count else self.tr("Choose the people to add first."))

    def _take_found(self, *, taken: bool) -> None:
        """Take what the search shows, or leave it."""
        found = range(self._found.rowCount())
        rows = [self._found.mapToSource(self._found.index(row, 0)).row() for row in found]
        self._model.take(rows, taken=taken)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("importTable")
        table.setAccessibleName(self.tr("Rows of the table"))
        table.setProperty("kind", "flat")
        table.setModel(self._found)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().setDefaultSectionSize(SPACE_4)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        return table

    def _combo(self, object_name: str, accessible_name: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(object_name)
        box.setAccessibleName(accessible_name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        return box

    def _quiet(self, text: str, name: str, *, taken: bool) -> Button:
        button = Button(text, icons=self._icons, kind="quiet", object_name=name)
        button.clicked.connect(lambda: self._take_found(taken=taken))
        return button

    def _lay_out(self) -> None:
        reading = QHBoxLayout()
        reading.setSpacing(SPACE_2)
        reading.addWidget(self._facts, 1)
        reading.addWidget(self._first_row)
        reading.addWidget(self._encoding)
        reading.addWidget(self._delimiter)
        reading.addWidget(self._sheet)
        self._pairs.setHorizontalSpacing(SPACE_2)
        self._pairs.setVerticalSpacing(SPACE)
        self._pairs.setContentsMargins(0, 0, SPACE, 0)
        inner = QWidget()
        inner.setLayout(self._pairs)
        pairs = QScrollArea()
        pairs.setWidgetResizable(True)
        pairs.setFrameShape(QScrollArea.Shape.NoFrame)
        pairs.setMaximumHeight(_MOST_PAIRS_HEIGHT)
        pairs.setWidget(inner)
        choosing = QHBoxLayout()
        choosing.setSpacing(SPACE)
        choosing.addWidget(self._search, 1)
        choosing.addWidget(self._all)
        choosing.addWidget(self._none)
        cancel = Button(self.tr("Cancel"), icons=self._icons, object_name="importCancel")
        cancel.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(SPACE)
        bottom.addWidget(self._count)
        bottom.addStretch(1)
        bottom.addWidget(cancel)
        bottom.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addLayout(reading)
        column.addWidget(pairs)
        column.addWidget(self.banner)
        column.addLayout(choosing)
        column.addWidget(self._table, 1)
        column.addLayout(bottom)
