"""The tab with the email's variables and their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.models import JsonValue, Placeholder
from migma_desktop.core.variables import parse_two_columns
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.variable_problem import VariableProblem
from migma_desktop.ui.widgets.variables_delegates import KindDelegate, NameDelegate, ValueDelegate
from migma_desktop.ui.widgets.variables_model import (
    Column,
    ContactNote,
    RowState,
    VariablesModel,
)

_ROW_HEIGHT = 4 * SPACE
_MOVES = {
    QAbstractItemView.CursorAction.MoveNext: QAbstractItemView.CursorAction.MoveDown,
    QAbstractItemView.CursorAction.MovePrevious: QAbstractItemView.CursorAction.MoveUp,
}
_WIDTHS = {Column.NAME: 220, Column.KIND: 120, Column.USED: 220}


class VariablesPanel(QWidget):
    """Shows the table, or what it is for while the email has no variables.

    Signals:
        value_given(str, JsonValue), value_taken(str): the user changed a value.
        values_pasted(list[tuple[str, str]]): names and values from a spreadsheet.
        count_changed(int, int): how many names lack a value, and how many there are.
    """

    value_given = Signal(str, object)
    value_taken = Signal(str)
    values_pasted = Signal(object)
    count_changed = Signal(int, int)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("variablesPanel")
        self._counts = (0, 0)  # without a value, and all
        self._model = VariablesModel(self)
        self._model.value_given.connect(self.value_given)
        self._model.value_taken.connect(self.value_taken)
        self._table = _VariablesTable(icons=icons)
        self._table.setModel(self._model)
        self._table.lay_out_columns()
        self._table.pasted.connect(self.values_pasted)
        self._table.cleared.connect(self._on_cleared)
        self._empty = EmptyState(
            "braces",
            self.tr("No variables in this email"),
            self.tr(
                "Type {{first_name}} where a name belongs. It appears here, "
                "and you fill in what people will read."
            ),
            icons=icons,
            object_name="variablesEmpty",
        )
        self._problem = VariableProblem(icons=icons)
        self._model.dataChanged.connect(self._on_problem_changed)
        self._table.selectionModel().currentRowChanged.connect(self._on_problem_changed)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._problem)

    def show_variables(
        self,
        placeholders: Sequence[Placeholder],
        values: Mapping[str, JsonValue],
        notes: Mapping[str, ContactNote] = MappingProxyType({}),
    ) -> None:
        """Show the names of the email, the values of the draft, and what contacts have."""
        self._model.show(placeholders, values, notes)
        rows = self._model.rows
        self._pages.setCurrentWidget(self._table if rows else self._empty)
        open_rows = {RowState.MISSING, RowState.INVALID}
        self._on_problem_changed()
        missing = sum(row.state in open_rows for row in rows)
        used = sum(row.state is not RowState.UNUSED for row in rows)
        if (missing, used) != self._counts:
            self._counts = missing, used
            self.count_changed.emit(missing, used)

    def focus_first_missing(self) -> None:
        """Open the first cell that lacks a value."""
        for number, row in enumerate(self._model.rows):
            if row.state in {RowState.MISSING, RowState.INVALID}:
                self._table.setFocus()
                self._table.setCurrentIndex(self._model.index(number, Column.VALUE))
                return

    def _on_problem_changed(self) -> None:
        """Explain the refused value of the current row, or else of the first that has one."""
        rows = self._model.rows
        refused = [row for row in rows if row.state is RowState.INVALID]
        current = self._table.currentIndex().row()
        if 0 <= current < len(rows) and rows[current] in refused:
            refused.insert(0, rows[current])
        problem = self._model.problem_of(refused[0]) if refused else ""
        self._problem.show_problem(problem)
        self._table.setAccessibleDescription(problem)

    def _on_cleared(self, rows: list[int]) -> None:
        for number in sorted(rows, reverse=True):
            self._model.clear_value(number)


class _VariablesTable(QTableView):
    """The table, with the keys of a spreadsheet.

    Signals:
        pasted(list[tuple[str, str]]): two columns came from the clipboard.
        cleared(list[int]): the values of these rows are to go.
    """

    pasted = Signal(object)
    cleared = Signal(object)

    def __init__(self, *, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("variablesTable")
        self.setAccessibleName(self.tr("Variables and their values"))
        self.setProperty("kind", "flat")
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.setTabKeyNavigation(False)
        self.setItemDelegateForColumn(Column.NAME, NameDelegate(icons=icons, parent=self))
        self.setItemDelegateForColumn(Column.VALUE, ValueDelegate(icons=icons, parent=self))
        self.setItemDelegateForColumn(Column.KIND, KindDelegate(parent=self))

    def lay_out_columns(self) -> None:
        """Give the value the room that is left."""
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(Column.VALUE, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self._paste():
            return
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.cleared.emit([index.row() for index in self.selectionModel().selectedRows()])
            return
        super().keyPressEvent(event)

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go down or up within the values, as people expect of a form."""
        index = super().moveCursor(_MOVES.get(action, action), modifiers)
        return self.model().index(index.row(), Column.VALUE) if index.isValid() else index

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 5 * _ROW_HEIGHT)

    def _paste(self) -> bool:
        rows = parse_two_columns(QGuiApplication.clipboard().text())
        if not rows:
            return False
        self.pasted.emit(rows)
        return True
