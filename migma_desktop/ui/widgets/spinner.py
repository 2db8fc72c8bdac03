"""A small turning arc: something is on its way."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimerEvent
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import ICON_SIZE

_STEP_MS = 33
_STEP_DEGREES = 12
_ARC_DEGREES = 280


class Spinner(QWidget):
    """Turns while it is visible and costs nothing otherwise; say in words what it waits for."""

    def __init__(
        self, *, icons: Icons, size: int = ICON_SIZE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._size = size
        self._angle = 0
        self._timer = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def is_turning(self) -> bool:
        """Say whether it moves."""
        return self._timer != 0

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._timer:
            self._timer = self.startTimer(_STEP_MS)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        self._angle = (self._angle - _STEP_DEGREES) % 360
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._size / 8
        pen = QPen(QColor(self._icons.theme.tokens.accent_text), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        edge = self._size - 2 * width
        painter.drawArc(QRectF(width, width, edge, edge), self._angle * 16, _ARC_DEGREES * 16)
        painter.end()
