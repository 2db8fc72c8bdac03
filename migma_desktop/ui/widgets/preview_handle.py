"""The grip at the right edge of the email, with which it is drawn wider or narrower."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE, SPACE_2

WIDTH = SPACE_2
_GRIP = (4, 6 * SPACE)  # px
_STEP = {Qt.Key.Key_Left: -SPACE, Qt.Key.Key_Right: SPACE}


class PreviewHandle(QWidget):
    """Dragged with the mouse; with the keyboard the arrows move it, and Home lets go of it.

    Signals:
        dragged(int): so many px to the right, since the last time.
        let_go(): the user wants the width to follow the window again.
        settled(): the mouse or the key was released: this width stays.
    """

    dragged = Signal(int)
    let_go = Signal()
    settled = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._held_at: QPointF | None = None
        self.setObjectName("previewHandle")
        self.setAccessibleName(self.tr("Width of the email"))
        self.setToolTip(
            self.tr("Drag to change the width. A double click lets it follow the window again.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        icons.theme.changed.connect(self.update)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_at = event.globalPosition()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held_at is None:
            return
        moved = round(event.globalPosition().x() - self._held_at.x())
        if moved:
            self._held_at = event.globalPosition()
            self.dragged.emit(moved)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held_at is not None:
            self._held_at = None
            self.settled.emit()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._held_at = None
        self.let_go.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEP.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Home:
            self.let_go.emit()
        elif step is None:
            super().keyPressEvent(event)
        else:
            self.dragged.emit(step)
            self.settled.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_near = self.hasFocus() or self.underMouse() or self._held_at is not None
        painter.setBrush(QColor(tokens.focus_ring if is_near else tokens.scroll_handle))
        width, height = _GRIP
        grip = QRectF(0, 0, width, min(height, self.height()))
        grip.moveCenter(QRectF(self.rect()).center())
        painter.drawRoundedRect(grip, width / 2, width / 2)
        painter.end()
