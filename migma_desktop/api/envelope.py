"""The frame around every answer: success, data, error, code, metadata (contract, section 2)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from migma_desktop.api.lenient import Fields, Unreadable
from migma_desktop.core.errors import Reply

_MOST_WORDS = 500  # characters of the server's words that are shown


@dataclass(frozen=True, slots=True)
class Envelope:
    """One answer, opened. ``success`` is None where the frame doesn't say it."""

    success: bool | None
    fields: Fields
    request_id: str = ""
    replayed: bool = False  # answered from memory: the server had this Idempotency-Key before

    @property
    def data(self) -> object:
        """What the answer is about, as it came."""
        return self.fields.raw("data")

    @property
    def count(self) -> int | None:
        """The total of some lists."""
        return self.fields.number("count", "total")


def open_envelope(body: bytes, headers: Mapping[str, str]) -> Envelope:
    """Read the frame. Raises Unreadable for whatever isn't a JSON object."""
    if not body.strip():
        raise Unreadable("the answer is empty")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"the answer is not JSON ({_kind_of(body, headers)})") from error
    fields = Fields.strictly(content, "the answer")
    success = fields.raw("success")
    return Envelope(
        success=success if isinstance(success, bool) else None,
        fields=fields,
        request_id=fields.part("metadata").text("requestId")
        or headers.get("x-request-id", "")
        or headers.get("request-id", ""),
        replayed=headers.get("idempotent-replayed", "").lower() == "true",
    )


def summarise(
    body: bytes, headers: Mapping[str, str], *, status: int | None, scrub: Callable[[str], str]
) -> Reply:
    """Return what is known of an answer that reports a failure, whatever its body looks like.

    ``scrub`` takes the API key out of words that the server may have echoed.
    """
    try:
        envelope = open_envelope(body, headers)
    except Unreadable:
        request_id = headers.get("x-request-id", "")
        return Reply(status=status, request_id=tidy(scrub(request_id)))
    fields = envelope.fields
    nested = fields.part("error")  # some gateways wrap code and message in an object
    return Reply(
        status=status,
        code=tidy(scrub(fields.text("code") or nested.text("code"))),
        message=tidy(scrub(fields.text("error", "message") or nested.text("message"))),
        request_id=tidy(scrub(envelope.request_id)),
    )


def tidy(text: str) -> str:
    """Return foreign words fit for one line: no control characters, not endless."""
    line = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    line = " ".join(line.split())
    return line if len(line) <= _MOST_WORDS else f"{line[: _MOST_WORDS - 1]}…"


def _kind_of(body: bytes, headers: Mapping[str, str]) -> str:
    kind = headers.get("content-type", "").partition(";")[0].strip() or "kind unknown"
    return f"{kind}, {len(body)} bytes"
