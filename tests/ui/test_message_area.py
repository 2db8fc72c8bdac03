"""The messages over the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets import message_area
from migma_desktop.ui.widgets.banner import MessageAction
from migma_desktop.ui.widgets.message_area import MessageArea


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    return window


@pytest.fixture
def area(icons: Icons, window: QWidget) -> MessageArea:
    return MessageArea(icons=icons, parent=window)


def titles(area: MessageArea) -> list[str]:
    return [message.title() for message in area.messages()]


def test_a_message_appears_at_the_lower_right(area: MessageArea, window: QWidget) -> None:
    area.show_message("info", "Draft saved")
    assert area.isVisible()
    assert area.geometry().bottomRight() == window.rect().bottomRight()


def test_it_stays_in_its_corner_when_the_window_changes(area: MessageArea, window: QWidget) -> None:
    area.show_message("info", "Draft saved")
    window.resize(500, 400)
    assert area.geometry().bottomRight() == window.rect().bottomRight()


def test_messages_stack_and_are_told_on(area: MessageArea, qtbot: QtBot) -> None:
    area.show_message("error", "One")
    with qtbot.waitSignal(area.message_shown) as caught:
        area.show_message("warning", "Two", "Because")
    assert caught.args == ["warning", "Two", "Because"]
    assert titles(area) == ["One", "Two"]
    one, two = area.messages()
    assert one.geometry().bottom() < two.geometry().top()


def test_only_a_few_are_shown_at_a_time(area: MessageArea) -> None:
    for number in range(6):
        area.show_message("error", str(number))
    assert titles(area) == ["2", "3", "4", "5"]


def test_one_can_be_dismissed(area: MessageArea, qtbot: QtBot) -> None:
    area.show_message("error", "One")
    area.show_message("error", "Two")
    close = area.messages()[0].findChildren(QPushButton, "messageArea.message.close")[0]
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert titles(area) == ["Two"]


def test_the_area_is_out_of_the_way_when_empty(area: MessageArea) -> None:
    area.show_message("error", "One")
    area.clear()
    assert area.isHidden()


def test_good_news_goes_away_by_itself(
    area: MessageArea, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_area, "PASSING_MS", 1)
    area.show_message("success", "Draft saved")
    qtbot.waitUntil(lambda: not area.messages())


def test_what_asks_for_something_stays(
    area: MessageArea, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_area, "PASSING_MS", 1)
    area.show_message("error", "Refused")
    area.show_message("info", "Sending", actions=[MessageAction("Undo", lambda: None)])
    area.show_message("success", "Draft saved")
    qtbot.waitUntil(lambda: len(area.messages()) == 2)
    assert titles(area) == ["Refused", "Sending"]


def test_a_long_message_is_shown_whole(area: MessageArea) -> None:
    area.show_message("error", "Not sent", "It may have arrived; ask before sending anew. " * 6)
    message = area.messages()[0]
    assert message.height() >= message.heightForWidth(message.width())
