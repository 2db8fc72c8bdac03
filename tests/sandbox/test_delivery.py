"""What arrives is a whole MIME message, byte for byte."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.inbox import Delivered, Inbox
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import Api, batch_body, conversation_id, send_body

LINE_ENDS = "<p>one</p>\r\n<p>two</p>\n<p>three</p>\r<p>four</p>"


@pytest.mark.parametrize(
    "html",
    [
        LINE_ENDS,
        "<p>no line end",
        "<p>three</p>\n\n\n",
        "<p>" + "long line " * 500 + "</p>",
        "<p>Grüße, 日本, العربية, 👩‍👩‍👧</p>",
        ".\n..\nFrom me\n=3D =\n",
        "<!-- only a comment -->",
    ],
)
def test_the_html_part_is_byte_for_byte_what_was_sent(
    api: Api, sandbox: Sandbox, html: str
) -> None:
    api.send(send_body(template=html))
    delivered = sandbox.inbox.messages[0]

    assert delivered.html == html
    assert _html_of(_parsed(delivered)) == html


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_text_survives_the_way_into_the_inbox(html: str) -> None:
    sandbox = Sandbox(clock=ManualClock())

    with Api(sandbox) as api:
        response = api.send(send_body(template=html))

    assert response.status_code == 200
    assert _html_of(_parsed(sandbox.inbox.messages[0])) == html


def test_the_headers_are_those_of_a_real_email(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body(fromName='Bücher, Müller & "Co"', replyTo="help@example.org"))
    message = _parsed(sandbox.inbox.messages[0])

    sender = message["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (
        'Bücher, Müller & "Co"',
        "hello@fernandfinch.example",
    )
    assert message["To"].addresses[0].addr_spec == "ada@example.com"
    assert message["Reply-To"].addresses[0].addr_spec == "help@example.org"
    assert message["Subject"] == "Your receipt"
    assert message["Date"].datetime == sandbox.clock.now()
    assert message["Message-ID"].endswith("@fernandfinch.example>")
    assert message.get_content_type() == "multipart/alternative"


def test_the_bytes_are_plain_ascii_with_crlf(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body(fromName="Bücher", subject="Grüße 👋 " * 20, template=LINE_ENDS))

    raw = sandbox.inbox.messages[0].as_bytes()

    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert _parsed(sandbox.inbox.messages[0])["Subject"] == "Grüße 👋 " * 20


LINES = st.one_of(
    st.text("ab ,.;:<>@\"'\\()[]=?_äé日👋\u00a0", min_size=1, max_size=120),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200),
).filter(str.strip)


@settings(max_examples=100, deadline=None)
@given(name=LINES, subject=LINES)
def test_names_and_subjects_survive_the_way_into_a_file(name: str, subject: str) -> None:
    sandbox = Sandbox(clock=ManualClock())
    with Api(sandbox) as api:
        response = api.send(send_body(fromName=name, subject=subject))
    assert response.status_code == 200
    raw = sandbox.inbox.messages[0].as_bytes()

    read = message_from_bytes(raw)  # the older reader: it shares no code with what wrote this
    shown, address = parseaddr(read["From"])

    assert raw.isascii()
    assert str(make_header(decode_header(shown))) == name
    assert address == "hello@fernandfinch.example"
    assert str(make_header(decode_header(read["Subject"]))) == subject


def test_an_international_address_arrives(api: Api, sandbox: Sandbox) -> None:
    response = api.send(send_body(recipientEmail="jörg@bücher.example"))

    assert response.status_code == 200
    assert "jörg@".encode() in sandbox.inbox.messages[0].as_bytes()


def test_the_text_part_reads_like_the_html(api: Api, sandbox: Sandbox) -> None:
    template = "<h1>Hello {{name}}</h1><p>Your total is <b>{{total}}</b>.</p>"
    api.send(send_body(template=template, variables={"name": "R & D", "total": 12.5}))

    assert "Hello R & D" in sandbox.inbox.messages[0].text
    assert "Your total is 12.5." in sandbox.inbox.messages[0].text


def test_one_person_gets_a_transactional_email_by_default(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body())

    assert "List-Unsubscribe" not in sandbox.inbox.messages[0].message


def test_a_marketing_email_can_be_unsubscribed(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body(transactional=False))
    message = sandbox.inbox.messages[0].message

    assert str(message["List-Unsubscribe"]).startswith("<https://")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_batch_is_marketing_by_default(api: Api, sandbox: Sandbox, clock: ManualClock) -> None:
    api.send(batch_body())
    clock.advance(60)

    assert all("List-Unsubscribe" in each.message for each in sandbox.inbox.messages)


def test_blind_copies_arrive_without_being_named(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body(bcc=["archive@example.org"]))
    first, copy = sandbox.inbox.messages

    assert (first.to, copy.to) == ("ada@example.com", "archive@example.org")
    assert b"archive@example.org" not in copy.as_bytes()
    assert copy.message["To"] == "ada@example.com"


@pytest.mark.parametrize("status", ["bounced", "unsubscribed"])
def test_who_may_not_be_written_to_gets_nothing(api: Api, sandbox: Sandbox, status: str) -> None:
    person = next(each for each in sandbox.account.contacts.values() if each.status == status)

    answer = api.send(send_body(recipientEmail=person.email, transactional=False)).json()

    assert answer["data"]["sentCount"] == 0
    assert answer["data"]["message"] == f"Not delivered: the address is {status}"
    assert sandbox.inbox.messages == ()


def test_an_unsubscribed_person_still_gets_a_receipt(api: Api, sandbox: Sandbox) -> None:
    person = next(
        each for each in sandbox.account.contacts.values() if each.status == "unsubscribed"
    )

    api.send(send_body(recipientEmail=person.email))

    assert sandbox.inbox.messages[0].to == person.email


def test_a_test_send_goes_to_one_address(api: Api, sandbox: Sandbox) -> None:
    body = {"to": "me@example.com", "conversationId": conversation_id("Garden letter")}

    answer = api.post("/v1/emails/test/send", body).json()["data"]

    assert answer["sentTo"] == "me@example.com"
    assert sandbox.inbox.messages[0].to == "me@example.com"
    assert "{{firstName}}" in sandbox.inbox.messages[0].subject


@pytest.mark.parametrize(
    "body",
    [
        {"conversationId": conversation_id("Garden letter")},
        {"to": "a@example.com,b@example.com", "conversationId": conversation_id("Garden letter")},
        {"to": "a@example.com"},
        {"to": "a@example.com", "conversationId": "short"},
        {"to": "a@example.com", "conversationId": "0" * 24, "emailId": "0" * 24},
    ],
)
def test_a_test_send_obeys_rules_too(api: Api, sandbox: Sandbox, body: object) -> None:
    assert api.post("/v1/emails/test/send", body).status_code == 400
    assert sandbox.inbox.messages == ()


def test_subscribers_hear_of_each_delivery_until_they_leave(api: Api, sandbox: Sandbox) -> None:
    heard: list[Delivered] = []
    leave = sandbox.inbox.subscribe(heard.append)

    api.send(send_body())
    leave()
    leave()
    api.send(send_body())

    assert heard == list(sandbox.inbox.messages[:1])


def test_a_subscriber_may_look_into_the_inbox(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    counts: list[int] = []
    sandbox.inbox.subscribe(lambda _: counts.append(len(sandbox.inbox.messages)))

    api.send(batch_body())
    clock.advance(60)
    sandbox.settle()

    assert counts == list(range(1, 189))


def test_the_inbox_keeps_the_newest(api: Api, sandbox: Sandbox) -> None:
    small = Inbox(max_characters=30_000)
    sandbox.inbox.subscribe(small.deliver)
    for number in range(5):
        api.send(send_body(template="x" * 10_000, subject=f"Number {number}"))

    assert [each.subject for each in small.messages] == ["Number 2", "Number 3", "Number 4"]


def _parsed(delivered: Delivered) -> EmailMessage:
    message = message_from_bytes(delivered.as_bytes(), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def _html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8")
