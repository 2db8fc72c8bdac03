"""The ground on which the email is shown: at a device's width, or at any; larger or smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollBar, QWidget

from migma_desktop.core.settings import FREE_WIDTHS, PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import RADIUS_LARGE, SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets import preview_handle
from migma_desktop.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:  # the engine is loaded after the window is there
    from migma_desktop.ui.preview.view import PreviewView

_DESKTOP_LEAST = 600
_BORDER = 1
_CAPTION_HEIGHT = SPACE_3
_SHEET = "#ffffff"  # the email's own ground, in both themes
_CSS_WIDTH = {PreviewWidth.PHONE: 375, PreviewWidth.TABLET: 768}


class PreviewStage(QWidget):
    """Centres the view on a calm ground and gives it exactly the device's width in CSS pixels.

    Where the stage is narrower than the device, the view is shown smaller instead of cut: people
    see the whole email, laid out as on the device. A zoom shows it larger or smaller, laid out the
    same; what is then wider than the stage is scrolled sideways.

    Signals:
        free_width_changed(int): the user drew the email to this width; 0 is that of the stage.
        scale_changed(float): a CSS pixel is shown so large.
    """

    free_width_changed = Signal(int)
    scale_changed = Signal(float)

    def __init__(
        self, *, icons: Icons, object_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setMinimumSize(2 * SPACE_3 * 4, 2 * SPACE_3 * 4)
        self._icons = icons
        self._view: PreviewView | None = None
        self._device = PreviewWidth.DESKTOP
        self._free_width = self._zoom = 0  # 0: that of the stage; what fits
        self._shown_scale = 0.0
        self._note = ""
        self._hint = ""  # stands in the caption's place while it isn't empty
        self._corners: list[QWidget] = []  # at both ends of the caption's line
        self._port = QWidget(self)  # what can be seen of the view
        self._frame = _Frame(icons=icons, parent=self)
        self._handle: preview_handle.PreviewHandle | None = None  # most people never need it
        self._sideways: QScrollBar | None = None
        self._caption = ElidedLabel(parent=self)
        self._caption.setProperty("kind", "small")
        self._caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pill = _Pill(icons=icons, parent=self)
        icons.theme.changed.connect(self.update)

    @property
    def device(self) -> PreviewWidth:
        """Whose width is shown."""
        return self._device

    @property
    def css_width(self) -> int:
        """How many CSS pixels wide the email is laid out."""
        return self._css_width(self._room())

    def set_view(self, view: PreviewView) -> None:
        """Put the web view onto the stage."""
        self._view = view
        view.setParent(self._port)
        view.focus_changed.connect(self._frame.set_focused)
        view.show()
        self._frame.raise_()
        self._pill.raise_()
        self._arrange()

    def set_device(self, device: PreviewWidth) -> None:
        """Lay the email out for another device."""
        self._device = device
        if device is PreviewWidth.FREE and self._handle is None:
            self._handle = preview_handle.PreviewHandle(icons=self._icons, parent=self)
            self._handle.dragged.connect(self._on_dragged)
            self._handle.let_go.connect(self._on_let_go)
            self._handle.settled.connect(lambda: self.free_width_changed.emit(self._free_width))
        if self._handle is not None:
            self._handle.setVisible(device is PreviewWidth.FREE)
        self._arrange()

    def set_free_width(self, width: int) -> None:
        """Say how wide the free width is, in CSS pixels; 0 follows the stage. Emits nothing."""
        self._free_width = width
        self._arrange()

    def set_zoom(self, percent: int) -> None:
        """Show the email larger or smaller, laid out the same; 0 is whatever fits."""
        self._zoom = percent
        self._arrange()

    def set_corners(self, left: QWidget, right: QWidget) -> None:
        """Put something small at both ends of the caption's line."""
        self._corners = [left, right]
        for corner in self._corners:
            corner.setParent(self)
        self._arrange()

    def fit_corners(self) -> None:
        """Give the corners the room that they need now."""
        self._arrange_caption(self._caption.y())

    def set_note(self, note: str) -> None:
        """Say below the email in which way it is not what will arrive."""
        self._note = note
        self._arrange()

    def set_hint(self, hint: str) -> None:
        """Say below the email what can be done with it; an empty hint says the width again."""
        self._hint = hint
        self._caption.setText(self._caption_text())

    def show_link(self, address: str) -> None:
        """Show where the link under the pointer leads; an empty address shows nothing."""
        self._pill.show_text(address, self.width() - 2 * SPACE)
        self._pill.move(SPACE, self.height() - self._pill.height() - SPACE)

    def sheet(self) -> QRect:
        """Return where the email is, in this widget's coordinates."""
        room = self._room()
        width = min(room.width(), round(self._css_width(room) * self.scale()))
        return QRect(room.x() + (room.width() - width) // 2, room.y(), width, room.height())

    def scale(self) -> float:
        """Return how large a CSS pixel is shown: as zoomed, or 1.0 and less where it must fit."""
        if self._zoom:
            return self._zoom / 100
        room = self._room()
        return min(1.0, room.width() / self._css_width(room))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._icons.theme.tokens.surface_sunken))
        painter.fillRect(self.sheet(), QColor(_SHEET))
        painter.end()

    def _room(self) -> QRect:
        return self.rect().adjusted(SPACE_2, SPACE_2, -SPACE_2, -_CAPTION_HEIGHT - SPACE_2 // 2)

    def _css_width(self, room: QRect) -> int:
        if self._device is PreviewWidth.FREE:
            return self._free_width or max(FREE_WIDTHS[0], room.width())
        return _CSS_WIDTH.get(self._device, max(_DESKTOP_LEAST, room.width()))

    def _arrange(self) -> None:
        sheet = self.sheet()
        self._frame.setGeometry(sheet.adjusted(-_BORDER, -_BORDER, _BORDER, _BORDER))
        top = sheet.bottom() + _BORDER + 2
        self._arrange_caption(top)
        if self._handle is not None:
            width = preview_handle.WIDTH
            self._handle.setGeometry(sheet.right() + 1, sheet.y(), width, sheet.height())
        if self._view is not None:
            self._arrange_view(self._view, sheet)
        self.update()
        if self.scale() != self._shown_scale:
            self._shown_scale = self.scale()
            self.scale_changed.emit(self._shown_scale)

    def _arrange_view(self, view: PreviewView, sheet: QRect) -> None:
        whole = round(self.css_width * self.scale())
        hidden = max(0, whole - sheet.width())
        if hidden and self._sideways is None:
            self._sideways = QScrollBar(Qt.Orientation.Horizontal, self)
            self._sideways.setObjectName("previewSideways")
            self._sideways.setAccessibleName(self.tr("Scroll the email sideways"))
            self._sideways.valueChanged.connect(lambda _value: self._arrange())
        height = sheet.height()
        offset = 0
        if self._sideways is not None:
            bar = self._sideways
            bar.setVisible(hidden > 0)
            bar.blockSignals(True)
            bar.setRange(0, hidden)
            bar.setPageStep(sheet.width())
            bar.blockSignals(False)
            offset = bar.value()
            if hidden:
                thick = bar.sizeHint().height()
                height -= thick
                bar.setGeometry(sheet.x(), sheet.y() + height, sheet.width(), thick)
                bar.raise_()
        self._port.setGeometry(sheet.x(), sheet.y(), sheet.width(), height)
        view.setGeometry(-offset, 0, max(whole, sheet.width()), height)
        view.setZoomFactor(self.scale())

    def _arrange_caption(self, top: int) -> None:
        left, right = 0, self.width()
        for number, corner in enumerate(self._corners):
            hint = corner.sizeHint()
            y = top + (_CAPTION_HEIGHT - hint.height()) // 2
            if number == 0:
                corner.setGeometry(SPACE_2, y, hint.width(), hint.height())
                left = SPACE_2 + hint.width() + SPACE
            else:
                right = self.width() - SPACE_2 - hint.width()
                corner.setGeometry(right, y, hint.width(), hint.height())
                right -= SPACE
        # In the middle of the stage as long as both corners leave it that much.
        side = max(left, self.width() - right)
        words = self._caption_text()
        if self._caption.fontMetrics().horizontalAdvance(words) <= self.width() - 2 * side:
            left, right = side, self.width() - side
        self._caption.setGeometry(left, top, max(0, right - left), _CAPTION_HEIGHT)
        self._caption.set_text(words)

    def _caption_text(self) -> str:
        if self._hint:
            return self._hint
        names = {
            PreviewWidth.PHONE: self.tr("Phone"),
            PreviewWidth.TABLET: self.tr("Tablet"),
            PreviewWidth.DESKTOP: self.tr("Desktop"),
            PreviewWidth.FREE: self.tr("Free"),
        }
        parts = [
            self.tr("{device}, {width} px wide").format(
                device=names[self._device], width=self.css_width
            )
        ]
        percent = round(self.scale() * 100)
        if percent < 100 and not self._corners:  # of which one shows it
            parts.append(self.tr("shown at {percent} %").format(percent=percent))
        if self._note:
            parts.append(self._note)
        return "  ·  ".join(parts)

    def _on_dragged(self, pixels: int) -> None:
        narrowest, widest = FREE_WIDTHS
        moved = 2 * pixels / self.scale()  # the email stays in the middle
        self._free_width = min(max(self.css_width + round(moved), narrowest), widest)
        self._arrange()

    def _on_let_go(self) -> None:
        self._free_width = 0
        self._arrange()
        self.free_width_changed.emit(0)


class _Frame(QWidget):
    """The rounded edge around the email, drawn over the view's square corners."""

    def __init__(self, *, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._is_focused = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        icons.theme.changed.connect(self.update)

    def set_focused(self, focused: bool) -> None:
        """Show that the arrow keys scroll the email now."""
        self._is_focused = focused
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # Only the edge: the email's own painting must not pass through another widget.
        inner = self._shape(inset=3.0).toFillPolygon().toPolygon()
        self.setMask(QRegion(self.rect()) - QRegion(inner))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._shape(inset=0.5)
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        painter.fillPath(outside - edge, QColor(tokens.surface_sunken))
        by_keyboard = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if self._is_focused and by_keyboard:
            painter.setPen(QPen(QColor(tokens.focus_ring), 2))
            painter.drawPath(self._shape(inset=1.0))
        else:
            painter.setPen(QPen(QColor(tokens.border_button), 1))
            painter.drawPath(edge)
        painter.end()

    def _shape(self, *, inset: float) -> QPainterPath:
        path = QPainterPath()
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        path.addRoundedRect(box, RADIUS_LARGE, RADIUS_LARGE)
        return path


class _Pill(QLabel):
    """The address of the link under the pointer, floating in a corner."""

    def __init__(self, *, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("previewHoveredLink")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_text(self, text: str, room: int) -> None:
        """Show a text within a width; an empty text hides the pill."""
        middle = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(text, middle, room - 2 * SPACE))
        self.resize(
            self.fontMetrics().horizontalAdvance(self.text()) + 2 * SPACE + 2,
            self.fontMetrics().height() + SPACE,
        )
        self.setVisible(bool(text))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.tooltip))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_LARGE / 2, RADIUS_LARGE / 2)
        painter.setPen(QColor(tokens.on_tooltip))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
