"""A row of colours, of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from migma_desktop.core.draft import PROFILE_COLORS
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.profile_colors import COLOR_NAMES, paint_mark
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE_HALF
from migma_desktop.ui.translation import translated

_SIZE = 28
_INSET = 6


class ColorRow(QWidget):
    """Offers an account's colours; arrow keys move among them.

    Signals:
        color_chosen(str): the user chose this one.
    """

    color_chosen = Signal(str)

    def __init__(self, *, icons: Icons, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._group = QButtonGroup(self)
        self._swatches: dict[str, _Swatch] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_HALF)
        for color in PROFILE_COLORS:
            swatch = _Swatch(color, icons=icons, object_name=f"{object_name}.{color}")
            swatch.clicked.connect(lambda _checked=False, c=color: self.color_chosen.emit(c))
            self._group.addButton(swatch)
            self._swatches[color] = swatch
            row.addWidget(swatch)
        row.addStretch(1)

    def set_color(self, color: str) -> None:
        """Show which one is chosen; none for one that isn't known."""
        self._group.setExclusive(False)
        for name, swatch in self._swatches.items():
            swatch.setChecked(name == color)
        self._group.setExclusive(True)


class _Swatch(QAbstractButton):
    """One colour, with a ring around it when it is chosen."""

    def __init__(self, color: str, *, icons: Icons, object_name: str) -> None:
        super().__init__()
        self._color = color
        self._icons = icons
        self.setObjectName(object_name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(translated(COLOR_NAMES[color]))
        self.setToolTip(self.accessibleName())
        icons.theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_SIZE, _SIZE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        inset = whole.adjusted(_INSET, _INSET, -_INSET, -_INSET)
        paint_mark(painter, inset, self._color, is_dark=tokens.is_dark)
        if self.isChecked() or self.hasFocus():
            ink = tokens.focus_ring if self.hasFocus() else tokens.text
            painter.setPen(QPen(QColor(ink), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole.adjusted(2, 2, -2, -2), 6, 6)
        painter.end()
