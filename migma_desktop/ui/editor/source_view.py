"""Shows an email's source: text, colours, line numbers, marks, size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from migma_desktop.core.kept_draft import EditorView
from migma_desktop.core.line_endings import LineEnding
from migma_desktop.ui.editor import typing_aids
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.line_numbers import LineNumbers
from migma_desktop.ui.editor.places import ShownLine, Span
from migma_desktop.ui.editor.spelling_marks import SpellingMarks
from migma_desktop.ui.editor.text_mirror import TextMirror, code_points, equal_at_start, normalised
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import TextSize, Theme
from migma_desktop.ui.tokens import SPACE_2, SPACE_3, Tokens

if TYPE_CHECKING:  # at run time ``dress`` loads them: typing must not wait for colours
    from migma_desktop.ui.editor.coloring import Coloring
    from migma_desktop.ui.editor.lexing import Style

_WRITE_COLUMN = 72  # characters: the length of a line that reads well
_DRESSING_MS = 150  # from the first painting: a waiting letter comes first
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ZOOM_STEPS = range(-5, 25)  # points away from the normal size


class SourceView(QPlainTextEdit):
    """Text as Python sees it goes in and out: lines end with ``\\n``, offsets are code points.

    Signals:
        content_changed: the text became another, by typing, undo, replacing or loading.
        text_loaded: another text was loaded, after its content_changed.
    """

    content_changed = Signal()
    text_loaded = Signal()

    def __init__(self, *, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "flat")
        self.setCursorWidth(2)
        self._theme = theme
        self._language = language
        self._zoom = 0
        self._line_ending = LineEnding.LF
        self._mirror = TextMirror(self.document())
        self.spelling = SpellingMarks(self._mirror)
        self._dressing = QTimer(self, singleShot=True, interval=_DRESSING_MS)
        self._dressing.timeout.connect(self.dress)
        self._coloring: Coloring | None = None  # comes after the first painting
        self._numbers = LineNumbers(
            tokens=theme.tokens,
            lines_in_view=self._lines_in_view,
            select_lines=self.select_lines,
            parent=self,
        )
        self._mirror.text_changed.connect(self.content_changed)
        self.spelling.changed.connect(self._on_spelling_changed)
        self.blockCountChanged.connect(self._on_block_count_changed)
        self.updateRequest.connect(self._on_update_request)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        theme.changed.connect(self._on_theme_changed)
        self._apply_fonts()
        self._on_cursor_moved()

    # ---- The text ----

    def text(self) -> str:
        """Return the whole text. Cheap: kept up to date line by line."""
        return self._mirror.text()

    def load_text(self, text: str, *, line_ending: LineEnding | None = None) -> None:
        """Start afresh with another text: nothing to undo, caret at the top."""
        self._line_ending = line_ending or LineEnding.most_used(text)
        self.setPlainText(normalised(text))
        self.document().setModified(False)
        self.text_loaded.emit()

    def replace_text(self, text: str) -> None:
        """Become another text in one step that can be undone; what is equal stays untouched."""
        old, new = self.text(), normalised(text)
        if old == new:
            return
        start = equal_at_start(old, new)
        tail = equal_at_start(old[start:][::-1], new[start:][::-1])
        self.replace_range(start, len(old) - tail, new[start : len(new) - tail])

    def replace_range(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of what stands between two offsets, as one step to undo."""
        self._cursor_over(start, end).insertText(normalised(text))

    def line_ending(self) -> LineEnding:
        """Return how the file that was loaded ended its lines."""
        return self._line_ending

    @property
    def longest_line(self) -> int:
        """Characters of the longest line; beyond some ten thousand, typing gets slow."""
        return max(map(len, self._mirror.lines))

    # ---- Caret and selection ----

    def selection(self) -> tuple[int, int]:
        """Return the offsets between which text is selected; equal ones are the caret's."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return self._mirror.offset(start), self._mirror.offset(end)

    def select(self, start: int, end: int) -> None:
        """Select what stands between two offsets and bring it into view."""
        self.setTextCursor(self._cursor_over(start, end))
        self.ensureCursorVisible()

    def select_lines(self, first: int, last: int) -> None:
        """Select whole lines, counted from 0; the caret goes to the side of ``last``."""
        top, bottom = sorted((first, last))
        start = self.document().findBlockByNumber(top).position()
        below = self.document().findBlockByNumber(bottom)
        end = min(below.position() + below.length(), self.document().characterCount() - 1)
        anchor, caret = (start, end) if first <= last else (end, start)
        cursor = self.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(caret, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def caret_place(self) -> tuple[int, int]:
        """Return line and column of the caret as people count, from 1."""
        cursor = self.textCursor()
        column = code_points(cursor.block().text(), cursor.positionInBlock())
        return cursor.blockNumber() + 1, column + 1

    def view(self) -> EditorView:
        """Return where the reader is: caret, selection, and the first line in view."""
        cursor = self.textCursor()
        return EditorView(
            anchor=self._mirror.offset(cursor.anchor()),
            caret=self._mirror.offset(cursor.position()),
            top=self.firstVisibleBlock().blockNumber(),
        )

    def set_view(self, view: EditorView) -> None:
        """Go where the reader was; best when the editor has its size."""
        self.setTextCursor(self._cursor_over(view.anchor, view.caret))
        block = self.document().findBlockByNumber(min(view.top, self.blockCount() - 1))
        self.verticalScrollBar().setValue(block.firstLineNumber())

    def styles_at_caret(self) -> frozenset[Style]:
        """Return how the letters around the caret are written."""
        cursor = self.textCursor()
        return self._dressed().styles_at(cursor.selectionStart())

    def line_and_column(self, cursor: QTextCursor | None = None) -> tuple[str, int]:
        """Return the line of a cursor, or of the caret, and where in it that stands."""
        cursor = cursor or self.textCursor()
        line = cursor.block().text()  # not the mirror's, which waits for the end of an edit
        return line, code_points(line, cursor.positionInBlock())

    def _cursor_over(self, start: int, end: int) -> QTextCursor:
        cursor = self.textCursor()
        cursor.setPosition(self._mirror.position(start))
        cursor.setPosition(self._mirror.position(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # ---- Looks ----

    @property
    def language(self) -> Language:
        """What the text is read as."""
        return self._language

    def set_language(self, language: Language) -> None:
        """Read and show the text as another language."""
        if language is self._language:
            return
        self._language = language
        if self._coloring is not None:
            self._coloring.set_language(language)
        self._apply_fonts()

    @property
    def zoom(self) -> int:
        """Points away from the normal size."""
        return self._zoom

    def set_zoom(self, points: int) -> None:
        """Show the text larger or smaller than normal, within reason."""
        points = min(max(points, _ZOOM_STEPS.start), _ZOOM_STEPS.stop - 1)
        if points == self._zoom:
            return
        self._zoom = points
        self._apply_fonts()

    def set_wrapping(self, is_wrapping: bool) -> None:
        """Break long lines at the edge, or let them run on."""
        mode = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(mode.WidgetWidth if is_wrapping else mode.NoWrap)

    def set_missing_placeholders(self, names: frozenset[str]) -> None:
        """Mark these placeholders as being without a value."""
        if self._dressed().set_missing(names, self._mirror.lines):
            self.viewport().update()

    def set_fault_line(self, number: int) -> None:
        """Mark the number of a line that can't be read; counted from 0, none with -1."""
        self._numbers.set_fault_line(number)

    def show_matches(self, matches: Sequence[Span], current: Span | None) -> None:
        """Mark what a search found; document positions, ascending."""
        self._dressed().set_matches(matches, current)
        self.viewport().update()

    def show_tags(self, spans: Sequence[tuple[int, int]], *, is_fault: bool = False) -> None:
        """Outline the names of tags that belong together, or one that stands alone; offsets."""
        if not spans and self._coloring is None:
            return
        position = self._mirror.position
        self._dressed().set_tags([Span(position(a), position(b)) for a, b in spans], is_fault)
        self.viewport().update()

    def lines(self) -> Sequence[str]:
        """Return the text line by line, as it is now. Cheap."""
        return tuple(self._mirror.lines)

    def offset_of(self, line: int, column: int) -> int:
        """Return the offset of a place, both counted from 0, in characters."""
        return self._mirror.line_start(line) + column

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both counted from 0, in characters."""
        return self._mirror.place(offset)

    def word_at(self, line: int, column: int) -> str:
        """Return the word at a place, "" where there is none."""
        for match in _WORD.finditer(self._mirror.lines[line]):
            if match.start() <= column <= match.end():
                return match[0]
        return ""

    def wait_with_colors(self) -> None:
        """Stay plain until somebody calls ``dress``, instead of until shortly after a painting."""
        self._dressing.timeout.disconnect(self.dress)

    def dress(self) -> None:
        """Add colours, marks and numbers; happens by itself after the first painting."""
        self._dressed()

    def _dressed(self) -> Coloring:
        if self._coloring is None:
            from migma_desktop.ui.editor.coloring import Coloring  # see there: it is not light

            tokens = self._theme.tokens
            self._coloring = Coloring(
                document=self.document(), language=self._language, tokens=tokens
            )
            self._apply_colors(tokens)
            self._coloring.set_current_line(self._marked_line())
            self._coloring.reveal(self.textCursor().block())
            self._numbers.setVisible(self._language.is_code)
            self._coloring.set_spelling(self.spelling)
        return self._coloring

    def _apply_fonts(self) -> None:
        is_code = self._language.is_code
        font = self._theme.mono_font() if is_code else self._theme.font(TextSize.LARGE)
        points = max(font.pointSizeF() + self._zoom, 5.0)
        font.setPointSizeF(points)
        self.setFont(font)
        self._numbers.setFont(font)
        self.setTabStopDistance(self.fontMetrics().horizontalAdvance(typing_aids.INDENT))
        self.document().setDocumentMargin(SPACE_2 if not is_code else SPACE_2 / 2)
        self._apply_colors(self._theme.tokens)
        self._numbers.setVisible(is_code and self._coloring is not None)
        self._on_cursor_moved()
        self._fit_margins()

    def _apply_colors(self, tokens: Tokens) -> None:
        if self._coloring is not None:
            mono = self._theme.mono_font().family()
            self._coloring.set_looks(tokens, points=self.font().pointSizeF(), mono_family=mono)
            self.viewport().update()
        self._numbers.set_tokens(tokens)

    def _on_theme_changed(self, _tokens: Tokens) -> None:
        self._apply_fonts()  # a new style sheet has taken them away

    def _fit_margins(self) -> None:
        if self._language.is_code:
            self.setViewportMargins(self._numbers.width_for(self.blockCount()), 0, 0, 0)
        else:
            column = self.fontMetrics().averageCharWidth() * _WRITE_COLUMN + 2 * SPACE_2
            side = max((self.contentsRect().width() - column) // 2, SPACE_3 // 2)
            self.setViewportMargins(side, 0, side, 0)
        area = self.contentsRect()
        width = self._numbers.width_for(self.blockCount())
        self._numbers.setGeometry(QRect(area.left(), area.top(), width, area.height()))

    # ---- Painting ----

    def _lines_in_view(self) -> Iterator[ShownLine]:
        bottom = self.viewport().height()
        offset = self.contentOffset()
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(offset).top()
        while block.isValid() and top <= bottom:
            if block.isVisible():
                height = self.blockBoundingRect(block).height()
                area = QRectF(offset.x(), top, self.viewport().width() - offset.x(), height)
                yield ShownLine(block, self._mirror.lines[block.blockNumber()], area)
                top += height
            block = block.next()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks first, so that the text lies upon them."""
        if self._coloring is None:
            self._dressing.start()
            super().paintEvent(event)
            return
        clip = QRectF(event.rect())
        painter = QPainter(self.viewport())
        painter.setClipRect(clip)
        shown = (line for line in self._lines_in_view() if line.area.intersects(clip))
        self._coloring.paint(painter, shown, clip)
        painter.end()
        super().paintEvent(event)

    def _on_cursor_moved(self) -> None:
        cursor = self.textCursor()
        self._numbers.set_current_line(cursor.blockNumber())
        column = -1 if cursor.hasSelection() else cursor.positionInBlock()
        if self.spelling.spare(cursor.blockNumber(), column):
            self.viewport().update()
        if self._coloring is not None and self._coloring.set_current_line(self._marked_line()):
            self.viewport().update()
        self._reveal()

    def _reveal(self) -> None:
        """Show the signs of the line with the caret; not while the mouse draws a selection."""
        pressed = QGuiApplication.mouseButtons()
        if pressed & Qt.MouseButton.LeftButton and self.textCursor().hasSelection():
            return
        if self._coloring is not None and self._coloring.reveal(self.textCursor().block()):
            self.viewport().update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The selection is drawn: its line may show its signs now."""
        super().mouseReleaseEvent(event)
        self._reveal()

    def _on_spelling_changed(self) -> None:
        self._dressed()
        self.viewport().update()

    def _marked_line(self) -> int:
        if not self._language.is_code:
            return -1  # a writer needs no cross-hairs
        return self.textCursor().blockNumber()

    def _on_block_count_changed(self, _count: int) -> None:
        self._fit_margins()

    def _on_update_request(self, area: QRect, scrolled_by: int) -> None:
        if scrolled_by:
            self._numbers.scroll(0, scrolled_by)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers at the side and the column in the middle."""
        super().resizeEvent(event)
        self._fit_margins()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom while Ctrl is held."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            self.set_zoom(self._zoom + (steps > 0) - (steps < 0))
            event.accept()
            return
        super().wheelEvent(event)
