"""How a state looks in the status log."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.widgets.status_log_model import PROGRESS_ROLE, TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex

_DOT = 8
_BAR_HEIGHT = 3


class StateDelegate(QStyledItemDelegate):
    """Draws a state with its dot, and a thin bar under it while a batch is counted."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._text = ""  # of the cell that is painted just now

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        self._text, option.text = option.text, ""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        tokens = self._icons.theme.tokens
        tone = index.data(TONE_ROLE)
        if not isinstance(tone, str):
            return  # the row is being read
        ink = QColor(tokens.text_muted if tone == "neutral" else getattr(tokens, tone))
        room = option.rect.adjusted(SPACE, 0, -SPACE, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        middle = room.center().y() + 1
        painter.drawEllipse(QRectF(room.left(), middle - _DOT / 2, _DOT, _DOT))
        text_room = room.adjusted(_DOT + SPACE, 0, 0, 0)
        painter.setPen(QColor(tokens.text))
        text = option.fontMetrics.elidedText(
            self._text, Qt.TextElideMode.ElideRight, text_room.width()
        )
        painter.drawText(text_room, Qt.AlignmentFlag.AlignVCenter, text)
        done = index.data(PROGRESS_ROLE)
        if isinstance(done, float):
            self._paint_bar(painter, text_room, done)
        painter.restore()

    def _paint_bar(self, painter: QPainter, room: QRect, done: float) -> None:
        tokens = self._icons.theme.tokens
        bar = QRectF(room)
        bar.setTop(bar.bottom() - _BAR_HEIGHT - 1)
        bar.setHeight(_BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface_sunken))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        bar.setWidth(max(_BAR_HEIGHT, bar.width() * done))
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(bar, 1.5, 1.5)
