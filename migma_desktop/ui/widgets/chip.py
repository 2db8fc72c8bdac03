"""A pill that says in one word and one colour how things stand."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.profile_colors import paint_mark
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import TextSize
from migma_desktop.ui.tokens import CONTROL_HEIGHT, ICON_SIZE, SPACE

ChipKind = Literal[
    "live", "test", "sandbox", "neutral", "success", "warning", "danger", "info", "accent"
]

_COLORS: dict[ChipKind, tuple[str, str]] = {
    "live": ("danger", "danger_soft"),
    "test": ("warning", "warning_soft"),
    "sandbox": ("success", "success_soft"),
    "neutral": ("text_muted", "hover"),
    "success": ("success", "success_soft"),
    "warning": ("warning", "warning_soft"),
    "danger": ("danger", "danger_soft"),
    "info": ("info", "info_soft"),
    "accent": ("accent_text", "accent_soft"),
}
_DOT = 8
_MARK = 10
_GAP = 6
_STATIC_HEIGHT = 22
_LEAST = {True: 25 * SPACE, False: 9 * SPACE}  # px, by whether it can be clicked


class Chip(QAbstractButton):
    """A dot and a few words; when clickable, a button with a chevron.

    The colour never speaks alone: the text says the same.
    """

    def __init__(
        self,
        text: str,
        *,
        icons: Icons,
        kind: ChipKind = "neutral",
        clickable: bool = False,
        dot: bool = True,
        accessible_name: str = "",
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._kind: ChipKind = kind
        self._clickable = clickable
        self._dot = dot
        self._mark = ""  # a colour of its owner's choice
        self._name = accessible_name
        self._short: tuple[str, str] | None = None
        self.setObjectName(object_name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if clickable else Qt.FocusPolicy.NoFocus)
        if not clickable:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_text(text)
        icons.theme.changed.connect(self.update)

    @property
    def kind(self) -> ChipKind:
        """What the colour means."""
        return self._kind

    def set_text(self, text: str, *, name: str = "", state: str = "") -> None:
        """Say something else.

        Where there is little room for ``text``, ``name`` is cut and ``state`` stays behind it: of
        an account it says whether real people get mail.
        """
        self.setText(text)
        self._short = (name, f" · {state}") if state else None
        self.setAccessibleName(f"{self._name}: {text}" if self._name else text)
        self.updateGeometry()
        self.update()

    def set_mark(self, color: str) -> None:
        """Show a mark in an account's own colour before the dot; an empty name shows none."""
        self._mark = color
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: ChipKind) -> None:
        """Change the colour."""
        self._kind = kind
        self.update()

    @override
    def sizeHint(self) -> QSize:
        height = CONTROL_HEIGHT if self._clickable else _STATIC_HEIGHT
        metrics = QFontMetrics(self._text_font())
        width = metrics.horizontalAdvance(self.text()) + 2 * self._padding()
        width += _DOT + _GAP if self._dot else 0
        width += _MARK + _GAP if self._mark else 0
        width += ICON_SIZE + _GAP - 2 if self._clickable else 0
        return QSize(width + 1, height)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), _LEAST[self._clickable]), hint.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        left = self._padding()
        if self._mark:
            mark = QRectF(left, (self.height() - _MARK) / 2, _MARK, _MARK)
            paint_mark(painter, mark, self._mark, is_dark=self._icons.theme.tokens.is_dark)
            left += _MARK + _GAP
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._ink()))
            painter.drawEllipse(QRectF(left, (self.height() - _DOT) / 2, _DOT, _DOT))
            left += _DOT + _GAP
        right = self.width() - self._padding()
        if self._clickable:
            right -= ICON_SIZE - 2
            place = QRect(right, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
            self._icons.icon("chevron-down", role=self._role()).paint(painter, place)
            right -= _GAP
        self._paint_text(painter, QRect(left, 0, right - left + 1, self.height()))
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        tokens = self._icons.theme.tokens
        ground = QColor(getattr(tokens, _COLORS[self._kind][1]))
        if self._clickable and self.isEnabled() and (self.underMouse() or self.isDown()):
            ground = ground.darker(106) if not tokens.is_dark else ground.lighter(125)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus_ring), 2))
            box.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)

    def _paint_text(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(self._text_font())
        painter.setPen(QColor(self._ink()))
        words = self.words_for(room.width(), painter.fontMetrics())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def words_for(self, room: int, metrics: QFontMetrics) -> str:
        """Return what can be said within so many px."""
        if self._short is None or metrics.horizontalAdvance(self.text()) < room:
            return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        name, state = self._short
        left = room - metrics.horizontalAdvance(state)
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, left) + state

    def _role(self) -> str:
        return _COLORS[self._kind][0] if self.isEnabled() else "text_disabled"

    def _ink(self) -> str:
        ink: str = getattr(self._icons.theme.tokens, self._role())
        return ink

    def _padding(self) -> int:
        return 12 if self._clickable else SPACE

    def _text_font(self) -> QFont:
        size = TextSize.BODY if self._clickable else TextSize.SMALL
        return self._icons.theme.font(size, QFont.Weight.Medium)
