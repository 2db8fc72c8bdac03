"""Takes what people go on to write out of habit, though the editor has written it for them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor

_PATIENCE_MS = 1000  # then what was taken was meant as text


class Echo(QObject):
    """Behind ``</td>``, of which the editor wrote ``td>``, the same letters are taken silently.

    As soon as something else comes, or nothing more, what was taken is written: it was meant.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._expected = ""
        self._taken = ""
        self._place = QTextCursor()
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(self.end)

    def begin(self, expected: str, place: QTextCursor) -> None:
        """Expect these letters at the caret."""
        self.end()
        self._expected, self._place = expected, QTextCursor(place)
        self._timer.start()

    def take(self, letters: str) -> bool:
        """Take what is expected; tell whether it was."""
        if not self._expected or not letters:
            return False
        if not self._expected.startswith(self._taken + letters):
            self.end()
            return False
        self._taken += letters
        if self._taken == self._expected:
            self._expected = self._taken = ""
            self._timer.stop()
        else:
            self._timer.start()
        return True

    def forget(self) -> None:
        """Expect no more, in another text."""
        self._timer.stop()
        self._expected = self._taken = ""

    def end(self) -> None:
        """Expect no more; write what was taken in vain."""
        self._timer.stop()
        taken, self._expected, self._taken = self._taken, "", ""
        if taken:
            self._place.insertText(taken)
