"""Gives the whole program its looks: palette, fonts and the one stylesheet, light and dark.

Everything starts from :class:`~migma_desktop.ui.tokens.Tokens`. ``resources/styles/app.qss`` names
meanings (``@accent``), never colours; widgets ask for a look through the properties that the
stylesheet knows (``kind``, ``state``; listed at its top).
"""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QWidget

from migma_desktop.core.settings import ThemeMode
from migma_desktop.paths import resource
from migma_desktop.ui.tokens import DARK, LIGHT, Tokens

__all__ = [
    "DARK",
    "LIGHT",
    "STYLE_ARGUMENTS",
    "TextSize",
    "Theme",
    "ThemeMode",
    "Tokens",
    "set_look",
]

_TOKEN = re.compile(r"@(\w+)")
_BUNDLED_FONTS = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "Inter-Bold.ttf",
    "JetBrainsMono-Regular.ttf",
)
STYLE_ARGUMENTS = ("-style", "Fusion")
"""For QApplication. ``setStyle`` would do, but returns a QStyle: 8 ms until Python knows that."""
_FONTS_LOADED = "migmaFontsLoaded"
_BODY_POINTS = 10.0
"""The least body size; a larger one that the user chose in the system wins."""


class TextSize(StrEnum):
    """The type scale, relative to the body text; the value is the token's name."""

    SMALL = "small"
    BODY = "body"
    LARGE = "large"
    TITLE = "title"
    DISPLAY = "display"


_SCALE = {
    TextSize.SMALL: 0.9,
    TextSize.BODY: 1.0,
    TextSize.LARGE: 1.15,
    TextSize.TITLE: 1.35,
    TextSize.DISPLAY: 1.7,
}


class Theme(QObject):
    """Owns the look of the application and follows the system's light and dark.

    Its stylesheet is made for Qt's style Fusion, which ``STYLE_ARGUMENTS`` ask for.

    Signals:
        changed: the new Tokens, after palette and stylesheet were set.
    """

    changed = Signal(object)

    def __init__(
        self,
        *,
        application: QApplication,
        hints: QStyleHints,
        mode: ThemeMode = ThemeMode.SYSTEM,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._hints = hints
        self._mode = mode
        self._system_was_dark = application.palette().window().color().lightness() < 128
        self._mono_family = ""
        self._body_points = self._set_fonts()
        self._show_mode_to_system()
        self._tokens = self._wanted_tokens()
        self._apply()
        hints.colorSchemeChanged.connect(self._on_color_scheme_changed)

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    @property
    def mode(self) -> ThemeMode:
        """What was asked for, which may be to follow the system."""
        return self._mode

    def set_mode(self, mode: ThemeMode) -> None:
        """Show light or dark from now on, or whatever the system shows."""
        self._mode = mode
        self._show_mode_to_system()
        self._update()

    def font(
        self,
        size: TextSize = TextSize.BODY,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> QFont:
        """Return the interface font in one step of the type scale."""
        font = QFont(self._application.font())
        font.setPointSizeF(self.points(size))
        font.setWeight(weight)
        return font

    def mono_font(self, size: TextSize = TextSize.BODY) -> QFont:
        """Return the fixed-width font for source text, keys and ids."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        if self._mono_family:
            font = QFont(self._mono_family)
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
        font.setPointSizeF(self.points(size))
        return font

    def points(self, size: TextSize) -> float:
        """Return a step of the type scale in points."""
        return round(self._body_points * _SCALE[size], 1)

    @Slot()
    def _on_color_scheme_changed(self) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self._update()

    def _update(self) -> None:
        wanted = self._wanted_tokens()
        if wanted is self._tokens:
            return
        self._tokens = wanted
        self._apply()
        self.changed.emit(wanted)

    def _wanted_tokens(self) -> Tokens:
        if self._mode is not ThemeMode.SYSTEM:
            return DARK if self._mode is ThemeMode.DARK else LIGHT
        scheme = self._hints.colorScheme()
        if scheme is Qt.ColorScheme.Unknown:
            return DARK if self._system_was_dark else LIGHT
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def _show_mode_to_system(self) -> None:
        """Let the title bar and native dialogs follow, where the platform can."""
        if self._mode is ThemeMode.SYSTEM:
            self._hints.unsetColorScheme()
            return
        dark = self._mode is ThemeMode.DARK
        self._hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)

    def _set_fonts(self) -> float:
        """Choose the interface and fixed fonts; return the body size in points."""
        font = self._application.font()
        points = font.pointSizeF()
        if sys.platform not in {"darwin", "win32"}:
            self._load_bundled_fonts()
            font.setFamily("Inter")
            self._mono_family = "JetBrains Mono"
        if sys.platform != "darwin":
            points = max(points, _BODY_POINTS)
        font.setPointSizeF(points)
        self._application.setFont(font)
        return points

    def _load_bundled_fonts(self) -> None:
        """Make our fonts known, once in the life of an application."""
        if self._application.property(_FONTS_LOADED):
            return
        for name in _BUNDLED_FONTS:
            QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
        self._application.setProperty(_FONTS_LOADED, True)

    def _apply(self) -> None:
        self._application.setPalette(palette_of(self._tokens))
        self._application.setStyleSheet(self._stylesheet())

    def _stylesheet(self) -> str:
        values: dict[str, str] = {name: getattr(self._tokens, name) for name in Tokens._fields}
        values |= {f"size_{size}": f"{self.points(size)}pt" for size in TextSize}
        values["mono"] = self.mono_font().family()
        shade = "dark" if self._tokens.is_dark else "light"
        values["images"] = resource(f"styles/{shade}").as_posix()
        return _TOKEN.sub(lambda match: values[match[1]], _template())


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette for what the stylesheet does not reach, such as text cursors."""
    role = QPalette.ColorRole
    palette = QPalette()
    for which, color in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.window),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.danger),
        (role.ToolTipBase, tokens.tooltip),
        (role.ToolTipText, tokens.on_tooltip),
        (role.Highlight, tokens.selection),
        (role.HighlightedText, tokens.text),
        (role.PlaceholderText, tokens.text_faint),
        (role.Link, tokens.accent_text),
        (role.LinkVisited, tokens.accent_text),
        (role.Accent, tokens.accent),
        (role.Light, tokens.surface_raised),
        (role.Midlight, tokens.hover),
        (role.Mid, tokens.border),
        (role.Dark, tokens.border_strong),
        (role.Shadow, tokens.border),
    ):
        palette.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.text_disabled))
    return palette


def set_look(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property that the stylesheet looks at (``kind``, ``state``…) and redraw the widget."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


@lru_cache(maxsize=1)
def _template() -> str:
    return resource("styles/app.qss").read_text(encoding="utf-8")
