"""Carrying one send from state to state until there is nothing more to do by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from migma_desktop.core import sending_texts as texts
from migma_desktop.core.errors import (
    ApiError,
    BugError,
    DraftRefused,
    FixableError,
    KnownError,
    NoConnection,
    RateLimited,
)
from migma_desktop.core.ledger import Ledger
from migma_desktop.core.models import Problem, Send, SendState
from migma_desktop.core.ports import Mailer
from migma_desktop.core.send_states import accept, advance, depart, problem_of, was_unclear
from migma_desktop.core.texts import say
from migma_desktop.core.waiting_line import Job, WaitingLines

WAITS = (2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds before the next attempt of a waiting send; the last one repeats."""

LOOK_AHEAD = 60.0
"""Seconds after which a send looks by itself whether those before it have left."""


class Carrier:
    """Takes the steps that need no user: countdown over, attempt, wait, attempt again."""

    def __init__(
        self,
        *,
        mailer: Callable[[str], Mailer],
        ledger: Ledger,
        lines: WaitingLines,
        now: Callable[[], datetime],
        key_mark: Callable[[str], str],
        permit: Callable[[Send], None],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._mailer = mailer
        self._ledger = ledger
        self._lines = lines
        self._now = now
        self._key_mark = key_mark
        self._permit = permit
        self._sleep = sleep

    async def carry(self, job: Job, *, pause: float = 0) -> Send:
        """Return the send when it is accepted, cancelled, failed or unconfirmed.

        ``pause`` is the time in seconds before the first step of a held or waiting send.

        Raises:
            StoreError: a step can't be written down.
            BugError: the client broke; the send is unconfirmed.
        """
        while job.send.state in {SendState.HELD, SendState.WAITING, SendState.SENDING}:
            if job.send.state is SendState.SENDING:
                pause = await self._attempt(job)
            elif not await self._is_let_go(job, pause):
                await job.stopped.wait()
                break
            elif self._lines.must_wait(job):
                pause = await self._line_up(job)
            else:
                pause = await self._depart(job)
        return job.send

    async def _is_let_go(self, job: Job, seconds: float) -> bool:
        """Wait for the pause to end; False when the user stopped the send meanwhile."""
        job.can_stop = not job.stop.is_set()
        await _first_of(self._sleep(seconds), job.stop.wait(), job.hurry.wait())
        job.can_stop = False
        job.hurry.clear()
        return not job.stop.is_set()

    async def _line_up(self, job: Job) -> float:
        """Stand behind the earlier emails of the account; whoever leaves the line wakes it."""
        self._lines.join(job)
        behind = texts.behind_others()
        if job.send.state is SendState.HELD:
            job.counts_down = False
            await self._end(job, SendState.WAITING, behind)
        elif job.send.problem != behind:
            await self._note(job, replace(job.send, problem=behind, next_try_at=None))
        return LOOK_AHEAD

    async def _depart(self, job: Job) -> float:
        """Step from held or waiting to sending, unless the account can't be used now."""
        try:
            self._permit(job.send)
            mailer = self._mailer(job.send.profile_id)
        except KnownError as error:
            if job.send.state is SendState.HELD:
                job.counts_down = False
                await self._note(job, replace(job.send, problem=problem_of(error)))
                raise  # the user has just pressed Send: let them know now
            wait = self._next_wait(job)
            again = replace(job.send, problem=problem_of(error), next_try_at=self._in_seconds(wait))
            await self._note(job, again)
            if isinstance(error, DraftRefused):
                self._lines.stand_aside(job)
            return wait
        job.stands_aside = False
        departing = depart(
            job.send,
            at=self._now(),
            server_now=mailer.server_now,
            key_mark=self._key_mark(job.send.profile_id),
        )
        await self._ledger.claim(departing, after=job.send)
        job.send = departing
        return 0

    async def _attempt(self, job: Job) -> float:
        """Let the request leave, note what became of it, and return the wait that follows."""
        try:
            mailer = self._mailer(job.send.profile_id)
        except KnownError as error:
            return await self._surely_not_sent(job, error)
        try:
            receipt = await mailer.send(job.send.body, key=job.send.key)
        except asyncio.CancelledError:
            await self._end(job, SendState.UNCONFIRMED, _cut_short())
            raise
        except (NoConnection, RateLimited) as error:
            return await self._surely_not_sent(job, error)
        except FixableError as error:
            await self._refused(job, error)
        except ApiError as error:
            await self._end(job, SendState.UNCONFIRMED, problem_of(error), _words(error))
        except Exception as error:
            await self._end(job, SendState.UNCONFIRMED, _broken(error))
            raise BugError("The client broke while an email was leaving.") from error
        else:
            await self._note(job, accept(job.send, receipt, at=self._now()))
        return 0

    async def _surely_not_sent(self, job: Job, error: KnownError) -> float:
        if was_unclear(job.send):
            # This attempt did not arrive; whether the first one did is as unknown as before.
            await self._end(job, SendState.UNCONFIRMED, _still_unclear(error))
            return 0
        self._lines.join(job)
        wait = self._next_wait(job)
        job.paced = isinstance(error, RateLimited)
        if isinstance(error, RateLimited):
            wait = max(wait, error.retry_after)
        waiting = advance(
            job.send,
            SendState.WAITING,
            at=self._now(),
            note=_words(error),
            problem=problem_of(error),
        )
        await self._note(job, replace(waiting, next_try_at=self._in_seconds(wait)))
        return wait

    async def _refused(self, job: Job, error: FixableError) -> None:
        if was_unclear(job.send):
            await self._end(job, SendState.UNCONFIRMED, _still_unclear(error), _words(error))
            return
        await self._end(job, SendState.FAILED, problem_of(error), _words(error))

    async def _end(self, job: Job, state: SendState, problem: Problem, words: str = "") -> None:
        """Note that the attempt is over, and how."""
        ended = advance(job.send, state, at=self._now(), note=words, problem=problem)
        await self._note(job, ended)

    async def _note(self, job: Job, send: Send) -> None:
        before, job.send = job.send, send  # it has happened, whatever the disk says
        await self._ledger.note(send, after=before)

    def _in_seconds(self, seconds: float) -> datetime:
        return self._now() + timedelta(seconds=seconds)

    def _next_wait(self, job: Job) -> float:
        wait = WAITS[min(job.attempts, len(WAITS) - 1)]
        job.attempts += 1
        return wait


async def _first_of(*waits: Awaitable[object]) -> None:
    """Return when one of ``waits`` is over, and end the others."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _words(error: KnownError) -> str:
    """Return the server's own words, for the log."""
    return error.reply.message if isinstance(error, ApiError) else ""


def _cut_short() -> Problem:
    return Problem(
        say("The program was stopped while this email was leaving"),
        say(
            "Nobody knows yet whether Migma has it. Ask again: the same email can't go out "
            "twice that way."
        ),
    )


def _broken(error: Exception) -> Problem:
    return Problem(
        say("The program failed while this email was leaving"),
        say(
            "Nobody knows yet whether Migma has it. Ask again: the same email can't go out "
            "twice that way."
        ),
        details=type(error).__name__,
    )


def _still_unclear(error: KnownError) -> Problem:
    return Problem(
        say("It is still not known whether Migma has this email"),
        say(
            "The question got no useful answer: {reason}. Ask again later, or look at whether it "
            "arrived and mark it as sent.",
            reason=str(error.title),
        ),
        details=error.details,
    )
