"""The list inside a search picker: its items, the search through them, how a row looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import TextSize
from migma_desktop.ui.tokens import ICON_SIZE, SPACE

PickerState = Literal["", "success", "warning", "danger", "info", "text_faint"]
_Index = QModelIndex | QPersistentModelIndex

ItemRole = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_ROW = 32
_ROW_WITH_SUBTITLE = 46
PICTURE_SIZE = QSize(48, 54)
"""Of a small picture before the title, in px."""

Pictures = Callable[[str], QImage | None]
"""Returns a picture by its address if it is there, and gets it if it isn't."""

_ROW_WITH_PICTURE = 66
_DOT = 8
_PADDING = 10


@dataclass(frozen=True, slots=True)
class PickerItem:
    """One thing to pick.

    Attributes:
        id: what is handed back; not shown.
        title: its name.
        subtitle: a second, quieter line.
        badge: a few characters at the right, such as a head count.
        icon_name: an icon before the title.
        state: the colour of a dot before the title; say the same in words in the subtitle.
        picture: the address of a small picture before the title.
        enabled: whether it can be picked; the subtitle should tell why not.
    """

    id: str
    title: str
    subtitle: str = ""
    badge: str = ""
    icon_name: str = ""
    state: PickerState = ""
    picture: str = ""
    enabled: bool = True


