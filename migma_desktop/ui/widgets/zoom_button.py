"""How large the email is shown, in the corner of the preview."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from migma_desktop.core.settings import PREVIEW_ZOOMS
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.button import Button

_NOTCH = 120  # of a wheel, in eighths of a degree


class ZoomButton(Button):
    """Says the size in percent, and opens the choice of others.

    Ctrl with plus, minus and 0 works from anywhere in the window; 0 shows whatever fits.

    Signals:
        zoom_chosen(int): percent, or 0 for whatever fits. Setters are silent.
    """

    zoom_chosen = Signal(int)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(
            "100 %",
            icons=icons,
            kind="quiet",
            small=True,
            object_name="previewZoom",
            parent=parent,
        )
        self._zoom = 0
        self._percent = 100
        self._turned = 0  # of the wheel, since the last step
        self._menu: QMenu | None = None  # made when it is opened
        self._add_keys(("Ctrl++", "Ctrl+="), self.zoom_in)
        self._add_keys(("Ctrl+-",), self.zoom_out)
        self._add_keys(("Ctrl+0",), self.fit)
        self.clicked.connect(self._show_menu)
        self._show_words()

    def set_zoom(self, percent: int) -> None:
        """Say what was chosen: percent, or 0 for whatever fits."""
        self._zoom = percent
        self._show_words()

    def show_scale(self, scale: float) -> None:
        """Say how large a CSS pixel is shown in fact."""
        self._percent = round(scale * 100)
        self._show_words()

    def zoom_in(self) -> None:
        """Take the next larger step."""
        larger = [each for each in PREVIEW_ZOOMS if each > self._percent]
        self._choose(larger[0] if larger else PREVIEW_ZOOMS[-1])

    def zoom_out(self) -> None:
        """Take the next smaller step."""
        smaller = [each for each in PREVIEW_ZOOMS if each < self._percent]
        self._choose(smaller[-1] if smaller else PREVIEW_ZOOMS[0])

    def fit(self) -> None:
        """Show whatever fits."""
        self._choose(0)

    def turn(self, angle: int) -> None:
        """Follow a wheel by this angle, in eighths of a degree; a whole notch is one step."""
        self._turned = angle if angle * self._turned < 0 else self._turned + angle
        if abs(self._turned) >= _NOTCH:
            (self.zoom_in if self._turned > 0 else self.zoom_out)()
            self._turned = 0

    def _choose(self, percent: int) -> None:
        if percent != self._zoom:
            self.set_zoom(percent)
            self.zoom_chosen.emit(percent)

    def _show_words(self) -> None:
        words = self.tr("{percent} %").format(percent=self._percent)
        if words != self.text() or not self.accessibleName():
            self.setText(words)
            name = self.tr("Size of the email: {percent} %").format(percent=self._percent)
            self.setAccessibleName(name)
            self.setToolTip(
                self.tr("Size of the email (outside the text Ctrl with + and -; Ctrl+0 fits it in)")
            )

    def _show_menu(self) -> None:
        if self._menu is None:
            self._menu = QMenu(self)
            self._menu.setObjectName("previewZoom.menu")
            fit = self._menu.addAction(self.tr("Fit the width"))
            fit.triggered.connect(lambda _checked=False: self.fit())
            self._menu.addSeparator()
            for percent in reversed(PREVIEW_ZOOMS):
                action = self._menu.addAction(self.tr("{percent} %").format(percent=percent))
                action.triggered.connect(lambda _checked=False, each=percent: self._choose(each))
        self._menu.popup(self.mapToGlobal(self.rect().topLeft()))

    def _add_keys(self, keys: tuple[str, ...], run: Callable[[], None]) -> None:
        action = QAction(self)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)
