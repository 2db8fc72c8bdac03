"""The bar of what has not left yet: it counts down, asks, and can be used by everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.undo_bar import UndoBar
from migma_desktop.ui.widgets.undo_row import HeldEmail
from tests.architecture.controls import faults_of
from tests.fakes import START, ManualTime

LEFT = Qt.MouseButton.LeftButton
COUNTING = HeldEmail(
    send_id="one",
    whom="up to 214 people in VIP customers",
    subject="Summer news",
    begun=START,
    until=START + timedelta(seconds=10),
)
ASKING = HeldEmail(
    send_id="two", whom="ada@example.com", subject="Receipt", begun=START, why="It never left."
)


@pytest.fixture
def time() -> ManualTime:
    return ManualTime()


@pytest.fixture
def bar(qtbot: QtBot, icons: Icons, time: ManualTime) -> UndoBar:
    bar = UndoBar(icons=icons, now=time.now)
    qtbot.addWidget(bar)
    bar.resize(1024, 60)
    return bar


def _title(bar: UndoBar, row: int = 0) -> str:
    return bar.findChildren(QLabel, "undoTitle")[row].text()


def _press(bar: UndoBar, name: str, row: int = 0) -> None:
    QTest.mouseClick(bar.findChildren(QAbstractButton, name)[row], LEFT)


def test_it_never_says_more_than_the_countdown_has(bar: UndoBar, time: ManualTime) -> None:
    time.turn(-3600)  # the clock was set back
    bar.put(COUNTING)
    assert _title(bar) == "Leaves in 10 s: up to 214 people in VIP customers"


def test_it_counts_down_and_goes(bar: UndoBar, time: ManualTime, qtbot: QtBot) -> None:
    assert bar.isHidden()
    bar.put(COUNTING)
    assert bar.isVisible()
    assert _title(bar) == "Leaves in 10 s: up to 214 people in VIP customers"
    progress = bar.findChild(QProgressBar, "undoProgress")
    assert progress is not None
    full = progress.value()
    time.turn(7)
    qtbot.waitUntil(lambda: "in 3 s" in _title(bar))
    assert progress.value() == pytest.approx(full * 0.3)
    time.turn(60)
    qtbot.waitUntil(lambda: "in 0 s" in _title(bar))
    bar.remove("one")
    assert bar.isHidden()


def test_both_orders_name_their_email(bar: UndoBar, qtbot: QtBot) -> None:
    bar.put(ASKING)
    bar.put(COUNTING)
    assert _title(bar, 0).startswith("Leaves in")
    assert _title(bar, 1) == "Not sent: Receipt"
    with qtbot.waitSignal(bar.undo_wanted) as undone:
        _press(bar, "undoButton", row=0)
    with qtbot.waitSignal(bar.send_now_wanted) as sent:
        _press(bar, "sendNowButton", row=1)
    assert (undone.args, sent.args) == (["one"], ["two"])


def test_a_countdown_laid_aside_asks_instead(bar: UndoBar) -> None:
    bar.put(COUNTING)
    bar.put(replace(COUNTING, until=None, why="You closed the window."))
    assert _title(bar) == "Not sent: Summer news"
    detail = bar.findChild(QLabel, "undoDetail")
    assert detail is not None
    assert detail.text() == "You closed the window."


def test_many_questions_come_a_few_at_a_time(bar: UndoBar) -> None:
    for number in range(5):
        bar.put(replace(ASKING, send_id=str(number), begun=START + timedelta(seconds=number)))
    assert len(bar.emails) == 5
    assert len(bar.findChildren(QLabel, "undoTitle")) == 3
    bar.remove("0")
    assert bar.emails[0].send_id == "1"


def test_it_can_be_used_by_everybody(bar: UndoBar) -> None:
    bar.put(COUNTING)
    bar.put(ASKING)
    assert faults_of(bar) == []
    assert "Undo with Ctrl+Shift+Backspace" in bar.findChildren(QLabel, "undoDetail")[0].text()
