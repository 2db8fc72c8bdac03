"""The switch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.switch import Switch


@pytest.fixture
def switch(icons: Icons, qtbot: QtBot) -> Switch:
    switch = Switch("Load &images", icons=icons, object_name="images")
    qtbot.addWidget(switch)
    return switch


def test_space_turns_it_on(switch: Switch, qtbot: QtBot) -> None:
    switch.show()
    switch.setFocus()
    with qtbot.waitSignal(switch.clicked):
        QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_the_label_can_be_clicked_too(switch: Switch, qtbot: QtBot) -> None:
    switch.resize(switch.sizeHint())
    switch.show()
    end = switch.rect().center()
    end.setX(switch.width() - 4)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=end)
    assert switch.isChecked()


def test_it_looks_different_when_on(switch: Switch) -> None:
    before = switch.grab().toImage()
    switch.setChecked(True)
    assert switch.grab().toImage() != before


def test_a_screen_reader_meets_a_check_box(switch: Switch) -> None:
    accessible = QAccessible.queryAccessibleInterface(switch)
    assert accessible.role() == QAccessible.Role.CheckBox
    assert switch.accessibleName() == "Load images"
