"""Nobody writes to everyone by mistake: counted when asked, typed, limited, locked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QSpinBox

from migma_desktop.core.models import RecipientType, SendState
from migma_desktop.sandbox.seed.brands import FERN
from tests.e2e.driver import Program
from tests.e2e.server import Server


@pytest.fixture(autouse=True)
def _unlocked(program: Program) -> Iterator[None]:
    yield
    profile = program.app.account.profile
    assert profile is not None
    free = replace(profile, tests_only=False, batch_cap=None)
    program.app.account.take_over(free)
    program.app.settings.put_profile(free)


def _mailing(program: Program) -> None:
    program.simple_email()
    program.address(RecipientType.TAG, "Newsletter")


def _let_some_leave(server: Server, count: int) -> None:
    """Take the tag away from some people, behind the program's back."""
    people = server.sandbox.account.contacts_of(FERN)
    tagged = [each for each in people if "Newsletter" in each.tags]
    for person in tagged[:count]:
        person.tags = [tag for tag in person.tags if tag != "Newsletter"]


def test_the_count_is_read_when_it_is_asked_and_again_when_it_is_typed(
    program: Program, server: Server
) -> None:
    _mailing(program)
    before = program.app.drafts.draft.recipient.count
    assert before is not None
    _let_some_leave(server, 1)
    question = program.ask_to_send()
    assert f"Up to {before - 1} people, counted just now." in program.words_of(question)
    assert "are left out: bounced or unsubscribed." in program.words_of(question)
    assert not program.button("confirmSendButton").isEnabled()

    _let_some_leave(server, 2)
    program.pilot.type_count(question)
    program.click("confirmSendButton", within=question)
    program.until_closed("confirmSendDialog")
    again = program.dialog("confirmSendDialog")
    assert f"it was {before - 1}, now it is {before - 3}" in program.words_of(again)
    assert server.asked("/v1/sending") == []
    program.pilot.type_count(again)
    program.click("confirmSendButton", within=again)
    program.until(lambda: len(server.asked("/v1/sending")) == 1, "the mailing to leave")
    assert program.logged()[0].recipient_count == before - 3


def test_a_number_unlike_that_of_the_last_mailings_is_said(
    program: Program, server: Server
) -> None:
    program.simple_email()
    person = program.send()
    before = replace(
        person,
        id="news",
        key="news",
        request=replace(person.request, recipient_type=RecipientType.SEGMENT),
        recipient_count=20_000,
        state=SendState.COMPLETED,
    )
    program.app.send_log.add(before)
    program.address(RecipientType.SEGMENT, "VIP customers")
    said = program.words_of(program.ask_to_send())
    assert "Far fewer than usual" in said
    assert "this one to 214" in said


def test_a_limit_refuses_the_mailing_and_can_be_changed_on_the_spot(
    program: Program, server: Server
) -> None:
    profile = program.app.account.profile
    assert profile is not None
    limited = replace(profile, batch_cap=10)
    program.app.account.take_over(limited)
    program.app.settings.put_profile(limited)
    _mailing(program)
    program.settle()
    program.live(program.pilot.enabled("sendButton"))
    program.click("sendButton")
    program.answer("more than this account may send to", "Sending and safety…")
    dialog = program.dialog("safetyDialog")
    program.pilot.find(QSpinBox, "batchCap", within=dialog).setValue(5000)
    program.click("safetySaveButton", within=dialog)
    assert server.asked("/v1/sending") == []
    send = program.send(SendState.ACCEPTED, SendState.PROCESSING)
    assert send.batch_id


def test_a_mailing_of_the_last_run_is_counted_anew_before_it_goes(
    program: Program, server: Server
) -> None:
    program.app.settings.change(undo_seconds=60)
    _mailing(program)
    send = program.send(SendState.HELD)
    program.app.sending.lay_aside()
    bar = program.app.window.undo_bar
    program.until(lambda: "Not sent: Hello" in program.words_of(bar), "the question")
    _let_some_leave(server, 1)
    program.click("sendNowButton")
    program.until_told(f"It was {send.recipient_count} when you agreed.")
    assert program.until_state(send.id, SendState.HELD)
    assert server.asked("/v1/sending") == []
    program.click("undoButton")
    program.until_state(send.id, SendState.CANCELLED)
    program.app.settings.change(undo_seconds=0)


def test_an_account_locked_to_tests_says_so_and_sends_tests_only(
    program: Program, server: Server
) -> None:
    program.simple_email()
    program.account_menu("Sending and safety…")
    dialog = program.dialog("safetyDialog")
    program.click("testsOnly", within=dialog)
    program.click("safetySaveButton", within=dialog)
    program.until_reason("This account sends tests only.")
    assert program.button("sendButton").text() == "Tests only"
    program.app.sends.request_send()  # as a shortcut pressed a moment ago would
    program.until_told("This account sends tests only.")
    assert program.open_dialogs() == []

    program.live(program.pilot.enabled("sendTestButton"))
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.type_into("testAddress", "me@example.com", within=dialog)
    program.click("testSendButton", within=dialog)
    program.until(lambda: len(server.delivered()) == 1, "the test")


def test_a_lock_stops_a_countdown_that_is_running(program: Program, server: Server) -> None:
    program.app.settings.change(undo_seconds=60)
    program.simple_email()
    send = program.send(SendState.HELD)
    profile = program.app.account.profile
    assert profile is not None
    program.app.account.take_over(replace(profile, tests_only=True))
    program.app.settings.put_profile(replace(profile, tests_only=True))
    bar = program.app.window.undo_bar
    program.until(lambda: "tests only now" in program.words_of(bar), "the countdown to stop")
    program.click("sendNowButton")
    program.until_told("This account sends tests only.")
    program.click("undoButton")
    program.until_state(send.id, SendState.CANCELLED)
    program.app.settings.change(undo_seconds=0)
    assert server.asked("/v1/sending") == []


def test_what_waits_for_the_connection_stays_when_its_account_is_locked(
    program: Program, server: Server
) -> None:
    program.simple_email()
    profile = program.app.account.profile
    assert profile is not None
    with server.away():
        send = program.send(SendState.WAITING)
        program.app.settings.put_profile(replace(profile, tests_only=True))
    program.app.sending.try_all_now()
    program.until(
        lambda: "tests only" in program.words_of(program.details), "the reason beside the log"
    )
    assert server.delivered() == ()
    program.app.settings.put_profile(profile)
    program.until_state(send.id, SendState.ACCEPTED)
