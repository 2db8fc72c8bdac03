"""Read and write the values of the variables table."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from enum import StrEnum
from typing import NoReturn, cast

from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.filling import as_text
from migma_desktop.core.models import JsonValue
from migma_desktop.core.placeholders import plain_name
from migma_desktop.core.texts import Text, say

_FIELD = "variablesTable"
_INTEGER = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")
_COMMA_NUMBER = re.compile(r"[+-]?\d[\d.,'\u00a0\u202f ]*[,'\u00a0\u202f ][\d.,]+")
_MOST_DIGITS = 300  # of a number: nobody reads more, and Python refuses 4300
_DEEPEST = 50  # levels of JSON inside each other
_YES = frozenset({"yes", "y", "true", "on", "1"})
_NO = frozenset({"no", "n", "false", "off", "0"})
_BRACES = re.compile(r"\s*\{\{([^{}]*)\}\}\s*")
_NAME_HEADINGS = frozenset(
    {"name", "names", "variable", "variables", "placeholder", "placeholders", "field", "key"}
)
_VALUE_HEADINGS = frozenset({"value", "values", "content", "text", "replacement"})


class ValueKind(StrEnum):
    """How a typed value is read."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    JSON = "json"


def kind_of(value: JsonValue) -> ValueKind:
    """Return the kind in which a value is best shown."""
    if isinstance(value, bool):
        return ValueKind.YES_NO
    if isinstance(value, int | float):
        return ValueKind.NUMBER
    return ValueKind.TEXT if isinstance(value, str) else ValueKind.JSON


def typed_text(value: JsonValue) -> str:
    """Return what a person would type for a value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return as_text(value)


def parse_value(kind: ValueKind, typed: str) -> JsonValue:
    """Read what was typed. Text stays exactly as it is, an empty one included.

    Raises:
        DraftRefused: it can't be read as this kind.
    """
    if kind is ValueKind.NUMBER:
        return _number(typed.strip())
    if kind is ValueKind.YES_NO:
        return _yes_no(typed.strip().casefold())
    if kind is ValueKind.JSON:
        return _json(typed)
    return typed


def _number(typed: str) -> JsonValue:
    if len(typed) > _MOST_DIGITS:
        raise _refusal(say("This number is too long."), say("To show it as it is, choose Text."))
    if _INTEGER.fullmatch(typed):
        return int(typed)
    if _NUMBER.fullmatch(typed) and math.isfinite(number := float(typed)):
        return number
    if _COMMA_NUMBER.fullmatch(typed):
        raise _refusal(
            say("“{typed}” isn't a number that Migma can read.", typed=typed),
            say("Write it with a point and without spaces: 1234.50. Or choose Text."),
        )
    raise _refusal(
        say("“{typed}” isn't a number.", typed=typed),
        say("Write digits, such as 42 or 19.90, or choose Text."),
    )


def _yes_no(typed: str) -> JsonValue:
    if typed in _YES:
        return True
    if typed in _NO:
        return False
    raise _refusal(say("“{typed}” is neither yes nor no.", typed=typed), say("Write yes or no."))


def _json(typed: str) -> JsonValue:
    try:
        value = json.loads(typed, parse_constant=_refuse_constant, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise _refusal(
            say("This isn't complete JSON: it can't be read from line {line}.", line=error.lineno),
            say("Look there for a missing quote, comma or bracket. For plain words choose Text."),
            details=str(error),
        ) from error
    except UnicodeEncodeError as error:
        raise _refusal(
            say("There is a broken character in the JSON."),
            say("Delete it and type it again."),
            details=str(error),
        ) from error
    except (RecursionError, ValueError) as error:
        raise _refusal(_TOO_DEEP, _LESS_DEEP, details=str(error)) from error
    if _depth(value) > _DEEPEST:
        raise _refusal(_TOO_DEEP, _LESS_DEEP)
    return cast("JsonValue", value)


_TOO_DEEP = say("This JSON is nested too deeply, or a number in it is too long.")
_LESS_DEEP = say("Keep it to 50 levels at most.")


def _refuse_constant(name: str) -> NoReturn:
    raise _refusal(
        say("“{name}” isn't a number that can be sent.", name=name),
        say("Write a number with digits, or null for nothing."),
    )


def _finite(typed: str) -> float:
    number = float(typed)
    if not math.isfinite(number):
        _refuse_constant(typed)
    return number


def _depth(value: object) -> int:
    deepest, pending = 0, [(value, 1)]
    while pending:
        current, level = pending.pop()
        if isinstance(current, dict):
            pending += [(item, level + 1) for item in current.values()]
        elif isinstance(current, list):
            pending += [(item, level + 1) for item in current]
        deepest = max(deepest, level)
    return deepest


def _refusal(title: Text, advice: Text, *, details: str = "") -> DraftRefused:
    return DraftRefused(title, advice, field=_FIELD, details=details)


def parse_two_columns(pasted: str) -> list[tuple[str, str]]:
    """Read names and values that were copied from a spreadsheet.

    The first column holds the names, with or without braces, the second the values; a sheet
    with names in its first row and values in its second is read too. Headings and rows without
    a value are left out: an empty cell is nothing that somebody filled in. Text that isn't a
    table gives no pairs.
    """
    if "\t" not in pasted:
        return []
    rows = _rows(pasted)
    pairs = [(row[0], row[1]) for row in rows if len(row) > 1]
    if len(rows) == 2 and len(rows[0]) > 2:
        pairs = list(zip(rows[0], rows[1], strict=False))
    elif pairs and _is_heading(*pairs[0]):
        del pairs[0]
    named = [(_bare_name(name), value) for name, value in pairs]
    return [(name, value) for name, value in named if name and value]


def _rows(pasted: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(pasted, newline=""), dialect="excel-tab"))
    except csv.Error:  # a cell beyond the module's size limit: take the lines as they are
        rows = [line.split("\t") for line in pasted.splitlines()]
    return [row for row in rows if any(cell.strip() for cell in row)]


def _is_heading(first: str, second: str) -> bool:
    return (
        first.strip().casefold() in _NAME_HEADINGS and second.strip().casefold() in _VALUE_HEADINGS
    )


def _bare_name(cell: str) -> str:
    braced = _BRACES.fullmatch(cell)
    return plain_name(braced[1] if braced else cell)
