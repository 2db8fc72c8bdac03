"""Templates as pictures in rows, walked through with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from migma_desktop.ui.dialogs.gallery_model import CARD_ROLE, PICTURE_ROLE, AnyIndex
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import TextSize
from migma_desktop.ui.tokens import ICON_SIZE, RADIUS_LARGE, SPACE, SPACE_3, SPACE_HALF

_LEAST_TILE = 25 * SPACE  # px wide
_TEXT = 6 * SPACE  # px below the picture, for two lines
_LINE = 20
_SHAPE = 1.0  # a picture's height to its width
_MARK = SPACE_3


class GalleryTiles(QListView):
    """Shows the cards of a ``GalleryModel``.

    Signals:
        typed(str): a character, for the search.
    """

    typed = Signal(str)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setProperty("kind", "flat")
        self.setItemDelegate(_TileDelegate(icons=icons, parent=self))

    @override
    def keyboardSearch(self, search: str) -> None:
        if search.strip():
            self.typed.emit(search)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # One less, since a row that is exactly as wide as the view is broken into two.
        room = self.viewport().width() - 1
        width = room // max(1, room // _LEAST_TILE)
        self.setGridSize(QSize(width, _tile_height(width)))
        super().resizeEvent(event)


class _TileDelegate(QStyledItemDelegate):
    def __init__(self, *, icons: Icons, parent: GalleryTiles) -> None:
        super().__init__(parent)
        self._icons = icons
        self._tiles = parent
        self._pictures = ScaledPictures()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return self._tiles.gridSize()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tile = QRect(option.rect.topLeft(), self._tiles.gridSize()).adjusted(
            SPACE_HALF, SPACE_HALF, -SPACE_HALF, -SPACE_HALF
        )
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, tile, option)
        side = tile.width() - 2 * SPACE
        place = QRect(tile.left() + SPACE, tile.top() + SPACE, side, round(side * _SHAPE))
        self._paint_picture(painter, place, index.data(PICTURE_ROLE), is_chosen=is_chosen)
        self._paint_words(painter, place, option, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, tile: QRect, option: QStyleOptionViewItem) -> None:
        tokens = self._icons.theme.tokens
        if option.state & QStyle.StateFlag.State_Selected:
            ground = tokens.accent_soft
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = tokens.hover
        else:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(tile), RADIUS_LARGE, RADIUS_LARGE)

    def _paint_picture(
        self, painter: QPainter, place: QRect, picture: QPixmap | None, *, is_chosen: bool
    ) -> None:
        tokens = self._icons.theme.tokens
        scaled = self._pictures.of(picture, place.width(), self._tiles.devicePixelRatioF())
        paint_picture(painter, place, scaled, icons=self._icons)
        edge = QPen(QColor(tokens.accent if is_chosen else tokens.border), 2 if is_chosen else 1)
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(place), SPACE_HALF, SPACE_HALF)

    def _paint_words(
        self, painter: QPainter, place: QRect, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        tokens = self._icons.theme.tokens
        card = index.data(CARD_ROLE)
        line = QRect(place.left(), place.bottom() + SPACE, place.width(), _LINE)
        if card.is_own:
            mark = QRect(line.right() - ICON_SIZE + 1, line.top() + 2, ICON_SIZE, ICON_SIZE)
            self._icons.icon("user", role="text_muted").paint(painter, mark)
        title = QFont(option.font)
        title.setWeight(QFont.Weight.Medium)
        painter.setFont(title)
        painter.setPen(QColor(tokens.text))
        room = line.adjusted(0, 0, -ICON_SIZE - SPACE if card.is_own else 0, 0)
        _draw_line(painter, room, card.title)
        painter.setFont(self._icons.theme.font(TextSize.SMALL))
        painter.setPen(QColor(tokens.text_muted))
        _draw_line(painter, line.translated(0, _LINE), card.description)


class ScaledPictures:
    """Pictures at the width at which they are shown: scaling is worth doing well, and once."""

    def __init__(self) -> None:
        self._scaled: dict[int, QPixmap] = {}
        self._size = (0, 0.0)

    def of(self, picture: QPixmap | None, width: int, ratio: float) -> QPixmap | None:
        """Return a picture ``width`` px wide on a display of this device pixel ratio."""
        if picture is None:
            return None
        if self._size != (width, ratio):
            self._scaled.clear()
            self._size = (width, ratio)
        key = picture.cacheKey()
        if key not in self._scaled:
            scaled = picture.scaledToWidth(
                round(width * ratio), Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(ratio)
            self._scaled[key] = scaled
        return self._scaled[key]


def paint_picture(
    painter: QPainter, place: QRect, picture: QPixmap | None, *, icons: Icons
) -> None:
    """Paint the top of a picture as wide as its place, or a sign that it is on its way."""
    tokens = icons.theme.tokens
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(place), SPACE_HALF, SPACE_HALF)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(place, QColor(tokens.surface_sunken))
    if picture is None:
        mark = QRect(0, 0, _MARK, _MARK)
        mark.moveCenter(place.center())
        icons.icon("mail", role="text_disabled").paint(painter, mark)
    else:
        painter.drawPixmap(place.topLeft(), picture)
    painter.restore()


def _tile_height(width: int) -> int:
    side = width - 2 * SPACE_HALF - 2 * SPACE
    return round(side * _SHAPE) + 2 * SPACE_HALF + 2 * SPACE + _TEXT


def _draw_line(painter: QPainter, room: QRect, text: str) -> None:
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
