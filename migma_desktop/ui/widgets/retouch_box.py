"""A field over the preview in which a text of the email is changed where it is shown."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_HALF

_FONT_SIZES = (12, 26)  # px: whatever the email's own size is, it can be read and fits
_LEAST_WIDTH = 240
_MOST_LINES = 8
_BORDER = 2  # px, as the style sheet draws it
_LINE_BREAKS = re.compile(r"\s*[\n\r\u2028\u2029]\s*")
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_OURS = _ENTER | {Qt.Key.Key_Escape}
_PASSING = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})


class RetouchBox(QFrame):
    """Lies over the text. Enter, Tab or a click elsewhere changes it, Esc leaves it as it was.

    A widget of the program's own, which no email can touch: input methods, undo and the theme work
    as everywhere.

    Signals:
        committed(str): the text is to become this. Then call ``close_box`` or ``refuse``.
        given_up: Esc was pressed: it stays as it was, and the box is closed.
    """

    committed = Signal(str)
    given_up = Signal()

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("retouchBox")
        self.setProperty("kind", "retouch")
        self._before = ""
        self._refused: str | None = None  # what was typed and can't be
        self._is_busy = False
        self._field = _Field(parent=self)
        self._field.ended.connect(self._on_ended)
        self._field.left.connect(self._on_left)
        self._field.cancelled.connect(self.give_up)
        self._field.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self._hint = QLabel(parent=self)
        self._hint.setObjectName("retouchBox.hint")
        self._hint.setProperty("kind", "small")
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(SPACE_HALF, 0, SPACE_HALF, SPACE_HALF)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_HALF, SPACE_HALF, SPACE_HALF, SPACE_HALF)
        column.setSpacing(0)
        column.addWidget(self._field)
        column.addWidget(self._hint)
        self._room = QRect()
        self._place = QRect()
        self.hide()

    def open_box(
        self,
        text: str,
        *,
        caret: int,
        place: QRect,
        room: QRect,
        pixels: float,
        is_bold: bool,
        is_italic: bool,
    ) -> None:
        """Show the box over a place, within some room of the widget below it.

        The word at ``caret``, a number of characters, is selected; ``pixels`` is the font's size.
        """
        self._before, self._refused, self._is_busy = text, None, False
        self._place, self._room = place, room
        font = QFont(self.font())
        font.setPixelSize(round(min(max(pixels, _FONT_SIZES[0]), _FONT_SIZES[1])))
        font.setBold(is_bold)
        font.setItalic(is_italic)
        self._field.setReadOnly(False)
        self._field.set_font(font)
        self._field.setPlainText(text)
        self._say(self.tr("Enter changes it, Esc leaves it as it was."))
        self._fit()
        self.show()
        self.raise_()
        self._field.select_word(text, caret)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_box(self) -> None:
        """Take the box away: the text was changed."""
        self._is_busy = True  # what loses the focus by hiding was not left
        self.hide()
        self._is_busy = False

    def refuse(self, why: str) -> None:
        """Say why the text can't become what was typed, which stays there."""
        self._refused = self._field.toPlainText()
        self._is_busy = False
        self._field.setReadOnly(False)
        self._say(why, is_problem=True)
        self._fit()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> None:
        """Leave the text as it was."""
        if self.isVisible():
            self.close_box()
            self.given_up.emit()

    def move_by(self, down: int) -> None:
        """Follow the email, which was scrolled."""
        self._place.translate(0, down)
        self._fit()

    def _on_ended(self) -> None:
        typed = self._field.toPlainText()
        if self._is_busy or not self.isVisible():
            return
        if typed == self._before:
            self.close_box()
            return
        self._is_busy = True
        self._field.setReadOnly(True)
        self.committed.emit(typed)

    def _on_left(self) -> None:
        """Change the text as by Enter; what was refused already stays to be looked at."""
        if self._field.toPlainText() != self._refused:
            self._on_ended()

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        self._hint.setText(text)
        self._field.setAccessibleDescription(text)
        set_look(self._hint, "state", "error" if is_problem else "")

    def _on_size_changed(self) -> None:
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        frame = 2 * (SPACE_HALF + _BORDER)
        width = min(max(self._place.width() + 4 * SPACE, _LEAST_WIDTH), self._room.width())
        self._field.set_width(width - frame)
        hint = self._hint.heightForWidth(width - frame) + SPACE_HALF
        height = self._field.sizeHint().height() + hint + frame
        left = min(self._place.left() - SPACE, self._room.right() + 1 - width)
        top = min(self._place.top() - SPACE_HALF - 2, self._room.bottom() + 1 - height)
        self.setGeometry(max(left, self._room.left()), max(top, self._room.top()), width, height)


class _Field(QPlainTextEdit):
    """One paragraph of text, as high as it needs to be.

    Signals:
        ended: Enter or Tab was pressed.
        left: the focus went elsewhere.
        cancelled: Esc was pressed.
    """

    ended = Signal()
    left = Signal()
    cancelled = Signal()

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("retouchBox.field")
        self.setAccessibleName(self.tr("Text of the email"))
        self.setProperty("kind", "flat")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(SPACE_HALF)

    def set_font(self, font: QFont) -> None:
        """Write in this font, whatever the program's own style says."""
        self.document().setDefaultFont(font)
        self.setFont(font)

    def select_word(self, text: str, at: int) -> None:
        """Select the word around a letter, as two clicks do elsewhere."""
        cursor = self.textCursor()
        cursor.setPosition(len(text[:at].encode("utf-16-le")) // 2)  # as Qt counts
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        self.setTextCursor(cursor)

    def set_width(self, width: int) -> None:
        """Break lines at this width."""
        self.setFixedWidth(width)
        policy = Qt.ScrollBarPolicy
        is_long = self._lines() > _MOST_LINES
        bar = policy.ScrollBarAsNeeded if is_long else policy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        lines = max(1, min(self._lines(), _MOST_LINES))
        spacing = QFontMetrics(self.document().defaultFont()).lineSpacing()
        around = 2 * (self.frameWidth() + SPACE_HALF) + 2
        return QSize(self.width(), lines * spacing + around)

    def _lines(self) -> int:
        return round(self.document().size().height())  # counted in lines, not in pixels

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._lines() <= _MOST_LINES:
            self.verticalScrollBar().setValue(0)  # it has grown, and shows all of the text

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _ENTER or key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.ended.emit()
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            # Not at once: who takes the focus is still being told.
            QTimer.singleShot(0, self, self.left.emit)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts from taking Enter and Esc."""
        is_asking = event.type() == QEvent.Type.ShortcutOverride
        if is_asking and isinstance(event, QKeyEvent) and event.key() in _OURS:
            event.accept()
            return True
        return super().event(event)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(_LINE_BREAKS.sub(" ", source.text()))
        self.ensureCursorVisible()

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()
