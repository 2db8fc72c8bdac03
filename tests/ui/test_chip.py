"""The chip."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import LIGHT
from migma_desktop.ui.widgets.chip import Chip, ChipKind


@pytest.mark.parametrize(
    ("kind", "color"),
    [("live", LIGHT.danger), ("test", LIGHT.warning), ("sandbox", LIGHT.success)],
)
def test_each_key_type_has_its_colour(
    icons: Icons, qtbot: QtBot, kind: ChipKind, color: str
) -> None:
    chip = Chip("Acme", icons=icons, kind=kind, clickable=True)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    image = chip.grab().toImage()
    assert image.pixelColor(12 + 4, chip.height() // 2) == QColor(color)


def test_a_clickable_chip_is_a_button(icons: Icons, qtbot: QtBot) -> None:
    chip = Chip("Sandbox", icons=icons, clickable=True, object_name="profileButton")
    qtbot.addWidget(chip)
    chip.show()
    chip.setFocus()
    with qtbot.waitSignal(chip.clicked):
        QTest.keyClick(chip, Qt.Key.Key_Space)


def test_a_plain_chip_takes_no_focus(icons: Icons, qtbot: QtBot) -> None:
    chip = Chip("Verified", icons=icons, kind="success")
    qtbot.addWidget(chip)
    assert chip.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert chip.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_the_name_is_said_before_the_state(icons: Icons, qtbot: QtBot) -> None:
    chip = Chip("Sandbox", icons=icons, accessible_name="Profile")
    qtbot.addWidget(chip)
    chip.set_text("Live key")
    assert chip.accessibleName() == "Profile: Live key"
    assert chip.text() == "Live key"


def test_a_longer_text_asks_for_more_room(icons: Icons, qtbot: QtBot) -> None:
    chip = Chip("Short", icons=icons)
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    chip.set_text("A good deal longer")
    assert chip.sizeHint().width() > before


def test_where_room_is_short_the_name_is_cut_and_the_kind_of_key_stays(
    icons: Icons, qtbot: QtBot
) -> None:
    chip = Chip("", icons=icons, clickable=True)
    qtbot.addWidget(chip)
    chip.set_text("Fern & Finch · Live key ····4f2a", name="Fern & Finch", state="Live key")
    metrics = chip.fontMetrics()

    def said(room: int) -> str:
        return chip.words_for(room, metrics)

    whole = metrics.horizontalAdvance(chip.text())
    assert said(whole + 1) == chip.text()
    assert said(whole) == "Fern & Finch · Live key"
    narrow = metrics.horizontalAdvance("Fern & · Live key")
    assert said(narrow).startswith("Fern")
    assert said(narrow).endswith("… · Live key")
    assert metrics.horizontalAdvance(said(narrow)) <= narrow
