"""One send as others read it: a command for curl, an email file, a line of a table, JSON."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import asdict
from email.headerregistry import Group
from email.utils import format_datetime

from migma_desktop.core.email_file import add_bodies, address_of, empty_message, one_line
from migma_desktop.core.models import RecipientType, Send, SendEvent
from migma_desktop.core.rendering import plain_text, text_part
from migma_desktop.core.wording import state_name

JSON_FORMAT = "migma-history"
JSON_VERSION = 1

KEY_PLACEHOLDER = "$MIGMA_API_KEY"

_LONG = 100_000  # bytes: Linux takes no argument beyond 128 KiB
_CURL_REMARK = (
    "# This sends the email once more. The Idempotency-Key of the first time is left out\n"
    "# on purpose, so Migma takes it for a new email. Put your key into MIGMA_API_KEY first.\n"
)
_COLUMNS = (
    "time (UTC)",
    "to",
    "recipient type",
    "recipients",
    "test",
    "subject",
    "state",
    "sent",
    "failed",
    "total",
    "from",
    "reply to",
    "provider",
    "id at Migma",
    "account",
    "what happened",
    "details",
)
# What a spreadsheet takes for a formula, the wide forms of Chinese and Japanese included.
_FORMULA = re.compile("[=+\\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")


def as_curl(send: Send, *, base_url: str) -> str:
    """Return the request as a command for a POSIX shell: the exact body, without any key.

    A long body goes through a pipe, since a system limits how long one argument may be.
    """
    body = shlex.quote(send.body.decode("utf-8", "surrogateescape"))
    lines = [
        f"curl --request POST {shlex.quote(f'{base_url}/v1/sending')}",
        f'--header "Authorization: Bearer {KEY_PLACEHOLDER}"',
        "--header 'Content-Type: application/json'",
    ]
    if len(send.body) <= _LONG:
        return _CURL_REMARK + " \\\n  ".join([*lines, f"--data-raw {body}"]) + "\n"
    command = " \\\n  ".join([*lines, "--data-binary @-"])
    return f"{_CURL_REMARK}printf '%s' {body} |\n  {command}\n"


def as_eml(send: Send) -> bytes:
    """Return the email as a file that mail programs open: RFC 5322, a text and an HTML part."""
    request = send.request
    to = request.recipient_email
    message = empty_message(to, request.from_address, request.reply_to)
    message["Subject"] = one_line(send.subject or request.subject)
    message["From"] = address_of(request.from_address, request.from_name)
    message["To"] = address_of(to) if to else Group(one_line(send.recipient_name) or "undisclosed")
    if request.reply_to:
        message["Reply-To"] = address_of(request.reply_to)
    message["Date"] = format_datetime(send.created_at)
    if send.remote_id:
        message["X-Migma-Id"] = one_line(send.remote_id)
    text = plain_text(send.html) if send.draft is None else text_part(send.draft, send.html)
    add_bodies(message, send.html, text)
    return message.as_bytes()


def csv_header() -> tuple[str, ...]:
    """Name the columns of ``csv_row``."""
    return _COLUMNS


def csv_row(send: Send) -> list[str]:
    """Return a send as cells, none of which a spreadsheet takes for a formula."""
    request, problem = send.request, send.problem
    cells = (
        f"{send.created_at:%Y-%m-%d %H:%M:%S}",
        send.recipient_name or request.recipient_email,
        request.recipient_type.value,
        _number(1 if request.recipient_type is RecipientType.PERSON else send.recipient_count),
        "yes" if send.is_test else "no",
        send.subject or request.subject,
        str(state_name(send.state)),
        _number(send.sent),
        _number(send.failed),
        _number(send.total),
        f"{request.from_name} <{request.from_address}>",
        request.reply_to,
        send.provider or request.provider.value,
        send.remote_id,
        send.profile_id,
        str(problem.title) if problem is not None else "",
        problem.details if problem is not None else "",
    )
    return [_harmless(cell) for cell in cells]


def json_document(send: Send) -> dict[str, object]:
    """Return a send as an object; its fields are told in docs/history-export.md."""
    problem = send.problem
    return {
        "id": send.id,
        "created_at": send.created_at.isoformat(),
        "account": send.profile_id,
        "is_test": send.is_test,
        "state": send.state.value,
        "recipient": {"name": send.recipient_name, "count": send.recipient_count},
        "subject": send.subject,
        "html": send.html,
        "request": _request(send),
        "provider": send.provider,
        "id_at_migma": send.remote_id,
        "batch_id": send.batch_id,
        "counts": {"sent": send.sent, "failed": send.failed, "total": send.total},
        "problem": None
        if problem is None
        else {
            "title": str(problem.title),
            "advice": str(problem.advice),
            "details": problem.details,
        },
        "events": [_event(event) for event in send.events],
    }


def _request(send: Send) -> Mapping[str, object]:
    return asdict(send.request)


def _event(event: SendEvent) -> Mapping[str, object]:
    return {"at": event.at.isoformat(), "state": event.state.value, "note": event.note}


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _harmless(cell: str) -> str:
    """Return a cell that is shown as it is: a sign before it makes it a text.

    Source: OWASP, "CSV Injection".
    """
    return f"'{cell}" if _FORMULA.match(cell.lstrip(" ") or cell) else cell
