"""A picker with many segments: how soon it is open, and how soon a letter is searched for."""

from __future__ import annotations

import os
import sys
import time
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import Theme, ThemeMode
from migma_desktop.ui.widgets.picker_list import PickerItem
from migma_desktop.ui.widgets.search_picker import SearchPicker
from tests.bench.processes import report

_TIMES = 15
_TYPED = "oslo 33"
_TOWNS = ("Ulm", "Oslo", "Paris")


def segments(count: int) -> list[PickerItem]:
    """Return that many, each with what a segment has."""
    return [
        PickerItem(
            f"s{number}",
            f"Segment {number} of people in {_TOWNS[number % len(_TOWNS)]}",
            f"Bought {number % 17} things",
            f"{number * 3:,}",
        )
        for number in range(count)
    ]


def ours(count: int) -> None:
    """Open the picker and type, as often as it takes for a median."""
    application = QApplication([])
    theme = Theme(application=application, hints=application.styleHints(), mode=ThemeMode.LIGHT)
    picker = SearchPicker(icons=Icons(theme), accessible_name="Segment", object_name="segment")
    picker.set_items(segments(count))
    picker.set_current_id("s70")
    picker.show()
    popup = picker.findChild(QFrame, "segment.popup")
    search = picker.findChild(QLineEdit, "segment.popup.search")
    assert popup is not None
    assert search is not None
    opens, letters = [], []
    for _ in range(_TIMES):
        began = time.perf_counter_ns()
        picker.show_popup()
        application.processEvents()
        opens.append((time.perf_counter_ns() - began) / 1e6)
        for letter in _TYPED:
            began = time.perf_counter_ns()
            QTest.keyClicks(search, letter)
            letters.append((time.perf_counter_ns() - began) / 1e6)
            application.processEvents()
        popup.hide()
        application.processEvents()
    report(opens=median(opens), letter=median(letters))


def bare(count: int) -> None:
    """Look through the same texts, and do nothing with what is found."""
    texts = [f"{item.title}\n{item.subtitle}\n{item.badge}".casefold() for item in segments(count)]
    letters = []
    for _ in range(_TIMES):
        for end in range(1, len(_TYPED) + 1):
            began = time.perf_counter_ns()
            words = _TYPED[:end].split()
            assert [text for text in texts if all(word in text for word in words)] or count < 100
            letters.append((time.perf_counter_ns() - began) / 1e6)
    report(letter=median(letters))


if __name__ == "__main__":
    (ours if sys.argv[1] == "ours" else bare)(int(sys.argv[2]))
