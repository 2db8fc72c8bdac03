"""A test goes to one address, whoever the email is for."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from migma_desktop.core.composing import compose_test
from migma_desktop.core.models import Draft, Recipient, RecipientType, Send, Sender
from migma_desktop.core.rendering import render
from migma_desktop.ui.widgets.status_log_model import Column
from tests.e2e.driver import Program
from tests.e2e.server import Server

ME = "me@example.com"
VIP = "VIP customers"  # 214 people


def _newsletter(program: Program) -> None:
    program.simple_email()
    program.address(RecipientType.SEGMENT, VIP)
    program.write("\n\nDear {{first_name}}, see [this]({{link}}).")
    program.type_into("subject", "For you, {{first_name}}")
    program.fill({"first_name": "Ama & Ben", "link": "https://example.com/?a=1&b=2"})


def send_test(program: Program, to: str) -> Send:
    known = {send.id for send in program.logged()}
    program.live(program.pilot.enabled("sendTestButton"))
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.type_into("testAddress", to, within=dialog)
    program.click("testSendButton", within=dialog)
    return program.until_there(
        lambda: next((s for s in program.logged() if s.id not in known and s.remote_id), None),
        "the test in the log",
    )


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        (RecipientType.SEGMENT, VIP),
        (RecipientType.TAG, "Newsletter"),
        (RecipientType.AUDIENCE, VIP),
    ],
)
def test_a_test_of_a_mailing_reaches_one_address_with_the_real_values(
    program: Program, server: Server, kind: RecipientType, group: str
) -> None:
    _newsletter(program)
    program.address(kind, group)
    send = send_test(program, ME)

    (arrived,) = server.delivered()
    assert arrived.to == ME
    assert arrived.html == program.preview
    assert str(arrived.message["Subject"]) == "For you, Ama & Ben"
    (request,) = server.asked("/v1/sending")
    assert request["recipientType"] == "email"
    assert request["recipientEmail"] == ME
    assert "recipientId" not in request
    assert send.is_test
    assert program.log_row()[Column.TO] == f"{ME} (test)"


def test_a_recipient_chosen_while_the_question_is_open_changes_nothing(
    program: Program, server: Server
) -> None:
    program.simple_email()
    program.live(program.pilot.enabled("sendTestButton"))
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.address(RecipientType.SEGMENT, VIP)
    program.type_into("testAddress", ME, within=dialog)
    program.click("testSendButton", within=dialog)
    program.until(lambda: bool(server.sandbox.inbox.messages), "the test")
    assert [each.to for each in server.delivered()] == [ME]


def test_an_email_without_a_recipient_can_be_tested(program: Program, server: Server) -> None:
    program.simple_email(to="")
    program.until_reason("The recipient's address is missing.")
    send_test(program, ME)
    assert [each.to for each in server.delivered()] == [ME]


def test_a_test_shows_the_variables_that_nobody_filled(program: Program, server: Server) -> None:
    program.simple_email()
    program.write("\n\nDear {{first_name}},")
    send_test(program, ME)
    (arrived,) = server.delivered()
    assert arrived.html == program.preview
    assert "Dear {{first_name}}," in arrived.html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "address is missing"),
        ("me@example.com, you@example.com", "There is more than one address."),
        ("me(at)example.com", "can't be an email address"),
    ],
)
def test_a_test_takes_exactly_one_address(
    program: Program, server: Server, typed: str, words: str
) -> None:
    program.simple_email()
    program.live(program.pilot.enabled("sendTestButton"))
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.type_into("testAddress", typed, within=dialog)
    program.click("testSendButton", within=dialog)
    assert dialog.isVisible()
    assert words in program.words_of(dialog)
    assert program.line("testAddress").text() == typed
    dialog.reject()
    assert server.asked("/v1/sending") == []


def test_the_address_of_the_last_test_is_offered_again(program: Program, server: Server) -> None:
    program.simple_email()
    send_test(program, "colleague@example.com")
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.click("testSendButton", within=dialog)
    program.until(lambda: len(server.sandbox.inbox.messages) == 2, "the second test")
    assert {each.to for each in server.delivered()} == {"colleague@example.com"}


class _Untouchable:
    """A recipient that nobody may look at."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(f"The test's road looked at the recipient's {name}.")


def test_the_road_of_a_test_never_looks_at_the_recipient() -> None:
    draft = Draft(
        sender=Sender(address="hello@example.com", name="Acme"),
        subject="Hello",
        markdown="Good news.",
        project_id="project-1",
    )
    rendered = render(draft)
    blind = replace(draft, recipient=cast(Recipient, _Untouchable()))
    request = compose_test(blind, rendered, ME)
    assert request.recipient_type is RecipientType.PERSON
    assert request.recipient_email == ME
    assert request.recipient_id == ""


def test_the_badge_knows_what_was_tested_and_shows_what_changed(program: Program) -> None:
    program.simple_email()
    badge = program.button("testedBadge")

    def until_badge(words: str) -> None:
        program.until(lambda: words in badge.accessibleName(), f"{words!r} on the badge")

    until_badge("Not tested yet")
    program.click("testedBadge")
    dialog = program.dialog("sendTestDialog")
    program.type_into("testAddress", "me@example.com", within=dialog)
    program.click("testSendButton", within=dialog)
    until_badge("Tested just now, unchanged")
    question = program.ask_to_send()
    assert "Tested just now, unchanged" in program.words_of(question)
    question.reject()

    program.type_into("subject", "Hello again")
    until_badge("Changed since the test")
    program.click("testedBadge")
    changes = program.dialog("changesDialog")
    told = program.words_of(changes)
    assert "Hello again" in told
    assert "The test went to me@example.com" in told
    program.click("changesCloseButton", within=changes)
    question = program.ask_to_send()
    assert "Changed since the test" in program.words_of(question)
    question.reject()
