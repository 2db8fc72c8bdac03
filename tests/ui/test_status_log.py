"""The status log: a row for each send, and beside it what became of it and what can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.models import Problem, Send, SendEvent, SendState
from migma_desktop.core.texts import say
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.send_details import SendDetails
from migma_desktop.ui.widgets.status_log_model import PROGRESS_ROLE, TONE_ROLE, Column
from migma_desktop.ui.widgets.status_log_panel import StatusLogPanel
from tests.architecture.controls import faults_of
from tests.fakes import request_to_person, request_to_segment

LEFT = Qt.MouseButton.LeftButton
ORDERS = {
    "stopSendButton": {SendState.HELD, SendState.WAITING},
    "askAgainButton": {SendState.UNCONFIRMED},
    "markSentButton": {SendState.UNCONFIRMED},
    "giveUpButton": {SendState.UNCONFIRMED},
}


def make_send(number: int = 1, state: SendState = SendState.SENDING, **fields: object) -> Send:
    at = datetime.now(UTC)
    send = Send(
        id=f"send-{number}",
        key=f"key-{number}",
        created_at=at,
        profile_id="profile-1",
        is_test=False,
        request=request_to_person(),
        recipient_name="ada@example.com",
        recipient_count=None,
        html="",
        body=b"",
        state=state,
        subject="Your receipt, Ada",
        events=(SendEvent(at=at, state=state, note="Queued behind others"),),
    )
    return replace(send, **fields)  # type: ignore[arg-type]  # fields by name


def make_batch(state: SendState, sent: int, failed: int = 0) -> Send:
    return make_send(
        state=state,
        request=request_to_segment(),
        recipient_name="VIP customers",
        batch_id="batch-1",
        remote_id="batch-1",
        sent=sent,
        failed=failed,
        total=200,
    )


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> StatusLogPanel:
    panel = StatusLogPanel()
    for _turn in panel.furnish(icons):
        pass
    qtbot.addWidget(panel)
    panel.resize(1100, 320)
    panel.show()
    return panel


def table(panel: StatusLogPanel) -> QTableView:
    found = panel.findChild(QTableView, "statusLog")
    assert found is not None
    return found


def row(panel: StatusLogPanel, number: int = 0) -> dict[Column, str]:
    model = table(panel).model()
    return {column: str(model.index(number, column).data()) for column in Column}


def button(panel: QWidget, name: str) -> QAbstractButton:
    found = panel.findChild(QAbstractButton, name)
    assert found is not None
    return found


def details(panel: StatusLogPanel) -> str:
    found = panel.findChild(SendDetails, "sendDetails")
    assert found is not None
    return "\n".join(each.text() for each in found.findChildren(QLabel) if each.isVisible())


def test_an_empty_log_says_what_it_is_for(panel: StatusLogPanel) -> None:
    empty = panel.findChild(QWidget, "statusLogEmpty")
    assert empty is not None
    assert empty.isVisible()
    panel.put(make_send())
    assert not empty.isVisible()


def test_a_row_tells_to_whom_what_and_how_far(panel: StatusLogPanel) -> None:
    panel.put(make_send(state=SendState.ACCEPTED, provider="resend", remote_id="abc"))
    shown = row(panel)
    assert shown[Column.TO] == "ada@example.com"
    assert shown[Column.SUBJECT] == "Your receipt, Ada"
    assert shown[Column.STATE] == "Accepted by Migma"
    assert shown[Column.PROVIDER] == "resend"
    assert shown[Column.ID] == "abc"


def test_a_test_is_marked_as_one(panel: StatusLogPanel) -> None:
    panel.put(make_send(is_test=True))
    assert row(panel)[Column.TO] == "ada@example.com (test)"


def test_the_newest_stands_on_top_and_is_chosen(panel: StatusLogPanel) -> None:
    panel.put(make_send(1))
    panel.put(make_send(2, recipient_name="ben@example.com", subject="The second"))
    assert row(panel)[Column.TO] == "ben@example.com"
    assert "The second" in details(panel)


def test_a_send_that_moves_keeps_its_row_and_the_choice(panel: StatusLogPanel) -> None:
    panel.put(make_send(1, subject="The first"))
    panel.put(make_send(2))
    table(panel).selectRow(1)
    panel.put(make_send(1, SendState.ACCEPTED, subject="The first"))
    assert table(panel).model().rowCount() == 2
    assert row(panel, 1)[Column.STATE] == "Accepted by Migma"
    assert table(panel).currentIndex().row() == 1
    assert "The first" in details(panel)
    assert "Accepted by Migma" in details(panel)


def test_yesterday_s_time_comes_with_its_date(panel: StatusLogPanel) -> None:
    panel.put(make_send(created_at=datetime.now(UTC) - timedelta(days=3)))
    panel.put(make_send(2))
    today, before = row(panel, 0)[Column.TIME], row(panel, 1)[Column.TIME]
    assert len(today) == len("12:34:56")
    assert len(before) > len(today)


# Mailings


def test_a_mailing_counts_and_fills_its_bar(panel: StatusLogPanel) -> None:
    panel.put(make_batch(SendState.PROCESSING, sent=50, failed=10))
    index = table(panel).model().index(0, Column.STATE)
    assert index.data() == "Being sent: 50 of 200"
    assert index.data(PROGRESS_ROLE) == pytest.approx(0.3)
    panel.put(make_batch(SendState.PARTIAL, sent=190, failed=10))
    assert index.data() == "Sent to some: 190 of 200"
    assert index.data(PROGRESS_ROLE) is None
    panel.grab()  # paints each state's dot and bar


@pytest.mark.parametrize("state", list(SendState))
def test_each_state_has_a_colour_words_and_a_meaning(
    panel: StatusLogPanel, state: SendState
) -> None:
    panel.put(make_send(state=state))
    assert row(panel)[Column.STATE]
    assert table(panel).model().index(0, 0).data(TONE_ROLE)
    assert details(panel).count("\n") >= 2
    panel.grab()


# What can be done


@pytest.mark.parametrize("state", list(SendState))
def test_only_what_is_possible_is_offered(panel: StatusLogPanel, state: SendState) -> None:
    panel.put(make_send(state=state))
    for name, states in ORDERS.items():
        assert button(panel, name).isVisible() is (state in states), name


def test_the_orders_go_up_with_the_send_they_mean(panel: StatusLogPanel, qtbot: QtBot) -> None:
    panel.put(make_send(1, SendState.WAITING))
    panel.put(make_send(2, SendState.UNCONFIRMED))
    with qtbot.waitSignal(panel.ask_again_wanted) as asked:
        QTest.mouseClick(button(panel, "askAgainButton"), LEFT)
    with qtbot.waitSignals([panel.close_wanted, panel.close_wanted]):
        QTest.mouseClick(button(panel, "markSentButton"), LEFT)
        QTest.mouseClick(button(panel, "giveUpButton"), LEFT)
    table(panel).selectRow(1)
    with qtbot.waitSignal(panel.stop_wanted) as stopped:
        QTest.mouseClick(button(panel, "stopSendButton"), LEFT)
    assert asked.args == ["send-2"]
    assert stopped.args == ["send-1"]


def test_the_practice_inbox_is_offered_in_the_sandbox_only(panel: StatusLogPanel) -> None:
    panel.put(make_send(state=SendState.ACCEPTED))
    assert not button(panel, "openInboxButton").isVisible()
    panel.set_sandbox(True)
    assert button(panel, "openInboxButton").isVisible()


def test_a_failure_says_what_happened_and_what_to_do(panel: StatusLogPanel) -> None:
    problem = Problem(
        say("The domain isn't verified."), say("Choose another sender."), "Status: 403"
    )
    panel.put(make_send(state=SendState.FAILED, problem=problem))
    shown = details(panel)
    assert "The domain isn't verified." in shown
    assert "Choose another sender." in shown
    assert "Status: 403" not in shown
    QTest.mouseClick(button(panel, "sendDetailsButton"), LEFT)
    assert "Status: 403" in details(panel)
    QTest.mouseClick(button(panel, "sendDetailsButton"), LEFT)
    assert "Status: 403" not in details(panel)


def test_everything_about_a_send_can_be_copied(panel: StatusLogPanel, qapp: QApplication) -> None:
    problem = Problem(
        say("The domain isn't verified."), say("Choose another sender."), "Status: 403"
    )
    panel.put(make_send(state=SendState.FAILED, problem=problem))
    QTest.mouseClick(button(panel, "copySendButton"), LEFT)
    copied = qapp.clipboard().text()
    for words in ("The domain isn't verified.", "Choose another sender.", "Status: 403", "key-1"):
        assert words in copied


def test_the_life_of_a_send_is_told_line_by_line(panel: StatusLogPanel) -> None:
    first = make_send()
    at = datetime.now(UTC)
    later = replace(
        first,
        state=SendState.ACCEPTED,
        events=(*first.events, SendEvent(at=at, state=SendState.ACCEPTED, note="Email queued")),
    )
    panel.put(later)
    told = details(panel)
    assert "Sending: Queued behind others" in told
    assert "Accepted by Migma: Email queued" in told


def test_the_log_can_be_used_by_everybody(panel: StatusLogPanel) -> None:
    panel.put(make_send(state=SendState.UNCONFIRMED))
    assert faults_of(panel) == []


def test_a_narrow_log_leaves_the_subject_half_of_the_room(panel: StatusLogPanel) -> None:
    panel.put(make_send())
    shown = table(panel)
    shown.resize(586, 200)  # beside the details, in the smallest window
    assert shown.columnWidth(Column.SUBJECT) >= 100
    shown.resize(1200, 200)
    assert shown.columnWidth(Column.TO) == 200


@pytest.mark.parametrize("state", list(SendState))
def test_nothing_about_a_send_is_cut_off(panel: StatusLogPanel, state: SendState) -> None:
    """What is cut off can't be scrolled to: the details scroll down only."""
    panel.resize(1024, 240)
    panel.set_sandbox(True)
    panel.put(make_send(state=state, problem=Problem(say("Not sure"), say("Word " * 60))))
    shown = panel.findChild(SendDetails, "sendDetails")
    assert shown is not None
    page = shown.widget()
    assert page is not None
    assert page.minimumSizeHint().width() <= shown.viewport().width()
