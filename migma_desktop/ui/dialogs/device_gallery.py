"""The pictures that Migma took: all of them small, one of them large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QImage,
    QPainter,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.device_previews import DeviceShot, ShotState
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import RADIUS, SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button

_TILE = QSize(184, 216)  # px of one small picture
_CELL = QSize(208, 264)
_KEY_ROLE = Qt.ItemDataRole.UserRole


class DeviceGallery(QStackedWidget):
    """Tiles in which the pictures appear; pressed, one is shown in its full size."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._shots: dict[str, DeviceShot] = {}
        self._pictures: dict[str, QImage] = {}
        self._missing: set[str] = set()
        self.setObjectName("deviceGallery")
        self._model = QStandardItemModel(self)
        self._tiles = QListView()
        self._tiles.setObjectName("deviceTiles")
        self._tiles.setAccessibleName(self.tr("Pictures of the email on devices"))
        self._tiles.setProperty("kind", "flat")
        self._tiles.setViewMode(QListView.ViewMode.IconMode)
        self._tiles.setResizeMode(QListView.ResizeMode.Adjust)
        self._tiles.setMovement(QListView.Movement.Static)
        self._tiles.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._tiles.setUniformItemSizes(True)
        self._tiles.setWordWrap(True)
        self._tiles.setIconSize(_TILE)
        self._tiles.setGridSize(_CELL)
        self._tiles.setSpacing(SPACE)
        self._tiles.setModel(self._model)
        self._tiles.activated.connect(self._on_activated)
        self._tiles.clicked.connect(self._on_activated)
        self._large = QLabel()
        self._large.setObjectName("deviceLarge")
        self._large.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._name = QLabel()
        set_look(self._name, "kind", "label")
        self._back = Button(
            self.tr("All devices"),
            icons=icons,
            kind="quiet",
            icon_name="arrow-left",
            small=True,
            object_name="deviceBackButton",
        )
        self._back.clicked.connect(self._on_back)
        self.addWidget(self._tiles)
        self.addWidget(self._large_page())
        icons.theme.changed.connect(self._paint_all)

    def show_shots(self, shots: Sequence[DeviceShot]) -> None:
        """Show how far the devices are."""
        for shot in shots:
            is_new = shot.key not in self._shots
            self._shots[shot.key] = shot
            if is_new:
                item = QStandardItem()
                item.setData(shot.key, _KEY_ROLE)
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
                self._model.appendRow(item)
        self._paint_all()

    def show_picture(self, key: str, picture: QImage) -> None:
        """Show what a device shows."""
        self._pictures[key] = picture
        self._paint_all()

    def show_missing(self, key: str) -> None:
        """Say that there is a picture which could not be loaded."""
        self._missing.add(key)
        self._paint_all()

    def _paint_all(self) -> None:
        for number in range(self._model.rowCount()):
            item = self._model.item(number)
            shot = self._shots[item.data(_KEY_ROLE)]
            item.setText(shot.name)
            item.setToolTip(self._state_words(shot))
            item.setAccessibleText(f"{shot.name}: {self._state_words(shot)}")
            item.setIcon(QIcon(self._tile(shot)))

    def _state_words(self, shot: DeviceShot) -> str:
        if shot.key in self._pictures:
            return self.tr("Press it to see it large")
        if shot.state is ShotState.FAILED:
            return self.tr("This device failed")
        if shot.key in self._missing:
            return self.tr("The picture could not be loaded")
        return self.tr("Waiting for the picture")

    def _tile(self, shot: DeviceShot) -> QPixmap:
        tokens = self._icons.theme.tokens
        ratio = self.devicePixelRatioF()
        tile = QPixmap(_TILE * ratio)
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(tokens.border_button))
        painter.setBrush(QColor(tokens.surface_sunken))
        box = QRectF(0.5, 0.5, _TILE.width() - 1, _TILE.height() - 1)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        picture = self._pictures.get(shot.key)
        if picture is not None:
            room = _TILE - QSize(2 * SPACE, 2 * SPACE)
            shown = picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            left = (_TILE.width() - shown.width()) // 2
            top = (_TILE.height() - shown.height()) // 2
            painter.drawImage(QRectF(left, top, shown.width(), shown.height()), picture)
        else:
            name, role = ("loader-circle", "text_faint")
            if shot.state is ShotState.FAILED or shot.key in self._missing:
                name, role = ("circle-alert", "warning")
            side = SPACE_3
            icon = self._icons.icon(name, role=role)
            icon.paint(
                painter, (_TILE.width() - side) // 2, (_TILE.height() - side) // 2, side, side
            )
        painter.end()
        return tile

    def _large_page(self) -> QWidget:
        page = QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        head.setSpacing(SPACE_2)
        head.addWidget(self._back)
        head.addWidget(self._name, 1)
        scroll = QScrollArea()
        scroll.setObjectName("deviceLargeScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._large)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        return page

    def _on_activated(self, index: QModelIndex) -> None:
        key = index.data(_KEY_ROLE)
        picture = self._pictures.get(key)
        if picture is None:
            return
        shot = self._shots[key]
        self._name.setText(shot.name)
        self._large.setPixmap(QPixmap.fromImage(picture))
        self._large.setAccessibleName(self.tr("The email on {device}").format(device=shot.name))
        self.setCurrentIndex(1)
        self._back.setFocus()

    def _on_back(self) -> None:
        self.setCurrentIndex(0)
        self._tiles.setFocus()
