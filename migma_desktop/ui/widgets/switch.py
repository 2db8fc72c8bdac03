"""A switch: on or off, at once."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPoint, QRect, QRectF, QSize, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import FAST, SPACE

_TRACK = QSize(34, 20)
_THUMB = 14
_RIM = 3  # room around the track for the focus ring


class Switch(QCheckBox):
    """A labelled switch; to keyboard and screen reader it is a check box.

    Use ``toggled`` for every change and ``clicked`` for the user's own.
    """

    def __init__(
        self,
        text: str = "",
        *,
        icons: Icons,
        accessible_name: str = "",
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icons = icons
        self._place = 0.0
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name or text.replace("&", ""))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click needs no ring
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.setDuration(FAST)
        self._slide.valueChanged.connect(self._on_slide)
        self.toggled.connect(self._on_toggled)
        icons.theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        width = _TRACK.width() + 2 * _RIM
        if self.text():
            width += SPACE - _RIM + self.fontMetrics().horizontalAdvance(self.text()) + 1
        return QSize(width, max(_TRACK.height() + 2 * _RIM, self.fontMetrics().height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_track(painter)
        tokens = self._icons.theme.tokens
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.text_disabled))
        left = _TRACK.width() + _RIM + SPACE
        room = QRect(left, 0, self.width() - left, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(room, flags, self.text())
        painter.end()

    def _paint_track(self, painter: QPainter) -> None:
        tokens = self._icons.theme.tokens
        top = (self.height() - _TRACK.height()) / 2
        track = QRectF(_RIM, top, _TRACK.width(), _TRACK.height())
        ground = tokens.accent if self.isChecked() else tokens.border_strong
        if not self.isEnabled():
            ground = tokens.border_button
        elif self.underMouse() and self.isChecked():
            ground = tokens.accent_hover
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(track, _TRACK.height() / 2, _TRACK.height() / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus_ring), 1.5))
            ring = track.adjusted(-2, -2, 2, 2)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
            painter.setPen(Qt.PenStyle.NoPen)
        margin = (_TRACK.height() - _THUMB) / 2
        way = _TRACK.width() - _THUMB - 2 * margin
        thumb = QRectF(_RIM + margin + way * self._place, top + margin, _THUMB, _THUMB)
        painter.setBrush(QColor(tokens.on_accent if self.isEnabled() else tokens.surface))
        painter.drawEllipse(thumb)

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        end = 1.0 if checked else 0.0
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        if not self.isVisible() or self.style().styleHint(hint, None, self) <= 0:
            self._slide.stop()
            self._on_slide(end)
            return
        self._slide.stop()
        self._slide.setStartValue(self._place)
        self._slide.setEndValue(end)
        self._slide.start()

    @Slot(object)
    def _on_slide(self, place: float) -> None:
        self._place = place
        self.update()
