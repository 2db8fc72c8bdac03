"""The outbox at work: writes sends down, carries them, and does what the user asks of them.

Every step is on disk before the next one is taken, and a step is taken only when its line was
written: of two windows that want the same step the log stops one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from migma_desktop.core import sending_texts as texts
from migma_desktop.core.carrying import Carrier
from migma_desktop.core.errors import BugError, StoreError, TakenElsewhere, TooLate
from migma_desktop.core.fingerprint import fingerprint
from migma_desktop.core.following import BatchFollower
from migma_desktop.core.jobs import Jobs
from migma_desktop.core.ledger import Ledger, RunBlocking
from migma_desktop.core.looking import Looker
from migma_desktop.core.models import (
    Draft,
    RecipientType,
    Remedy,
    Send,
    SendEvent,
    SendRequest,
    SendState,
)
from migma_desktop.core.ports import Mailer, Owners, SendLog
from migma_desktop.core.send_states import (
    BATCH_ON_ITS_WAY,
    CAN_BE_STOPPED,
    advance,
    behind_others,
    depart,
    key_is_remembered,
    problem_of,
)
from migma_desktop.core.waiting_line import Job, WaitingLines

_UNCONFIRMED = frozenset({SendState.UNCONFIRMED})
_FAILED = frozenset({SendState.FAILED})
_CARRIED = CAN_BE_STOPPED | BATCH_ON_ITS_WAY | {SendState.SENDING}


class SendingService:
    """Sends emails once. Lives on the event loop's thread; plain asyncio.

    ``mailer`` gives the account's client for a profile id, or raises a KnownError when there is
    none. ``key_mark`` tells an account's present API key from earlier ones, for each of which alone
    Migma remembers a send. ``permit`` raises a KnownError when a send may not leave now, since its
    account is locked. ``changed`` is called with the new value after each step.
    """

    def __init__(
        self,
        *,
        mailer: Callable[[str], Mailer],
        log: SendLog,
        owners: Owners,
        now: Callable[[], datetime],
        changed: Callable[[Send], None],
        run_blocking: RunBlocking = asyncio.to_thread,
        key_mark: Callable[[str], str] = lambda _profile_id: "",
        permit: Callable[[Send], None] = lambda _send: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        self._mailer = mailer
        self._now = now
        self._new_id = new_id
        self._key_mark = key_mark
        self._permit = permit
        self._ledger = Ledger(log=log, owners=owners, run_blocking=run_blocking, changed=changed)
        self._lines = WaitingLines()
        self._carrier = Carrier(
            mailer=mailer,
            ledger=self._ledger,
            lines=self._lines,
            now=now,
            key_mark=key_mark,
            permit=permit,
            sleep=sleep,
        )
        self._follower = BatchFollower(mailer=mailer, ledger=self._ledger, now=now, sleep=sleep)
        self._looker = Looker(mailer=mailer, ledger=self._ledger)
        self._jobs = Jobs(lines=self._lines)

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
        sample: str = "",
    ) -> Send:
        """Write a send down, carry it, and return it when nothing more happens by itself.

        It is held for ``hold_seconds`` first. Without a connection it waits and tries again,
        for as long as that takes, and does not overtake an earlier one of the same account. An
        accepted batch is followed until its counts are final.
        ``draft`` is what it was made from, to bring back or to use again.
        ``instead_of`` names a refused send that this one takes the place of: for good, so that
        the two can't both be sent. ``sample`` names the sample person whose values a test carries.

        Raises:
            KnownError: the account can't be used; nothing left.
            TooLate: another send has taken that place already; nothing left.
            StoreError: the disk refuses. Nothing left, unless ``changed`` told otherwise before.
            BugError: a test would have gone to a group, or the client broke.
        """
        if is_test and request.recipient_type is not RecipientType.PERSON:
            raise BugError("A test goes to one address; it can't carry an audience.")
        if sample and not is_test:
            raise BugError("Only a test may carry the values of a sample person.")
        mailer = self._mailer(profile_id)
        if instead_of:
            await self._give_place(instead_of)
        owner = await self._ledger.own()
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
            sample=sample,
            held_until=at + timedelta(seconds=hold_seconds) if hold_seconds > 0 else None,
            owner=owner,
            key_mark=self._key_mark(profile_id),
            left_at=mailer.server_now,
        )
        async with self._jobs.at_rest:  # behind what the start still takes up
            job = self._jobs.open(send)
        with self._jobs.until_over(job):
            job.counts_down = hold_seconds > 0
            if not job.counts_down and self._lines.must_wait(job):
                self._lines.join(job)
                job.send = behind_others(send)
            await self._ledger.begin(job.send)
            sent = await self._carrier.carry(job, pause=hold_seconds)
        return await self.follow(sent)

    def counts_down(self, send_id: str) -> bool:
        """Whether a send is held and leaves by itself in a moment."""
        return self._jobs.counts_down(send_id)

    def lay_aside(self) -> None:
        """End all countdowns without sending: what is held stays so until its user decides."""
        for job in self._jobs:
            if self.counts_down(job.send.id) and not job.stop.is_set():
                job.counts_down = job.can_stop = False
                job.laid_aside = True
                job.stop.set()
                job.stopped.set()
                self._ledger.show(job.send)

    async def stop(self, send_id: str) -> Send:
        """Cancel a send that has surely not left: one that is held or waits.

        Raises:
            TooLate: it has left, or is leaving right now.
            StoreError: the disk refuses; it is as it was, yet no countdown runs any more.
        """
        async with self._jobs.at_rest:
            job = await self._jobs.settled(send_id)
            if job is None:
                send = await self._resting(send_id, CAN_BE_STOPPED, texts.cant_stop)
                return await self._end(send, SendState.CANCELLED)
        if not job.can_stop:
            raise texts.cant_stop(job.send)
        job.can_stop = False
        job.stop.set()
        try:
            cancelled = advance(job.send, SendState.CANCELLED, at=self._now())
            await self._ledger.claim(cancelled, after=job.send)
            job.send = cancelled
        except StoreError as error:
            job.counts_down = False
            self._ledger.show(replace(job.send, problem=problem_of(error), next_try_at=None))
            raise
        finally:
            job.stopped.set()
        return cancelled

    async def try_now(self, send_id: str) -> Send:
        """End the pause of a held or waiting send. Also lets a held one of the last run go.

        Where an earlier one waits, that one tries first.

        Raises:
            TooLate: it neither is held nor waits.
        """
        async with self._jobs.at_rest:
            job = await self._jobs.settled(send_id)
            if job is None:
                send = await self._resting(send_id, CAN_BE_STOPPED, texts.cant_try)
                self._mailer(send.profile_id)
                self._permit(send)
                rested = self._jobs.open(send)
        if job is None:
            return await self._let_go(rested)
        if not job.can_stop:
            raise texts.cant_try(job.send)
        job.hurry.set()
        if job.send.state is SendState.WAITING:
            self._lines.hurry(job.send.profile_id)
        return job.send

    def try_all_now(self) -> None:
        """End pauses that Migma has not asked for: the network is back, or a key is known now."""
        for job in self._jobs:
            if job.send.state is SendState.WAITING and not job.paced:
                job.attempts = 0  # a network that has just come may need some seconds
                job.hurry.set()

    async def ask_again(self, send_id: str) -> Send:
        """Ask Migma about an unconfirmed send.

        Where the account's log can answer, it is looked up there. Where it can't, the same bytes
        leave with the same key, so that it can't go out twice.

        Raises:
            TooLate: it isn't unconfirmed (any more), or Migma may not recognise it any more.
        """
        send = await self._resting(send_id, _UNCONFIRMED, texts.cant_ask)
        self._mailer(send.profile_id)
        with self._doing(send) as job:
            answer = await self._looker.look(send, at=self._now())
            if answer.found is not None:
                found = replace(answer.found, owner=await self._ledger.own())
                await self._ledger.claim(found, after=send)
                job.send = found
            else:
                server_now = await self._looker.time_at_migma(send)
                if not key_is_remembered(send, at=self._now(), server_now=server_now):
                    raise texts.key_forgotten()
                if send.key_mark not in {"", self._key_mark(send.profile_id)}:
                    raise texts.key_replaced()
                self._permit(send)
                await self._claim_departure(job, note=answer.note)
                await self._carrier.carry(job)
        return await self.follow(job.send)

    async def close(self, send_id: str, *, as_sent: bool) -> Send:
        """End an unconfirmed send by what the user knows: it arrived, or it doesn't matter.

        Raises:
            TooLate: it isn't unconfirmed (any more).
        """
        note = texts.MARKED_AS_SENT if as_sent else texts.GIVEN_UP
        async with self._jobs.at_rest:
            send = await self._resting(send_id, _UNCONFIRMED, texts.cant_close)
            return await self._end(send, SendState.CLOSED, note=note)

    async def follow(self, send: Send) -> Send:
        """Follow an accepted batch to its end and return it; return any other send at once."""
        return await self._follower.follow(send)

    async def resume_all(self) -> None:
        """Take up what programs left that aren't running any more: at start, and now and then.

        Held sends are only shown, since a countdown that ended meanwhile never fires by itself.
        What was leaving at a crash is unconfirmed. Waiting sends and batches go on. What another
        running program takes care of is left to it.
        """
        troubles: list[StoreError] = []
        async with self._jobs.at_rest:
            taken = await self._take_over(troubles)
            waiting = [
                self._jobs.open(send, in_line=True)
                for send in taken
                if send.state is SendState.WAITING
            ]
        others = [send for send in taken if send.state is not SendState.WAITING]
        await _all([*map(self._carry_on, waiting), *map(self.follow, others)])
        if troubles:
            raise troubles[0]

    async def _take_over(self, troubles: list[StoreError]) -> list[Send]:
        """Make our own what nobody takes care of; nothing goes on yet."""
        taken: list[Send] = []
        own = await self._ledger.own()
        for orphan in await self._ledger.orphans():
            if self._jobs.get(orphan.id) is not None:
                continue  # its user has just given an order about it
            send = replace(orphan, owner=own)
            if send.state is SendState.SENDING:
                send = advance(
                    send, SendState.UNCONFIRMED, at=self._now(), problem=texts.interrupted()
                )
            try:
                await self._ledger.claim(send, after=orphan)
            except TakenElsewhere:
                continue  # another window was quicker
            except StoreError as error:
                troubles.append(error)  # of this send alone: it holds no other up
                continue
            taken.append(send)
        return taken

    async def _give_place(self, send_id: str) -> None:
        """Take its remedy away from a refused send. The new event stops a second window."""
        send = await self._resting(send_id, _FAILED, texts.place_taken)
        if send.problem is None or send.problem.remedy is Remedy.NONE:
            raise texts.place_taken(send)
        problem = texts.replaced()
        event = SendEvent(at=self._now(), state=send.state, note=str(problem.title))
        with self._doing(send):
            settled = replace(send, problem=problem, events=(*send.events, event))
            await self._ledger.claim(settled, after=send)

    async def _carry_on(self, job: Job) -> Send:
        with self._jobs.until_over(job):
            sent = await self._carrier.carry(job)
        return await self.follow(sent)

    async def _let_go(self, job: Job) -> Send:
        """Carry a held or waiting send that nobody carried."""
        with self._jobs.until_over(job):
            if self._lines.must_wait(job):
                mine = replace(job.send, owner=await self._ledger.own())
                await self._ledger.claim(mine, after=job.send)
                job.send = mine
            else:
                await self._claim_departure(job)
            sent = await self._carrier.carry(job)
        return await self.follow(sent)

    async def _claim_departure(self, job: Job, *, note: str = "") -> None:
        departing = depart(
            job.send,
            at=self._now(),
            server_now=self._mailer(job.send.profile_id).server_now,
            key_mark=self._key_mark(job.send.profile_id),
            note=note,
        )
        departing = replace(departing, owner=await self._ledger.own())
        await self._ledger.claim(departing, after=job.send)
        job.send = departing

    async def _end(self, send: Send, state: SendState, *, note: str = "") -> Send:
        """Take the last step of a send that rests."""
        with self._doing(send):
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
        if send.state in _CARRIED and await self._ledger.is_elsewhere(send):
            raise texts.elsewhere()
        return send

    def _doing(self, send: Send) -> AbstractContextManager[Job]:
        return self._jobs.until_over(self._jobs.open(send))


async def _all(work: list[Coroutine[Any, Any, Send]]) -> None:
    """Run all to their ends, then raise the first error, so that one can't cut others short."""
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
