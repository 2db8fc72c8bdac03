"""The preview as a guest in the window: its menu, the keyboard, its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

Screen = Any  # the fixture's class lives in conftest.py


def test_a_view_may_be_closed_while_it_is_busy(make_screen: Any, qtbot: QtBot) -> None:
    screen = make_screen()
    screen.show("<!DOCTYPE html><p>Hello")
    with qtbot.captureExceptions() as raised:
        screen.view.show_html("<!DOCTYPE html>" + "<p>Hello" * 50_000)
        assert screen.view.page().renderProcessPid() > 0
        screen.view.deleteLater()
        QTest.qWait(50)
    assert not shiboken6.isValid(screen.view)
    assert not raised


def test_the_menu_offers_to_copy_and_nothing_that_leads_away(screen: Screen) -> None:
    screen.show("<!DOCTYPE html><p>Hello")
    place = QPoint(50, 20)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, screen.view.mapToGlobal(place))
    screen.view.contextMenuEvent(event)
    menu = screen.view.findChild(QMenu, "previewMenu")
    assert [action.text() for action in menu.actions()] == ["&Copy"]
    assert not menu.actions()[0].isEnabled()
    menu.close()


@pytest.fixture
def editor(screen: Screen, qtbot: QtBot) -> Iterator[QLineEdit]:
    """An editor beside the preview, with the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    editor = QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(editor)
    column.addWidget(screen.view)
    window.resize(600, 800)
    window.show()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    yield editor
    screen.view.setParent(None)


def test_an_email_does_not_take_the_focus_from_the_editor(
    screen: Screen, editor: QLineEdit
) -> None:
    screen.show("<!DOCTYPE html><p>Hello")
    screen.show("<!DOCTYPE html><p>Hello<input autofocus>")
    screen.settle()
    QTest.keyClicks(editor, "typed")
    assert editor.hasFocus()
    assert editor.text() == "typed"


def test_the_keyboard_scrolls_the_email(screen: Screen, editor: QLineEdit, qtbot: QtBot) -> None:
    screen.show("<!DOCTYPE html><div style='height:5000px'>Hello")
    with qtbot.waitSignal(screen.view.focus_changed) as focus:
        screen.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert focus.args == [True]
    QTest.keyClick(screen.view.focusProxy(), Qt.Key.Key_End)
    qtbot.waitUntil(lambda: screen.ask("window.scrollY > 1000") is True)
    with qtbot.waitSignal(screen.view.focus_changed) as focus:
        editor.setFocus()
    assert focus.args == [False]
