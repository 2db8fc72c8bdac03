"""The rows of a table that is about to become people, each to be taken or left."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from migma_desktop.core.table_people import TableImport
from migma_desktop.ui.qt import override

AnyIndex = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_SHOWN_LENGTH = 120  # characters of a cell


class TableRowsModel(QAbstractTableModel):
    """Shows rows as they are in the table, with a check mark before each.

    Signals:
        choice_changed: other rows are taken now.
    """

    choice_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._import: TableImport | None = None
        self._taken: set[int] = set()

    @property
    def taken(self) -> list[int]:
        """The numbers of the rows that are taken."""
        return sorted(self._taken)

    def show(self, wanted: TableImport, *, room: int) -> None:
        """Show another table, or the same one read in another way.

        Of one that fits into the ``room`` that is left, all rows are taken; of a longer one, none.
        """
        before = self._import
        is_same_table = before is not None and before.table is wanted.table
        keeps_rows = is_same_table and before is not None and before.columns == wanted.columns
        self.beginResetModel()
        self._import = wanted
        if not keeps_rows:
            count = len(wanted.rows)
            self._taken = set(range(count if count <= room else 0))
        self.endResetModel()
        self.choice_changed.emit()

    def take(self, rows: Iterable[int], *, taken: bool) -> None:
        """Take rows, or leave them."""
        if taken:
            self._taken |= set(rows)
        else:
            self._taken -= set(rows)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
        self.choice_changed.emit()

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() or self._import is None else len(self._import.rows)

    @override
    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() or self._import is None else len(self._import.columns.names)

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if self._import is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        name = self._import.columns.names[section]
        filled = [each for each, place in self._import.fills.items() if place == section]
        return f"{name} → {{{{{filled[0]}}}}}" if filled and filled[0] != name else name

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._import is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            is_taken = index.row() in self._taken
            return Qt.CheckState.Checked if is_taken else Qt.CheckState.Unchecked
        text = self._import.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            line = " ".join(text.split())
            return line if len(line) <= _SHOWN_LENGTH else f"{line[:_SHOWN_LENGTH]}…"
        if role == Qt.ItemDataRole.ToolTipRole and (len(text) > _SHOWN_LENGTH or "\n" in text):
            return text
        return None

    @override
    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.take([index.row()], taken=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True
