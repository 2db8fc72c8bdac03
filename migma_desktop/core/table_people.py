"""From a table to sample people: which column fills which placeholder, and what remains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from migma_desktop.core.placeholders import plain_name
from migma_desktop.core.sample_people import LONGEST_VALUE, SamplePerson, bare
from migma_desktop.core.tables import Row, Table

_CLOSE = 0.86  # of difflib: one letter in seven
_LONGEST_HEADING = 80
_NO_HEADING = re.compile(r"[+-]?[\d.,:/ -]*\d[\d.,:/ -]*|\S+@\S+")
_BRACES = re.compile(r"\{\{\s*(.*?)\s*\}\}")
# What spreadsheets call things, beside what placeholders do. Both sides are bare names.
_SAME = (
    frozenset({"firstname", "givenname", "forename", "fname", "vorname", "prenom", "nombre"}),
    frozenset({"lastname", "surname", "familyname", "lname", "nachname", "apellido", "apellidos"}),
    frozenset({"email", "emailaddress", "mail", "mailaddress", "emailadresse", "courriel"}),
    frozenset({"company", "companyname", "organisation", "organization", "firma", "societe"}),
    frozenset({"city", "town", "stadt", "ort", "ville", "ciudad"}),
    frozenset({"phone", "phonenumber", "telephone", "telefon", "mobile"}),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a table's columns, all different, and whether its first row gave them."""

    names: tuple[str, ...]
    from_first_row: bool


def columns_of_table(table: Table, *, first_row_has_names: bool | None = None) -> Columns:
    """Name the columns of a table; without an order, tell by the look of the first row."""
    if not table.rows:
        return Columns((), from_first_row=False)
    first = table.rows[0]
    if first_row_has_names is None:
        first_row_has_names = len(table.rows) > 1 and _looks_like_names(first)
    headings = first if first_row_has_names else ("",) * len(first)
    return Columns(_all_different(headings), first_row_has_names)


def people_rows(table: Table, columns: Columns) -> tuple[Row, ...]:
    """Return the rows in which people stand."""
    return table.rows[1:] if columns.from_first_row else table.rows


def match(names: Iterable[str], columns: Sequence[str]) -> dict[str, int]:
    """Return which column fills which placeholder: by name, then by meaning, then nearly so.

    Each column is given once.
    """
    wanted = list(dict.fromkeys(names))
    found: dict[str, int] = {}
    by_bare: dict[str, int] = {}
    for place, column in enumerate(columns):
        by_bare.setdefault(bare(column), place)
    free = dict(by_bare)
    for name in wanted:  # whoever is called alike comes before whoever means the same
        if bare(name) in free:
            found[name] = free.pop(bare(name))
    for name in (name for name in wanted if name not in found):
        meant = next((group for group in _SAME if bare(name) in group), frozenset[str]())
        same = next((each for each in free if each in meant), None)
        close = get_close_matches(bare(name), free, n=1, cutoff=_CLOSE) if same is None else [same]
        if close:
            found[name] = free.pop(close[0])
    return found


def people_from(
    rows: Iterable[Row], columns: Sequence[str], fills: Mapping[str, int]
) -> tuple[SamplePerson, ...]:
    """Make people of rows. An empty cell is no value; rows without one are left out.

    Columns that fill no placeholder are kept under their own name, if a placeholder can have it:
    the email may come to use it.
    """
    names = {place: name for place, name in enumerate(columns) if plain_name(name)}
    names |= {place: name for name, place in fills.items()}
    people = []
    for row in rows:
        person = {name: row[place][:LONGEST_VALUE] for place, name in names.items() if row[place]}
        if person:
            people.append(person)
    return tuple(people)


def _looks_like_names(first: Row) -> bool:
    """Whether a row holds headings: short words, none twice, no number and no address."""
    cells = [cell for cell in first if cell]
    return bool(cells) and not any(
        len(cell) > _LONGEST_HEADING or "\n" in cell or _NO_HEADING.fullmatch(cell)
        for cell in cells
    )


def _all_different(headings: Sequence[str]) -> tuple[str, ...]:
    taken: set[str] = set()
    names = []
    for place, heading in enumerate(headings):
        braced = _BRACES.fullmatch(heading)
        name = " ".join((braced[1] if braced else heading).split()) or f"column {place + 1}"
        number, unique = 2, name
        while unique.casefold() in taken:
            unique, number = f"{name} {number}", number + 1
        taken.add(unique.casefold())
        names.append(unique)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class TableImport:
    """A table on its way to becoming people: which row names, and which column fills what."""

    table: Table
    columns: Columns
    placeholders: tuple[str, ...]
    fills: Mapping[str, int]  # placeholder: number of the column

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in which people stand."""
        return people_rows(self.table, self.columns)

    def people(self, numbers: Iterable[int]) -> tuple[SamplePerson, ...]:
        """Make people of the rows with these numbers."""
        rows = self.rows
        return people_from((rows[number] for number in numbers), self.columns.names, self.fills)

    def with_first_row(self, has_names: bool) -> TableImport:
        """Read the first row as names, or as a person."""
        columns = columns_of_table(self.table, first_row_has_names=has_names)
        return replace(self, columns=columns, fills=match(self.placeholders, columns.names))

    def with_fill(self, placeholder: str, column: int | None) -> TableImport:
        """Fill a placeholder from another column, or from none; a column fills one."""
        fills = {
            name: place
            for name, place in self.fills.items()
            if name != placeholder and place != column
        }
        return replace(self, fills=fills if column is None else {**fills, placeholder: column})


def begin_import(table: Table, placeholders: Iterable[str]) -> TableImport:
    """Guess how a table becomes people."""
    columns, names = columns_of_table(table), tuple(dict.fromkeys(placeholders))
    return TableImport(table, columns, names, match(names, columns.names))
