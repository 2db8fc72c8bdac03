"""Reading JSON of which only little is promised (contract, section 15 rule 1).

Unknown fields and enum members pass, absent ones are empty, numbers may come as strings and
strings as numbers. What can't be read that way raises ``Unreadable``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat
from typing import Any

_NOTHING = repeat("")
_WHOLE_NUMBER = re.compile(r"-?\d{1,15}(\.0+)?")


class Unreadable(ValueError):
    """The answer isn't what the contract describes, so nothing can be concluded from it."""


class Fields:
    """One JSON object; what isn't there, or has another type, reads as empty."""

    __slots__ = ("_raw",)

    def __init__(self, raw: object) -> None:
        self._raw: dict[str, object] = raw if isinstance(raw, dict) else {}

    @classmethod
    def strictly(cls, raw: object, what: str) -> Fields:
        """Read what must be an object. Raises Unreadable."""
        if not isinstance(raw, dict):
            raise Unreadable(f"{what} is not a JSON object")
        return cls(raw)

    def __bool__(self) -> bool:
        """Tell whether there is anything to read."""
        return bool(self._raw)

    def raw(self, name: str) -> object:
        """Return a value as it came."""
        return self._raw.get(name)

    def text(self, *names: str) -> str:
        """Return the first of these that is a non-empty text; numbers are written out."""
        for name in names:
            value = self._raw.get(name)
            if isinstance(value, str):  # nearly always: lists of 100,000 are read with this
                if value:
                    return value
            elif value is not None and (text := _text(value)):
                return text
        return ""

    def several(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return a text for each of these names, read all at once: empty where there is none."""
        found: tuple[Any, ...] = tuple(map(self._raw.get, names, _NOTHING))
        try:
            "".join(found)  # takes nothing but texts, and looks at all of them in one step
        except TypeError:
            return tuple(map(_text, found))
        return found

    def word(self, name: str) -> str:
        """Return a text on which much depends: absent it is empty, but no other type passes.

        Raises Unreadable.
        """
        value = self._raw.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        raise Unreadable(f"{name} is not a text")

    def number(self, *names: str) -> int | None:
        """Return the first of these that is a whole number."""
        for name in names:
            value = self._raw.get(name)
            if isinstance(value, bool):
                continue
            if isinstance(value, int):
                return value
            if isinstance(value, float | str) and _WHOLE_NUMBER.fullmatch(str(value).strip()):
                return int(float(value))
        return None

    def fraction(self, name: str) -> float | None:
        """Return a number that may have decimals."""
        value = self._raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            return float(value)
        except (ValueError, OverflowError):
            return None

    def flag(self, name: str) -> bool | None:
        """Return a yes or no."""
        value = self._raw.get(name)
        if isinstance(value, str) and value.lower() in {"true", "false"}:
            return value.lower() == "true"
        return value if isinstance(value, bool) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, numbers written out, without what is neither."""
        value = self._raw.get(name)
        if not isinstance(value, list):
            return ()
        for each in value:
            if type(each) is not str or not each:
                return tuple(filter(None, map(_text, value)))
        return tuple(value)

    def part(self, name: str) -> Fields:
        """Return an object inside this one."""
        return Fields(self._raw.get(name))

    def rows(self, name: str) -> tuple[Fields, ...]:
        """Return a list of objects, without what isn't one."""
        return rows_of(self._raw.get(name))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def rows_of(raw: object) -> tuple[Fields, ...]:
    """Return the objects in a list, without what isn't one."""
    if not isinstance(raw, list):
        return ()
    return tuple(Fields(row) for row in raw if isinstance(row, dict))
