"""A map between an email's source and what is shown of it.

What is shown is named as the preview's page can name it too, without a byte added to the email:

- a *text* by its number among all texts of the body, in the order of the document. A text is what
  stands between two tags or comments; one of white space alone isn't counted, nor are those of
  ``<style>`` and ``<script>``;
- an *element* by its number among all elements inside the body.

Offsets into the source count characters as Python does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from migma_desktop.core.models import ContentSource
from migma_desktop.core.source_map.marks import Stop


class PieceKind(Enum):
    """What a piece of the source is."""

    TEXT = auto()
    PLACEHOLDER = auto()
    TAG = auto()
    ADDRESS = auto()  # of an image or a link, where the tags were made here


class Piece(NamedTuple):
    """A piece of the source, between two offsets."""

    start: int
    end: int
    kind: PieceKind


class ShownText(NamedTuple):
    """A text that is shown, the element around it, and where in it each piece begins."""

    text: str
    element: int  # -1: the body itself
    stops: tuple[Stop, ...] = ()


class Target(NamedTuple):
    """What the preview shows of a place in the source."""

    text: int  # number of the text, -1 where it is an element
    element: int  # number of the element, or of the one around the text
    shown: str  # the text, by which the page knows that it speaks of the same document


@dataclass(frozen=True)
class SourceMap:
    """Where the texts and elements of one rendering come from."""

    way: ContentSource
    source: str
    pieces: Sequence[Piece] = ()
    texts: Sequence[ShownText] = ()
    tags: Mapping[int, int] = field(default_factory=dict)  # piece by number of the element
    fits: bool = True  # False: nothing is known of this rendering

    def place_of_text(self, number: int, offset: int) -> Piece | None:
        """Return the piece of the source that made a text's letter, or else its nearest."""
        if not 0 <= number < len(self.texts):
            return None
        shown = self.texts[number]
        if shown.stops:
            return self.pieces[shown.stops[stop_before(shown.stops, offset)].piece]
        return self._nearest_text(number)

    def place_of_element(self, number: int) -> Piece | None:
        """Return the tag that made an element, or the first text in it or behind it."""
        own = self.tags.get(number)
        if own is not None:
            return self.pieces[own]
        first = bisect_right(self._elements_of_texts, number - 1)
        for shown in self.texts[first : first + _NEIGHBOURS]:
            if shown.stops:
                return self.pieces[shown.stops[0].piece]
        return self._nearest_text(first)

    def target_at(self, offset: int) -> Target | None:
        """Return what is shown of a place in the source; None where it shows nothing.

        A place between two pieces belongs to the one before it on the same line, or else to the
        one that follows on it.
        """
        starts, order = self._starts
        after = bisect_right(starts, offset)
        for index in reversed(order[max(0, after - _NEIGHBOURS) : after]):
            piece = self.pieces[index]
            if "\n" in self.source[piece.end : offset]:
                break
            if (target := self._targets.get(index)) is not None:
                return target
        for index in order[after : after + _NEIGHBOURS]:
            piece = self.pieces[index]
            if "\n" in self.source[offset : piece.start]:
                break
            if (target := self._targets.get(index)) is not None:
                return target
        return None

    def _nearest_text(self, number: int) -> Piece | None:
        for distance in range(1, _NEIGHBOURS):
            for neighbour in (number - distance, number + distance):
                if 0 <= neighbour < len(self.texts) and (stops := self.texts[neighbour].stops):
                    last = stops[-1] if neighbour < number else stops[0]
                    return self.pieces[last.piece]
        return None

    @cached_property
    def _elements_of_texts(self) -> list[int]:
        """The element around each text; made to rise, so that it can be searched."""
        highest = -1
        found = []
        for shown in self.texts:
            highest = max(highest, shown.element)
            found.append(highest)
        return found

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        order = sorted(range(len(self.pieces)), key=lambda index: self.pieces[index].start)
        return [self.pieces[index].start for index in order], order

    @cached_property
    def _targets(self) -> dict[int, Target]:
        found: dict[int, Target] = {}
        for number, shown in enumerate(self.texts):
            for stop in shown.stops:
                found.setdefault(stop.piece, Target(number, shown.element, shown.text))
        for element, piece in self.tags.items():
            found.setdefault(piece, Target(-1, element, ""))
        return found


_NEIGHBOURS = 40  # pieces or texts that are looked at before it is given up


def stop_before(stops: Sequence[Stop], offset: int) -> int:
    """Return the index of the piece that a letter belongs to; what comes first has no other."""
    return max(bisect_right(stops, offset, key=lambda stop: stop.at) - 1, 0)


def no_map(way: ContentSource, source: str) -> SourceMap:
    """Return the map of a rendering of which nothing is known."""
    return SourceMap(way=way, source=source, fits=False)
