"""The walk over the keys of a window notices what clashes, and only that."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.architecture.shortcuts import clashes_in

_HERE = Qt.ShortcutContext.WidgetWithChildrenShortcut


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.setObjectName("window")
    qtbot.addWidget(window)
    return window


def part(name: str, parent: QWidget) -> QWidget:
    made = QWidget(parent)
    made.setObjectName(name)
    return made


def action(text: str, keys: str, place: QWidget, context: Qt.ShortcutContext) -> QAction:
    made = QAction(text, place)
    made.setShortcut(keys)
    made.setShortcutContext(context)
    place.addAction(made)
    return made


def test_two_actions_of_a_window_clash(window: QWidget) -> None:
    action("Save", "Ctrl+S", window, Qt.ShortcutContext.WindowShortcut)
    action("Send", "Ctrl+S", part("deep", window), Qt.ShortcutContext.WindowShortcut)
    assert clashes_in(window) == ["Ctrl+S is both Save and Send"]


def test_an_action_in_the_menu_of_a_button_counts(window: QWidget) -> None:
    button = QToolButton(window)
    menu = QMenu(button)
    menu.addAction("Save").setShortcut("Ctrl+S")
    button.setMenu(menu)
    QShortcut(QKeySequence("Ctrl+S"), window)
    assert clashes_in(window) == ["Ctrl+S is both Save and a shortcut of window"]


def test_the_letter_of_a_button_counts(window: QWidget) -> None:
    for text in ("&Send", "&Save"):
        QPushButton(text, window).setObjectName(text)
    assert clashes_in(window) == ["Alt+S is both &Send and &Save"]


def test_the_key_of_a_part_clashes_with_the_window_and_with_what_is_in_it(window: QWidget) -> None:
    outer = part("outer", window)
    action("One", "F5", outer, _HERE)
    action("Two", "F5", part("inner", outer), _HERE)
    assert clashes_in(window) == ["F5 is both One and Two"]
    action("Three", "F5", window, Qt.ShortcutContext.WindowShortcut)
    assert len(clashes_in(window)) == 3


def test_parts_beside_each_other_and_pages_of_one_stack_do_not_clash(window: QWidget) -> None:
    action("One", "F5", part("left", window), _HERE)
    action("Two", "F5", part("right", window), _HERE)
    stack = QStackedWidget(window)
    for text in ("&First", "&Front"):
        page = QWidget()
        QPushButton(text, page).setObjectName(text)
        stack.addWidget(page)
    assert clashes_in(window) == []


def test_one_action_in_two_places_does_not_clash(window: QWidget) -> None:
    shared = action("Save", "Ctrl+S", window, Qt.ShortcutContext.WindowShortcut)
    button = QToolButton(window)
    menu = QMenu(button)
    menu.addAction(shared)
    button.setMenu(menu)
    assert clashes_in(window) == []
