"""The status log shows the emails of chosen days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateEdit
from pytestqt.qtbot import QtBot

from migma_desktop.core.history import HistoryFilter, midnight
from migma_desktop.ui.dialogs.log_days import LogDaysDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.status_log_filter import Days, LogFilterBar
from tests.architecture.controls import faults_of

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC).astimezone()
MAY = (date(2026, 5, 12), date(2026, 5, 14))


@pytest.fixture
def bar(qtbot: QtBot, icons: Icons) -> LogFilterBar:
    bar = LogFilterBar(icons=icons, now=lambda: NOW)
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def dialog(qtbot: QtBot, icons: Icons) -> LogDaysDialog:
    dialog = LogDaysDialog(*MAY, icons=icons)
    qtbot.addWidget(dialog)
    return dialog


def _choose_days(bar: LogFilterBar) -> QComboBox:
    box = bar.findChild(QComboBox, "logPeriodFilter")
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_End)
    return box


def _edit(dialog: LogDaysDialog, name: str) -> QDateEdit:
    edit = dialog.findChild(QDateEdit, name)
    assert isinstance(edit, QDateEdit)
    return edit


def test_chosen_days_are_whole_days_where_the_user_is(bar: LogFilterBar) -> None:
    asked: list[Days] = []
    heard: list[HistoryFilter] = []
    bar.days_wanted.connect(asked.append)
    box = _choose_days(bar)
    assert asked == [(date(2026, 6, 1), date(2026, 6, 1))]
    bar.changed.connect(heard.append)
    bar.show_days(MAY)
    assert heard == [
        HistoryFilter(since=midnight(date(2026, 5, 12)), until=midnight(date(2026, 5, 15)))
    ]
    assert box.currentText() == "12 May – 14 May"
    bar.show_days((date(2025, 12, 31), date(2025, 12, 31)))
    assert box.currentText() == "31 Dec 2025"
    bar.clear()
    assert bar.wanted.is_empty


def test_who_chooses_no_days_sees_those_of_any_time(bar: LogFilterBar) -> None:
    box = _choose_days(bar)
    bar.show_days(None)
    assert (box.currentIndex(), bar.wanted.is_empty) == (0, True)


def test_the_last_day_is_never_before_the_first(dialog: LogDaysDialog, qtbot: QtBot) -> None:
    first, last = _edit(dialog, "logFirstDay"), _edit(dialog, "logLastDay")
    first.setDate(QDate(2026, 5, 20))
    assert last.date() == QDate(2026, 5, 20)
    last.setDate(QDate(2026, 5, 1))
    dialog.open()
    with qtbot.waitSignal(dialog.days_chosen) as chosen:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen.args == [date(2026, 5, 1), date(2026, 5, 1)]
    assert faults_of(dialog) == []
