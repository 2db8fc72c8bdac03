"""The things that a Migma account holds, as the sandbox keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from migma_desktop.sandbox.clock import iso

SCOPES = frozenset(
    {
        "audience:read",
        "audience:write",
        "campaign:read",
        "campaign:write",
        "domain:read",
        "domain:write",
        "email:preview",
        "email:read",
        "email:send",
        "email:validate",
        "email:write",
        "project:write",
        "template:read",
        "webhook:read",
        "webhook:write",
    }
)
"""Every permission that a key can have (API.md section 1)."""

SUBSCRIBED = "subscribed"
UNSUBSCRIBED = "unsubscribed"
BOUNCED = "bounced"
NON_SUBSCRIBED = "non-subscribed"
CONTACT_STATUSES = (SUBSCRIBED, UNSUBSCRIBED, BOUNCED, NON_SUBSCRIBED)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key and what it may do. The secret stays out of every repr."""

    secret: str = field(repr=False)
    scopes: frozenset[str] = SCOPES


@dataclass(slots=True)
class Project:
    """A brand: whose emails, contacts and colours these are."""

    id: str
    name: str
    description: str
    domain: str
    created_at: datetime
    status: str = "active"
    data: dict[str, object] = field(default_factory=dict)

    def wire(self) -> dict[str, object]:
        return {
            "_id": self.id,
            "name": self.name,
            "description": self.description,
            "status": self.status,
            "domain": self.domain,
            "createdAt": iso(self.created_at),
            "updatedAt": iso(self.created_at),
            **self.data,
        }


@dataclass(slots=True)
class Contact:
    """A person in a brand's audience."""

    id: str
    project_id: str
    email: str
    created_at: datetime
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    country: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[str, object] = field(default_factory=dict)
    status: str = SUBSCRIBED
    validity: str = "valid"
    unsubscribed_at: datetime | None = None
    updated_at: datetime | None = None

    def wire(self) -> dict[str, object]:
        wire: dict[str, object] = {"id": self.id, "email": self.email}
        optional = {
            "firstName": self.first_name,
            "lastName": self.last_name,
            "phone": self.phone,
            "country": self.country,
            "language": self.language,
        }
        wire.update({name: value for name, value in optional.items() if value})
        wire["tags"] = list(self.tags)
        wire["customFields"] = dict(self.custom_fields)
        wire["status"] = self.status
        if self.unsubscribed_at is not None:
            wire["unsubscribedAt"] = iso(self.unsubscribed_at)
        wire["createdAt"] = iso(self.created_at)
        wire["updatedAt"] = iso(self.updated_at or self.created_at)
        return wire

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Tag:
    id: str
    project_id: str
    name: str
    created_at: datetime
    description: str = ""
    color: str = "#5b6cff"
    updated_at: datetime | None = None


@dataclass(slots=True)
class Segment:
    """A saved question about contacts; its members are found anew each time."""

    id: str
    project_id: str
    name: str
    created_at: datetime
    description: str = ""
    filters: dict[str, object] = field(default_factory=dict)
    updated_at: datetime | None = None


@dataclass(slots=True)
class Topic:
    id: str
    project_id: str
    name: str
    created_at: datetime
    description: str = ""
    default_subscription: str = "opt_in"
    visibility: str = "public"
    display_order: int = 0
    is_active: bool = True
    choices: dict[str, bool] = field(default_factory=dict)
    updated_at: datetime | None = None

    def wanted_by(self, contact_id: str) -> bool:
        """True for who chose it, and for who never chose where leaving takes a step."""
        return self.choices.get(contact_id, self.default_subscription == "opt_out")

    def wire(self) -> dict[str, object]:
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "defaultSubscription": self.default_subscription,
            "visibility": self.visibility,
            "displayOrder": self.display_order,
            "isActive": self.is_active,
            "createdAt": iso(self.created_at),
            "updatedAt": iso(self.updated_at or self.created_at),
        }


@dataclass(slots=True)
class StoredEmail:
    """One finished email inside a conversation; a series has several."""

    id: str
    subject: str
    preheader: str
    html: str
    send_offset_days: int | None = None


@dataclass(slots=True)
class Conversation:
    """What was made in Migma: one email or a series, finished, still being made, or failed.

    ``ready_at`` is when the making ends; before that it is pending, then processing.
    """

    id: str
    project_id: str
    title: str
    created_at: datetime
    ready_at: datetime
    emails: list[StoredEmail] = field(default_factory=list)
    failure: str | None = None
    started_at: datetime | None = None

    def status(self, now: datetime) -> str:
        if now >= self.ready_at:
            return "completed" if self.failure is None else "failed"
        if now < (self.started_at or self.created_at):
            return "pending"
        return "processing"

    @property
    def is_series(self) -> bool:
        return len(self.emails) > 1
