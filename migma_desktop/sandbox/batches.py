"""A send to many people, moving through its states by the clock.

Nothing runs in the background: each look at a batch first delivers what is due by now, so its
counts always add up and a test with a hand-turned clock sees every state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from migma_desktop.sandbox.clock import iso
from migma_desktop.sandbox.delivery import Mailing
from migma_desktop.sandbox.things import Contact

QUEUED_FOR = timedelta(seconds=0.8)
EMAILS_PER_SECOND = 30.0
LONGEST_RUN_SECONDS = 20.0
THROTTLED_FOR = timedelta(seconds=4)
THROTTLED_AFTER = 0.4  # of the recipients

OVER = frozenset({"completed", "partial", "failed"})

DeliverOne = Callable[["Batch", Contact, int, datetime], bool]
"""Deliver to one recipient (batch, contact, its number, when); False when it was refused."""


@dataclass(slots=True)
class Batch:
    """One batch and how far it is."""

    id: str
    mailing: Mailing
    recipient_type: str
    recipient_id: str
    recipients: Sequence[Contact]
    created_at: datetime
    deliver_one: DeliverOne
    throttled: bool = False
    sent: int = 0
    failed: int = 0
    updated_at: datetime = field(init=False)
    _now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.updated_at = self._now = self.created_at

    @property
    def total(self) -> int:
        return len(self.recipients)

    @property
    def done(self) -> int:
        return self.sent + self.failed

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def status(self) -> str:
        if self.done == self.total:
            if self.failed == 0:
                return "completed"
            return "partial" if self.sent else "failed"
        if self._now < self.created_at + QUEUED_FOR:
            return "queued"
        if self.throttled and self._pause_start <= self._now < self._pause_end:
            return "throttled"
        return "processing"

    def advance(self, now: datetime) -> None:
        """Deliver everybody whose turn has come."""
        self._now = max(now, self._now)
        while self.done < self.total and self._due(self.done) <= self._now:
            number = self.done
            at = self._due(number)
            if self.deliver_one(self, self.recipients[number], number, at):
                self.sent += 1
            else:
                self.failed += 1
            self.updated_at = at

    def wire(self) -> dict[str, object]:
        wire: dict[str, object] = {
            "batchId": self.id,
            "status": self.status,
            "recipientType": self.recipient_type,
            "recipientId": self.recipient_id,
            "provider": self.mailing.provider,
            "totalCount": self.total,
            "queuedCount": self.total - self.done,
            "sentCount": self.sent,
            "failedCount": self.failed,
            "from": self.mailing.sender,
            "fromName": self.mailing.sender_name,
            "subject": self.mailing.subject,
            "createdAt": iso(self.created_at),
            "updatedAt": iso(self.updated_at),
        }
        if self.is_over and self.failed:
            wire["error"] = f"{self.failed} of {self.total} mailboxes refused the email"
        if self.status == "throttled":
            wire["throttle"] = self._throttle()
        return wire

    def _due(self, number: int) -> datetime:
        """When the turn of the recipient with this number (from 0) comes."""
        seconds = (number + 1) / self._pace
        pause = THROTTLED_FOR if self.throttled and number >= self._before_pause else timedelta()
        return self.created_at + QUEUED_FOR + timedelta(seconds=seconds) + pause

    @property
    def _pace(self) -> float:
        return max(EMAILS_PER_SECOND, self.total / LONGEST_RUN_SECONDS)

    @property
    def _before_pause(self) -> int:
        return int(self.total * THROTTLED_AFTER)

    @property
    def _pause_start(self) -> datetime:
        seconds = self._before_pause / self._pace
        return self.created_at + QUEUED_FOR + timedelta(seconds=seconds)

    @property
    def _pause_end(self) -> datetime:
        return self._pause_start + THROTTLED_FOR

    def _throttle(self) -> dict[str, object]:
        left = self.total - self.done
        return {
            "throttledAt": iso(self._pause_start),
            "expiresAt": iso(self._pause_end),
            "resumeCount": 0,
            "reason": "hourly_capacity",
            "remainingCount": left,
            "resumeMessage": f"The remaining {left} emails go out on their own in a moment.",
        }
