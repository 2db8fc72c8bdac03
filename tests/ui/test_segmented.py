"""The segmented control."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import CONTROL_HEIGHT
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl


def make(icons: Icons) -> SegmentedControl:
    return SegmentedControl(
        [
            Segment("email", "Person", "user"),
            Segment("segment", "Segment"),
            Segment("tag", "Tag", "tag", icon_only=True),
        ],
        icons=icons,
        accessible_name="Recipient",
        object_name="recipientType",
    )


@pytest.fixture
def control(icons: Icons, qtbot: QtBot) -> SegmentedControl:
    control = make(icons)
    qtbot.addWidget(control)
    control.show()
    return control


def button(control: SegmentedControl, value: str) -> QRadioButton:
    return control.findChildren(QRadioButton, f"recipientType.{value}")[0]


def test_the_first_segment_is_chosen(control: SegmentedControl) -> None:
    assert control.value() == "email"
    assert button(control, "email").isChecked()


def test_a_click_chooses_and_tells(control: SegmentedControl, qtbot: QtBot) -> None:
    with qtbot.waitSignal(control.value_changed) as caught:
        QTest.mouseClick(button(control, "segment"), Qt.MouseButton.LeftButton)
    assert caught.args == ["segment"]
    assert control.value() == "segment"


def test_a_click_on_the_chosen_segment_says_nothing(
    control: SegmentedControl, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(control.value_changed):
        QTest.mouseClick(button(control, "email"), Qt.MouseButton.LeftButton)


def test_setting_the_value_is_silent(control: SegmentedControl, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(control.value_changed):
        control.set_value("tag")
    assert control.value() == "tag"
    assert button(control, "tag").isChecked()


def test_an_unknown_value_is_refused(control: SegmentedControl) -> None:
    with pytest.raises(KeyError):
        control.set_value("nobody")


def test_arrow_keys_choose_the_next_segment(control: SegmentedControl, qtbot: QtBot) -> None:
    control.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(control.value_changed) as caught:
        QTest.keyClick(button(control, "email"), Qt.Key.Key_Right)
    assert caught.args == ["segment"]
    assert button(control, "segment").hasFocus()


def test_tab_enters_once_and_leaves_again(icons: Icons, qtbot: QtBot) -> None:
    control = make(icons)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    for widget in (before, control, after):
        column.addWidget(widget)
    control.set_value("segment")
    window.show()
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert window.focusWidget() is button(control, "segment")
    QTest.keyClick(button(control, "segment"), Qt.Key.Key_Tab)
    assert window.focusWidget() is after


def test_a_forbidden_segment_tells_why(control: SegmentedControl, qtbot: QtBot) -> None:
    control.set_segment_enabled("segment", False, "This key may not list segments")
    QTest.mouseClick(button(control, "segment"), Qt.MouseButton.LeftButton)
    assert control.value() == "email"
    assert button(control, "segment").toolTip() == "This key may not list segments"


def test_every_segment_has_a_name(control: SegmentedControl) -> None:
    names = [each.accessibleName() for each in control.findChildren(QRadioButton)]
    assert names == ["Person", "Segment", "Tag"]
    assert button(control, "tag").toolTip() == "Tag"


def test_it_is_as_high_as_other_controls(control: SegmentedControl) -> None:
    assert control.sizeHint().height() == CONTROL_HEIGHT


def test_a_mark_stands_before_the_text_in_its_colour_and_is_read_out(
    control: SegmentedControl, icons: Icons
) -> None:
    marked = button(control, "segment")
    width = marked.sizeHint().width()
    ink = QColor(icons.theme.tokens.success).rgb()

    def is_painted() -> bool:
        image = marked.grab().toImage()
        places = ((x, y) for x in range(image.width()) for y in range(image.height()))
        return any(image.pixel(x, y) == ink for x, y in places)

    assert not is_painted()
    control.set_mark("segment", "circle-check", "success", "all is well")
    assert is_painted()
    assert marked.sizeHint().width() > width
    assert marked.accessibleName() == "Segment: all is well"
    control.set_mark("segment")
    assert not is_painted()
    assert (marked.sizeHint().width(), marked.accessibleName()) == (width, "Segment")
