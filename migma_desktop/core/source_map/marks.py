"""What the dye is made of: noncharacters, which mean nothing to any parser on the way.

Unicode sets U+FDD0 to U+FDEF aside for such uses (23.7). They are no letters, have no direction,
and XML, HTML and Markdown carry them through. The first two are ``markdown_email``'s own. In
attributes MJML's renderer spells such characters out, so there the dye is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PIECE = "\ufdd2"
_TAG = "\ufdd3"
_DIGITS = "".join(map(chr, range(0xFDE0, 0xFDF0)))

_WORD_BEGINS, _WORD_ENDS = "qzmigmadye", "zq"
_OWN = re.compile(f"[{_PIECE}{_TAG}{_DIGITS}]|{_WORD_BEGINS}")
_PIECE_MARK = re.compile(f"{_PIECE}([{_DIGITS}]+)")
_ADDRESS_MARK = re.compile(f"{_WORD_BEGINS}([0-9a-f]+){_WORD_ENDS}")
_ANY_MARK = re.compile(f"{_PIECE_MARK.pattern}|{_ADDRESS_MARK.pattern}")
_TO_HEX = str.maketrans(_DIGITS, "0123456789abcdef")
_FROM_HEX = str.maketrans("0123456789abcdef", _DIGITS)


class Stop(NamedTuple):
    """A place in a text that is shown, from which on it comes from another piece of the source."""

    at: int
    piece: int


def can_dye(source: str) -> bool:
    """Tell whether a source is free of the dye's own characters, as every honest one is."""
    return _OWN.search(source) is None


def piece_mark(number: int) -> str:
    """Return the mark that stands before a piece of the source."""
    return _PIECE + format(number, "x").translate(_FROM_HEX)


def address_mark(number: int) -> str:
    """Return the mark that stands before a piece of the source inside a tag."""
    return f"{_WORD_BEGINS}{number:x}{_WORD_ENDS}"


def tag_attribute(number: int) -> str:
    """Return the attribute, with a space before it, that numbers a tag."""
    return f" {_TAG}" + format(number, "x").translate(_FROM_HEX)


def tag_number(attributes: dict[str, str | None]) -> int | None:
    """Return the number that a tag was given."""
    for name in attributes:
        if name.startswith(_TAG):
            return _number(name[1:])
    return None


def piece_in(attributes: dict[str, str | None]) -> int | None:
    """Return the piece of the source whose mark stands in a tag's attributes."""
    for value in attributes.values():
        if value and _WORD_BEGINS in value and (found := _ADDRESS_MARK.search(value)):
            return int(found[1], 16)
    return None


def without_marks(text: str) -> str:
    """Return a text as it would be without dye."""
    return _ANY_MARK.sub("", text)


def read_marks(text: str) -> tuple[str, tuple[Stop, ...]]:
    """Take the marks out of a text, and return where they were in what is left."""
    if _PIECE not in text and _WORD_BEGINS not in text:
        return text, ()
    parts: list[str] = []
    stops: list[Stop] = []
    length = 0
    for part, piece in _parts(text):
        parts.append(part)
        length += len(part)
        if piece is not None:
            stops.append(Stop(length, piece))
    return "".join(parts), tuple(stops)


def _parts(text: str) -> Iterator[tuple[str, int | None]]:
    position = 0
    for mark in _ANY_MARK.finditer(text):
        number = _number(mark[1]) if mark[1] else int(mark[2], 16)
        yield text[position : mark.start()], number
        position = mark.end()
    yield text[position:], None


def _number(digits: str) -> int:
    return int(digits.translate(_TO_HEX), 16)
