"""The colours by which a user tells accounts apart, beside the one that says what a key can do.

All of them stand 3:1 against the window's grounds (WCAG 2.2, 1.4.11); names say the same in words.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from migma_desktop.core.texts import Text, say
from migma_desktop.ui.tokens import ICON_SIZE

_ROUND = 3.0

COLORS: dict[str, tuple[str, str]] = {  # in the light theme, in the dark one
    "indigo": ("#5b50e0", "#8f86ff"),
    "teal": ("#0f7f82", "#3cc4c4"),
    "orange": ("#c2570c", "#f0904a"),
    "pink": ("#c2347f", "#f07db8"),
    "lime": ("#5a7f12", "#a5cf4c"),
    "sky": ("#1a78b8", "#5cb8f0"),
    "brown": ("#8a5a3b", "#c49a78"),
    "slate": ("#5f6b7a", "#9aa7b8"),
}

COLOR_NAMES: dict[str, Text] = {
    "indigo": say("Indigo"),
    "teal": say("Teal"),
    "orange": say("Orange"),
    "pink": say("Pink"),
    "lime": say("Lime"),
    "sky": say("Sky blue"),
    "brown": say("Brown"),
    "slate": say("Slate"),
}


def paint_mark(painter: QPainter, place: QRectF, color: str, *, is_dark: bool) -> None:
    """Draw an account's mark; nothing for a colour that isn't known."""
    if color in COLORS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLORS[color][is_dark]))
        painter.drawRoundedRect(place, _ROUND, _ROUND)


def mark_icon(color: str, *, is_dark: bool, tick: QIcon | None = None) -> QIcon:
    """Return an account's mark as an icon, with a tick in it for the open one."""
    scale = 3  # sharp on any screen
    picture = QPixmap(QSize(ICON_SIZE, ICON_SIZE) * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = QRectF(0, 0, ICON_SIZE, ICON_SIZE) if tick else QRectF(2, 2, 12, 12)
    paint_mark(painter, place, color, is_dark=is_dark)
    if tick is not None:
        tick.paint(painter, place.adjusted(2, 2, -2, -2).toRect())
    painter.end()
    return QIcon(picture)
