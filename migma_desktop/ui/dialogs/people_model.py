"""The rows of the table of sample people: one a person, a column for each name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from migma_desktop.core.sample_people import LONGEST_VALUE, Sample, SamplePerson, with_value
from migma_desktop.core.variables import typed_text
from migma_desktop.ui.qt import override
from migma_desktop.ui.translation import translated

AnyIndex = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_SHOWN_LENGTH = 200  # characters of a value in its cell

USED_ROLE = Qt.ItemDataRole.UserRole
"""Whether the email has a placeholder of a column's name."""


class PeopleModel(QAbstractTableModel):
    """Shows people; a change goes up as a signal and comes back through ``show``.

    Signals:
        value_typed(int, SamplePerson): the person of a row is this one now.
    """

    value_typed = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[SamplePerson, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._used: frozenset[str] = frozenset()

    @property
    def people(self) -> tuple[SamplePerson, ...]:
        """Who stands in the table."""
        return self._people

    def show(
        self, people: Sequence[SamplePerson], columns: Sequence[str], used: frozenset[str]
    ) -> None:
        """Replace what is shown; ``used`` are the names that the email has."""
        if tuple(columns) == self._columns and len(people) == len(self._people):
            self._people, self._used = tuple(people), used
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(people) - 1, len(self._columns) - 1)
            )
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(people) - 1)
            return
        self.beginResetModel()
        self._people, self._columns, self._used = tuple(people), tuple(columns), used
        self.endResetModel()

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._people)

    @override
    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            if role != Qt.ItemDataRole.DisplayRole or section >= len(self._people):
                return None
            return translated(Sample(self._people[section], section + 1).name)
        name = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.ToolTipRole and name not in self._used:
            return self.tr("No placeholder of this email has this name. The values are kept.")
        return None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        name = self._columns[index.column()]
        person = self._people[index.row()]
        if role == USED_ROLE:
            return name in self._used
        typed = typed_text(person[name]) if name in person else ""
        if role == Qt.ItemDataRole.EditRole:
            return typed
        if role == Qt.ItemDataRole.DisplayRole:
            line = " ".join(typed.split())
            return line if len(line) <= _SHOWN_LENGTH else f"{line[:_SHOWN_LENGTH]}…"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(person, name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}: {typed or self.tr('no value')}"
        return None

    @override
    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or not isinstance(value, str):
            return False
        if value == self.data(index, Qt.ItemDataRole.EditRole):
            return False  # a number that was only visited stays a number
        name, row = self._columns[index.column()], index.row()
        person = with_value(self._people[row], name, value[:LONGEST_VALUE])
        self.value_typed.emit(row, person)
        return True

    def _tip(self, person: SamplePerson, name: str) -> str | None:
        if name in person:
            typed = typed_text(person[name])
            return typed if len(typed) > _SHOWN_LENGTH or "\n" in typed else None
        if name in self._used:
            return self.tr("No value: {{{{{name}}}}} stays open for this person.").format(name=name)
        return None
