"""The looks: readable in both themes, following the system, with nothing left unsaid."""

from __future__ import annotations

import re
from typing import cast

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QStyleHints
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from migma_desktop.paths import resource
from migma_desktop.ui.theme import TextSize, Theme, ThemeMode, set_look
from migma_desktop.ui.tokens import DARK, LIGHT, Tokens

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
SURFACES = ("window", "surface", "surface_raised", "surface_sunken", "hover", "accent_soft")
EVENTS = ("danger", "warning", "success", "info")


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def color(tokens: Tokens, name: str) -> str:
    value: str = getattr(tokens, name)
    return value


@BOTH
@pytest.mark.parametrize("name", ["text", "text_muted", "text_faint", "accent_text", *EVENTS])
def test_writing_is_readable_on_every_surface(tokens: Tokens, name: str) -> None:
    for surface in SURFACES:
        assert contrast(color(tokens, name), color(tokens, surface)) >= 4.5, surface


@BOTH
@pytest.mark.parametrize("name", EVENTS)
def test_messages_are_readable_on_their_own_ground(tokens: Tokens, name: str) -> None:
    for writing in (name, "text", "text_muted"):
        assert contrast(color(tokens, writing), color(tokens, f"{name}_soft")) >= 4.5


@BOTH
def test_writing_on_solid_fills_is_readable(tokens: Tokens) -> None:
    for fill in ("accent", "accent_hover", "accent_pressed"):
        assert contrast(tokens.on_accent, color(tokens, fill)) >= 4.5
    for fill in ("danger_fill", "danger_fill_hover", "danger_fill_pressed"):
        assert contrast(tokens.on_danger, color(tokens, fill)) >= 4.5
    assert contrast(tokens.on_tooltip, tokens.tooltip) >= 4.5
    assert contrast(tokens.text, tokens.selection) >= 4.5
    assert contrast(tokens.text_faint, tokens.pressed) >= 3  # a disabled button


@BOTH
def test_edges_of_fields_and_the_focus_ring_stand_out(tokens: Tokens) -> None:
    for surface in ("window", "surface", "surface_raised"):
        assert contrast(tokens.border_strong, color(tokens, surface)) >= 3
        assert contrast(tokens.focus_ring, color(tokens, surface)) >= 3
        assert contrast(tokens.danger, color(tokens, surface)) >= 3


@BOTH
def test_the_editor_is_readable(tokens: Tokens) -> None:
    syntax = [name for name in Tokens._fields if name.startswith("syntax_")]
    for name in [*syntax, "editor_gutter_text"]:
        for ground in ("editor_background", "editor_current_line"):
            assert contrast(color(tokens, name), color(tokens, ground)) >= 4.5, name
    for match in ("editor_match", "editor_match_current"):
        assert contrast(tokens.text, color(tokens, match)) >= 4.5
    assert contrast(tokens.placeholder, tokens.placeholder_background) >= 4.5
    assert contrast(tokens.placeholder_missing, tokens.placeholder_missing_background) >= 4.5


def test_the_stylesheet_names_no_colour_of_its_own() -> None:
    source = resource("styles/app.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", source)


def test_every_picture_of_the_stylesheet_exists_in_both_shades() -> None:
    source = resource("styles/app.qss").read_text(encoding="utf-8")
    pictures = set(re.findall(r"@images/([\w.-]+)", source))
    assert pictures
    for shade in ("light", "dark"):
        missing = {name for name in pictures if not resource(f"styles/{shade}/{name}").is_file()}
        assert not missing


@BOTH
def test_pictures_are_drawn_in_the_colours_of_the_theme(tokens: Tokens) -> None:
    allowed = {getattr(tokens, name) for name in Tokens._fields}
    shade = "dark" if tokens.is_dark else "light"
    for picture in resource(f"styles/{shade}").glob("*.svg"):
        used = set(re.findall(r"#[0-9a-f]{6}", picture.read_text(encoding="utf-8")))
        assert used <= allowed, picture.name


def test_every_token_of_the_stylesheet_is_filled_in(theme: Theme, qapp: QApplication) -> None:
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        theme.set_mode(mode)
        assert "@" not in qapp.styleSheet()


def test_choosing_dark_changes_palette_and_widgets(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    with qtbot.waitSignal(theme.changed) as caught:
        theme.set_mode(ThemeMode.DARK)
    assert caught.args == [DARK]
    assert theme.tokens is DARK
    assert qapp.palette().window().color() == QColor(DARK.window)
    label.ensurePolished()
    assert label.palette().windowText().color() == QColor(DARK.text)


def test_choosing_the_same_again_says_nothing(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode(ThemeMode.LIGHT)


class SystemColors(QObject):
    """A desktop whose light and dark a test can turn; the offscreen one has neither."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815  (Qt's name)

    def __init__(self, scheme: Qt.ColorScheme) -> None:
        super().__init__()
        self._scheme = scheme

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802  (Qt's name)
        return self._scheme

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:  # noqa: N802  (Qt's name)
        """The title bar would follow."""

    def unsetColorScheme(self) -> None:  # noqa: N802  (Qt's name)
        """The title bar would go back."""

    def turn(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        self.colorSchemeChanged.emit(scheme)


def test_the_theme_follows_the_system(qapp: QApplication) -> None:
    system = SystemColors(Qt.ColorScheme.Dark)
    theme = Theme(application=qapp, hints=cast(QStyleHints, system))
    assert theme.tokens is DARK
    system.turn(Qt.ColorScheme.Light)
    assert theme.tokens is LIGHT
    theme.set_mode(ThemeMode.DARK)
    system.turn(Qt.ColorScheme.Light)
    assert theme.tokens is DARK
    theme.set_mode(ThemeMode.SYSTEM)
    assert theme.tokens is LIGHT


def test_the_type_scale_grows(theme: Theme) -> None:
    points = [theme.points(size) for size in TextSize]
    assert points == sorted(points)
    assert theme.points(TextSize.BODY) >= 10


def test_the_interface_font_has_real_weights(theme: Theme) -> None:
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold):
        assert QFontInfo(theme.font(TextSize.BODY, weight)).weight() == weight


def test_the_editor_font_is_of_fixed_width(theme: Theme) -> None:
    assert QFontInfo(theme.mono_font()).fixedPitch()


def test_a_look_is_taken_at_once(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Send")
    qtbot.addWidget(button)
    button.ensurePolished()
    assert button.palette().buttonText().color() == QColor(LIGHT.text)
    set_look(button, "kind", "primary")
    assert button.palette().buttonText().color() == QColor(LIGHT.on_accent)
