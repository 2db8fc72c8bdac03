"""What the client asks for, and what came of one attempt. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Permission:
    """What a key must be allowed to do, by its newest and its older name (contract, section 1)."""

    newest: str
    older: str = ""  # empty where it never had another


SENDING = "/v1/sending"

SEND = Permission("email:send", "EMAIL_SEND")
READ_EMAILS = Permission("email:read")
WRITE_EMAILS = Permission("email:write", "email:send")
VALIDATE = Permission("email:validate")
PREVIEW = Permission("email:preview")
READ_AUDIENCE = Permission("audience:read")
READ_DOMAINS = Permission("domain:read")
WRITE_DOMAINS = Permission("domain:write")
UNRECORDED = Permission("")  # the contract doesn't say which one


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API; every attempt at it sends the same bytes and the same key."""

    method: str
    path: str
    permission: Permission
    most_bytes: int  # of the answer's body, as it comes and unpacked
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    idempotency_key: str = ""
    changes_nothing: bool = False  # a POST that only asks, or comes to the same when repeated

    @property
    def is_send(self) -> bool:
        """Whether it can make an email leave: then it is repeated only where that is safe."""
        return self.method != "GET" and not self.changes_nothing


def question(path: str, permission: Permission, body: bytes, *, most_bytes: int) -> Call:
    """Return a POST that only asks: it may be repeated like a read."""
    return Call("POST", path, permission, most_bytes, body=body, changes_nothing=True)


@dataclass(slots=True)
class Progress:
    """How far one attempt came. Filled while it runs, judged when it ended."""

    traced: bool = False  # the transport reports its steps, so that ``left`` can be trusted
    left: bool = False  # the first byte of the request may have left
    status: int | None = None  # HTTP status, once the answer's head is there
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""  # unpacked, as much of it as came
    flaw: str = ""  # why the body can't be trusted, for the details
    broke: bool = False  # that was the line's fault: the same call may well succeed


def is_one_word(text: str) -> bool:
    """Whether a text may stand in a header as it is."""
    return text.isascii() and text.isprintable() and " " not in text
