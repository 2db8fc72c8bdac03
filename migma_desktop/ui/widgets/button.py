"""The push button of the whole program."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import ICON_SIZE, RADIUS, SPACE_2

ButtonKind = Literal["primary", "secondary", "quiet", "danger", "link"]

_INK: dict[ButtonKind, str] = {
    "primary": "on_accent",
    "danger": "on_danger",
    "secondary": "text",
    "quiet": "text",
    "link": "accent_text",
}
_SOLID = frozenset({"primary", "danger"})
_ICON_GAP = 8
_QT_ICON_GAP = 4
_RING_INSET = 2.5
_ANY_WIDTH = 16_777_215  # px: Qt's own largest
_MNEMONIC = int(Qt.TextFlag.TextShowMnemonic.value)
_MENU_SIGN = 18  # px at the right: the sign of a menu, drawn by the stylesheet
_RING_WIDTH = 1.5


class Button(QPushButton):
    """A push button of one of four weights; at most one primary button in a window.

    Without text it is a square icon button: give it an accessible name, which is its tooltip too.
    A click leaves the keyboard focus where it was, so the focus ring means the keyboard.
    """

    def __init__(
        self,
        text: str = "",
        *,
        icons: Icons,
        kind: ButtonKind = "secondary",
        icon_name: str | None = None,
        small: bool = False,
        accessible_name: str = "",
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icons = icons
        self._icon_name = icon_name
        self._kind: ButtonKind = kind
        self._widest = _ANY_WIDTH
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setAutoDefault(kind == "primary")
        self.setProperty("small", small)
        if icon_name and not text:
            self.setProperty("iconOnly", True)
            self.setToolTip(accessible_name)
        self.set_kind(kind)

    @property
    def kind(self) -> ButtonKind:
        """How much the button asks for attention."""
        return self._kind

    def set_kind(self, kind: ButtonKind) -> None:
        """Make the button more or less prominent."""
        self._kind = kind
        set_look(self, "kind", kind)
        self.set_icon_name(self._icon_name)

    def set_icon_name(self, icon_name: str | None) -> None:
        """Show another icon before the text, or none."""
        self._icon_name = icon_name
        self._icons.bind(self, icon_name, role=_INK[self._kind])

    def set_words(self, words: str, *, widest: int) -> None:
        """Say words that come from elsewhere, painted to at most ``widest`` px of them."""
        self._widest = widest
        text = words.replace("&", "&&")  # no mnemonic of ours
        if text != self.text():
            self.setText(text)
        self.setAccessibleName(words)
        if text and self.property("iconOnly"):
            set_look(self, "iconOnly", False)  # it was made without words, and has their edges now
        self.updateGeometry()

    def edges(self) -> int:
        """Return how much wider the button wants to be than the words that are painted, in px."""
        return self.sizeHint().width() - min(self._width_of(self.text()), self._widest)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        hint.setWidth(hint.width() - max(0, self._width_of(self.text()) - self._widest))
        if self._icon_name and self.text():
            hint.setWidth(hint.width() + _ICON_GAP - _QT_ICON_GAP)
        if self.text() and self._has_menu():
            hint.setWidth(hint.width() + _MENU_SIGN)
        return hint

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        if self.text():
            option.icon, option.text = QIcon(), ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        if self.text():
            self._paint_label(painter)
        painter.end()
        if self.hasFocus() and self._kind in _SOLID:
            self._paint_inner_ring()

    def _paint_label(self, painter: QPainter) -> None:
        """Draw icon and text with more air between than Qt leaves, and the mnemonic not marked."""
        text, words = self.text(), self._width_of(self.text())
        icon = self.iconSize().width() if self._icon_name else 0
        gap = _ICON_GAP if icon else 0
        sign = _MENU_SIGN if self._has_menu() else 0
        room = self.width() - icon - gap - sign
        if words > room:  # a narrow window leaves the button less than it wants
            room -= SPACE_2
        most = min(room, self._widest)
        if words > most:
            cut = Qt.TextElideMode.ElideRight
            text = self.fontMetrics().elidedText(text, cut, most, _MNEMONIC)
            words = self._width_of(text)
        free = self.width() - icon - gap - words - sign
        left = 1 if self._kind == "link" else max(free // 2, 1)
        if icon:
            place = QRect(left, (self.height() - icon) // 2, icon, icon)
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
        painter.setPen(QColor(getattr(self._icons.theme.tokens, self._ink())))
        rest = self.rect().adjusted(left + icon + gap, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextHideMnemonic
        painter.drawText(rest, flags, text)

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().size(_MNEMONIC, text).width()

    def _has_menu(self) -> bool:
        return self.menu() is not None

    def _ink(self) -> str:
        if self.isEnabled():
            return _INK[self._kind]
        return "text_faint" if self._kind in _SOLID else "text_disabled"

    def _paint_inner_ring(self) -> None:
        """Show the focus inside a solid button, where a ring in the accent would drown."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._icons.theme.tokens.on_accent
        painter.setPen(QPen(QColor(ink), _RING_WIDTH))
        inset = _RING_INSET
        ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ring, RADIUS - inset / 2, RADIUS - inset / 2)
        painter.end()
