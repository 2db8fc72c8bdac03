"""Watch widgets from inside: when a key arrived, when pixels changed, how long nothing moved.

Skeletons and the program are watched by the same probes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

_POLL = 2  # ms between two looks at the pixels
_HEARTBEAT = 1  # ms


class TypingProbe(QObject):
    """Types one letter as soon as an editor was painted, and calls back when it stands there."""

    def __init__(self, editor: QPlainTextEdit, done: Callable[[], None]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._typed = False
        self._length = 0
        self._done = done
        editor.textChanged.connect(self._on_text_changed)
        editor.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt calls it
        """Wait for the first painting."""
        if event.type() == QEvent.Type.Paint and not self._typed:
            self._typed = True
            self._length = self._editor.document().characterCount()
            QTimer.singleShot(0, self, lambda: press(self._editor, "x"))
        return False

    def _on_text_changed(self) -> None:
        # New colours are reported as a change of the text too, before the letter and after it.
        if self._typed and self._editor.document().characterCount() > self._length:
            self._editor.textChanged.disconnect(self._on_text_changed)
            self._done()


class ColourProbe(QObject):
    """Calls back when a colour is to be seen in the middle of a widget."""

    def __init__(self, widget: QWidget, colour: QColor, done: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget, self._colour, self._done = widget, colour, done
        self._timer = QTimer(self, interval=_POLL)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        middle = QRect(self._widget.rect().center(), self._widget.rect().center())
        pixel = self._widget.grab(middle).toImage().pixelColor(0, 0)
        if pixel.rgb() == self._colour.rgb():
            self._timer.stop()
            self._done()


class ChangeProbe(QObject):
    """Measures how long an action takes until the pixels of a widget's area differ."""

    def __init__(self, widget: QWidget, area: QRect) -> None:
        super().__init__(widget)
        self._widget, self._area = widget, area
        self._before = QImage()
        self._began = 0.0
        self._done: Callable[[float], None] | None = None
        self._timer = QTimer(self, interval=_POLL)
        self._timer.timeout.connect(self._look)

    def measure(self, action: Callable[[], None], done: Callable[[float], None]) -> None:
        """Do ``action`` and call ``done`` with the milliseconds until something changed."""
        self._before, self._done = self._picture(), done
        self._began = time.monotonic()
        action()
        self._timer.start()

    def _look(self) -> None:
        if self._picture() == self._before:
            return
        took = (time.monotonic() - self._began) * 1000
        self._timer.stop()
        if self._done is not None:
            self._done(took)

    def _picture(self) -> QImage:
        return self._widget.grab(self._area).toImage()


class StallProbe(QObject):
    """Types letters at a brisk pace and notes the longest standstill after each."""

    def __init__(self, editor: QPlainTextEdit, done: Callable[[list[float]], None]) -> None:
        super().__init__(editor)
        self._editor, self._done = editor, done
        self._left = 0
        self._stalls: list[float] = []
        self._longest = 0.0
        self._last = 0.0
        self._heart = QTimer(self, interval=_HEARTBEAT, timerType=Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)
        self._keys = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._keys.timeout.connect(self._type)

    def start(self, *, keys: int, pace: int) -> None:
        """Type ``keys`` letters, one every ``pace`` milliseconds."""
        self._left, self._last = keys, time.monotonic()
        self._heart.start()
        self._keys.start(pace)

    def _beat(self) -> None:
        now = time.monotonic()
        self._longest = max(self._longest, (now - self._last) * 1000)
        self._last = now

    def _type(self) -> None:
        self._beat()
        self._stalls.append(self._longest)
        self._longest = 0.0
        if self._left == 0:
            self._heart.stop()
            self._keys.stop()
            self._done(self._stalls[1:])  # the first came before any key
            return
        self._left -= 1
        press(self._editor, "x")


class StandstillProbe(QObject):
    """Notes the longest standstill between ``start`` and ``stop``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._longest = self._last = 0.0
        self._heart = QTimer(self, interval=_HEARTBEAT, timerType=Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to watch."""
        self._longest, self._last = 0.0, time.monotonic()
        self._heart.start()

    def stop(self) -> float:
        """Return the milliseconds of the longest standstill."""
        self._beat()
        self._heart.stop()
        return self._longest

    def _beat(self) -> None:
        now = time.monotonic()
        self._longest = max(self._longest, (now - self._last) * 1000)
        self._last = now


def press(editor: QWidget, letter: str) -> None:
    """Let a key press arrive as one from the keyboard does, through the event queue."""
    key = Qt.Key(ord(letter.upper()))
    none = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.postEvent(editor, QKeyEvent(kind, key, none, letter))


def nth_percentile(values: list[float], percent: float) -> float:
    """Return the smallest value that ``percent`` of all values do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]
