"""A row of tools; those for which there is no room move into a menu at its end."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QMenu, QToolButton, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE, SPACE_HALF

_SPACING = 2
_ALWAYS = 3  # tools that are never hidden


class _Place(NamedTuple):
    button: QToolButton
    action: QAction
    gap: int  # pixels before it, beside the usual ones


class ToolRow(QFrame):
    """Lays out buttons, each with the action that stands for it in the menu."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._places: list[_Place] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE, SPACE_HALF, SPACE, SPACE_HALF)
        self._row.setSpacing(_SPACING)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._menu = QMenu(self)
        self._more = self.make_button("moreTools", "ellipsis", self.tr("More tools"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._menu)
        self._more.setProperty("menuless", True)
        self._row.addWidget(self._more)
        self._row.addStretch(1)

    def make_button(self, object_name: str, icon_name: str, name: str) -> QToolButton:
        """Return a button with an icon; its name is also its tooltip."""
        button = QToolButton()
        button.setObjectName(object_name)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.bind(button, icon_name)
        return button

    def add_tool(self, button: QToolButton, action: QAction, *, gap: int = 0) -> None:
        """Append a tool; a gap sets a group of tools off."""
        at = self._row.indexOf(self._more)
        if gap:
            self._row.insertSpacing(at, gap)
            at += 1
        self._row.insertWidget(at, button)
        self._places.append(_Place(button, action, gap))

    def _fit(self) -> None:
        """Hide from the end what has no room."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        widths = [place.button.sizeHint().width() + place.gap + _SPACING for place in self._places]
        shown = len(widths)
        if sum(widths) > room:
            room -= self._more.sizeHint().width()
            while shown > _ALWAYS and sum(widths[:shown]) > room:
                shown -= 1
        self._menu.clear()
        for number, place in enumerate(self._places):
            place.button.setVisible(number < shown)
            if number >= shown:
                self._menu.addAction(place.action)
        self._more.setVisible(shown < len(widths))

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the few tools that are never hidden, not for all."""
        hint = super().minimumSizeHint()
        least = sum(place.button.sizeHint().width() for place in self._places[:_ALWAYS])
        return QSize(least + self._more.sizeHint().width() + 6 * SPACE, hint.height())

    @override
    def sizeHint(self) -> QSize:
        """The same: the pane is as wide as its splitter makes it."""
        return self.minimumSizeHint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many tools as there is room for."""
        super().resizeEvent(event)
        self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Fonts, and with them sizes, may have changed meanwhile."""
        super().showEvent(event)
        self._fit()
