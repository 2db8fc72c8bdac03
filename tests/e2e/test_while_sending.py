"""Sending takes its time and may break: the window stays alive, and nothing goes out twice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QAbstractButton

from migma_desktop.core.models import SendState
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.faults import Fault
from migma_desktop.ui.pilot import press_keys
from tests.e2e.driver import Program
from tests.e2e.server import Server

SENDING = "/v1/sending"


def _button(program: Program, name: str) -> QAbstractButton:
    return program.pilot.find(QAbstractButton, name, within=program.details)


def test_the_window_takes_typing_while_an_email_is_on_its_way(
    program: Program, server: Server
) -> None:
    server.sandbox.faults.add(faults.delay(0.6), path=SENDING)
    program.simple_email()
    send = program.send(SendState.SENDING)
    ticks: list[SendState] = []
    clock = QTimer(interval=5)
    clock.timeout.connect(lambda: ticks.append(program.logged()[0].state))
    clock.start()

    press_keys(program.editor, "Typed meanwhile. ")
    program.until(lambda: "Typed meanwhile." in program.preview, "the preview to follow")
    assert program.until_state(send.id, SendState.SENDING)
    program.until_state(send.id, SendState.ACCEPTED)
    clock.stop()

    assert ticks.count(SendState.SENDING) > 10
    assert "Typed meanwhile." in program.editor.toPlainText()
    (arrived,) = server.delivered()
    assert "Typed meanwhile." not in arrived.html


def test_an_email_that_is_leaving_or_gone_offers_no_stop(program: Program, server: Server) -> None:
    server.sandbox.faults.add(faults.delay(0.3), path=SENDING)
    program.simple_email()
    send = program.send(SendState.SENDING)
    assert not _button(program, "stopSendButton").isVisible()
    program.until_state(send.id, SendState.ACCEPTED)
    assert not _button(program, "stopSendButton").isVisible()


def test_a_waiting_email_can_be_stopped_and_then_never_leaves(
    program: Program, server: Server
) -> None:
    program.simple_email()
    with server.away():
        send = program.send(SendState.WAITING)
        assert send.problem is not None
        assert str(send.problem.title) in program.words_of(program.details)
        program.click("stopSendButton", within=program.details)
        program.until_state(send.id, SendState.CANCELLED)
        assert not _button(program, "stopSendButton").isVisible()
    assert "Nothing left this computer." in program.words_of(program.details)
    assert server.delivered() == ()
    assert server.asked(SENDING) == []


def test_a_waiting_email_leaves_by_itself_when_migma_is_back(
    program: Program, server: Server
) -> None:
    program.simple_email()
    with server.away():
        send = program.send(SendState.WAITING)
    program.until_state(send.id, SendState.ACCEPTED)
    assert len(server.delivered()) == 1


def test_a_waiting_email_leaves_at_once_when_the_computer_is_online_again(
    program: Program, server: Server
) -> None:
    program.simple_email()
    with server.away():
        send = program.send(SendState.WAITING)
        hurry = program.button("tryNowButton")
        assert hurry.isVisible()
        assert "It goes by itself: next attempt at " in program.words_of(program.details)
    QNetworkInformation.instance().reachabilityChanged.emit(QNetworkInformation.Reachability.Online)
    program.until_state(send.id, SendState.ACCEPTED)


@pytest.mark.parametrize(
    "fault",
    [
        faults.reset_after(),
        faults.reset_before(),
        faults.status(500, handled=True),
        faults.status(503),
        faults.html_page(),
        faults.cut_body(),
        faults.empty_body(),
        faults.not_json(),
    ],
    ids=lambda fault: f"{fault.kind.name} {fault.status} {fault.handled}",
)
def test_an_unclear_email_is_asked_about_and_arrives_once(
    program: Program, server: Server, fault: Fault
) -> None:
    server.sandbox.faults.add(fault, path=SENDING, call=1)
    program.simple_email()
    send = program.send(SendState.UNCONFIRMED)
    told = program.words_of(program.details)
    assert "Don't send it as a new email: it could arrive twice." in told
    assert not _button(program, "stopSendButton").isVisible()

    program.click("askAgainButton", within=program.details)
    program.until_state(send.id, SendState.ACCEPTED)
    assert len(server.delivered()) == 1
    first, second = server.asked(SENDING)
    assert first == second
    assert not _button(program, "askAgainButton").isVisible()


@pytest.mark.parametrize(
    ("button", "note"),
    [("markSentButton", "Marked as sent by you"), ("giveUpButton", "Given up by you")],
)
def test_an_unclear_email_can_be_closed_by_who_knows_better(
    program: Program, server: Server, button: str, note: str
) -> None:
    server.sandbox.faults.add(faults.reset_after(), path=SENDING)
    program.simple_email()
    send = program.send(SendState.UNCONFIRMED)
    program.click(button, within=program.details)
    program.until_state(send.id, SendState.CLOSED)
    assert note in program.words_of(program.details)
    assert len(server.asked(SENDING)) == 1


def test_a_pause_that_migma_asks_for_is_kept_and_the_email_arrives_once(
    program: Program, server: Server
) -> None:
    server.sandbox.faults.add(faults.status(429, retry_after=0), path=SENDING, call=1)
    program.simple_email()
    program.send()
    assert len(server.asked(SENDING)) == 2
    assert len(server.delivered()) == 1


def test_too_many_requests_let_the_email_wait(program: Program, server: Server) -> None:
    server.sandbox.faults.add(faults.status(429, retry_after=0), path=SENDING)
    program.simple_email()
    send = program.send(SendState.WAITING)
    assert "Migma asks for a pause" in program.words_of(program.details)
    program.click("stopSendButton", within=program.details)
    program.until_state(send.id, SendState.CANCELLED)
    assert server.delivered() == ()


def test_a_refusal_in_the_shape_of_a_success_is_a_refusal(program: Program, server: Server) -> None:
    refusal = faults.success_false("The subject sounds like spam")
    server.sandbox.faults.add(refusal, path=SENDING)
    program.simple_email()
    program.send(SendState.FAILED)
    told = program.words_of(program.details)
    assert "Migma refused the email." in told
    assert "The subject sounds like spam" in told
    assert server.delivered() == ()


def test_two_emails_may_be_on_their_way_at_once(program: Program, server: Server) -> None:
    server.sandbox.faults.add(faults.delay(0.3), path=SENDING)
    program.simple_email()
    first = program.send(SendState.SENDING)
    program.type_into("recipientEmail", "ben@example.com")
    second = program.send(SendState.SENDING)
    for send in (first, second):
        program.until_state(send.id, SendState.ACCEPTED)
    assert {each.to for each in server.delivered()} == {"amara@example.com", "ben@example.com"}
