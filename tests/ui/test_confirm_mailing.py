"""The question before a mailing: how many people, and is that really meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from migma_desktop.core.settings import Settings
from migma_desktop.ui.dialogs.safety_dialog import SafetyDialog
from tests.ui.stage import (
    LEFT,
    LIVE,
    Stage,
    button,
    confirm,
    counted,
    line,
    spin,
    words,
)


def test_a_mailing_says_how_many_it_reaches_at_most_and_who_is_left_out(stage: Stage) -> None:
    said = words(confirm(stage, counted()))
    assert "Up to 1,214 people, counted just now." in said
    assert "how many isn't known" in said
    said = words(confirm(stage, counted(skipped=12)))
    assert "12 of them are left out: bounced or unsubscribed." in said
    assert "usual" not in said
    assert "has changed" not in said


@pytest.mark.parametrize("typed", ["1214", "1,214", "1 214"])
def test_a_large_mailing_wants_its_number_typed(stage: Stage, typed: str) -> None:
    dialog = confirm(stage, counted())
    send = button(dialog, "confirmSendButton")
    assert not send.isEnabled()
    assert send.toolTip() == "Type the number of people first."
    QTest.keyClicks(line(dialog, "confirmCount"), "121")
    assert not send.isEnabled()
    line(dialog, "confirmCount").clear()
    QTest.keyClicks(line(dialog, "confirmCount"), typed)
    assert send.isEnabled()


def test_a_small_mailing_wants_no_number(stage: Stage) -> None:
    dialog = confirm(stage, counted(count=50))
    assert dialog.findChild(QLineEdit, "confirmCount") is None
    assert button(dialog, "confirmSendButton").isEnabled()


def test_a_count_that_cannot_be_read_is_said(stage: Stage) -> None:
    dialog = confirm(stage, counted(count=None))
    assert "can't be read from Migma now" in words(dialog)
    assert "only if you are sure who is in VIP customers" in words(dialog)
    assert button(dialog, "confirmSendButton").isEnabled()


def test_an_unusual_and_a_changed_number_are_said(stage: Stage) -> None:
    said = words(confirm(stage, counted(usual=40, before=1200)))
    assert "mailings of Acme usually go to about 40 people, this one to 1,214" in said
    assert "it was 1,200, now it is 1,214" in said
    assert "usually" not in words(confirm(stage, counted(usual=300)))
    said = words(confirm(stage, counted(usual=20_000)))
    assert "Far fewer than usual: mailings of Acme usually go to about 20,000 people" in said


def test_the_safety_of_sending_can_be_changed(stage: Stage, qtbot: QtBot) -> None:
    dialog = stage.show(SafetyDialog(Settings(), LIVE, icons=stage.icons))
    spin(dialog, "undoSeconds").setValue(30)
    spin(dialog, "typeCountAbove").setValue(10)
    assert not spin(dialog, "batchCap").isEnabled()
    button(dialog, "testsOnly").click()
    button(dialog, "batchCapOn").click()
    spin(dialog, "batchCap").setValue(500)
    with qtbot.waitSignal(dialog.changed) as changed:
        QTest.mouseClick(button(dialog, "safetySaveButton"), LEFT)
    assert changed.args == [30, 10, replace(LIVE, tests_only=True, batch_cap=500)]
