"""What else an account knows: contacts, the fields they have, log rows and capacity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Contact:
    """One person in the audience of a project."""

    id: str
    email: str
    first_name: str = ""
    last_name: str = ""
    status: str = ""  # subscribed, unsubscribed, bounced, non-subscribed; an open set
    tags: tuple[str, ...] = ()
    custom_fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CatalogField:
    """One field of the contacts, usable as a placeholder in a batch."""

    key: str
    label: str = ""
    type: str = ""
    fill_rate: float | None = None  # 0 to 1: the share of contacts that have it
    samples: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class SendingMetrics:
    """How much was sent and how much may still be; None where the account has no figure."""

    sent_today: int | None = None
    daily_limit: int | None = None
    remaining_today: int | None = None
    sent_this_month: int | None = None
    monthly_limit: int | None = None
    remaining_this_month: int | None = None
