"""Icons: all drawable, tinted by meaning, sharp at each scale, following the theme."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from migma_desktop.paths import resource
from migma_desktop.ui.icons import Icons, app_icon
from migma_desktop.ui.theme import Theme, ThemeMode
from migma_desktop.ui.tokens import DARK, LIGHT

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg") if path.stem != "app")


def inks(image: QImage) -> set[str]:
    """Return the colours of the fully inked pixels."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def ink(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, on: bool = False) -> set[str]:
    state = QIcon.State.On if on else QIcon.State.Off
    return inks(icon.pixmap(QSize(48, 48), 1.0, mode, state).toImage())


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something_in_one_colour(icons: Icons, name: str) -> None:
    assert ink(icons.icon(name)) == {LIGHT.text}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_keeps_to_the_grid(name: str) -> None:
    source = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke-width="1.75"' in source


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_an_icon_has_all_the_pixels_of_the_screen(icons: Icons, scale: float) -> None:
    pixmap = icons.icon("send").pixmap(QSize(16, 16), scale)
    assert pixmap.width() == 16 * scale
    assert pixmap.devicePixelRatio() == scale


def test_states_have_their_own_colours(icons: Icons) -> None:
    icon = icons.icon("send")
    assert ink(icon, QIcon.Mode.Disabled) == {LIGHT.text_disabled}
    assert ink(icon, QIcon.Mode.Active) == {LIGHT.text}
    assert ink(icon, QIcon.Mode.Selected) == {LIGHT.text}
    assert ink(icon, on=True) == {LIGHT.accent_text}


def test_the_role_gives_the_colour(icons: Icons) -> None:
    assert ink(icons.icon("trash-2", role="danger")) == {LIGHT.danger}


def test_a_bound_icon_follows_the_theme(icons: Icons, theme: Theme, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    action = QAction(button)
    icons.bind(button, "send")
    icons.bind(action, "send", role="text_muted")
    theme.set_mode(ThemeMode.DARK)
    assert ink(button.icon()) == {DARK.text}
    assert ink(action.icon()) == {DARK.text_muted}


def test_binding_again_replaces_the_first_icon(icons: Icons, theme: Theme, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    icons.bind(button, "send", role="danger")
    icons.bind(button, "send", role="success")
    theme.set_mode(ThemeMode.DARK)
    assert ink(button.icon()) == {DARK.success}
    icons.bind(button, None)
    theme.set_mode(ThemeMode.LIGHT)
    assert button.icon().isNull()


def test_a_new_icon_of_a_button_leaves_those_of_its_actions(
    icons: Icons, theme: Theme, qtbot: QtBot
) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    action = QAction(button)
    icons.bind(action, "send", role="text_muted")
    icons.bind(button, "sun")
    theme.set_mode(ThemeMode.DARK)
    assert ink(action.icon()) == {DARK.text_muted}


def test_a_button_that_is_gone_is_forgotten(icons: Icons, theme: Theme) -> None:
    button = QToolButton()
    icons.bind(button, "send")
    button.deleteLater()
    del button
    theme.set_mode(ThemeMode.DARK)
    assert ink(icons.icon("send")) == {DARK.text}


def test_an_unknown_icon_or_colour_is_named(icons: Icons) -> None:
    with pytest.raises(ValueError, match="no-such"):
        icons.icon("no-such")
    with pytest.raises(ValueError, match="pink"):
        icons.icon("send", role="pink")


def test_a_pixmap_for_a_label_is_tinted(icons: Icons) -> None:
    pixmap = icons.pixmap("info", 24, role="info", device_pixel_ratio=2.0)
    assert pixmap.width() == 48
    assert inks(pixmap.toImage()) == {LIGHT.info}


def test_the_program_has_an_icon_of_its_own() -> None:
    image = app_icon().pixmap(QSize(64, 64), 1.0).toImage()
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(12, 32) != QColor("white")
