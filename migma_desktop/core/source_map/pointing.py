"""From something that is shown to what to select in the source."""

from __future__ import annotations

from typing import NamedTuple

from migma_desktop.core.source_map.aligning import letters, run_around
from migma_desktop.core.source_map.places import PieceKind, SourceMap


class SourceSpan(NamedTuple):
    """A piece of the source, between two offsets."""

    start: int
    end: int


def span_of_text(source_map: SourceMap, number: int, offset: int) -> SourceSpan | None:
    """Return the word at a letter of a text, or the placeholder that was filled in there."""
    piece = source_map.place_of_text(number, offset)
    if piece is None:
        return None
    if piece.kind is not PieceKind.PLACEHOLDER:
        found = letters(source_map, number)
        at = min(max(offset, 0), len(found) - 1)
        letter = found[at]
        if letter is not None and letter.char.isspace():
            return SourceSpan(letter.start, letter.start)
        if letter is not None:
            word = _word(source_map.texts[number].text, at, run_around(found, at))
            first, last = found[word.start], found[word.stop - 1]
            if first is not None and last is not None:
                return SourceSpan(first.start, last.end)
    return SourceSpan(piece.start, piece.end)


def span_of_element(source_map: SourceMap, number: int) -> SourceSpan | None:
    """Return the tag that made an element, or the nearest text."""
    piece = source_map.place_of_element(number)
    return None if piece is None else SourceSpan(piece.start, piece.end)


def text_at(source_map: SourceMap, offset: int) -> tuple[int, int] | None:
    """Return which text a place in the source makes, and which of its letters."""
    target = source_map.target_at(offset)
    if target is None or target.text < 0:
        return None
    found = letters(source_map, target.text)
    for at, letter in enumerate(found):
        if letter is not None and letter.start <= offset < letter.end:
            return target.text, at
    stops = source_map.texts[target.text].stops
    before = [stop for stop in stops if source_map.pieces[stop.piece].start <= offset]
    return target.text, (before[-1] if before else stops[0]).at


def _word(text: str, at: int, run: range) -> range:
    start = end = at
    while start > run.start and not text[start - 1].isspace():
        start -= 1
    while end + 1 < run.stop and not text[end + 1].isspace():
        end += 1
    return range(start, end + 1)
