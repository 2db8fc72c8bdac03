"""How full an email is before Gmail cuts it off, in a corner of the preview."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from migma_desktop.core.clipping import ClipGauge, ClipLevel, explanation, gauge_text
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import TextSize
from migma_desktop.ui.tokens import RADIUS, SPACE, SPACE_3, SPACE_HALF
from migma_desktop.ui.translation import translated

_BAR = QSize(4 * SPACE, SPACE_HALF)
_INK = {ClipLevel.FINE: "text_muted", ClipLevel.NEAR: "warning", ClipLevel.CUT: "danger"}
_FILL = {ClipLevel.FINE: "scroll_handle", ClipLevel.NEAR: "warning", ClipLevel.CUT: "danger"}
_TOLD_MS = 30_000


class ClipGaugeView(QAbstractButton):
    """A small bar and the size in words; pressed, it says what that means."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._gauge = ClipGauge(-1)
        self.setObjectName("clipGauge")
        self.setFont(icons.theme.font(TextSize.SMALL))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        icons.theme.changed.connect(self.update)
        self.show_gauge(ClipGauge(0))

    @property
    def gauge(self) -> ClipGauge:
        """What is shown."""
        return self._gauge

    def show_gauge(self, gauge: ClipGauge) -> bool:
        """Show another size; tell whether it needs another room than before."""
        if gauge == self._gauge:
            return False
        before = self.sizeHint()
        self._gauge = gauge
        words = translated(gauge_text(gauge))
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(self.tr("Size for Gmail: {size}").format(size=words))
            self.setToolTip(f"<p>{translated(explanation(gauge))}</p>")
            self.setAccessibleDescription(translated(explanation(gauge)))
        self.update()
        return self.sizeHint() != before

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(_BAR.width() + SPACE + words + SPACE, SPACE_3 - 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._icons.theme.tokens
        level = self._gauge.level
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus_ring), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(SPACE_HALF, (self.height() - _BAR.height()) / 2, _BAR.width(), _BAR.height())
        round_ = _BAR.height() / 2
        painter.setBrush(QColor(tokens.border_button))
        painter.drawRoundedRect(bar, round_, round_)
        bar.setWidth(max(_BAR.height(), bar.width() * min(1.0, self._gauge.share)))
        painter.setBrush(QColor(getattr(tokens, _FILL[level])))
        painter.drawRoundedRect(bar, round_, round_)
        painter.setPen(QColor(getattr(tokens, _INK[level])))
        words = self.rect().adjusted(SPACE_HALF + _BAR.width() + SPACE, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def _on_clicked(self) -> None:
        place = self.mapToGlobal(QPoint(0, -self.height()))
        QToolTip.showText(place, self.toolTip(), self, self.rect(), _TOLD_MS)
