"""The values that the whole program speaks in. All of them are frozen and free of behaviour.

Those of a draft are made in ``core.draft``, those of a rendered email in ``core.rendered``, and
handed on here: a frozen dataclass takes half a millisecond to make, the window that takes typing
needs four of these twenty, and the first preview five more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from migma_desktop.core.draft import (
    ContentSource,
    Draft,
    JsonValue,
    KeyKind,
    MailKind,
    Profile,
    Provider,
    Recipient,
    RecipientType,
    Sender,
)
from migma_desktop.core.rendered import (
    Placeholder,
    PlaceholderSpot,
    PlaceholderUse,
    RenderedEmail,
    StoredContent,
)
from migma_desktop.core.texts import Text

__all__ = [
    "BatchStatus",
    "ContentSource",
    "DnsRecord",
    "Domain",
    "DomainState",
    "Draft",
    "Group",
    "JsonValue",
    "KeyKind",
    "MailKind",
    "MigmaEmail",
    "Placeholder",
    "PlaceholderSpot",
    "PlaceholderUse",
    "Problem",
    "Profile",
    "Project",
    "Provider",
    "Recipient",
    "RecipientType",
    "Remedy",
    "RenderedEmail",
    "Send",
    "SendEvent",
    "SendReceipt",
    "SendRequest",
    "SendState",
    "Sender",
    "StoredContent",
    "Throttle",
]


@dataclass(frozen=True, slots=True)
class Project:
    """A brand in the user's account."""

    id: str
    name: str
    status: str = "active"


class DomainState(StrEnum):
    """How far a sending domain is."""

    VERIFIED = "verified"
    MANAGED = "managed"  # of Migma's own, verified at once
    WAITING = "waiting"  # DNS records not seen yet
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """One record that the owner of a domain publishes."""

    type: str
    name: str
    value: str
    priority: int | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain that emails can come from."""

    name: str
    state: DomainState
    records: tuple[DnsRecord, ...] = ()
    connect_url: str = ""

    @property
    def can_send(self) -> bool:
        """Whether Migma accepts senders at this domain."""
        return self.state in {DomainState.VERIFIED, DomainState.MANAGED}


@dataclass(frozen=True, slots=True)
class Group:
    """A segment or a tag: people who get a batch."""

    id: str
    name: str
    count: int | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class MigmaEmail:
    """An email that was made in Migma, as its list shows it."""

    conversation_id: str
    title: str
    subject: str = ""
    preheader: str = ""
    status: str = ""
    screenshot_url: str = ""
    updated_at: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether it can be sent."""
        return self.status == "completed"


@dataclass(frozen=True, slots=True)
class SendRequest:
    """One call of POST /v1/sending, field by field as the specification names them.

    Exactly one of ``template``, ``conversation_id`` and ``email_id`` is set.
    """

    recipient_type: RecipientType
    from_address: str
    from_name: str
    subject: str
    recipient_email: str = ""
    recipient_id: str = ""
    reply_to: str = ""
    template: str = ""
    conversation_id: str = ""
    email_id: str = ""
    project_id: str = ""
    variables: Mapping[str, JsonValue] = field(default_factory=dict)
    provider: Provider = Provider.MIGMA
    transactional: bool | None = None  # None: the contract's default for the recipient type


@dataclass(frozen=True, slots=True)
class SendReceipt:
    """Migma's answer to an accepted send. Accepted is not delivered."""

    id: str
    provider: str = ""
    status: str = ""
    sent_count: int | None = None
    message: str = ""
    send_id: str = ""
    batch_id: str = ""
    request_id: str = ""
    replayed: bool = False  # the server had this key before and answered from memory


@dataclass(frozen=True, slots=True)
class Throttle:
    """Why a batch is held back."""

    reason: str = ""
    expires_at: str = ""
    remaining_count: int | None = None
    resume_message: str = ""


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """How far a batch is."""

    id: str
    status: str
    total: int
    queued: int
    sent: int
    failed: int
    error: str = ""
    throttle: Throttle | None = None

    @property
    def is_final(self) -> bool:
        """Whether the counts won't change any more (contract, section 3)."""
        return self.status in {"completed", "failed", "partial"}


class SendState(StrEnum):
    """The states of a send; the arrows between them are in ``sending.py``."""

    HELD = "held"
    CANCELLED = "cancelled"
    SENDING = "sending"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    PROCESSING = "processing"
    THROTTLED = "throttled"
    COMPLETED = "completed"
    PARTIAL = "partial"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    CLOSED = "closed"


class Remedy(StrEnum):
    """What the program itself can do about a problem."""

    NONE = ""
    STORE_FIRST = "store_first"  # store the email at Migma, then send the stored one


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with a send: what happened, what to do, and the technical part."""

    title: Text
    advice: Text
    details: str = ""
    remedy: Remedy = Remedy.NONE


@dataclass(frozen=True, slots=True)
class SendEvent:
    """One line in the life of a send."""

    at: datetime
    state: SendState
    note: str = ""  # the server's words, or why


@dataclass(frozen=True, slots=True)
class Send:
    """One press of Send: a frozen copy of the email, its own key, and what became of it.

    ``body`` is the exact request body in bytes; it and ``key`` are on disk before the first
    byte leaves, and every repetition uses the same two.
    """

    id: str
    key: str  # Idempotency-Key, at most 100 characters
    created_at: datetime
    profile_id: str
    is_test: bool
    request: SendRequest
    recipient_name: str  # "VIP customers", or the address
    recipient_count: int | None
    html: str  # as filled, for the history
    body: bytes
    state: SendState
    subject: str = ""  # as filled, for the log
    provider: str = ""
    remote_id: str = ""  # id of the send or of the batch at Migma
    batch_id: str = ""
    sent: int | None = None
    failed: int | None = None
    total: int | None = None
    problem: Problem | None = None
    events: tuple[SendEvent, ...] = ()
    draft: Draft | None = None  # as it stood when Send was pressed: to bring back, or to reuse
    fingerprint: str = ""  # of what arrives, whoever it goes to: see ``core.fingerprint``
    held_until: datetime | None = None  # end of the countdown, by the clock of this computer
    next_try_at: datetime | None = None  # of a waiting send; of a throttled batch, its end
    sample: str = ""  # the sample person whose values a test carried; "": the draft's own
    owner: str = ""  # the running program that takes care of it: see ``ports.Owners``
    key_mark: str = ""  # of the API key that it last left with: see ``SendingService``
    left_at: datetime | None = None  # for the first time, by Migma's clock where it was known
