"""Getting a key in the browser: Migma's claim flow (contract, section 1 "Agent claim flow").

The program asks for a key and shows a code; its user opens a link, signs in and says yes; the
program asks every few seconds whether that has happened. Pace and endings: RFC 8628, section 3.5.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from migma_desktop.core.errors import NoConnection, RateLimited, ServiceFault

SLOWER = 5.0
"""Seconds by which the pauses grow when Migma asks for that (RFC 8628, section 3.5)."""


class ClaimState(StrEnum):
    """What asking for the key came to."""

    PENDING = "pending"
    SLOW_DOWN = "slow_down"
    GRANTED = "granted"
    REFUSED = "refused"
    EXPIRED = "expired"
    LOST = "lost"  # it was given out once, and that answer did not arrive


@dataclass(frozen=True, slots=True)
class ClaimOffer:
    """What Migma gives to ask with. The token is a secret."""

    token: str = field(repr=False)
    code: str  # shown here and in the browser: its user compares them
    link: str  # of the page where the code is confirmed, with the code in it
    seconds: float  # until the code expires
    interval: float  # seconds between two questions


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """One answer. The key is a secret, and comes once."""

    state: ClaimState
    key: str = field(default="", repr=False)
    scope: str = ""  # what was allowed, as far as Migma says


class ClaimDesk(Protocol):
    """Where a key is asked for. Every method may raise an ApiError."""

    async def ask(self, email: str, scope: str) -> ClaimOffer:
        """Ask for a key for the owner of this address."""

    async def poll(self, token: str) -> ClaimAnswer:
        """Ask whether the owner has said yes."""

    async def aclose(self) -> None:
        """Close the connections."""


async def wait_for_key(
    desk: ClaimDesk,
    offer: ClaimOffer,
    *,
    now: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    troubled: Callable[[bool], None] = lambda _is_troubled: None,
) -> ClaimAnswer:
    """Ask until there is an answer that stays. Cancelling it ends the asking.

    ``now`` counts seconds. ``troubled`` hears whether Migma can't be reached just now.

    Raises:
        ApiError: Migma answers in a way that asking again won't change.
    """
    end = now() + offer.seconds
    interval = offer.interval
    while now() < end:
        await sleep(min(interval, max(end - now(), 0.0)))
        try:
            answer = await desk.poll(offer.token)
        except (NoConnection, ServiceFault, RateLimited) as error:
            troubled(True)
            if isinstance(error, RateLimited):
                interval = max(interval, error.retry_after)
            continue
        troubled(False)
        if answer.state is ClaimState.SLOW_DOWN:
            interval += SLOWER
        elif answer.state is not ClaimState.PENDING:
            return answer
    return ClaimAnswer(ClaimState.EXPIRED)
