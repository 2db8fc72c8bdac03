"""Reading values out of JSON that another version, or a human hand, may have written.

Each function returns the value when it has the right kind, otherwise the fallback.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeGuard, TypeVar

from migma_desktop.core.draft import JsonValue
from migma_desktop.storage.json_overlay import Document, is_document

E = TypeVar("E", bound=StrEnum)


def text(source: Mapping[str, object], name: str, fallback: str = "") -> str:
    """Read a string."""
    value = source.get(name)
    return value if isinstance(value, str) else fallback


def flag(source: Mapping[str, object], name: str, *, fallback: bool = False) -> bool:
    """Read true or false."""
    value = source.get(name)
    return value if isinstance(value, bool) else fallback


def number(source: Mapping[str, object], name: str, fallback: int) -> int:
    """Read a whole number."""
    value = count(source, name)
    return fallback if value is None else value


def count(source: Mapping[str, object], name: str) -> int | None:
    """Read a whole number that may be unknown."""
    value = source.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def choice(source: Mapping[str, object], name: str, fallback: E) -> E:
    """Read one of an enum's values."""
    try:
        return type(fallback)(text(source, name))
    except ValueError:
        return fallback


def words(
    source: Mapping[str, object], name: str, fallback: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Read a list of strings, without what is none."""
    value = source.get(name)
    if not isinstance(value, list | tuple):
        return fallback
    return tuple(word for word in value if isinstance(word, str))


def part(source: Mapping[str, object], name: str) -> Document:
    """Read an object inside an object."""
    value = source.get(name)
    return value if is_document(value) else {}


def variables(source: Mapping[str, object]) -> dict[str, JsonValue]:
    """Read the values for placeholders; anything that is JSON may be one."""
    return _values(part(source, "variables"))


def people(source: Mapping[str, object]) -> tuple[dict[str, JsonValue], ...]:
    """Read the sample people of a draft: a list of objects like ``variables``."""
    found = source.get("people")
    rows = found if isinstance(found, list) else []
    return tuple(_values(row) for row in rows if is_document(row))


def _values(found: Document) -> dict[str, JsonValue]:
    return {name: value for name, value in found.items() if _is_json_value(value)}


def _is_json_value(value: object) -> TypeGuard[JsonValue]:
    return value is None or isinstance(value, bool | int | float | str | list | dict)
