"""Having Migma look at a domain again and again, less and less often, until something changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from migma_desktop.core.domains.kept import DomainKeeper, KeptDomain
from migma_desktop.core.errors import FixableError, KnownError, RateLimited
from migma_desktop.core.models import DomainState

PAUSES = (3.0, 5.0, 10.0, 15.0, 30.0, 60.0)
"""Seconds before each look after the first; the last one repeats."""

MOST_LOOKS = 65
"""Then it is about an hour: records that are not there by then are not on their way."""


@dataclass(frozen=True, slots=True)
class WatchStep:
    """How far the watching is."""

    kept: KeptDomain
    looks: int
    pause: float  # seconds until the next look; 0: it has ended
    moved: bool = False  # something is other than at the first look
    trouble: KnownError | None = None  # the last look failed, and is repeated


async def watch(
    kept: KeptDomain,
    *,
    keeper: DomainKeeper,
    sleep: Callable[[float], Awaitable[None]],
    told: Callable[[WatchStep], None],
) -> WatchStep:
    """Look until the domain is verified or failed, or an hour has gone; tell after each look.

    Raises:
        FixableError: Migma refuses to look.
    """
    before = kept
    for looks in range(1, MOST_LOOKS + 1):
        pause, trouble = PAUSES[min(looks - 1, len(PAUSES) - 1)], None
        try:
            kept = await keeper.verify(before.name)
        except FixableError:
            raise
        except KnownError as error:  # no connection, or Migma is busy: look later
            trouble = error
            if isinstance(error, RateLimited):
                pause = max(pause, error.retry_after)
        moved = kept.progress != before.progress
        has_ended = trouble is None and (
            kept.domain.can_send
            or (kept.domain.state is DomainState.FAILED and (moved or looks > 1))
        )
        if has_ended or looks == MOST_LOOKS:
            break
        told(WatchStep(kept, looks, pause, moved, trouble))
        await sleep(pause)
    step = WatchStep(kept, looks, 0, moved, trouble)
    told(step)
    return step
