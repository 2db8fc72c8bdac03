"""Following an accepted batch until its counts are final."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from migma_desktop.core.errors import (
    FixableError,
    KnownError,
    NotFound,
    RateLimited,
)
from migma_desktop.core.ledger import Ledger
from migma_desktop.core.models import BatchStatus, Problem, Send, SendState
from migma_desktop.core.ports import Mailer
from migma_desktop.core.send_states import BATCH_ON_ITS_WAY, progress
from migma_desktop.core.texts import say

POLLS = (1.0, 1.0, 2.0, 3.0, 5.0, 5.0, 10.0, 15.0)
"""Seconds before each look at a batch, anew in each state; the last one repeats."""

THROTTLED_POLLS = (3.0, 5.0, 10.0, 30.0, 60.0)
"""The same while Migma holds the batch back without naming the end, which may take hours."""

AFTER_THROTTLE = 1.0
"""Seconds behind the end that Migma names."""

LONGEST_POLL = 900.0
"""Seconds between two looks, however far away that end is: Migma may change its mind."""

UNKNOWN_LOOKS = 5
"""How many looks may find no batch: a new one may not be listed at once."""


class BatchFollower:
    """Reads how far batches are, and writes it down. Trouble on the way never fails a send."""

    def __init__(
        self,
        *,
        mailer: Callable[[str], Mailer],
        ledger: Ledger,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._mailer = mailer
        self._ledger = ledger
        self._now = now
        self._sleep = sleep
        self._followed: set[str] = set()

    async def follow(self, send: Send) -> Send:
        """Follow a batch to its end and return it; return any other send at once.

        Raises:
            StoreError: the counts can't be written down.
        """
        if not send.batch_id or send.state not in BATCH_ON_ITS_WAY or send.id in self._followed:
            return send
        self._followed.add(send.id)
        try:
            return await self._to_the_end(send)
        finally:
            self._followed.discard(send.id)

    async def _to_the_end(self, send: Send) -> Send:
        looks = 0  # in the present state
        unknown = 0
        at_least = 0.0
        while send.state in BATCH_ON_ITS_WAY:
            await self._sleep(max(_interval(send, looks, now=self._now()), at_least))
            looks += 1
            at_least = 0.0
            try:
                status = await self._look(send)
            except RateLimited as error:
                at_least = error.retry_after
            except NotFound as error:
                unknown += 1
                if unknown > UNKNOWN_LOOKS:
                    return await self._give_up(send, error)
            except FixableError as error:
                return await self._give_up(send, error)
            except KnownError:
                continue  # no connection, a fault of Migma's, another account open: look later
            else:
                seen = await self._note(send, status)
                looks = looks if seen.state is send.state else 0
                send = seen
        return send

    async def _look(self, send: Send) -> BatchStatus:
        return await self._mailer(send.profile_id).batch_status(send.batch_id)

    async def _note(self, send: Send, status: BatchStatus) -> Send:
        seen = progress(send, status, at=self._now())
        if seen != send:
            await self._ledger.note(seen, after=send)
        return seen

    async def _give_up(self, send: Send, error: KnownError) -> Send:
        """Leave the send as it is, since Migma has it; looking starts again with the program."""
        unseen = replace(send, problem=_unseen(error))
        await self._ledger.note(unseen, after=send)
        return unseen


def _interval(send: Send, looks: int, *, now: datetime) -> float:
    if send.state is not SendState.THROTTLED:
        return POLLS[min(looks, len(POLLS) - 1)]
    if send.next_try_at is not None and send.next_try_at > now:
        left = (send.next_try_at - now).total_seconds()
        return min(max(left + AFTER_THROTTLE, THROTTLED_POLLS[0]), LONGEST_POLL)
    return THROTTLED_POLLS[min(looks, len(THROTTLED_POLLS) - 1)]


def _unseen(error: KnownError) -> Problem:
    return Problem(
        say("Migma accepted this batch, but its progress can't be read"),
        say(
            "The emails go out all the same. Look at the details; the program tries again when "
            "it is started the next time."
        ),
        details=f"{error.title}: {error.details}" if error.details else str(error.title),
    )
