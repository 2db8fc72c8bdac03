"""The way of the Tab key, for the binding's sake."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.focus_round import move_focus


def test_what_goes_away_after_a_round_takes_nothing_along(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    buttons = [QPushButton(name, window) for name in ("New", "Open", "Send")]
    menu = QMenu(buttons[2])
    action = menu.addAction("Send test")
    window.show()
    for is_forward in (True, False):
        assert move_focus(window, [window], is_forward=is_forward)
    buttons[1].deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [shiboken6.isValid(each) for each in buttons] == [True, False, True]
    assert shiboken6.isValid(action)
    assert action.text() == "Send test"
    assert buttons[2].parentWidget() is window
