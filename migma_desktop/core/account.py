"""What else an account knows: contacts, their fields, log rows, capacity, and what is imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple


class Contact(NamedTuple):
    """One person in the audience of a project.

    A tuple, since lists of 100,000 are read: it is made in a fifth of a frozen dataclass's time.
    """

    id: str
    email: str
    first_name: str = ""
    last_name: str = ""
    status: str = ""  # subscribed, unsubscribed, bounced, non-subscribed; an open set
    tags: tuple[str, ...] = ()
    custom_fields: Mapping[str, object] = MappingProxyType({})
    phone: str = ""
    country: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class CatalogField:
    """One field of the contacts, usable as a placeholder in a batch."""

    key: str
    label: str = ""
    type: str = ""
    fill_rate: float | None = None  # 0 to 1: the share of contacts that have it
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldCatalog:
    """Which fields the contacts of a project, or of one group of it, have."""

    fields: tuple[CatalogField, ...] = ()
    people: int | None = None  # that were counted; None: not known


@dataclass(frozen=True, slots=True)
class LogRow:
    """What became of an email for one recipient."""

    recipient: str
    status: str  # sent, delivered, opened, clicked, bounced, complained, suppressed; an open set
    subject: str = ""
    created_at: str = ""
    opened_at: str = ""
    clicked_at: str = ""
    bounce_type: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class SendingMetrics:
    """How much was sent and how much may still be; None where the account has no figure."""

    sent_today: int | None = None
    daily_limit: int | None = None
    remaining_today: int | None = None
    sent_this_month: int | None = None
    monthly_limit: int | None = None
    remaining_this_month: int | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """The account's plan and what it has left for making emails in Migma."""

    plan: str = ""
    is_expired: bool = False
    emails_today: int | None = None
    images_today: int | None = None
    this_month: int | None = None


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How many questions Migma answers in a minute, by its newest answer."""

    limit: int
    remaining: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedEmail:
    """An email on its way into the account: how far it is, and what Migma made of it."""

    status: str  # pending, processing, completed, failed; an open set
    email_id: str = ""
    html: str = ""
    subject: str = ""
    error: str = ""  # why it failed, in the server's words

    @property
    def is_finished(self) -> bool:
        """Whether it can be sent now."""
        return self.status == "completed" and bool(self.html)

    @property
    def has_failed(self) -> bool:
        """Whether it never will be."""
        return self.status == "failed"
