"""The ground on which the email is shown, at the width of a phone, a tablet or a desktop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import RADIUS_LARGE, SPACE, SPACE_2, SPACE_3

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
    see the whole email, laid out as on the device.
    """

    def __init__(
        self, *, icons: Icons, object_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setMinimumSize(2 * SPACE_3 * 4, 2 * SPACE_3 * 4)
        self._icons = icons
        self._view: PreviewView | None = None
        self._device = PreviewWidth.DESKTOP
        self._note = ""
        self._hint = ""  # stands in the caption's place while it isn't empty
        self._frame = _Frame(icons=icons, parent=self)
        self._caption = QLabel(parent=self)
        self._caption.setProperty("kind", "small")
        self._caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pill = _Pill(icons=icons, parent=self)
        icons.theme.changed.connect(self.update)

    @property
    def device(self) -> PreviewWidth:
        """Whose width is shown."""
        return self._device

    def set_view(self, view: PreviewView) -> None:
        """Put the web view onto the stage."""
        self._view = view
        view.setParent(self)
        view.focus_changed.connect(self._frame.set_focused)
        view.show()
        self._frame.raise_()
        self._pill.raise_()
        self._arrange()

    def set_device(self, device: PreviewWidth) -> None:
        """Lay the email out for another device."""
        self._device = device
        self._arrange()

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
        room = self.rect().adjusted(SPACE_2, SPACE_2, -SPACE_2, -_CAPTION_HEIGHT - SPACE_2 // 2)
        width = min(room.width(), self._css_width(room))
        return QRect(room.x() + (room.width() - width) // 2, room.y(), width, room.height())

    def scale(self) -> float:
        """Return how large a CSS pixel is shown: 1.0, or less where the stage is narrow."""
        sheet = self.sheet()
        return sheet.width() / self._css_width(sheet)

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

    def _css_width(self, room: QRect) -> int:
        return _CSS_WIDTH.get(self._device, max(_DESKTOP_LEAST, room.width()))

    def _arrange(self) -> None:
        sheet = self.sheet()
        self._frame.setGeometry(sheet.adjusted(-_BORDER, -_BORDER, _BORDER, _BORDER))
        top = sheet.bottom() + _BORDER + 2
        self._caption.setGeometry(0, top, self.width(), _CAPTION_HEIGHT)
        self._caption.setText(self._caption_text())
        if self._view is not None:
            self._view.setGeometry(sheet)
            self._view.setZoomFactor(self.scale())
        self.update()

    def _caption_text(self) -> str:
        if self._hint:
            return self._hint
        names = {
            PreviewWidth.PHONE: self.tr("Phone"),
            PreviewWidth.TABLET: self.tr("Tablet"),
            PreviewWidth.DESKTOP: self.tr("Desktop"),
        }
        parts = [
            self.tr("{device}, {width} px wide").format(
                device=names[self._device], width=self._css_width(self.sheet())
            )
        ]
        percent = round(self.scale() * 100)
        if percent < 100:
            parts.append(self.tr("shown at {percent} %").format(percent=percent))
        if self._note:
            parts.append(self._note)
        return "  ·  ".join(parts)


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
