"""One choice out of a few, all in sight: a row of segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import CONTROL_HEIGHT, ICON_SIZE, RADIUS, SPACE

_INSET = 1
_EDGE = 1  # drawn by the stylesheet
_PADDING = 10
_GAP = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: what it stands for, what it says, and its icon.

    With an icon and ``icon_only`` the text is the tooltip and the accessible name.
    """

    value: str
    text: str
    icon_name: str = ""
    icon_only: bool = False


class SegmentedControl(QFrame):
    """An exclusive choice of two to five segments.

    Tab enters at the chosen segment and leaves again; the arrow keys choose.

    Signals:
        value_changed: the user chose another segment. Setters are silent.
    """

    value_changed = Signal(str)

    def __init__(
        self,
        segments: Sequence[Segment],
        *,
        icons: Icons,
        accessible_name: str,
        object_name: str = "",
        stretch: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show the segments, the first one chosen; ``stretch`` fills the width evenly."""
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setProperty("kind", "segments")
        self._buttons: dict[str, _SegmentButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        layout.setSpacing(0)
        for segment in segments:
            button = _SegmentButton(segment, icons)
            button.setObjectName(f"{object_name}.{segment.value}")
            self._buttons[segment.value] = button
            self._group.addButton(button)
            layout.addWidget(button, 1 if stretch else 0)
        self._value = segments[0].value
        self.set_value(self._value)
        width = QSizePolicy.Policy.Preferred if stretch else QSizePolicy.Policy.Maximum
        self.setSizePolicy(width, QSizePolicy.Policy.Fixed)
        self._group.buttonClicked.connect(self._on_button_clicked)

    def value(self) -> str:
        """Return the value of the chosen segment."""
        return self._value

    def set_value(self, value: str) -> None:
        """Choose a segment without a signal.

        Raises:
            KeyError: no segment has this value.
        """
        self._buttons[value].setChecked(True)
        self._value = value
        self._lead_tab_to(value)

    def set_segment_enabled(self, value: str, enabled: bool, reason: str = "") -> None:
        """Allow or forbid one segment; its tooltip tells the reason."""
        button = self._buttons[value]
        button.setEnabled(enabled)
        button.setToolTip("" if enabled else reason)

    def set_mark(self, value: str, icon_name: str = "", role: str = "", meaning: str = "") -> None:
        """Put an icon in the colour of ``role`` before a segment's text; without one, none.

        ``meaning`` is the tooltip, and what screen readers say.
        """
        self._buttons[value].set_mark(icon_name, role, meaning)

    def _lead_tab_to(self, value: str) -> None:
        """Let Tab stop at the chosen segment only; a click needs no focus ring."""
        for each, button in self._buttons.items():
            chosen = each == value
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if chosen else Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self._buttons[value])

    @Slot(QAbstractButton)
    def _on_button_clicked(self, button: QAbstractButton) -> None:
        value = next(value for value, each in self._buttons.items() if each is button)
        if value == self._value:
            return
        self._value = value
        self._lead_tab_to(value)
        self.value_changed.emit(value)


class _SegmentButton(QRadioButton):
    """A segment; a radio button, so that screen readers say "2 of 4"."""

    def __init__(self, segment: Segment, icons: Icons) -> None:
        super().__init__(segment.text)
        self._segment = segment
        self._icons = icons
        self._text = "" if segment.icon_only else segment.text
        self._icon_name = segment.icon_name
        self._icon_role = ""  # empty: the text's colour
        self.setProperty("kind", "segment")
        self.setAccessibleName(segment.text)
        if segment.icon_only:
            self.setToolTip(segment.text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    def set_mark(self, icon_name: str, role: str, meaning: str) -> None:
        """See ``SegmentedControl.set_mark``."""
        self._icon_name = icon_name or self._segment.icon_name
        self._icon_role = role if icon_name else ""
        text = self._segment.text
        self.setAccessibleName(f"{text}: {meaning}" if meaning else text)
        self.setToolTip(meaning or (text if self._segment.icon_only else ""))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        parts = [self.fontMetrics().horizontalAdvance(self._text)] if self._text else []
        if self._icon_name:
            parts.append(ICON_SIZE)
        padding = _PADDING if self._text else SPACE
        width = sum(parts) + _GAP * (len(parts) - 1) + 2 * padding
        return QSize(width, CONTROL_HEIGHT - 2 * (_INSET + _EDGE))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_content(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        tokens = self._icons.theme.tokens
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(tokens.pressed if tokens.is_dark else tokens.surface))
            painter.setPen(QPen(QColor(tokens.border_button), 1))
            painter.drawRoundedRect(box, RADIUS - 2, RADIUS - 2)
        elif self.isEnabled() and self.underMouse():
            painter.setBrush(QColor(tokens.hover if tokens.is_dark else tokens.pressed))
            painter.drawRoundedRect(box, RADIUS - 2, RADIUS - 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus_ring), 2))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 2, RADIUS - 2)

    def _paint_content(self, painter: QPainter) -> None:
        tokens = self._icons.theme.tokens
        role = "text" if self.isChecked() else "text_muted"
        if not self.isEnabled():
            role = "text_disabled"
        font = QFont(self.font())
        painter.setFont(font)
        painter.setPen(QColor(getattr(tokens, role)))
        hint = self.sizeHint().width()
        padding = _PADDING if self._text else SPACE
        left = (self.width() - hint) // 2 + padding
        if self._icon_name:
            place = QRect(left, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
            icon: QIcon = self._icons.icon(self._icon_name, role=self._icon_role or role)
            icon.paint(painter, place)
            left += ICON_SIZE + _GAP
        room = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._text)
