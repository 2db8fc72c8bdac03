"""A lossless copy of a QTextDocument's text, kept up to date line by line.

The renderer wants the whole text after every keystroke. Asking the document for it costs about
0.6 ms at 250 KB (1 ms once it holds an emoji), joining lines that are already Python strings costs
a sixth of that. And ``toPlainText`` is not an option at all: it turns no-break spaces into plain
ones.

Qt counts in UTF-16 code units, Python in code points; they differ behind every emoji. Everything
outside this package speaks of offsets (code points); positions (code units) stay in here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument

_LINE_END = re.compile("\r\n?|\u2029")
_NOT_TEXT = re.compile("[\ufdd0\ufdd1\ud800-\udfff]")  # Qt's frame marks, halves of an emoji


def normalised(text: str) -> str:
    """Return a text as a document keeps it: every line ended by ``\\n``, nothing Qt would eat."""
    return _NOT_TEXT.sub("\ufffd", _LINE_END.sub("\n", text))


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, as Qt counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def code_points(text: str, position: int) -> int:
    """Return how many characters of ``text`` stand before a UTF-16 position."""
    if text.isascii():
        return min(position, len(text))
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * position]
    return len(encoded.decode("utf-16-le", "replace"))


def equal_at_start(one: str, other: str) -> int:
    """Return how many characters two texts have in common from the start."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # comparing slices is fast, comparing letters in Python is not
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class TextMirror(QObject):
    """Follows one document.

    Signals:
        text_changed: the text became another; emitted once an edit, when the document is whole.
        lines_replaced(int, Sequence[str], Sequence[str]): from this line on, these became those.
    """

    text_changed = Signal()
    lines_replaced = Signal(int, object, object)

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        self._lines = [""]
        self._text: str | None = ""
        self._starts: list[int] | None = None
        document.documentLayout()  # a document without a layout doesn't report its changes
        self._read_all()
        self._is_changed = False
        document.contentsChange.connect(self._on_contents_change)
        document.contentsChanged.connect(self._on_contents_changed)

    def text(self) -> str:
        """Return the whole text, lines ended by ``\\n``."""
        if self._text is None:
            self._text = "\n".join(self._lines)
        return self._text

    @property
    def lines(self) -> Sequence[str]:
        """The text line by line; valid until the next edit."""
        return self._lines

    def offset(self, position: int) -> int:
        """Return the offset in ``text()`` of a document position."""
        block = self._document.findBlock(position)
        if not block.isValid():
            return len(self.text())
        number = block.blockNumber()
        column = code_points(self._lines[number], position - block.position())
        return self._line_starts()[number] + column

    def position(self, offset: int) -> int:
        """Return the document position of an offset in ``text()``."""
        starts = self._line_starts()
        number = bisect_right(starts, max(offset, 0)) - 1
        column = min(max(offset, 0) - starts[number], len(self._lines[number]))
        block = self._document.findBlockByNumber(number)
        return block.position() + units(self._lines[number][:column])

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both counted from 0."""
        starts = self._line_starts()
        number = bisect_right(starts, max(offset, 0)) - 1
        return number, max(offset, 0) - starts[number]

    def line_start(self, number: int) -> int:
        """Return the offset at which a line begins."""
        return self._line_starts()[min(number, len(self._lines) - 1)]

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            lengths = (len(line) + 1 for line in self._lines[:-1])
            self._starts = list(accumulate(lengths, initial=0))
        return self._starts

    def _read_all(self) -> None:
        self._replace(0, len(self._lines), self._document.blockCount())

    def _on_contents_change(self, position: int, _removed: int, added: int) -> None:
        # Qt's lengths may reach one character too far, so lines are counted, not characters.
        end = min(position + added, self._document.characterCount() - 1)
        first = self._document.findBlock(position).blockNumber()
        last = self._document.findBlock(end).blockNumber()
        if first < 0 or last < first:
            self._read_all()
            return
        gone = last - first + 1 - (self._document.blockCount() - len(self._lines))
        self._replace(first, first + gone, last + 1)

    def _replace(self, first: int, old_end: int, new_end: int) -> None:
        fresh: list[str] = []
        block = self._document.findBlockByNumber(first)
        for _ in range(first, new_end):
            fresh.append(block.text())
            block = block.next()
        gone = self._lines[first:old_end]
        if fresh == gone:
            return  # the document also reports new margins and fonts
        self._lines[first:old_end] = fresh
        self._text = None
        self._starts = None
        self._is_changed = True
        self.lines_replaced.emit(first, gone, fresh)

    def _on_contents_changed(self) -> None:
        if self._is_changed:
            self._is_changed = False
            self.text_changed.emit()
