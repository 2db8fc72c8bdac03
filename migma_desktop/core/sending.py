"""The outbox at work: writes sends down, carries them, and does what the user asks of them.

Every step is on disk before the next one is taken, and a step is taken only when its line was
written: of two windows that want the same step the log stops one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from migma_desktop.core import sending_texts as texts
from migma_desktop.core.carrying import Carrier, Job
from migma_desktop.core.errors import BugError, StoreError, TooLate
from migma_desktop.core.fingerprint import fingerprint
from migma_desktop.core.following import BatchFollower
from migma_desktop.core.ledger import Ledger, RunBlocking
from migma_desktop.core.models import (
    Draft,
    RecipientType,
    Remedy,
    Send,
    SendEvent,
    SendRequest,
    SendState,
)
from migma_desktop.core.ports import Mailer, SendLog
from migma_desktop.core.send_states import (
    CAN_BE_STOPPED,
    advance,
    key_is_remembered,
    was_unclear,
)

_UNCONFIRMED = frozenset({SendState.UNCONFIRMED})
_FAILED = frozenset({SendState.FAILED})


def _new_id() -> str:
    return str(uuid4())


class SendingService:
    """Sends emails once. Lives on the event loop's thread; plain asyncio.

    ``mailer`` gives the account's client for a profile id, or raises a KnownError when there is
    none, for instance because its key isn't known yet. ``changed`` is called with the new value
    after each step. A coroutine that is cancelled leaves the truth on disk.
    """

    def __init__(
        self,
        *,
        mailer: Callable[[str], Mailer],
        log: SendLog,
        now: Callable[[], datetime],
        changed: Callable[[Send], None],
        run_blocking: RunBlocking = asyncio.to_thread,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        self._mailer = mailer
        self._now = now
        self._new_id = new_id
        self._ledger = Ledger(log=log, run_blocking=run_blocking, changed=changed)
        self._carrier = Carrier(mailer=mailer, ledger=self._ledger, now=now, sleep=sleep)
        self._follower = BatchFollower(mailer=mailer, ledger=self._ledger, now=now, sleep=sleep)
        self._jobs: dict[str, Job] = {}

    async def send(
        self,
        request: SendRequest,
        body: bytes,
        *,
        is_test: bool,
        profile_id: str,
        recipient_name: str,
        recipient_count: int | None,
        subject: str,
        html: str,
        draft: Draft | None = None,
        hold_seconds: float = 0,
        instead_of: str = "",
    ) -> Send:
        """Write a send down, carry it, and return it when nothing more happens by itself.

        It is held for ``hold_seconds`` first. Without a connection it waits and tries again,
        for as long as that takes. An accepted batch is followed until its counts are final.
        ``draft`` is what it was made from, to bring back or to use again.
        ``instead_of`` names a refused send that this one takes the place of: for good, so that
        the two can't both be sent.

        Raises:
            KnownError: the account can't be used; nothing left.
            TooLate: another send has taken that place already; nothing left.
            StoreError: the disk refuses. Nothing left, unless ``changed`` told otherwise before.
            BugError: a test would have gone to a group, or the client broke.
        """
        if is_test and request.recipient_type is not RecipientType.PERSON:
            raise BugError("A test goes to one address; it can't carry an audience.")
        self._mailer(profile_id)
        if instead_of:
            await self._give_place(instead_of)
        state = SendState.HELD if hold_seconds > 0 else SendState.SENDING
        at = self._now()
        send = Send(
            id=self._new_id(),
            key=self._new_id(),
            created_at=at,
            profile_id=profile_id,
            is_test=is_test,
            request=request,
            recipient_name=recipient_name,
            recipient_count=recipient_count,
            subject=subject,
            html=html,
            body=body,
            state=state,
            events=(SendEvent(at=at, state=state),),
            draft=draft,
            fingerprint=fingerprint(request),
            held_until=at + timedelta(seconds=hold_seconds) if hold_seconds > 0 else None,
        )
        with self._job(send) as job:
            await self._ledger.begin(send)
            sent = await self._carrier.carry(job, pause=hold_seconds)
        return await self.follow(sent)

    async def stop(self, send_id: str) -> Send:
        """Cancel a send that has surely not left: one that is held or waits.

        Raises:
            TooLate: it has left, or is leaving right now.
            StoreError: the disk refuses; it is as it was, yet no countdown runs any more.
        """
        job = self._jobs.get(send_id)
        if job is None:
            return await self._end(send_id, SendState.CANCELLED, CAN_BE_STOPPED, texts.cant_stop)
        if not job.can_stop:
            raise texts.cant_stop(job.send)
        job.can_stop = False
        job.stop.set()
        try:
            cancelled = advance(job.send, SendState.CANCELLED, at=self._now())
            await self._ledger.claim(cancelled, after=job.send)
            job.send = cancelled
        finally:
            job.stopped.set()
        return cancelled

    async def try_now(self, send_id: str) -> Send:
        """End the pause of a held or waiting send. Also lets a held one of the last run go.

        Raises:
            TooLate: it neither is held nor waits.
        """
        job = self._jobs.get(send_id)
        if job is None:
            return await self._take_up(send_id, CAN_BE_STOPPED, texts.cant_try)
        if not job.can_stop:
            raise texts.cant_try(job.send)
        job.hurry.set()
        return job.send

    def try_all_now(self) -> None:
        """End the pauses of all waiting sends: the network is back, or a key is known now."""
        for job in self._jobs.values():
            if job.send.state is SendState.WAITING:
                job.hurry.set()

    async def ask_again(self, send_id: str) -> Send:
        """Ask Migma about an unconfirmed send: same key, same bytes, so it can't go out twice.

        Raises:
            TooLate: it isn't unconfirmed (any more), or Migma may have forgotten its key.
        """
        return await self._take_up(send_id, _UNCONFIRMED, texts.cant_ask)

    async def close(self, send_id: str, *, as_sent: bool) -> Send:
        """End an unconfirmed send by what the user knows: it arrived, or it doesn't matter.

        Raises:
            TooLate: it isn't unconfirmed (any more).
        """
        note = texts.MARKED_AS_SENT if as_sent else texts.GIVEN_UP
        return await self._end(send_id, SendState.CLOSED, _UNCONFIRMED, texts.cant_close, note=note)

    async def follow(self, send: Send) -> Send:
        """Follow an accepted batch to its end and return it; return any other send at once."""
        return await self._follower.follow(send)

    async def resume_all(self) -> None:
        """Take up what the last run left: call once at start, and let it run.

        Held sends are only shown, since a countdown that ended meanwhile never fires by itself.
        What was leaving at a crash is unconfirmed. Waiting sends and batches go on.
        """
        left = await self._ledger.unfinished()
        await _all([self._resume(send) for send in left])

    async def _resume(self, send: Send) -> Send:
        """Take one send up; its troubles are its own, and hold no other up."""
        if send.id in self._jobs:
            return send
        if send.state is SendState.SENDING:
            behind = self._left_behind(send)
            await self._ledger.note(behind, after=send)
            return behind
        self._ledger.show(send)
        if send.state is SendState.WAITING:
            return await self._carry_on(send)
        return await self.follow(send)

    def _left_behind(self, send: Send) -> Send:
        at = self._now()
        return advance(send, SendState.UNCONFIRMED, at=at, problem=texts.interrupted())

    async def _give_place(self, send_id: str) -> None:
        """Take its remedy away from a refused send. The new event stops a second window."""
        send = await self._resting(send_id, _FAILED, texts.place_taken)
        if send.problem is None or send.problem.remedy is Remedy.NONE:
            raise texts.place_taken(send)
        problem = texts.replaced()
        event = SendEvent(at=self._now(), state=send.state, note=str(problem.title))
        with self._job(send):
            settled = replace(send, problem=problem, events=(*send.events, event))
            await self._ledger.claim(settled, after=send)

    async def _carry_on(self, send: Send) -> Send:
        with self._job(send) as job:
            sent = await self._carrier.carry(job)
        return await self.follow(sent)

    async def _take_up(
        self, send_id: str, here: frozenset[SendState], refusal: Callable[[Send], TooLate]
    ) -> Send:
        """Carry a send that rests on disk in one of the states ``here``."""
        send = await self._resting(send_id, here, refusal)
        if was_unclear(send) and not key_is_remembered(send, at=self._now()):
            raise texts.key_forgotten()
        self._mailer(send.profile_id)
        with self._job(send) as job:
            departing = advance(send, SendState.SENDING, at=self._now())
            await self._ledger.claim(departing, after=send)
            job.send = departing
            sent = await self._carrier.carry(job)
        return await self.follow(sent)

    async def _end(
        self,
        send_id: str,
        state: SendState,
        here: frozenset[SendState],
        refusal: Callable[[Send], TooLate],
        *,
        note: str = "",
    ) -> Send:
        """Take the last step of a send that rests on disk in one of the states ``here``."""
        send = await self._resting(send_id, here, refusal)
        with self._job(send):
            ended = advance(send, state, at=self._now(), note=note)
            await self._ledger.claim(ended, after=send)
        return ended

    async def _resting(
        self, send_id: str, here: frozenset[SendState], refusal: Callable[[Send], TooLate]
    ) -> Send:
        send = await self._ledger.get(send_id)
        if send is None:
            raise StoreError(*texts.GONE)
        busy = self._jobs.get(send_id)
        if busy is not None:
            raise refusal(busy.send)
        if send.state not in here:
            raise refusal(send)
        return send

    @contextmanager
    def _job(self, send: Send) -> Iterator[Job]:
        """Be the only one who takes care of ``send``."""
        if send.id in self._jobs:
            raise BugError("Two tasks want to carry the same send.")
        job = Job(send)
        self._jobs[send.id] = job
        try:
            yield job
        finally:
            del self._jobs[send.id]


async def _all(work: list[Coroutine[Any, Any, Send]]) -> None:
    """Run all to their ends, then raise the first error, so that one can't cut others short."""
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
