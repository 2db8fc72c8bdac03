"""What is painted below the text: the current line, placeholders as pills, matches of a search,
tags that belong together, waves under wrong words.

Only what is in view is looked at, so nothing here grows with the document, and a placeholder that
gets its value costs one repaint instead of colouring the document again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout

from migma_desktop.ui.editor.lexing import widened
from migma_desktop.ui.editor.placeholder_marks import placeholder_marks
from migma_desktop.ui.editor.places import ShownLine, Span
from migma_desktop.ui.editor.quiet_marks import Part, parts
from migma_desktop.ui.editor.spelling_marks import SpellingMarks
from migma_desktop.ui.editor.text_mirror import units
from migma_desktop.ui.tokens import Tokens

_LONG_LINE = 4_000  # code units; of longer lines only the part in view is searched
_REACH = 200  # how far out of view a placeholder may begin
_PILL_RADIUS = 4.0
_LEAST_PILL = 3.0  # pixels
_CHIP_RADIUS = 6.0
_WAVE_WIDTH = 1.1
_WAVE_STEP = 2.0  # px from a crest to a trough


class TagMarks:
    """The names of two tags that belong together, or of one that stands alone."""

    def __init__(self) -> None:
        self.spans: Sequence[Span] = ()
        self.is_fault = False

    def show(self, spans: Sequence[Span], *, is_fault: bool) -> None:
        """Mark these instead."""
        self.spans = spans
        self.is_fault = is_fault


class Decorations:
    """Keeps what to mark and paints it for the lines in view."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.missing: frozenset[str] = frozenset()
        self.matches: Sequence[Span] = ()  # in ascending order
        self.current_match: Span | None = None
        self.current_line = -1  # -1: none is marked
        self.is_quiet = False  # whether buttons and dividers are drawn in the place of their signs
        self.revealed_line = -1  # the line that shows its signs all the same
        self.tags = TagMarks()
        self.spelling: SpellingMarks | None = None

    def paint(self, painter: QPainter, lines: Iterator[ShownLine], clip: QRectF) -> None:
        """Paint everything below the text of these lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for line in lines:
            if line.block.blockNumber() == self.current_line:
                band = QRectF(clip.left(), line.area.top(), clip.width(), line.area.height())
                painter.fillRect(band, QColor(self.tokens.editor_current_line))
            if self.is_quiet and line.block.blockNumber() != self.revealed_line:
                self._paint_parts(painter, line)
            self._paint_matches(painter, line)
            if "{{" in line.text:
                self._paint_pills(painter, line, clip)
            self._paint_tags(painter, line)
            self._paint_waves(painter, line)

    def _paint_tags(self, painter: QPainter, line: ShownLine) -> None:
        start = line.block.position()
        for span in self.tags.spans:
            if not start <= span.start < start + line.block.length():
                continue
            color = self.tokens.danger if self.tags.is_fault else self.tokens.focus_ring
            ground = self.tokens.danger_soft if self.tags.is_fault else self.tokens.accent_soft
            painter.setPen(QPen(QColor(color), 1))
            painter.setBrush(QColor(ground))
            for area in _areas(line, span.start - start, span.end - start):
                painter.drawRoundedRect(area.adjusted(-1.5, 0.5, 1.5, -0.5), 3, 3)
            painter.setPen(Qt.PenStyle.NoPen)

    def _paint_waves(self, painter: QPainter, line: ShownLine) -> None:
        words = self.spelling.shown(line.block.blockNumber()) if self.spelling is not None else ()
        if not words:
            return
        painter.setPen(QPen(QColor(self.tokens.danger), _WAVE_WIDTH))
        for word in words:
            start, end = units(line.text[: word.start]), units(line.text[: word.end])
            for area in _areas(line, start, end):
                painter.drawPolyline(_wave(area))
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_parts(self, painter: QPainter, line: ShownLine) -> None:
        if len(line.text) > _LONG_LINE:
            return
        for kind, start, end in parts(widened(line.text)):
            if kind is Part.DIVIDER:
                middle = line.area.top() + line.area.height() / 2
                rule = QRectF(line.area.left(), middle, line.area.width(), 1)
                painter.fillRect(rule, QColor(self.tokens.border))
                continue
            is_button = kind is Part.BUTTON
            ground = self.tokens.accent_soft if is_button else self.tokens.surface_sunken
            for area in _areas(line, start, end):
                painter.setBrush(QColor(ground))
                painter.drawRoundedRect(area.adjusted(-6, 0, 6, 0), _CHIP_RADIUS, _CHIP_RADIUS)

    def _paint_matches(self, painter: QPainter, line: ShownLine) -> None:
        start = line.block.position()
        end = start + line.block.length()
        first = bisect_left(self.matches, start, key=lambda span: span.end)
        for match in self.matches[first:]:
            if match.start >= end:
                break
            is_current = match == self.current_match
            tokens = self.tokens
            color = tokens.editor_match_current if is_current else tokens.editor_match
            for area in _areas(line, match.start - start, match.end - start):
                painter.setBrush(QColor(color))
                painter.drawRoundedRect(area, 2, 2)

    def _paint_pills(self, painter: QPainter, line: ShownLine, clip: QRectF) -> None:
        for start, end, is_missing in self._pills(line, clip):
            tokens = self.tokens
            ground = (
                tokens.placeholder_missing_background
                if is_missing
                else tokens.placeholder_background
            )
            for area in _areas(line, start, end):
                if area.width() < _LEAST_PILL:
                    continue  # it stands in an address that is not shown
                painter.setBrush(QColor(ground))
                painter.drawRoundedRect(area.adjusted(-1, 0, 1, 0), _PILL_RADIUS, _PILL_RADIUS)

    def _pills(self, line: ShownLine, clip: QRectF) -> Iterator[tuple[int, int, bool]]:
        text, skipped = line.text, 0
        if len(text) > _LONG_LINE:
            skipped, end = _units_in_view(line, clip)
            text = widened(text)[skipped:end]
        for mark in placeholder_marks(text):
            yield skipped + mark.start, skipped + mark.end, mark.is_missing(self.missing)


def _wave(area: QRectF) -> list[QPointF]:
    """Return a wave along the bottom of an area."""
    bottom = area.bottom() - 1.0
    count = max(int(area.width() / _WAVE_STEP), 2)
    return [
        QPointF(area.left() + step * _WAVE_STEP, bottom - (step % 2) * _WAVE_STEP)
        for step in range(count + 1)
    ]


def _areas(line: ShownLine, start: int, end: int) -> Iterator[QRectF]:
    """Yield the rectangles that a piece of a line covers; several where the line is wrapped."""
    layout = line.block.layout()
    start, end = max(start, 0), min(end, line.block.length() - 1)
    if end <= start:
        return
    first = layout.lineForTextPosition(start)
    if not first.isValid():
        return
    for number in range(first.lineNumber(), layout.lineCount()):
        row = layout.lineAt(number)
        if row.textStart() >= end:
            return
        left = _x(layout, number, max(start, row.textStart()))
        right = _x(layout, number, min(end, row.textStart() + row.textLength()))
        top = line.area.top() + row.y()
        yield QRectF(
            QPointF(line.area.left() + min(left, right), top),
            QPointF(line.area.left() + max(left, right), top + row.height()),
        )


def _x(layout: QTextLayout, number: int, position: int) -> float:
    x, _ = cast("tuple[float, int]", layout.lineAt(number).cursorToX(position))
    return x


def _units_in_view(line: ShownLine, clip: QRectF) -> tuple[int, int]:
    """Return which part of a long, wrapped line can be seen."""
    layout = line.block.layout()
    top, bottom = clip.top() - line.area.top(), clip.bottom() - line.area.top()
    rows = range(layout.lineCount())
    first = bisect_left(rows, top, key=lambda row: layout.lineAt(row).rect().bottom())
    last = bisect_left(rows, bottom, lo=first, key=lambda row: layout.lineAt(row).y())
    if first >= len(rows):
        return 0, 0
    if len(rows) == 1:  # not wrapped: what is in view is found along the line
        return _units_between(
            layout, clip.left() - line.area.left(), clip.right() - line.area.left()
        )
    final = layout.lineAt(min(last, len(rows) - 1))
    start = layout.lineAt(first).textStart()
    return max(start - _REACH, 0), final.textStart() + final.textLength() + _REACH


def _units_between(layout: QTextLayout, left: float, right: float) -> tuple[int, int]:
    row = layout.lineAt(0)
    return max(row.xToCursor(left) - _REACH, 0), row.xToCursor(right) + _REACH
