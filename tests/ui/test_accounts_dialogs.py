"""The dialogs of accounts: what they say in each state, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from migma_desktop.core.account import Credits, SendingMetrics
from migma_desktop.core.capacity import Capacity, quotas
from migma_desktop.core.claiming import ClaimAnswer, ClaimOffer, ClaimState
from migma_desktop.core.draft import PROFILE_COLORS
from migma_desktop.core.errors import NoConnection
from migma_desktop.core.models import KeyKind, Profile, Project
from migma_desktop.core.texts import say
from migma_desktop.ui.dialogs.connect_dialog import ConnectDialog
from migma_desktop.ui.dialogs.other_account import OtherAccountDialog
from migma_desktop.ui.dialogs.profiles_dialog import ProfilesDialog
from migma_desktop.ui.profile_colors import COLORS
from migma_desktop.ui.tokens import DARK, LIGHT, Tokens
from migma_desktop.ui.widgets.quota_bar import QuotaBar
from tests.architecture.controls import faults_of
from tests.ui.stage import LEFT, LIVE, Stage, button, line, words
from tests.ui.test_theme import contrast

OTHER = Profile("o", "<b>Other</b>", KeyKind.TEST, "91cc", color="teal")
OFFER = ClaimOffer("token-CANARY", "BCDF-GHJK", "https://migma.example/claim?c=1", 65, 5)
"""A code that holds for 65 seconds."""


def accounts(stage: Stage) -> ProfilesDialog:
    dialog = ProfilesDialog(icons=stage.icons)
    dialog.show_profiles([LIVE, OTHER], "p", [Project("p1", "Acme")])
    return dialog


def asked(stage: Stage) -> ConnectDialog:
    dialog = stage.show(ConnectDialog(None, icons=stage.icons))
    line(dialog, "connectEmail").setText("ada@example.com")
    QTest.mouseClick(button(dialog, "connectAsk"), LEFT)
    return dialog


def test_an_address_that_is_none_is_not_asked_with(stage: Stage, qtbot: QtBot) -> None:
    dialog = stage.show(ConnectDialog(None, icons=stage.icons))
    line(dialog, "connectEmail").setText("ada")
    with qtbot.assertNotEmitted(dialog.asked):
        QTest.mouseClick(button(dialog, "connectAsk"), LEFT)
    assert line(dialog, "connectEmail").text() == "ada"


def test_the_code_is_shown_with_the_time_that_it_holds_and_the_token_never(
    stage: Stage, qtbot: QtBot
) -> None:
    dialog = asked(stage)
    dialog.show_offer(OFFER)
    assert "BCDF-GHJK" in words(dialog)
    assert "1:05" in words(dialog)
    assert "CANARY" not in words(dialog)
    with qtbot.waitSignal(dialog.link_wanted) as opened:
        QTest.mouseClick(button(dialog, "connectOpen"), LEFT)
    assert opened.args == [OFFER.link]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ClaimState.REFUSED, "Somebody said no"),
        (ClaimState.EXPIRED, "Ask again for a new one"),
        (ClaimState.LOST, "revoke the lost one"),
    ],
)
def test_each_ending_is_told_and_lets_one_ask_again(
    stage: Stage, qtbot: QtBot, state: ClaimState, said: str
) -> None:
    dialog = asked(stage)
    dialog.show_offer(OFFER)
    dialog.show_answer(ClaimAnswer(state))
    assert said in words(dialog)
    with qtbot.waitSignal(dialog.asked) as again:
        QTest.mouseClick(button(dialog, "connectAsk"), LEFT)
    assert again.args == ["ada@example.com"]


def test_trouble_on_the_way_is_told_and_taken_back(stage: Stage) -> None:
    dialog = asked(stage)
    dialog.show_offer(OFFER)
    dialog.show_troubled(True)
    assert "can't be reached just now" in words(dialog)
    dialog.show_troubled(False)
    assert "can't be reached" not in words(dialog)
    dialog.show_failure(NoConnection(say("No connection"), say("Check your network")))
    assert "Check your network" in words(dialog)
    assert line(dialog, "connectEmail").text() == "ada@example.com"


def test_an_account_is_removed_with_a_second_yes_only(stage: Stage, qtbot: QtBot) -> None:
    dialog = stage.show(accounts(stage))
    with qtbot.assertNotEmitted(dialog.removal_agreed):
        QTest.mouseClick(button(dialog, "profileRemove"), LEFT)
    assert "Remove Acme?" in words(dialog)
    with qtbot.waitSignal(dialog.removal_agreed) as agreed:
        QTest.mouseClick(button(dialog, "profilesBanner.action0"), LEFT)
    assert agreed.args == ["p"]


def test_a_name_is_text_whatever_it_holds(stage: Stage) -> None:
    dialog = stage.show(OtherAccountDialog(OTHER, LIVE, icons=stage.icons))
    labels = [each for each in dialog.findChildren(QLabel) if "<b>" in each.text()]
    assert labels
    assert all(each.textFormat().name == "PlainText" for each in labels)


def test_what_is_left_is_shown_where_it_is_known_and_takes_no_room_elsewhere(
    stage: Stage, qtbot: QtBot
) -> None:
    dialog = stage.show(accounts(stage))
    assert "Plan and what is left" not in words(dialog)
    dialog.show_capacity(Capacity(SendingMetrics(remaining_today=7), Credits(plan="Starter")))
    qtbot.waitUntil(lambda: "7 today" in words(dialog))
    assert "Starter" in words(dialog)
    dialog.choose("o")
    assert "Plan and what is left" not in words(dialog)


@pytest.mark.parametrize(
    ("left", "role", "share"),
    [(9_000, "success", 0.9), (700, "warning", 0.07), (0, "danger", 0)],
)
def test_a_bar_runs_empty_and_changes_its_colour_before_the_end(
    stage: Stage, left: int, role: str, share: float
) -> None:
    (quota,) = quotas(Capacity(SendingMetrics(remaining_today=left, daily_limit=10_000)))
    bar = stage.show(QuotaBar(quota, icons=stage.icons))
    bar.resize(400, bar.sizeHint().height())
    image = bar.grab().toImage()
    ink = QColor(getattr(stage.icons.theme.tokens, role)).rgb()
    rows = [[image.pixel(x, y) == ink for x in range(image.width())] for y in range(image.height())]
    assert max(map(sum, rows)) == pytest.approx(share * image.width(), abs=4)
    assert bar.accessibleName() == f"Emails left today: {left:,} of 10,000"


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_the_colours_of_accounts_stand_out_from_all_grounds(tokens: Tokens) -> None:
    assert tuple(COLORS) == PROFILE_COLORS
    for light, dark in COLORS.values():
        ink = dark if tokens.is_dark else light
        for ground in ("window", "surface", "danger_soft", "warning_soft", "success_soft"):
            assert contrast(ink, getattr(tokens, ground)) >= 3, (ink, ground)


@pytest.mark.parametrize("name", ["accounts", "removal", "connect", "code", "other"])
def test_every_control_has_a_name_and_a_road_by_keyboard(stage: Stage, name: str) -> None:
    def removal() -> QDialog:
        dialog = accounts(stage)
        dialog.form.removal_wanted.emit()
        return dialog

    def code() -> QDialog:
        dialog = ConnectDialog(LIVE, icons=stage.icons)
        dialog.show_offer(OFFER)
        return dialog

    make: dict[str, Callable[[], QDialog]] = {
        "accounts": lambda: accounts(stage),
        "removal": removal,
        "connect": lambda: ConnectDialog(None, icons=stage.icons),
        "code": code,
        "other": lambda: OtherAccountDialog(OTHER, LIVE, icons=stage.icons),
    }
    window = stage.show(make[name]())
    assert faults_of(window) == []
    assert window.windowTitle()
