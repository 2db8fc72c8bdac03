"""The labelled field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import LIGHT
from migma_desktop.ui.widgets.field import Field, FieldState
from migma_desktop.ui.widgets.search_picker import SearchPicker


@pytest.fixture
def field(icons: Icons, qtbot: QtBot) -> Field:
    field = Field("&Subject", QLineEdit(), icons=icons, hint="0 / 60")
    qtbot.addWidget(field)
    field.show()
    return field


def label(field: Field, text: str) -> QLabel:
    return next(each for each in field.findChildren(QLabel) if each.text() == text)


def test_the_label_names_the_control_and_leads_to_it(field: Field) -> None:
    assert field.control.accessibleName() == "Subject"
    assert label(field, "&Subject").buddy() is field.control


def test_a_name_that_the_control_has_stays(icons: Icons, qtbot: QtBot) -> None:
    control = QLineEdit()
    control.setAccessibleName("Subject line")
    field = Field("Subject", control, icons=icons)
    qtbot.addWidget(field)
    assert control.accessibleName() == "Subject line"


@pytest.mark.parametrize(
    ("state", "color"),
    [("error", LIGHT.danger), ("warning", LIGHT.warning), ("ok", LIGHT.success)],
)
def test_a_message_is_shown_in_its_colour(field: Field, state: FieldState, color: str) -> None:
    field.set_message("Something about it", state)
    shown = label(field, "Something about it")
    assert shown.isVisible()
    assert shown.palette().windowText().color() == QColor(color)
    assert field.control.property("state") == state
    assert field.control.accessibleDescription() == "Something about it"
    assert field.state == state


def test_a_picker_shows_the_state_at_its_own_edge(icons: Icons, qtbot: QtBot) -> None:
    picker = SearchPicker(icons=icons, accessible_name="Tag", object_name="tag")
    field = Field("Tag", picker, icons=icons)
    qtbot.addWidget(field)
    field.set_message("Choose a tag", "error")
    button = picker.findChildren(QPushButton, "tag.button")[0]
    assert button.property("state") == "error"
    assert button.accessibleDescription() == "Choose a tag"


def test_an_empty_message_takes_no_room(field: Field) -> None:
    before = field.sizeHint().height()
    field.set_message("Wrong", "error")
    assert field.sizeHint().height() > before
    field.set_message("")
    assert field.sizeHint().height() == before
    assert field.control.property("state") == "none"


def test_a_long_message_wraps_instead_of_being_cut(field: Field) -> None:
    field.set_message("This is wrong, and here is what you can do about it. " * 4, "error")
    assert field.heightForWidth(240) > field.heightForWidth(900)


def test_the_hint_can_count(field: Field) -> None:
    field.set_hint("12 / 60")
    assert label(field, "12 / 60").isVisible()


def test_the_mnemonic_is_told_in_the_tooltip_and_works(field: Field, qtbot: QtBot) -> None:
    assert label(field, "&Subject").toolTip() == "Alt+S"
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.control.clearFocus()
    QTest.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert field.control.hasFocus()
