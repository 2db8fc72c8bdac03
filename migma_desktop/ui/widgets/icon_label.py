"""An icon that stands by itself and follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import ICON_SIZE


class IconLabel(QWidget):
    """Shows one icon, in any scale and theme; what it means must be said in words beside it."""

    def __init__(
        self,
        name: str = "",
        *,
        icons: Icons,
        role: str = "text_muted",
        size: int = ICON_SIZE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._name = name
        self._role = role
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    def set_icon(self, name: str, *, role: str = "text_muted") -> None:
        """Show another icon; an empty name shows none."""
        self._name = name
        self._role = role
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        painter = QPainter(self)
        self._icons.icon(self._name, role=self._role).paint(painter, self.rect())
        painter.end()
