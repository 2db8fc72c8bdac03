"""Draws a list's row on two lines: what it is, and quieter below it what more there is to say."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import ICON_SIZE, SPACE, SPACE_2, SPACE_HALF

SUBTITLE_ROLE = Qt.ItemDataRole.UserRole + 100
"""The second line, a text."""
TRAILING_ROLE = Qt.ItemDataRole.UserRole + 101
"""A few words at the right of the first line, such as a time."""
ICON_ROLE = Qt.ItemDataRole.UserRole + 102
"""An icon before both: its name and the token that colours it."""

_ROW_HEIGHT = 6 * SPACE
_ICON_HEIGHT = 18

AnyIndex = QModelIndex | QPersistentModelIndex


class TwoLineDelegate(QStyledItemDelegate):
    """Takes the title from the display role and the rest from the roles of this module."""

    def __init__(self, *, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, _ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens = self._icons.theme.tokens
        painter.save()
        self._paint_ground(painter, option)
        room = option.rect.adjusted(SPACE_2, SPACE_HALF, -SPACE_2, -SPACE_HALF)
        icon = index.data(ICON_ROLE)
        if icon is not None:
            place = QRect(room.left(), room.top() + SPACE_HALF, ICON_SIZE, _ICON_HEIGHT)
            self._icons.icon(icon[0], role=icon[1]).paint(painter, place)
            room.setLeft(place.right() + SPACE)
        half = room.height() // 2
        upper = QRect(room.left(), room.top(), room.width(), half)
        lower = QRect(room.left(), room.top() + half, room.width(), half)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text_muted))
        _draw_line(painter, lower, str(index.data(SUBTITLE_ROLE) or ""))
        trailing = str(index.data(TRAILING_ROLE) or "")
        if trailing:
            painter.drawText(upper, _RIGHT, trailing)
            width = painter.fontMetrics().horizontalAdvance(trailing)
            upper.setRight(upper.right() - width - SPACE)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        _draw_line(painter, upper, str(index.data()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        tokens = self._icons.theme.tokens
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(tokens.hover))


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def _draw_line(painter: QPainter, room: QRect, text: str) -> None:
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, elided)
