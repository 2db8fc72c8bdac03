"""Which letter of the source made which letter that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from migma_desktop.core.models import ContentSource
from migma_desktop.core.source_map.places import PieceKind, SourceMap

_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_ENTITY_BEFORE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);$")
_LONGEST_ENTITY = 40


class Letter(NamedTuple):
    """A letter that is shown, and what makes it in the source: itself, an entity, an escape."""

    char: str
    start: int
    end: int


def letters(source_map: SourceMap, number: int) -> list[Letter | None]:
    """Return for each letter of a text what made it; None where that isn't the source itself."""
    shown = source_map.texts[number]
    found: list[Letter | None] = [None] * len(shown.text)
    if not shown.stops:
        return found
    aligner = _Aligner(source_map.way, source_map.source, shown.text)
    first = shown.stops[0]
    for at, letter in aligner.backwards(first.at, source_map.pieces[first.piece].start):
        found[at] = letter
    ends = [stop.at for stop in shown.stops[1:]] + [len(shown.text)]
    for stop, end in zip(shown.stops, ends, strict=True):
        piece = source_map.pieces[stop.piece]
        if piece.kind is not PieceKind.PLACEHOLDER:
            for at, letter in aligner.forwards(stop.at, end, piece.start):
                found[at] = letter
    return found


def run_around(found: Sequence[Letter | None], at: int) -> range:
    """Return which letters around one stand side by side in the source as they are shown."""
    start = end = at
    while start > 0 and _are_neighbours(found[start - 1], found[start]):
        start -= 1
    while end + 1 < len(found) and _are_neighbours(found[end], found[end + 1]):
        end += 1
    return range(start, end + 1)


def _are_neighbours(one: Letter | None, other: Letter | None) -> bool:
    return one is not None and other is not None and one.end == other.start


class _Aligner:
    def __init__(self, way: ContentSource, source: str, text: str) -> None:
        self._source = source
        self._text = text
        self._has_entities = way is not ContentSource.TEXT
        self._has_escapes = way is ContentSource.MARKDOWN

    def forwards(self, at: int, end: int, place: int) -> Iterator[tuple[int, Letter]]:
        """Go on from a letter whose place is known, as long as the source says the same."""
        while at < end:
            made, length = self._next(at, place)
            if not made:
                return
            yield at, Letter(self._text[at], place, place + length)
            place += length
            for rest in range(1, made):  # of an entity for two characters
                yield at + rest, Letter(self._text[at + rest], place, place)
            at += made

    def backwards(self, at: int, place: int) -> Iterator[tuple[int, Letter]]:
        """Go back from a letter whose place is known."""
        while at > 0:
            length = self._length_before(self._text[at - 1], place)
            if not length:
                return
            at -= 1
            place -= length
            yield at, Letter(self._text[at], place, place + length)

    def _next(self, at: int, place: int) -> tuple[int, int]:
        """Return how many letters the source makes at a place, and of how many of its own."""
        source, text = self._source, self._text
        if self._has_entities and source.startswith("&", place):
            entity = _ENTITY.match(source, place)
            meant = unescape(entity[0]) if entity else ""
            if entity and meant != entity[0] and text.startswith(meant, at):
                return len(meant), len(entity[0])
        if source.startswith(text[at], place):
            return 1, 1
        if text[at] == "\n" and source.startswith("\r\n", place):
            return 1, 2
        if self._has_escapes and source.startswith(f"\\{text[at]}", place):
            return 1, 2
        return 0, 0

    def _length_before(self, char: str, place: int) -> int:
        before = self._source[max(0, place - _LONGEST_ENTITY) : place]
        if self._has_entities and before.endswith(";"):
            entity = _ENTITY_BEFORE.search(before)
            if entity and unescape(entity[0]) == char:
                return len(entity[0])
        if not before.endswith(char):
            return 0
        return 2 if self._has_escapes and before.endswith(f"\\{char}") else 1
