"""The tab with the findings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListWidget, QMenu, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.checks.finding import Finding, Fix, Level, Origin
from migma_desktop.core.texts import say
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.checks_panel import ChecksPanel
from tests.architecture.controls import faults_of

NO_SUBJECT = Finding(
    Level.ERROR, say("The subject is missing."), say("Write a subject."), "subject"
)
LARGE = Finding(Level.WARNING, say("The email is large."), say("Shorten it."), "templateEditor")
NO_PREHEADER = Finding(Level.HINT, say("There is no preheader."), say("Write one."), "preheader")
ALL = [NO_SUBJECT, LARGE, NO_PREHEADER]


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> ChecksPanel:
    panel = ChecksPanel(icons=icons)
    qtbot.addWidget(panel)
    panel.resize(700, 240)
    panel.show()
    return panel


def checks(panel: ChecksPanel) -> QListWidget:
    found = panel.findChild(QListWidget, "checksList")
    assert found is not None
    return found


def test_nothing_to_say_is_said(panel: ChecksPanel) -> None:
    fine = panel.findChild(QWidget, "checksFine")
    assert fine is not None
    panel.show_findings(ALL)
    assert not fine.isVisible()
    panel.show_findings([])
    assert fine.isVisible()


def test_each_finding_is_listed_with_its_advice(panel: ChecksPanel) -> None:
    panel.show_findings(ALL)
    shown = [checks(panel).item(row).text() for row in range(checks(panel).count())]
    assert shown == ["The subject is missing.", "The email is large.", "There is no preheader."]
    panel.grab()


def test_a_screen_reader_hears_how_grave_it_is(panel: ChecksPanel) -> None:
    panel.show_findings(ALL)
    heard = [
        checks(panel).item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(len(ALL))
    ]
    assert heard == [
        "Must be put right: The subject is missing. Write a subject.",
        "Should be looked at: The email is large. Shorten it.",
        "Good to know: There is no preheader. Write one.",
    ]


def test_hints_are_not_counted(panel: ChecksPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.count_changed) as changed:
        panel.show_findings(ALL)
    assert changed.args == [2]


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_a_finding_leads_to_its_place(panel: ChecksPanel, qtbot: QtBot, way: str) -> None:
    panel.show_findings(ALL)
    view = checks(panel)
    with qtbot.waitSignal(panel.place_wanted) as wanted:
        if way == "mouse":
            place = view.visualItemRect(view.item(1)).center()
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        else:
            view.setCurrentRow(1)
            QTest.keyClick(view, Qt.Key.Key_Return)
    assert wanted.args == [LARGE]


def test_the_chosen_finding_stays_chosen_when_others_come(panel: ChecksPanel) -> None:
    panel.show_findings(ALL)
    checks(panel).setCurrentRow(2)
    panel.show_findings(ALL)
    assert checks(panel).currentRow() == 2


FIXABLE = replace(LARGE, fix=Fix(say("Leave the R&B out")), origin=Origin.MIGMA)


def test_the_chosen_finding_is_told_whole_and_can_be_fixed(
    panel: ChecksPanel, qtbot: QtBot
) -> None:
    panel.show_findings([NO_SUBJECT, FIXABLE])
    fix = panel.findChild(QAbstractButton, "fixFindingButton")
    show = panel.findChild(QAbstractButton, "showFindingButton")
    assert fix is not None
    assert show is not None
    checks(panel).setCurrentRow(0)
    assert not fix.isVisible()
    checks(panel).setCurrentRow(1)
    assert fix.accessibleName() == "Fix it: Leave the R&B out"
    with qtbot.waitSignal(panel.fix_wanted) as wanted:
        QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert wanted.args == [FIXABLE]
    with qtbot.waitSignal(panel.place_wanted) as wanted:
        QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    assert wanted.args == [FIXABLE]
    heard = checks(panel).item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.endswith("From Migma, Can be fixed.")
    assert faults_of(panel) == []


def test_migma_is_asked_once_at_a_time(panel: ChecksPanel, qtbot: QtBot) -> None:
    ask = panel.findChild(QAbstractButton, "askMigmaButton")
    assert ask is not None
    with qtbot.waitSignal(panel.migma_wanted):
        QTest.mouseClick(ask, Qt.MouseButton.LeftButton)
    panel.show_asking(True)
    assert not ask.isEnabled()
    panel.show_asking(False)
    assert ask.isEnabled()


def test_the_mail_programs_are_chosen_in_a_menu(panel: ChecksPanel, qtbot: QtBot) -> None:
    panel.offer_mail_programs([("gmail", "Gmail"), ("gmx", "GMX")], ["gmail"])
    menu = panel.findChild(QMenu, "mailProgramsMenu")
    assert menu is not None
    gmail, gmx = menu.actions()
    assert (gmail.isChecked(), gmx.isChecked()) == (True, False)
    with qtbot.waitSignal(panel.mail_programs_changed) as changed:
        gmx.trigger()
    assert changed.args == [("gmail", "gmx")]
    panel.offer_mail_programs([("1-and-1", "1&1")], [])
    assert menu.actions()[0].text() == "1&&1"  # without a letter underlined


def test_the_list_can_be_used_by_everybody(panel: ChecksPanel) -> None:
    panel.show_findings(ALL)
    assert faults_of(panel) == []
