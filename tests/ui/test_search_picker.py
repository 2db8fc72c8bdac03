"""The search picker."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.picker_list import PickerItem, PickerModel
from migma_desktop.ui.widgets.search_picker import SearchPicker

SEGMENTS = [
    PickerItem("s1", "VIP customers", "Three orders or more", "214"),
    PickerItem("s2", "Newsletter", "Signed up on the website", "12,480"),
    PickerItem("s3", "Lapsed", "Nobody is in it", "0", enabled=False),
    PickerItem("s4", "Trial ended", badge="38"),
]


@pytest.fixture
def picker(icons: Icons, qtbot: QtBot) -> SearchPicker:
    picker = SearchPicker(
        icons=icons, accessible_name="Segment", object_name="segment", allow_free_id=True
    )
    qtbot.addWidget(picker)
    picker.set_items(SEGMENTS)
    picker.show()
    return picker


def part(picker: SearchPicker, name: str) -> QWidget:
    return picker.findChildren(QWidget, f"segment.{name}")[0]


def search(picker: SearchPicker) -> QLineEdit:
    return picker.findChildren(QLineEdit, "segment.popup.search")[0]


def shown(picker: SearchPicker) -> list[str]:
    model = picker.findChildren(QListView, "segment.popup.list")[0].model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def texts(picker: SearchPicker) -> list[str]:
    return [
        label.text() for label in part(picker, "popup").findChildren(QLabel) if label.isVisible()
    ]


def test_a_click_opens_the_list_and_tells(picker: SearchPicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.opened):
        QTest.mouseClick(part(picker, "button"), Qt.MouseButton.LeftButton)
    assert part(picker, "popup").isVisible()


def test_the_down_key_opens_the_list(picker: SearchPicker, qtbot: QtBot) -> None:
    QTest.keyClick(part(picker, "button"), Qt.Key.Key_Down)
    assert part(picker, "popup").isVisible()


def test_typing_narrows_the_list(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.show_popup()
    QTest.keyClicks(search(picker), "web NEWS")
    assert shown(picker) == ["Newsletter"]


def test_enter_takes_the_first_match(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.show_popup()
    QTest.keyClicks(search(picker), "trial")
    with qtbot.waitSignal(picker.item_chosen) as caught:
        QTest.keyClick(search(picker), Qt.Key.Key_Return)
    assert caught.args == ["s4"]
    assert picker.current_id() == "s4"
    assert part(picker, "popup").isHidden()


def test_arrow_keys_pass_over_what_cannot_be_picked(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.show_popup()
    for _ in range(2):
        QTest.keyClick(search(picker), Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.item_chosen) as caught:
        QTest.keyClick(search(picker), Qt.Key.Key_Return)
    assert caught.args == ["s4"]


def test_escape_closes_and_changes_nothing(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.set_current_id("s2")
    picker.show_popup()
    with qtbot.assertNotEmitted(picker.item_chosen):
        QTest.keyClick(search(picker), Qt.Key.Key_Escape)
    assert part(picker, "popup").isHidden()
    assert picker.current_id() == "s2"


def test_a_disabled_item_cannot_be_clicked(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.show_popup()
    view = picker.findChildren(QListView, "segment.popup.list")[0]
    place = view.visualRect(view.model().index(2, 0)).center()
    with qtbot.assertNotEmitted(picker.item_chosen):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_chooses(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.show_popup()
    view = picker.findChildren(QListView, "segment.popup.list")[0]
    place = view.visualRect(view.model().index(1, 0)).center()
    with qtbot.waitSignal(picker.item_chosen) as caught:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == ["s2"]


def test_setting_the_choice_is_silent_and_read_out(picker: SearchPicker, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(picker.item_chosen):
        picker.set_current_id("s1")
    assert part(picker, "button").accessibleName() == "Segment: VIP customers, 214"
    assert picker.current_item() == SEGMENTS[0]


def test_a_choice_may_come_before_its_list(icons: Icons, qtbot: QtBot) -> None:
    picker = SearchPicker(icons=icons, accessible_name="Segment", object_name="segment")
    qtbot.addWidget(picker)
    picker.set_current_id("s1")
    assert part(picker, "button").accessibleName() == "Segment: s1"
    picker.set_items(SEGMENTS)
    assert part(picker, "button").accessibleName() == "Segment: VIP customers, 214"


def test_loading_and_errors_stand_in_the_lists_place(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.show_popup()
    picker.set_loading()
    assert "Loading…" in texts(picker)
    picker.set_error("This key may not list segments.")
    assert "This key may not list segments." in texts(picker)
    retry = picker.findChildren(QPushButton, "segment.popup.message.action")[0]
    with qtbot.waitSignal(picker.retry_requested):
        QTest.mouseClick(retry, Qt.MouseButton.LeftButton)
    picker.set_items(SEGMENTS)
    assert len(shown(picker)) == len(SEGMENTS)


def test_an_empty_list_says_what_that_means(picker: SearchPicker) -> None:
    picker.set_empty_text("No segments yet", "Make one in Migma.")
    picker.set_items([])
    picker.show_popup()
    assert {"No segments yet", "Make one in Migma."} <= set(texts(picker))


def test_nothing_found_says_so(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.show_popup()
    QTest.keyClicks(search(picker), "zzz")
    assert "Nothing found" in texts(picker)


def test_an_id_can_be_typed_instead(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.show_popup()
    footer = picker.findChildren(QPushButton, "segment.popup.footer")[0]
    with qtbot.waitSignal(picker.mode_changed) as mode:
        QTest.mouseClick(footer, Qt.MouseButton.LeftButton)
    assert mode.args == [True]
    with qtbot.waitSignal(picker.id_typed):
        QTest.keyClicks(part(picker, "id"), " seg_9 ")
    assert picker.is_typing_id()
    assert picker.current_id() == "seg_9"


def test_the_way_back_to_the_list_keeps_the_choice(picker: SearchPicker, qtbot: QtBot) -> None:
    picker.set_current_id("s1")
    picker.set_typed_id("seg_9")
    with qtbot.waitSignal(picker.mode_changed) as mode:
        QTest.mouseClick(part(picker, "backToList"), Qt.MouseButton.LeftButton)
    assert mode.args == [False]
    assert picker.current_id() == "s1"


def test_the_way_back_to_the_list_tells_that_the_choice_counts_again(
    picker: SearchPicker, qtbot: QtBot
) -> None:
    picker.set_current_id("s1")
    picker.set_typed_id("seg_9")
    with qtbot.waitSignal(picker.item_chosen) as chosen:
        QTest.mouseClick(part(picker, "backToList"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["s1"]


def test_typing_begins_with_the_id_that_was_chosen(picker: SearchPicker) -> None:
    picker.set_current_id("s1")
    picker.show_popup()
    footer = picker.findChildren(QPushButton, "segment.popup.footer")[0]
    QTest.mouseClick(footer, Qt.MouseButton.LeftButton)
    assert picker.current_id() == "s1"
    QTest.keyClicks(part(picker, "id"), "seg_9")
    assert picker.current_id() == "seg_9"


def test_without_permission_to_type_there_is_no_footer(icons: Icons, qtbot: QtBot) -> None:
    picker = SearchPicker(icons=icons, accessible_name="Segment", object_name="segment")
    qtbot.addWidget(picker)
    picker.show()
    picker.show_popup()
    assert part(picker, "popup.footer").isHidden()


def test_ten_thousand_items_are_searched_by_every_word() -> None:
    model = PickerModel()
    model.set_items([PickerItem(str(n), f"Segment {n}", f"group {n % 7}") for n in range(10_000)])
    model.search("9999 group")
    assert model.rowCount() == 1
    assert model.item_at(0).id == "9999"
    model.search("")
    assert model.rowCount() == 10_000


def test_the_last_of_thousands_is_found_ticked_and_chosen(
    picker: SearchPicker, qtbot: QtBot
) -> None:
    picker.set_items([PickerItem(f"s{number}", f"Segment {number}") for number in range(5000)])
    picker.set_current_id("s4998")
    QTest.mouseClick(part(picker, "button"), Qt.MouseButton.LeftButton)
    view = picker.findChildren(QListView, "segment.popup.list")[0]
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
    assert view.currentIndex().row() == 4998
    QTest.keyClicks(search(picker), "4999")
    assert shown(picker) == ["Segment 4999"]
    with qtbot.waitSignal(picker.item_chosen) as chosen:
        QTest.keyClick(search(picker), Qt.Key.Key_Return)
    assert chosen.args == ["s4999"]
