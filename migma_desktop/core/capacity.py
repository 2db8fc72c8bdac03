"""What an account may still send: read before a batch, quiet where the key may not read it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from migma_desktop.core.account import Credits, RateLimit, SendingMetrics
from migma_desktop.core.errors import ApiError
from migma_desktop.core.ports import Mailer
from migma_desktop.core.texts import Text, say

READING_SECONDS = 4.0
"""How long somebody waits for these figures, who can send without them."""

_LOW_SHARE = 0.1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Capacity:
    """Plan, credits, what is left, and the rate limit; None where Migma doesn't say."""

    metrics: SendingMetrics | None = None
    credits: Credits | None = None
    rate: RateLimit | None = None


async def read_capacity(mailer: Mailer) -> Capacity:
    """Read what can be read within a few seconds. Never raises an ApiError."""
    metrics, credits = await asyncio.gather(
        _quietly(mailer.sending_metrics()), _quietly(mailer.credits())
    )
    return Capacity(metrics, credits, mailer.rate_limit)


async def _quietly(reading: Awaitable[T]) -> T | None:
    try:
        async with asyncio.timeout(READING_SECONDS):
            return await reading
    except (ApiError, TimeoutError):
        return None  # the contract doesn't say which permission these need (section 5)


def left_text(capacity: Capacity | None) -> Text | None:
    """Say in one line what is left today and this month; None when it isn't known."""
    metrics = None if capacity is None else capacity.metrics
    if metrics is None:
        return None
    today, month = metrics.remaining_today, metrics.remaining_this_month
    daily, monthly = metrics.daily_limit, metrics.monthly_limit
    if None not in {today, month, daily, monthly}:
        return say(
            "{today} of {daily} today, {month} of {monthly} this month",
            today=f"{today:,}",
            daily=f"{daily:,}",
            month=f"{month:,}",
            monthly=f"{monthly:,}",
        )
    if today is not None and month is not None:
        return say("{today} today, {month} this month", today=f"{today:,}", month=f"{month:,}")
    if today is not None:
        return say("{today} today", today=f"{today:,}")
    return None if month is None else say("{month} this month", month=f"{month:,}")


def too_little(capacity: Capacity | None, count: int | None) -> Text | None:
    """Warn of a mailing that is larger than what is left."""
    metrics = None if capacity is None else capacity.metrics
    if metrics is None or count is None:
        return None
    month, today = metrics.remaining_this_month, metrics.remaining_today
    if month is not None and count > month:
        return say(
            "More people than this account has left this month: {left} of {count}. Migma may "
            "refuse the mailing, or stop in the middle of it.",
            left=f"{month:,}",
            count=f"{count:,}",
        )
    if today is not None and count > today:
        return say(
            "More people than this account has left today: {left} of {count}. The others may get "
            "it only tomorrow, or not at all.",
            left=f"{today:,}",
            count=f"{count:,}",
        )
    return None


class QuotaLevel(Enum):
    """How near an allowance is to its end."""

    PLENTY = auto()
    LOW = auto()  # a tenth, or less
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left of an allowance whose size is known."""

    name: Text
    left: int
    limit: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.left / self.limit)

    @property
    def level(self) -> QuotaLevel:
        """How near the end is."""
        if not self.left:
            return QuotaLevel.NONE
        return QuotaLevel.LOW if self.share <= _LOW_SHARE else QuotaLevel.PLENTY

    @property
    def figures(self) -> Text:
        """What is left, in words."""
        return say("{left} of {limit}", left=f"{self.left:,}", limit=f"{self.limit:,}")


def quotas(capacity: Capacity) -> tuple[Quota, ...]:
    """Return the emails that may still be sent, unless a figure has no limit beside it."""
    metrics = capacity.metrics
    if metrics is None:
        return ()
    found = []
    for name, left, limit in (
        (say("Emails left today"), metrics.remaining_today, metrics.daily_limit),
        (say("Emails left this month"), metrics.remaining_this_month, metrics.monthly_limit),
    ):
        if left is not None and not limit:
            return ()
        if left is not None and limit:
            found.append(Quota(name, max(0, left), limit))
    return tuple(found)


def capacity_lines(
    capacity: Capacity, *, with_emails: bool = True
) -> tuple[tuple[Text, Text], ...]:
    """Return what is known as names and values, for a list; the emails may be shown elsewhere."""
    lines: list[tuple[Text, Text]] = []
    credits, rate = capacity.credits, capacity.rate
    if credits is not None and credits.plan:
        plan = say("{plan}, expired", plan=credits.plan) if credits.is_expired else None
        lines.append((say("Plan"), plan or say("{plan}", plan=credits.plan)))
    left = left_text(capacity) if with_emails else None
    if left is not None:
        lines.append((say("Emails left"), left))
    if credits is not None and credits.this_month is not None:
        words = say("{count} this month", count=f"{credits.this_month:,}")
        lines.append((say("Credits left"), words))
    if rate is not None:
        lines.append(
            (say("Rate limit"), say("{count} questions a minute", count=f"{rate.limit:,}"))
        )
    return tuple(lines)
