"""Each recipient type with each content source, from the window into the inbox and back."""

from __future__ import annotations

import pytest

from migma_desktop.core.models import ContentSource, RecipientType, Send
from migma_desktop.sandbox.inbox import Delivered
from migma_desktop.ui.widgets.status_log_model import Column
from tests.e2e.driver import Program
from tests.e2e.server import SENDER, Server

PERSON = "amara.okafor@example.com"
WHOM = {
    RecipientType.PERSON: PERSON,
    RecipientType.SEGMENT: "Almost a voucher",
    RecipientType.TAG: "Workshop guests",
    RecipientType.AUDIENCE: "Near neighbours",
}
MARKDOWN = """# Hello {{first_name}}

Your table stands [here]({{link}}) — **{{ place.name }}**, {{first_name}}.

| What | Price |
| --- | --- |
| Soup | {{price}} |
"""
HTML = (
    "<!DOCTYPE html><html><head><style>p { color: #123456 }</style></head><body>"
    '<p title="{{tip}}">Hi {{first_name}}, <a href="https://example.com/?q={{query}}">look</a></p>'
    "</body></html>"
)


def _bring_content(program: Program, server: Server, source: ContentSource) -> None:
    if source is ContentSource.CONVERSATION:
        program.choose("contentSource", "conversation")
        program.pick("conversationId", "Garden letter")
    elif source is ContentSource.EMAIL:
        program.choose("contentSource", "email")
        program.type_into("emailId", _stored_id(server, "Order confirmation"))
    else:
        program.type_into("preheader", "A line for {{first_name}}")
        program.write(MARKDOWN if source is ContentSource.MARKDOWN else HTML, source)
        return
    program.until(lambda: program.app.content.content is not None, "the stored email")


def _stored_id(server: Server, title: str) -> str:
    conversations = server.sandbox.account.conversations.values()
    return next(each.emails[0].id for each in conversations if each.title == title)


def _arrived(server: Server, send: Send) -> list[Delivered]:
    messages = server.delivered()
    if not send.batch_id:
        return [each for each in messages if each.send_id == send.remote_id]
    batch = server.sandbox.account.batches[send.batch_id]
    assert batch.is_over
    assert batch.sent > 5
    arrived = [each for each in messages if each.batch_id == send.batch_id]
    assert len(arrived) == batch.sent
    return arrived


@pytest.mark.parametrize("source", list(ContentSource))
@pytest.mark.parametrize("kind", list(RecipientType))
def test_what_the_preview_shows_is_what_arrives(
    program: Program, server: Server, kind: RecipientType, source: ContentSource
) -> None:
    program.address(kind, WHOM[kind])
    program.type_into("subject", "For {{first_name}} & co. – “{{ place.name }}”")
    _bring_content(program, server, source)
    values = program.fill_what_is_missing()
    assert "first_name" in values

    send = program.send()
    shown, subject = program.preview, program.rendered.subject
    assert program.preview_shows(shown)
    assert "{{" not in shown
    assert subject == f"For {values['first_name']} & co. – “{values['place.name']}”"

    arrived = _arrived(server, send)
    assert {each.html for each in arrived} == {shown}
    assert {str(each.message["Subject"]) for each in arrived} == {subject}
    assert {str(each.message["From"]) for each in arrived} == {f"Fern & Finch <{SENDER}>"}
    if kind is RecipientType.PERSON:
        assert [each.to for each in arrived] == [PERSON]
    else:
        assert len({each.to for each in arrived}) == len(arrived)
    assert [each.message["List-Unsubscribe"] is None for each in arrived] == [
        kind is RecipientType.PERSON
    ] * len(arrived)
    assert len(server.asked("/v1/sending")) == 1


@pytest.mark.parametrize(
    ("kind", "choice", "has_unsubscribe_link"),
    [
        (RecipientType.PERSON, "marketing", True),
        (RecipientType.SEGMENT, "transactional", False),
        (RecipientType.TAG, "transactional", False),
        (RecipientType.AUDIENCE, "transactional", False),
    ],
)
def test_a_chosen_kind_wins_over_the_default(
    program: Program, server: Server, kind: RecipientType, choice: str, has_unsubscribe_link: bool
) -> None:
    program.address(kind, WHOM[kind])
    program.type_into("subject", "About the kind")
    program.write("Good news.")
    program.choose("transactional", choice)

    arrived = _arrived(server, program.send())
    assert {each.message["List-Unsubscribe"] is not None for each in arrived} == {
        has_unsubscribe_link
    }
    (request,) = server.asked("/v1/sending")
    assert request["transactional"] is (choice == "transactional")


def test_the_automatic_kind_leaves_the_decision_to_migma(program: Program, server: Server) -> None:
    program.simple_email()
    program.send()
    (request,) = server.asked("/v1/sending")
    assert "transactional" not in request


def test_replies_go_where_the_sender_wants_them(program: Program, server: Server) -> None:
    program.simple_email()
    program.type_into("replyTo", "orders@bücher.example")
    (arrived,) = _arrived(server, program.send())
    assert str(arrived.message["Reply-To"]) == "orders@xn--bcher-kva.example"
    program.type_into("replyTo", "")
    (arrived,) = _arrived(server, program.send())
    assert arrived.message["Reply-To"] is None


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Migma", "migma"),
        ("Amazon SES", "ses"),
        ("Resend", "resend"),
        ("SendGrid", "sendgrid"),
        ("Mailgun", "mailgun"),
    ],
)
def test_a_connected_provider_carries_the_email(
    program: Program, server: Server, name: str, wire: str
) -> None:
    server.sandbox.account.connected_providers.add(wire)
    program.simple_email()
    program.pilot.choose_in_combo("providerType", name)
    send = program.send()
    assert len(_arrived(server, send)) == 1
    (request,) = server.asked("/v1/sending")
    assert request.get("providerType", "migma") == wire
    assert program.log_row()[Column.PROVIDER] == wire
