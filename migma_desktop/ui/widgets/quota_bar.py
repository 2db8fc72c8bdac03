"""How much of an allowance is left, as figures over a bar that runs empty."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from migma_desktop.core.capacity import Quota, QuotaLevel
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_HALF
from migma_desktop.ui.translation import translated

_HEIGHT = 6
_FILL = {QuotaLevel.PLENTY: "success", QuotaLevel.LOW: "warning", QuotaLevel.NONE: "danger"}


class QuotaBar(QWidget):
    """One allowance: its name, how much of it is left, and the bar."""

    def __init__(self, quota: Quota, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name, figures = translated(quota.name), translated(quota.figures)
        self.setAccessibleName(f"{name}: {figures}")
        label, value = QLabel(name), QLabel(figures)
        set_look(label, "kind", "muted")
        for text in (label, value):
            text.setTextFormat(Qt.TextFormat.PlainText)
        words = QHBoxLayout()
        words.setSpacing(SPACE)
        words.addWidget(label, 1)
        words.addWidget(value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE_HALF)
        column.setSpacing(SPACE_HALF)
        column.addLayout(words)
        column.addWidget(_Bar(quota, icons=icons))


class _Bar(QWidget):
    def __init__(self, quota: Quota, *, icons: Icons) -> None:
        super().__init__()
        self._quota = quota
        self._icons = icons
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(self.rect())
        painter.setBrush(QColor(tokens.pressed))
        painter.drawRoundedRect(bar, _HEIGHT / 2, _HEIGHT / 2)
        if self._quota.left:
            bar.setWidth(max(_HEIGHT, bar.width() * self._quota.share))
            painter.setBrush(QColor(getattr(tokens, _FILL[self._quota.level])))
            painter.drawRoundedRect(bar, _HEIGHT / 2, _HEIGHT / 2)
        painter.end()
