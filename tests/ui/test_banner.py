"""The banner."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import LIGHT
from migma_desktop.ui.widgets.banner import Banner, MessageAction, MessageKind


@pytest.fixture
def banner(icons: Icons, qtbot: QtBot) -> Banner:
    banner = Banner(icons=icons, object_name="notice")
    qtbot.addWidget(banner)
    banner.resize(480, 120)
    return banner


def button(banner: Banner, name: str) -> QPushButton:
    return banner.findChildren(QPushButton, f"notice.{name}")[0]


def test_it_is_hidden_until_it_has_something_to_say(banner: Banner) -> None:
    assert banner.isHidden()
    banner.show_message("info", "This is the sandbox", "Nothing leaves this computer.")
    assert banner.isVisible()
    assert banner.title() == banner.accessibleName() == "This is the sandbox"
    assert banner.text() == banner.accessibleDescription() == "Nothing leaves this computer."


@pytest.mark.parametrize(
    ("kind", "color"),
    [
        ("info", LIGHT.info_soft),
        ("success", LIGHT.success_soft),
        ("warning", LIGHT.warning_soft),
        ("error", LIGHT.danger_soft),
    ],
)
def test_each_kind_has_its_ground(banner: Banner, kind: MessageKind, color: str) -> None:
    banner.show_message(kind, "Title")
    image = banner.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() - 4) == QColor(color)


def test_closing_hides_and_tells(banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("info", "Title")
    with qtbot.waitSignal(banner.closed):
        QTest.mouseClick(button(banner, "close"), Qt.MouseButton.LeftButton)
    assert banner.isHidden()


def test_actions_run(banner: Banner, qtbot: QtBot) -> None:
    done: list[str] = []
    actions = [MessageAction("Undo", lambda: done.append("undo"))]
    banner.show_message("info", "Sending", actions=actions)
    QTest.mouseClick(button(banner, "action0"), Qt.MouseButton.LeftButton)
    assert done == ["undo"]


def test_a_new_message_has_its_own_actions_only(banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("info", "One", actions=[MessageAction("Undo", lambda: None)])
    banner.show_message("info", "Two")
    assert not [
        each
        for each in banner.findChildren(QPushButton)
        if each.text() == "Undo" and each.isVisible()
    ]


def test_details_open_on_demand(banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("error", "Refused", details="HTTP 403")
    view = banner.findChildren(QPlainTextEdit)[0]
    assert view.isHidden()
    QTest.mouseClick(button(banner, "showDetails"), Qt.MouseButton.LeftButton)
    assert view.isVisible()
    assert view.toPlainText() == "HTTP 403"
    assert view.isReadOnly()


def test_without_details_there_is_no_button_for_them(banner: Banner) -> None:
    banner.show_message("error", "Refused")
    assert button(banner, "showDetails").isHidden()


def test_text_is_never_taken_for_markup(banner: Banner) -> None:
    banner.show_message("error", "<b>x</b>", "<img src='file:///etc/passwd'>")
    assert banner.title() == "<b>x</b>"
    assert banner.grab().toImage() is not None
