"""A sending domain as Migma keeps it, and what the program may ask Migma to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from migma_desktop.core.domains.durations import since
from migma_desktop.core.models import Domain, DomainState
from migma_desktop.core.texts import Text, say


@dataclass(frozen=True, slots=True)
class Tracking:
    """What Migma notes about the emails of a domain; None where it doesn't say."""

    opens: bool | None = None
    clicks: bool | None = None
    branded: bool | None = None  # links lead over the own domain instead of Migma's


@dataclass(frozen=True, slots=True)
class KeptDomain:
    """One domain with all that Migma tells about it."""

    domain: Domain
    status: str = ""  # Migma's own word
    region: str = ""
    region_name: str = ""
    dkim: str = ""  # Migma's word for the keys, in lower case
    mail_from: str = ""  # and for the way back
    tracking: Tracking = Tracking()
    created_at: datetime | None = None
    verified_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def name(self) -> str:
        """The domain's name."""
        return self.domain.name

    @property
    def since(self) -> datetime | None:
        """Since when it is in its state."""
        if self.domain.can_send:
            return self.verified_at or self.created_at
        if self.domain.state is DomainState.FAILED:
            return self.updated_at or self.created_at
        return self.created_at

    @property
    def progress(self) -> tuple[object, ...]:
        """What moves while Migma looks: two equal ones mean that nothing has changed."""
        records = tuple(record.status for record in self.domain.records)
        return (self.domain.state, self.status, self.dkim, self.mail_from, records)


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a name for a managed domain can be had."""

    prefix: str
    is_available: bool
    full_name: str = ""
    reason: str = ""


class DomainKeeper(Protocol):
    """Migma's domains, as the program uses them. Every method may raise an ``ApiError``."""

    async def all(self) -> Sequence[KeptDomain]:
        """Read own and managed domains, those that can send first."""

    async def verify(self, name: str) -> KeptDomain:
        """Have Migma look for the records now; return what it found."""

    async def add(self, name: str, *, region: str = "") -> KeptDomain:
        """Add an own domain; without a region Migma chooses one."""

    async def check_prefix(self, prefix: str) -> Availability:
        """Ask whether ``<prefix>.migma.email`` can be had."""

    async def add_managed(self, prefix: str) -> KeptDomain:
        """Make a managed domain, which can send at once."""

    async def set_tracking(self, name: str, tracking: Tracking) -> KeptDomain:
        """Change what is given; None leaves a switch as it is."""


def state_words(kept: KeptDomain, *, now: datetime) -> Text:
    """Say how far a domain is, and since when."""
    words = _STATE[kept.domain.state]
    if kept.domain.state is DomainState.WAITING and kept.status == "verifying":
        words = say("Looking for DNS records")
    if kept.since is None:
        return words
    return say("{state}, {since}", state=words, since=since(kept.since, now))


_STATE = {
    DomainState.VERIFIED: say("Verified: ready to send"),
    DomainState.MANAGED: say("Managed by Migma: ready"),
    DomainState.WAITING: say("Waiting for DNS records"),
    DomainState.FAILED: say("Failed: records not found"),
}
