"""The rows of the variables table: every placeholder of the email, and values kept for later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from types import MappingProxyType

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import JsonValue, Placeholder, PlaceholderSpot
from migma_desktop.core.placeholders import fallback_of
from migma_desktop.core.variables import ValueKind, kind_of, parse_value, typed_text
from migma_desktop.ui.qt import override
from migma_desktop.ui.translation import translated

AnyIndex = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()

KIND_ROLE = Qt.ItemDataRole.UserRole
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
HINT_ROLE = Qt.ItemDataRole.UserRole + 2
"""What stands faintly in an empty value: what to do, or what people read without one."""


class Column(IntEnum):
    """The columns from left to right."""

    NAME = 0
    VALUE = 1
    KIND = 2
    USED = 3


class RowState(IntEnum):
    """What the person should know about a row at a glance."""

    FILLED = 0
    MISSING = 1
    INVALID = 2
    UNUSED = 3
    FALLBACK = 4  # no value, but the email says what to write instead
    CONTACTS = 5  # no value, and none is needed: each contact of the batch has one


_WANTS_A_VALUE = frozenset({RowState.MISSING, RowState.INVALID})


@dataclass(frozen=True, slots=True)
class ContactNote:
    """What Migma's catalogue says of a name, in words."""

    text: str  # “312 of 2,480 people have it”
    covers_all: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One name with what was typed for it; ``error`` says why that is no value yet."""

    name: str
    spots: tuple[PlaceholderSpot, ...] = ()
    typed: str = ""
    kind: ValueKind = ValueKind.TEXT
    has_value: bool = False
    error: KnownError | None = None
    fallback: str | None = None  # what people read without a value
    note: ContactNote | None = None  # in a batch, how many people bring a value of their own

    @property
    def state(self) -> RowState:
        """Derive what to show."""
        if self.error is not None:
            return RowState.INVALID
        if not self.spots:
            return RowState.UNUSED
        if self.has_value:
            return RowState.FILLED
        if self.fallback is None and self.note is not None and self.note.covers_all:
            return RowState.CONTACTS
        return RowState.MISSING if self.fallback is None else RowState.FALLBACK


class VariablesModel(QAbstractTableModel):
    """Shows names and values; a change goes up as a signal and comes back through ``show``.

    Signals:
        value_given(str, JsonValue): a name got a value.
        value_taken(str): a name has no value any more.
    """

    value_given = Signal(str, object)
    value_taken = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._answers: dict[int, Callable[[Row, Column], object]] = {
            Qt.ItemDataRole.DisplayRole: self._shown,
            Qt.ItemDataRole.EditRole: lambda row, column: (
                row.kind if column is Column.KIND else row.typed
            ),
            Qt.ItemDataRole.ToolTipRole: lambda row, _column: self._tip(row),
            Qt.ItemDataRole.AccessibleTextRole: lambda row, column: (
                f"{self._shown(row, column)} {self._tip(row) or ''}".strip()
            ),
            STATE_ROLE: lambda row, _column: row.state,
            KIND_ROLE: lambda row, _column: row.kind,
            HINT_ROLE: lambda row, _column: self._hint(row),
        }

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the table shows."""
        return tuple(self._rows)

    def show(
        self,
        placeholders: Sequence[Placeholder],
        values: Mapping[str, JsonValue],
        notes: Mapping[str, ContactNote] = MappingProxyType({}),
    ) -> None:
        """Take over the names of the email, the values of the draft, and what contacts have.

        When names come or go, those without a value stand first, then those of the email in its
        order, then values whose name stands nowhere. While the names stay the same nothing jumps;
        an open cell stays open either way.
        """
        wanted = self._wanted_rows(placeholders, values, notes)
        by_name = {row.name: row for row in wanted}
        are_the_same = by_name.keys() == {row.name for row in self._rows}
        self._remove_all_but(by_name.keys())
        for number, before in enumerate(self._rows):
            row = by_name.pop(before.name)
            if row != before:
                self._rows[number] = row
                self._tell_changed(number)
        if are_the_same:
            return
        if by_name:
            first = len(self._rows)
            self.beginInsertRows(_ROOT, first, first + len(by_name) - 1)
            self._rows += by_name.values()
            self.endInsertRows()
        in_order = sorted(wanted, key=lambda row: row.state not in _WANTS_A_VALUE)
        self._put_in_order([row.name for row in in_order])

    def _remove_all_but(self, names: Collection[str]) -> None:
        for number in reversed(range(len(self._rows))):
            if self._rows[number].name not in names:
                self.beginRemoveRows(_ROOT, number, number)
                del self._rows[number]
                self.endRemoveRows()

    def _put_in_order(self, names: Sequence[str]) -> None:
        """Sort the rows; selection and open cells go along with theirs."""
        before = self._rows
        if [row.name for row in before] == names:
            return
        self.layoutAboutToBeChanged.emit()
        place = {name: number for number, name in enumerate(names)}
        moved = self.persistentIndexList()
        self._rows = sorted(before, key=lambda row: place[row.name])
        self.changePersistentIndexList(
            moved, [self.index(place[before[each.row()].name], each.column()) for each in moved]
        )
        self.layoutChanged.emit()

    def _wanted_rows(
        self,
        placeholders: Sequence[Placeholder],
        values: Mapping[str, JsonValue],
        notes: Mapping[str, ContactNote],
    ) -> list[Row]:
        known = {row.name: row for row in self._rows}
        names = {p.name: tuple(use.spot for use in p.uses) for p in placeholders}
        fallbacks = {p.name: fallback_of(p) for p in placeholders}
        unused = {name: () for name in values if name not in names}
        rows = []
        for name, spots in (names | unused).items():
            before = replace(
                known.get(name, Row(name)), fallback=fallbacks.get(name), note=notes.get(name)
            )
            rows.append(self._row(before, spots, values))
        return rows

    @staticmethod
    def _row(
        before: Row, spots: tuple[PlaceholderSpot, ...], values: Mapping[str, JsonValue]
    ) -> Row:
        row = replace(before, spots=spots)
        if before.name not in values:
            if before.error is not None:
                return row
            return replace(row, has_value=False, typed="")
        value = values[before.name]
        if before.has_value and before.error is None and _reads_as(before, value):
            return row
        return replace(
            row, typed=typed_text(value), kind=kind_of(value), has_value=True, error=None
        )

    def set_kind(self, number: int, kind: ValueKind) -> None:
        """Read a row's text as another kind of value."""
        self._take(number, replace(self._rows[number], kind=kind))

    def clear_value(self, number: int) -> None:
        """Take a row's value away; a row whose name stands nowhere goes with it."""
        row = self._rows[number]
        self._rows[number] = replace(row, typed="", has_value=False, error=None)
        self._tell_changed(number)
        self.value_taken.emit(row.name)

    def _take(self, number: int, row: Row) -> None:
        try:
            value = parse_value(row.kind, row.typed)
        except KnownError as error:
            self._rows[number] = replace(row, has_value=False, error=error)
            self._tell_changed(number)
            self.value_taken.emit(row.name)
            return
        self._rows[number] = replace(row, has_value=True, error=None)
        self._tell_changed(number)
        self.value_given.emit(row.name, value)

    def _tell_changed(self, number: int) -> None:
        self.dataChanged.emit(self.index(number, 0), self.index(number, Column.USED))

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: self.tr("Variable"),
            Column.VALUE: self.tr("Value"),
            Column.KIND: self.tr("Kind"),
            Column.USED: self.tr("Used in"),
        }[Column(section)]

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in {Column.VALUE, Column.KIND}:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        answer = self._answers.get(role)
        return None if answer is None else answer(row, column)

    @override
    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        row = self._rows[index.row()]
        if not isinstance(value, str):
            return False
        if index.column() == Column.KIND:
            self.set_kind(index.row(), ValueKind(value))  # Qt hands it back as a plain text
            return True
        if index.column() != Column.VALUE:
            return False
        if value == row.typed and row.has_value:
            return True
        if not value and not row.typed:
            return False  # an empty cell that was only visited stays without a value
        self._take(index.row(), replace(row, typed=value))
        return True

    def _shown(self, row: Row, column: Column) -> str:
        if column is Column.NAME:
            return row.name
        if column is Column.VALUE:
            return row.typed
        if column is Column.KIND:
            return self.kind_name(row.kind)
        return self.used_in(row.spots)

    def _hint(self, row: Row) -> str:
        if row.state is RowState.FALLBACK:
            return self.tr("{words} (fallback)").format(words=row.fallback).strip()
        if row.state is RowState.CONTACTS or (row.state is RowState.MISSING and row.note):
            return row.note.text if row.note is not None else ""
        return self.tr("Type a value") if row.state is RowState.MISSING else ""

    def _tip(self, row: Row) -> str | None:
        if row.error is not None:
            return _sentences(row.error)
        if row.state is RowState.MISSING:
            return self.tr("No value yet: people would read “{placeholder}”.").format(
                placeholder=f"{{{{{row.name}}}}}"
            )
        if row.state is RowState.CONTACTS:
            return self.tr("No value needed: Migma fills in what each contact has.")
        if row.state is RowState.FALLBACK:
            return self.tr("No value: people read “{words}” instead.").format(words=row.fallback)
        if row.state is RowState.UNUSED:
            return self.tr("This name stands nowhere in the email. The value is kept.")
        return None

    def problem_of(self, row: Row) -> str:
        """Say why what was typed in a row is no value; empty if it is one."""
        if row.error is None:
            return ""
        return self.tr("{name}: {problem} Until then it has no value.").format(
            name=row.name, problem=_sentences(row.error)
        )

    def kind_name(self, kind: ValueKind) -> str:
        """Name a kind of value."""
        return {
            ValueKind.TEXT: self.tr("Text"),
            ValueKind.NUMBER: self.tr("Number"),
            ValueKind.YES_NO: self.tr("Yes / no"),
            ValueKind.JSON: self.tr("JSON"),
        }[kind]

    def used_in(self, spots: Sequence[PlaceholderSpot]) -> str:
        """Say where a name stands: “subject, text ×2, link”."""
        if not spots:
            return self.tr("Not used")
        names = {
            PlaceholderSpot.SUBJECT: self.tr("subject"),
            PlaceholderSpot.PREHEADER: self.tr("preheader"),
            PlaceholderSpot.BODY: self.tr("text"),
            PlaceholderSpot.LINK: self.tr("link"),
            PlaceholderSpot.ATTRIBUTE: self.tr("attribute"),
        }
        counted = Counter(spots)
        return ", ".join(
            names[spot] if times == 1 else f"{names[spot]} ×{times}"
            for spot, times in counted.items()
        )


def _sentences(error: KnownError) -> str:
    return f"{translated(error.title)} {translated(error.advice)}"


def _reads_as(row: Row, value: JsonValue) -> bool:
    """Whether what is typed already means this value: then it stays as it was typed."""
    try:
        read = parse_value(row.kind, row.typed)
    except KnownError:
        return False
    return read == value and type(read) is type(value)
