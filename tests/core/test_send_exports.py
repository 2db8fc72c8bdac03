"""A send as a command, as an email file, as a line of a table, as JSON."""

from __future__ import annotations

import csv
import email
import io
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage

import pytest
from pytest_httpserver import HTTPServer

from migma_desktop.core.models import Draft, Problem, Send, SendEvent, SendState
from migma_desktop.core.reusing import draft_like
from migma_desktop.core.send_exports import as_curl, as_eml, csv_row
from migma_desktop.core.texts import say
from tests.fakes import request_to_person, request_to_segment

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BODY = '{"subject":"It\'s \\"£5\\" & `$HOME` \\\\ %s !x","template":"<p>\u00e9\U0001f600</p>"}'


def make_send(**fields: object) -> Send:
    send = Send(
        id="send-1",
        key="idempotency-1",
        created_at=NOON,
        profile_id="profile-1",
        is_test=False,
        request=replace(request_to_person(), reply_to="help@acme.example"),
        recipient_name="ada@example.com",
        recipient_count=None,
        subject="Ihre Rechnung für März",
        html="<h1>Hallo Ada</h1><p>Danke für alles</p>",
        body=BODY.encode(),
        state=SendState.ACCEPTED,
        remote_id="msg_1",
        events=(SendEvent(at=NOON, state=SendState.SENDING),),
    )
    return replace(send, **fields)  # type: ignore[arg-type]  # fields by name


# cURL


@pytest.mark.skipif(
    shutil.which("curl") is None and os.environ.get("MIGMA_REQUIRE_ALL") != "1",
    reason="there is no curl to run it",
)
@pytest.mark.parametrize("more", ["", "x" * 200_000])
def test_the_command_sends_the_exact_body_with_the_key_of_its_user(
    httpserver: HTTPServer, more: str
) -> None:
    httpserver.expect_request("/v1/sending", method="POST").respond_with_json({})
    body = BODY.encode() + more.encode()
    command = as_curl(make_send(body=body), base_url=httpserver.url_for("").rstrip("/"))
    environment = {**os.environ, "MIGMA_API_KEY": "key-of-its-user", "NO_PROXY": "*"}
    subprocess.run(["sh"], input=command.encode(), env=environment, check=True, timeout=20)
    ((request, _response),) = httpserver.log
    assert request.get_data() == body
    assert request.headers["Authorization"] == "Bearer key-of-its-user"
    assert request.headers["Content-Type"] == "application/json"
    assert "Idempotency-Key" not in request.headers


def test_the_command_says_what_it_does_and_holds_no_key() -> None:
    command = as_curl(make_send(), base_url="https://api.migma.ai")
    assert "https://api.migma.ai/v1/sending" in command
    assert "once more" in command
    assert "$MIGMA_API_KEY" in command
    assert "idempotency-1" not in command


# .eml


def parsed(send: Send) -> EmailMessage:
    message = email.message_from_bytes(as_eml(send), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_an_email_file_has_the_headers_and_both_parts() -> None:
    message = parsed(make_send())
    assert message["Subject"] == "Ihre Rechnung für März"
    assert message["From"] == "Acme <shop@acme.example>"
    assert message["To"] == "ada@example.com"
    assert message["Reply-To"] == "help@acme.example"
    assert message["Date"].datetime == NOON
    html, text = message.get_body(("html",)), message.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert html.get_content().strip() == make_send().html
    assert "Danke für alles" in text.get_content()
    assert "<" not in text.get_content()


def test_an_email_to_a_group_names_the_group_and_nobody() -> None:
    message = parsed(make_send(request=request_to_segment(), recipient_name="VIP: customers"))
    assert "VIP: customers" in str(message["To"])
    assert "@" not in str(message["To"])


def test_nothing_in_a_send_can_begin_another_header() -> None:
    hostile = "Hi\r\nBcc: all@example.com\r\n\r\nx"
    request = replace(request_to_person("no address"), from_name=hostile)
    message = parsed(make_send(subject=hostile, request=request, remote_id=hostile))
    assert message["Bcc"] is None
    assert message["Subject"] == "Hi Bcc: all@example.com x"


def test_international_addresses_and_an_empty_email_can_be_saved() -> None:
    request = request_to_person("zoë@exämple.com")
    message = parsed(make_send(request=request, html=""))
    assert "zoë@exämple.com" in str(message["To"])


# CSV


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "＋"])
def test_no_cell_is_a_formula(start: str) -> None:
    hostile = f'{start}HYPERLINK("https://evil.example")'
    problem = Problem(say("{text}", text=hostile), say(""), details=hostile)
    request = replace(request_to_person(hostile), from_name=hostile, reply_to=hostile)
    send = make_send(
        subject=hostile, recipient_name=hostile, request=request, problem=problem, provider=hostile
    )
    line = io.StringIO(newline="")
    csv.writer(line).writerow(csv_row(send))
    ((*cells,),) = csv.reader(io.StringIO(line.getvalue(), newline=""))
    assert sum(hostile in cell for cell in cells) >= 6
    assert all(cell.startswith("'") for cell in cells if hostile in cell)


# Use again


def test_a_new_draft_is_the_one_that_was_sent() -> None:
    draft = Draft(id="old", markdown="Hi {{name}}", subject="Hello")
    send = make_send(draft=draft)
    assert draft_like(send) == replace(draft, profile_id=send.profile_id)


def test_an_old_send_without_its_draft_becomes_one_that_sends_the_same() -> None:
    request = replace(request_to_person(), transactional=True)
    draft = draft_like(make_send(request=request))
    assert (draft.html, draft.subject) == (request.template, request.subject)
    assert draft.recipient.email == "ada@example.com"
    assert (draft.sender.address, draft.sender.name) == ("shop@acme.example", "Acme")
    assert dict(draft.variables) == dict(request.variables)
    assert draft.kind.value == "transactional"
    group = draft_like(make_send(request=request_to_segment(), recipient_name="VIP"))
    assert (group.recipient.id, group.recipient.name) == ("segment-1", "VIP")
    stored = replace(request_to_person(), template="", conversation_id="c-1")
    assert draft_like(make_send(request=stored)).conversation_id == "c-1"
