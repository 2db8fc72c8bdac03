"""Keeps the marks of wrong words on their words while the text around them changes.

A check comes a moment after the typing; until then a mark moves with its word, and goes when the
word itself is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from migma_desktop.ui.editor.text_mirror import TextMirror, code_points, equal_at_start

if TYPE_CHECKING:  # comes with the first check: typing must not wait for it
    from migma_desktop.core.spelling.words import Word

Marks = tuple["Word", ...]


class MarkedWord(NamedTuple):
    """A wrong word in its line, counted from 0."""

    line: int
    word: Word


class SpellingMarks(QObject):
    """The wrong words of each line.

    Signals:
        changed: other words are wrong now.
    """

    changed = Signal()

    def __init__(self, mirror: TextMirror) -> None:
        super().__init__(mirror)
        self._mirror = mirror
        self._lines: list[Marks] = []  # none at all: nothing is marked
        self._caret = (-1, -1)  # line and column
        mirror.lines_replaced.connect(self._on_lines_replaced)

    def show(self, lines: Sequence[str], marks: Sequence[Marks]) -> None:
        """Mark what a check found in ``lines``, as far as they are still there."""
        now = self._mirror.lines
        if len(self._lines) != len(now):
            self._lines = [()] * len(now)
        head = _equal_lines(lines, now)
        tail = _equal_lines(lines[head:][::-1], now[head:][::-1])
        found = [
            *marks[:head],
            *self._lines[head : len(now) - tail],
            *marks[len(lines) - tail : len(lines)],
        ]
        if found != self._lines:
            self._lines = found
            self.changed.emit()

    def clear(self) -> None:
        """Mark nothing."""
        if any(self._lines):
            self._lines = []
            self.changed.emit()

    def shown(self, line: int) -> Sequence[Word]:
        """Return the words of a line to mark: all but the one that is being written."""
        if line >= len(self._lines) or not self._lines[line]:
            return ()
        if line != self._caret[0]:
            return self._lines[line]
        return [word for word in self._lines[line] if word.end != self._caret[1]]

    def spare(self, line: int, position: int) -> bool:
        """Leave the word before the caret alone while it is being written; -1: there is no caret.

        ``position`` is Qt's, in the line. Tell whether that changes what is marked.
        """
        before = self._spared_word()
        now = self._mirror.lines
        known = position >= 0 and line < len(now)
        self._caret = (line, code_points(now[line], position)) if known else (-1, -1)
        return self._spared_word() != before

    def _spared_word(self) -> MarkedWord | None:
        line, column = self._caret
        if 0 <= line < len(self._lines):
            for word in self._lines[line]:
                if word.end == column:
                    return MarkedWord(line, word)
        return None

    def at(self, line: int, column: int) -> MarkedWord | None:
        """Return the wrong word at a place, columns in characters."""
        if line < len(self._lines):
            for word in self._lines[line]:
                if word.start <= column <= word.end:
                    return MarkedWord(line, word)
        return None

    def beyond(self, line: int, column: int, *, backwards: bool = False) -> MarkedWord | None:
        """Return the next wrong word from a place on, or the one before; from the other end
        where there is none."""
        places = [
            MarkedWord(number, word) for number, words in enumerate(self._lines) for word in words
        ]
        if not places:
            return None
        if backwards:
            before = [each for each in places if (each.line, each.word.end) < (line, column)]
            return (before or places)[-1]
        behind = [each for each in places if (each.line, each.word.start) >= (line, column)]
        return (behind or places)[0]

    def _on_lines_replaced(self, first: int, gone: Sequence[str], fresh: Sequence[str]) -> None:
        if not self._lines:
            return
        if len(gone) == len(fresh) == 1:
            if self._lines[first]:
                self._lines[first] = _moved(self._lines[first], gone[0], fresh[0])
            return
        head = _equal_lines(gone, fresh)
        tail = _equal_lines(gone[head:][::-1], fresh[head:][::-1])
        between = [()] * (len(fresh) - head - tail)
        self._lines[first + head : first + len(gone) - tail] = between


def _moved(words: Marks, old: str, new: str) -> Marks:
    """Return the marks of a line after an edit in it: those of words that it did not touch."""
    start = equal_at_start(old, new)
    tail = equal_at_start(old[start:][::-1], new[start:][::-1])
    by = len(new) - len(old)
    kept = []
    for word in words:
        if word.end < start or (word.end == start and not new[start : start + 1].isalnum()):
            kept.append(word)
        elif word.start > len(old) - tail:
            kept.append(word._replace(start=word.start + by, end=word.end + by))
    return tuple(kept)


def _equal_lines(one: Sequence[str], other: Sequence[str]) -> int:
    for number, (mine, yours) in enumerate(zip(one, other, strict=False)):
        if mine is not yours and mine != yours:
            return number
    return min(len(one), len(other))