class PickerModel(QAbstractListModel):
    """The items that match the words searched for; thousands are no trouble."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[PickerItem, ...] = ()
        self._haystack: tuple[str, ...] = ()
        self._shown: list[PickerItem] = []
        self._words: list[str] = []
        self.has_subtitles = False
        self.has_pictures = False

    def set_items(self, items: Sequence[PickerItem]) -> None:
        """Replace all items; the search stays."""
        self._items = tuple(items)
        self._haystack = tuple(
            f"{item.title}\n{item.subtitle}\n{item.badge}".casefold() for item in items
        )
        self.has_subtitles = any(item.subtitle for item in items)
        self.has_pictures = any(item.picture for item in items)
        self._filter()

    def search(self, text: str) -> None:
        """Show the items that have every word of ``text`` somewhere, in their own order."""
        self._words = text.casefold().split()
        self._filter()

    def item(self, item_id: str) -> PickerItem | None:
        """Find an item by its id, searched for or not."""
        return next((item for item in self._items if item.id == item_id), None)

    def items(self) -> tuple[PickerItem, ...]:
        """Return all items."""
        return self._items

    def row_of(self, item_id: str) -> int:
        """Return the row of an item in the list as shown, or -1."""
        return next((row for row, item in enumerate(self._shown) if item.id == item_id), -1)

    def item_at(self, row: int) -> PickerItem:
        """Return the item in a row of the list as shown."""
        return self._shown[row]

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.subtitle or item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (item.title, item.badge, item.subtitle) if part)
        return item if role == ItemRole else None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not self._shown[index.row()].enabled:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _filter(self) -> None:
        words = self._words
        self.beginResetModel()
        self._shown = [
            item
            for item, text in zip(self._items, self._haystack, strict=True)
            if all(word in text for word in words)
        ]
        self.endResetModel()


class PickerDelegate(QStyledItemDelegate):
    """Draws a row: dot or icon, title and subtitle, badge, and a tick at the chosen one."""

    def __init__(self, *, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.chosen_id = ""
        self.tall = False
        self.has_pictures = False
        self.pictures: Pictures = lambda _address: None

    def row_height(self) -> int:
        """Return the height of every row."""
        if self.has_pictures:
            return _ROW_WITH_PICTURE
        return _ROW_WITH_SUBTITLE if self.tall else _ROW

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self.row_height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item: PickerItem = index.data(ItemRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._paint_ground(painter, option, item)
        left = self._paint_picture(painter, rect, item) if self.has_pictures else rect.left()
        left = self._paint_mark(painter, left, rect, item)
        right = self._paint_badge(painter, rect, item)
        height = min(rect.height(), _ROW_WITH_SUBTITLE)
        top = rect.top() + (rect.height() - height) // 2
        self._paint_words(painter, QRect(left, top, right - left, height), item)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, item: PickerItem
    ) -> None:
        tokens = self._icons.theme.tokens
        if not item.enabled:
            return
        if option.state & QStyle.StateFlag.State_Selected:
            ground = tokens.accent_soft
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = tokens.hover
        else:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(option.rect), 4, 4)

    def _paint_picture(self, painter: QPainter, rect: QRect, item: PickerItem) -> int:
        """Draw the small picture, or its place while there is none; return where it ends."""
        tokens = self._icons.theme.tokens
        top = rect.top() + (rect.height() - PICTURE_SIZE.height()) // 2
        place = QRect(rect.left() + _PADDING, top, PICTURE_SIZE.width(), PICTURE_SIZE.height())
        edge = QPainterPath()
        edge.addRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        image = self.pictures(item.picture) if item.picture else None
        painter.save()
        painter.setClipPath(edge)
        if image is None:
            painter.fillPath(edge, QColor(tokens.surface_sunken))
            middle = QRect(0, 0, ICON_SIZE, ICON_SIZE)
            middle.moveCenter(place.center())
            self._icons.icon("mail", role="text_faint").paint(painter, middle)
        else:
            painter.fillPath(edge, QColor(Qt.GlobalColor.white))  # what an email lies on
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            height = place.width() * image.height() // max(1, image.width())
            painter.drawImage(QRect(place.topLeft(), QSize(place.width(), height)), image)
        painter.restore()
        painter.setPen(QColor(tokens.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(edge)
        return place.right() + 1

    def _paint_mark(self, painter: QPainter, begin: int, rect: QRect, item: PickerItem) -> int:
        """Draw the dot or the icon; return where the words begin."""
        left = begin + _PADDING
        if item.icon_name:
            place = QRect(left, rect.center().y() - ICON_SIZE // 2 + 1, ICON_SIZE, ICON_SIZE)
            role = "text_muted" if item.enabled else "text_disabled"
            self._icons.icon(item.icon_name, role=role).paint(painter, place)
            return left + ICON_SIZE + SPACE
        if item.state:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(self._icons.theme.tokens, item.state)))
            painter.drawEllipse(QRectF(left, rect.center().y() - _DOT / 2 + 1, _DOT, _DOT))
            return left + _DOT + SPACE
        return left

    def _paint_badge(self, painter: QPainter, rect: QRect, item: PickerItem) -> int:
        """Draw badge and tick; return where the words must end."""
        right = rect.right() - _PADDING
        if item.id == self.chosen_id:
            top = rect.center().y() - ICON_SIZE // 2 + 1
            place = QRect(right - ICON_SIZE, top, ICON_SIZE, ICON_SIZE)
            self._icons.icon("check", role="accent_text").paint(painter, place)
            right -= ICON_SIZE + SPACE
        if not item.badge:
            return right
        theme = self._icons.theme
        font = theme.font(TextSize.SMALL)
        width = QFontMetrics(font).horizontalAdvance(item.badge) + 1
        painter.setFont(font)
        painter.setPen(QColor(self._ink(item, "text_muted")))
        place = QRect(right - width, rect.top(), width, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, item.badge)
        return right - width - SPACE

    def _paint_words(self, painter: QPainter, room: QRect, item: PickerItem) -> None:
        theme = self._icons.theme
        title = QRect(room)
        if item.subtitle:
            title.setHeight(room.height() // 2 - 2)
            title.translate(0, 4)
            below = QRect(room.left(), title.bottom() + 1, room.width(), room.height() // 2 - 4)
            painter.setPen(QColor(theme.tokens.text_muted))
            _paint_line(painter, below, item.subtitle, theme.font(TextSize.SMALL))
        painter.setPen(QColor(self._ink(item, "text")))
        _paint_line(painter, title, item.title, theme.font(TextSize.BODY, QFont.Weight.Medium))

    def _ink(self, item: PickerItem, role: str) -> str:
        tokens = self._icons.theme.tokens
        if not item.enabled and role == "text":
            return tokens.text_disabled
        ink: str = getattr(tokens, role)
        return ink


def _paint_line(painter: QPainter, room: QRect, text: str, font: QFont) -> None:
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
