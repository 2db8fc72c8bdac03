"""The push button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import CONTROL_HEIGHT, LIGHT
from migma_desktop.ui.widgets.button import Button, ButtonKind


def ground(button: Button) -> QColor:
    """Return the colour inside the left edge."""
    return button.grab().toImage().pixelColor(4, button.height() // 2)


@pytest.mark.parametrize(
    ("kind", "color"),
    [("primary", LIGHT.accent), ("danger", LIGHT.danger_fill), ("secondary", LIGHT.surface)],
)
def test_each_kind_has_its_own_ground(
    icons: Icons, qtbot: QtBot, kind: ButtonKind, color: str
) -> None:
    button = Button("Send", icons=icons, kind=kind, icon_name="send")
    qtbot.addWidget(button)
    assert ground(button) == QColor(color)


def test_a_button_stands_on_the_grid(icons: Icons, qtbot: QtBot) -> None:
    button = Button("Send", icons=icons, icon_name="send")
    square = Button(icons=icons, icon_name="x", accessible_name="Close")
    for each in (button, square):
        qtbot.addWidget(each)
        each.ensurePolished()
        assert each.sizeHint().height() == CONTROL_HEIGHT
    assert square.sizeHint().width() == CONTROL_HEIGHT


def test_words_that_find_no_room_are_cut_with_a_sign(icons: Icons, qtbot: QtBot) -> None:
    words = "Send to up to 214 people in VIP customers"
    narrow = Button(words, icons=icons, kind="primary", icon_name="send")
    qtbot.addWidget(narrow)
    narrow.resize(narrow.sizeHint().width() - 60, CONTROL_HEIGHT)
    picture = narrow.grab().toImage()
    right = picture.width() - 4
    edge = {
        picture.pixelColor(x, y).name() for x in (4, right) for y in range(8, CONTROL_HEIGHT - 8)
    }
    assert edge == {QColor(LIGHT.accent).name()}


def test_an_icon_button_says_its_name(icons: Icons, qtbot: QtBot) -> None:
    button = Button(icons=icons, icon_name="x", accessible_name="Close", object_name="close")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Close"
    assert button.objectName() == "close"


def test_a_click_leaves_the_focus_where_it_was(icons: Icons, qtbot: QtBot) -> None:
    button = Button("Send", icons=icons)
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("kind", ["primary", "secondary", "quiet", "danger"])
def test_keyboard_focus_can_be_seen(icons: Icons, qtbot: QtBot, kind: ButtonKind) -> None:
    button = Button("Send", icons=icons, kind=kind)
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    qtbot.waitUntil(button.isActiveWindow)
    button.clearFocus()
    before = button.grab().toImage()
    size = button.sizeHint()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
    assert button.grab().toImage() != before
    assert button.sizeHint() == size


def test_a_button_can_become_dangerous(icons: Icons, qtbot: QtBot) -> None:
    button = Button("Send", icons=icons, kind="primary", icon_name="send")
    qtbot.addWidget(button)
    button.set_kind("danger")
    assert ground(button) == QColor(LIGHT.danger_fill)


def test_text_and_icon_both_fit(icons: Icons, qtbot: QtBot) -> None:
    plain = Button("Send", icons=icons)
    with_icon = Button("Send", icons=icons, icon_name="send")
    for each in (plain, with_icon):
        qtbot.addWidget(each)
    assert with_icon.sizeHint().width() == plain.sizeHint().width() + 16 + 8


def test_words_that_come_later_have_the_same_air_around_them(icons: Icons, qtbot: QtBot) -> None:
    at_once = Button("Send to 40 people", icons=icons, kind="danger", icon_name="send")
    later = Button(icons=icons, kind="danger", icon_name="send", accessible_name="Send")
    for each in (at_once, later):
        qtbot.addWidget(each)
        each.ensurePolished()
    later.set_words("Send to 40 people", widest=400)
    assert later.sizeHint() == at_once.sizeHint()


def test_a_focused_button_has_its_ring_and_no_second_frame_inside(
    icons: Icons, qtbot: QtBot
) -> None:
    button = Button("Send", icons=icons, kind="primary")
    qtbot.addWidget(button)
    button.resize(200, button.sizeHint().height())
    button.show()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    button.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as after the Tab key
    row = button.height() // 2
    image = button.grab().toImage()
    inside = {image.pixelColor(x, row).name() for x in range(10, 70)}
    inside |= {image.pixelColor(100, y).name() for y in range(6, 9)}
    assert inside == {QColor(LIGHT.accent).name()}


def test_words_that_are_cut_are_still_all_there_to_read(icons: Icons, qtbot: QtBot) -> None:
    send = Button("Send", icons=icons, icon_name="send")
    qtbot.addWidget(send)
    send.ensurePolished()
    words = "Send to up to 214 people in Customers who have bought a kiln & glaze this year"
    send.set_words(words, widest=200)
    assert send.text().replace("&&", "&") == send.accessibleName() == words
    assert send.sizeHint().width() == 200 + send.edges()
    send.set_words("Send", widest=200)
    assert send.sizeHint().width() < 200
