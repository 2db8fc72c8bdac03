"""Each rule of the specification broken once from the window: nothing leaves, and it says why.

Where the program knows the rule, Send is closed with the reason beside it, and pressing the reason
leads to the control. What only the server knows ends in the status log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QAbstractButton

from migma_desktop.core.models import RecipientType, Sender, SendState
from migma_desktop.sandbox.seed.brands import FERN
from tests.e2e.driver import Program
from tests.e2e.server import SENDER, Server

PERSON = "amara.okafor@example.com"


@dataclass(frozen=True)
class Broken:
    """A way to break a rule, the reason that is shown, and the control it leads to."""

    by: Callable[[Program], None]
    reason: str
    leads_to: str


def _recipient(text: str) -> Callable[[Program], None]:
    return lambda program: program.type_into("recipientEmail", text)


def _type(kind: RecipientType) -> Callable[[Program], None]:
    return lambda program: program.choose("recipientType", kind.value)


def _line(name: str, text: str) -> Callable[[Program], None]:
    return lambda program: program.type_into(name, text)


def _no_text(program: Program) -> None:
    program.editor.selectAll()
    program.write("   \n ")


def _content(source: str, id_line: str, typed: str) -> Callable[[Program], None]:
    def bring(program: Program) -> None:
        program.choose("contentSource", source)
        if id_line == "conversationId":
            program.type_id(id_line, typed)
        else:
            program.type_into(id_line, typed)

    return bring


def _empty_once_filled(program: Program) -> None:
    program.type_into("subject", "{{topic}}")
    program.fill({"topic": " "})


NO_GROUP = "No segment or tag is chosen."
SEVERAL = "There is more than one address."
RULES = {
    "no recipient": Broken(_recipient(""), "The recipient's address is missing.", "recipientEmail"),
    "malformed recipient": Broken(
        _recipient("amara(at)example.com"),
        "“amara(at)example.com” can't be an email address.",
        "recipientEmail",
    ),
    "two recipients": Broken(
        _recipient("amara@example.com, ben@example.com"), SEVERAL, "recipientEmail"
    ),
    "a name around the recipient": Broken(
        _recipient("Amara <amara@example.com>"),
        "There is a name around the address.",
        "recipientEmail",
    ),
    "a placeholder as recipient": Broken(
        _recipient("{{email}}"), "There is a placeholder in the address.", "recipientEmail"
    ),
    "no segment": Broken(_type(RecipientType.SEGMENT), NO_GROUP, "recipientId"),
    "no tag": Broken(_type(RecipientType.TAG), NO_GROUP, "recipientId"),
    "no audience": Broken(_type(RecipientType.AUDIENCE), NO_GROUP, "recipientId"),
    "no sender": Broken(
        _line("fromAddress", ""), "The sender's address is missing.", "fromAddress"
    ),
    "malformed sender": Broken(
        _line("fromAddress", "he llo"),
        "“he llo@fernandfinch.example” can't be an email address.",
        "fromAddress",
    ),
    "no sender's name": Broken(
        _line("fromName", "  "), "The sender's name is missing.", "fromName"
    ),
    "malformed reply-to": Broken(
        _line("replyTo", "orders@"), "“orders@” can't be an email address.", "replyTo"
    ),
    "two reply-tos": Broken(_line("replyTo", "a@example.com; b@example.com"), SEVERAL, "replyTo"),
    "no subject": Broken(_line("subject", ""), "The subject is missing.", "subject"),
    "a subject that is empty once filled": Broken(
        _empty_once_filled,
        "The subject is empty once its placeholders are filled.",
        "subject",
    ),
    "no text": Broken(_no_text, "The email has no content.", "contentSource"),
    "no conversation": Broken(
        lambda program: program.choose("contentSource", "conversation"),
        "The email has no content.",
        "contentSource",
    ),
    "a conversation with a space in its id": Broken(
        _content("conversation", "conversationId", "garden letter"),
        "“garden letter” can't be an id: there is a space in it.",
        "conversationId",
    ),
    "no email id": Broken(
        lambda program: program.choose("contentSource", "email"),
        "The email has no content.",
        "contentSource",
    ),
    "a malformed email id": Broken(
        _content("email", "emailId", "12345"), "“12345” isn't the id of an email.", "contentSource"
    ),
    "no project": Broken(
        lambda program: program.type_id("projectId", ""), "No project is chosen.", "projectId"
    ),
}


def _mend(program: Program) -> None:
    """Put back what the tests of this file break and the next email would inherit."""
    draft = program.app.drafts.draft
    if draft.project_id != FERN:
        program.pick("projectId", "Fern & Finch")
    if draft.sender != Sender(address=SENDER, name="Fern & Finch"):
        program.type_into("fromAddress", SENDER)
        program.type_into("fromName", "Fern & Finch")
        program.type_into("replyTo", "")


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_closes_send_and_says_why(
    program: Program, server: Server, rule: str
) -> None:
    broken = RULES[rule]
    program.simple_email()
    program.until(program.button("sendButton").isEnabled, "an email that can be sent")
    try:
        broken.by(program)
        program.until_reason(broken.reason)
        program.click("sendReason")
        assert program.has_focus(broken.leads_to)
    finally:
        _mend(program)
    assert server.asked("/v1/sending") == []


@pytest.mark.parametrize("name", ["subject", "preheader", "fromName"])
def test_pasted_line_breaks_and_control_characters_become_spaces(
    program: Program, server: Server, name: str
) -> None:
    program.simple_email()
    program.paste_into(name, "Good\tnews\u0085for\u2028you\r\nBcc: everybody@example.com\x00\n")
    assert program.line(name).text() == "Good news for you Bcc: everybody@example.com"
    try:
        program.send()
        (arrived,) = server.delivered()
        assert arrived.message["Bcc"] is None
        assert arrived.to == "amara@example.com"
    finally:
        _mend(program)


@pytest.mark.parametrize("name", ["recipientEmail", "replyTo"])
def test_an_address_may_be_pasted_with_what_sticks_to_it(program: Program, name: str) -> None:
    program.simple_email()
    program.paste_into(name, "\u200bamara@example.com\u200b\r\n")
    assert program.line(name).text() == "amara@example.com"
    program.type_into(name, "")
    program.paste_into(name, "amara@example.com\r\nBcc: everybody@example.com")
    try:
        program.until_reason(SEVERAL)
    finally:
        _mend(program)


# What only the server knows


def _failed(program: Program, server: Server) -> str:
    """Send, see it fail, and return title, advice and details as the status log shows them."""
    send = program.send(SendState.FAILED)
    assert server.delivered() == ()
    assert send.problem is not None
    program.click("sendDetailsButton")
    shown = program.words_of(program.details)
    program.click("sendDetailsButton")
    return shown


def test_an_unverified_domain_is_explained_before_and_refused_by_migma(
    program: Program, server: Server
) -> None:
    program.simple_email()
    program.pick("fromDomain", "northlightcoffee.example")
    try:
        dialog = program.ask_to_send()
        assert "northlightcoffee.example isn't verified yet" in program.words_of(dialog)
        dialog.reject()
        told = _failed(program, server)
        assert "The domain of the sender's address isn't verified." in told
        assert "Choose a sender at a verified domain" in told
        assert "DOMAIN_NOT_VERIFIED" in told
    finally:
        _mend(program)


def test_a_domain_of_somebody_else_is_refused_by_migma(program: Program, server: Server) -> None:
    program.simple_email()
    program.type_into("fromAddress", "hello@not-ours.example")
    try:
        told = _failed(program, server)
        assert "The domain of the sender's address isn't verified." in told
        assert "does not belong to this account" in told
    finally:
        _mend(program)


def test_a_provider_that_is_not_connected_is_refused_by_migma(
    program: Program, server: Server
) -> None:
    program.simple_email()
    program.pilot.choose_in_combo("providerType", "SendGrid")
    told = _failed(program, server)
    assert "Migma refused the email." in told
    assert "SendGrid is not connected" in told


@pytest.mark.parametrize("kind", [k for k in RecipientType if k.is_batch])
def test_an_unknown_segment_or_tag_is_refused_by_migma(
    program: Program, server: Server, kind: RecipientType
) -> None:
    program.simple_email()
    program.choose("recipientType", kind.value)
    program.type_id("recipientId", "0123456789abcdef01234567")
    told = _failed(program, server)
    assert "Migma can't find what the email names." in told
    assert "Choose it again." in told


def test_an_unknown_project_is_refused_by_migma(program: Program, server: Server) -> None:
    program.simple_email()
    program.type_id("projectId", "0123456789abcdef01234567")
    try:
        assert "Migma can't find what the email names." in _failed(program, server)
    finally:
        _mend(program)


def test_a_segment_without_people_is_refused_by_migma(program: Program, server: Server) -> None:
    program.simple_email()
    program.address(RecipientType.SEGMENT, "Press")
    assert "Nobody here can be written to" in _failed(program, server)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Frost warning", "not ready yet"),
        ("Holiday opening hours", "could not be generated"),
        ("Welcome series", "a series of"),
        ("", "can't find what the email names"),
    ],
)
def test_a_conversation_without_one_finished_email_is_refused_by_migma(
    program: Program, server: Server, title: str, words: str
) -> None:
    conversations = server.sandbox.account.conversations.values()
    known = [each.id for each in conversations if each.title == title]
    program.simple_email()
    program.choose("contentSource", "conversation")
    program.type_id("conversationId", (known or ["0123456789abcdef01234567"])[0])
    assert words in _failed(program, server)


def test_an_unknown_email_id_is_refused_by_migma(program: Program, server: Server) -> None:
    program.simple_email()
    program.choose("contentSource", "email")
    program.type_into("emailId", "0123456789abcdef01234567")
    assert "Migma can't find what the email names." in _failed(program, server)


# Variables that nobody filled


def test_an_unfilled_variable_blocks_until_it_is_accepted(program: Program, server: Server) -> None:
    program.simple_email()
    program.write("\n\nSee you, {{nickname}}.")
    dialog = program.ask_to_send()
    send = program.pilot.find(QAbstractButton, "confirmSendButton", within=dialog)
    assert "{{nickname}}" in program.words_of(dialog)
    assert not send.isEnabled()
    assert send.toolTip() == "Fill in the variables, or accept that they stay open."
    program.click("acceptMissing", within=dialog)
    assert send.isEnabled()
    program.click("confirmSendButton", within=dialog)
    program.until(lambda: bool(server.sandbox.inbox.messages), "the delivery")
    (arrived,) = server.delivered()
    assert arrived.html == program.preview
    assert "See you, {{nickname}}." in arrived.html


def test_a_filled_variable_asks_for_nothing(program: Program) -> None:
    program.simple_email()
    program.write("\n\nSee you, {{nickname}}.")
    program.fill({"nickname": "Ama"})
    dialog = program.ask_to_send()
    assert dialog.findChild(QAbstractButton, "acceptMissing") is None
    assert program.pilot.find(QAbstractButton, "confirmSendButton", within=dialog).isEnabled()
