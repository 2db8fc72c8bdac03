"""Colours the source while it is typed, never for longer than a part of a frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtGui import (
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from migma_desktop.ui.editor.lexing import Lexer, Style, Token, widened
from migma_desktop.ui.editor.placeholder_marks import placeholder_marks
from migma_desktop.ui.editor.quiet_marks import quiet_spans
from migma_desktop.ui.qt import override

_BUDGET = 0.004  # seconds of colouring in one go: a quarter of a frame
_LONGEST_LINE = 8_000  # code units; beyond, colours cost more than they help
_UNKNOWN = -1  # Qt's own state of a line that was never coloured


class Highlighter(QSyntaxHighlighter):
    """A QSyntaxHighlighter that may stop halfway.

    Qt colours everything that changed at once: 250 KB pasted, or ``<!--`` typed at the top, would
    hold the window for a quarter of a second. Here a run that used up its budget leaves the rest
    as it is, and a timer goes on from there until the states at the lines' ends agree again.
    """

    def __init__(self, document: QTextDocument, lexer: Lexer) -> None:
        super().__init__(document)
        self.setDocument(None)  # so that our slot comes before Qt's own
        self._lexer = lexer
        self._missing: frozenset[str] = frozenset()
        self._formats: dict[Style, QTextCharFormat] = {}
        self._unseen: QTextCharFormat | None = None  # of signs that need not be seen
        # In the line that shows its signs all the same. A cursor, since a block that was kept
        # would point to memory that is no more once its line is deleted.
        self._revealed = QTextCursor()
        self._deadline = 0.0
        self._changed_up_to = -1  # last line that Qt visits whatever its state; -1: none
        self._resume: QTextCursor | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_resumed)
        document.contentsChange.connect(self._on_contents_change)
        self._followed = document
        self.setDocument(document)

    def set_formats(self, formats: dict[Style, QTextCharFormat]) -> None:
        """Use other colours, and colour everything again."""
        self._formats = formats
        self._begin_again()

    def set_lexer(self, lexer: Lexer) -> None:
        """Read the text as another language from now on."""
        self._lexer = lexer
        self._begin_again()

    def set_unseen(self, form: QTextCharFormat | None) -> None:
        """Write the signs that need not be seen so from now on; None: like the others."""
        self._unseen = form

    def reveal(self, block: QTextBlock) -> bool:
        """Show all the signs of one line; tell whether it is another than before."""
        before = self._revealed.block()
        if before == block:
            return False
        self._revealed = QTextCursor(block)
        if self._unseen is not None:
            for each in (before, block):
                if each.isValid():
                    self._start(-1)
                    self.rehighlightBlock(each)
        return True

    @property
    def revealed_line(self) -> int:
        """The number of the line that shows all its signs, -1 where none does."""
        return self._revealed.block().blockNumber()

    def set_missing(self, names: frozenset[str], lines: Sequence[str]) -> None:
        """Write these placeholders in another colour; ``lines`` is the document's text."""
        changed = names ^ self._missing
        self._missing = names
        mentioned = _mentions(changed)
        first: QTextBlock | None = None
        for number, line in enumerate(lines):
            if "{{" in line and mentioned.search(line):
                block = self._followed.findBlockByNumber(number)
                block.setUserState(_UNKNOWN)
                first = first or block
        if first is not None and self._resume is None:
            self._resume_at(first)

    def tokens(self, block: QTextBlock) -> list[Token]:
        """Return the tokens of a line; none of one that is too long."""
        text = block.text()
        if len(text) > _LONGEST_LINE:
            return []
        return self._lexer.lex(widened(text), block.previous().userState())[0]

    @property
    def is_finished(self) -> bool:
        """Whether every line has its colours."""
        return self._resume is None

    def _begin_again(self) -> None:
        self._start(self._followed.blockCount() - 1)
        self.rehighlight()

    def _start(self, changed_up_to: int) -> None:
        self._deadline = perf_counter() + _BUDGET
        self._changed_up_to = changed_up_to

    def _on_contents_change(self, position: int, _removed: int, added: int) -> None:
        last = self._followed.findBlock(position + added)
        self._start(last.blockNumber() if last.isValid() else self._followed.blockCount() - 1)

    def _on_resumed(self) -> None:
        if self._resume is None:
            return
        block = self._resume.block()
        self._resume = None
        self._start(-1)
        while block.isValid():
            self.rehighlightBlock(block)
            if self._resume is not None:  # the time is used up
                return
            block = _next_unknown(block)

    def _resume_at(self, block: QTextBlock) -> None:
        if not block.isValid():
            return
        self._resume = QTextCursor(block)
        self._timer.start()

    @override
    def highlightBlock(self, text: str) -> None:
        """Colour one line, or leave it for the next run."""
        if self._is_too_late():
            return
        state = self.previousBlockState()
        if len(text) > _LONGEST_LINE:
            self.setCurrentBlockState(self._lexer.state_after(text, state))
            return
        tokens, state = self._lexer.lex(widened(text), state)
        self._paint(tokens)
        self._paint_placeholders(text)
        if self._unseen is not None and tokens and self.currentBlock() != self._revealed.block():
            for start, end in quiet_spans(widened(text), tokens):
                self.setFormat(start, end - start, self._unseen)
        self.setCurrentBlockState(state)

    def _is_too_late(self) -> bool:
        if perf_counter() < self._deadline:
            return False
        block = self.currentBlock()
        if self._resume is None or block.position() < self._resume.position():
            self._resume_at(block)
        if block.blockNumber() <= self._changed_up_to:
            self.setCurrentBlockState(_UNKNOWN)
        return True

    def _paint(self, tokens: list[Token]) -> None:
        formats = self._formats
        reached = 0
        for start, end, style in tokens:
            form = formats.get(style)
            if form is None:
                continue
            if start < reached:  # lies on top of another one: keep its size and weight
                under = QTextCharFormat(self.format(start))
                under.merge(form)
                form = under
            self.setFormat(start, end - start, form)
            reached = max(reached, end)

    def _paint_placeholders(self, text: str) -> None:
        for mark in placeholder_marks(text):
            start, end = mark.start, mark.end
            is_missing = mark.is_missing(self._missing)
            form = self._formats.get(Style.MISSING if is_missing else Style.PLACEHOLDER)
            if form is None:
                continue
            under = QTextCharFormat(self.format(start))
            under.merge(form)
            self.setFormat(start, end - start, under)


def _mentions(names: frozenset[str]) -> re.Pattern[str]:
    """Return what finds a line with one of these placeholders; a few lines more do no harm."""
    ways = ("\\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(r"\{\s*(?:" + "|".join(ways) + r")\s*\}")


def _next_unknown(block: QTextBlock) -> QTextBlock:
    while block.isValid() and block.userState() != _UNKNOWN:
        block = block.next()
    return block
