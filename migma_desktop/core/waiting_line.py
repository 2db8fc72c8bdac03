"""Who waits for a connection, account by account: nobody overtakes an earlier email."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from migma_desktop.core.models import Send


@dataclass(slots=True, eq=False)
class Job:
    """A send that is being carried at this moment, and the ways to interfere."""

    send: Send
    number: int  # in the order in which they were sent
    counts_down: bool = False  # held, and it goes when the countdown is over
    can_stop: bool = False  # true during a pause: then surely nothing has left
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)  # who stopped it has written so
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    laid_aside: bool = False  # it ends in a moment, and the send rests
    over: asyncio.Event = field(default_factory=asyncio.Event)  # nobody carries it any more
    attempts: int = 0
    paced: bool = False  # Migma has asked it to wait so long
    stands_aside: bool = False  # its account is locked: what may leave all the same passes it


class WaitingLines:
    """One line for each account, in the order in which its emails were sent."""

    def __init__(self) -> None:
        self._lines: dict[str, list[Job]] = {}

    def join(self, job: Job) -> None:
        """Stand in line, at the place that the time of sending gives; once is enough."""
        line = self._lines.setdefault(job.send.profile_id, [])
        if job not in line:
            line.append(job)
            line.sort(key=lambda each: each.number)

    def leave(self, job: Job) -> None:
        """Step out, and let the next one know; no error when it doesn't stand in line."""
        line = self._lines.get(job.send.profile_id, [])
        if job in line:
            line.remove(job)
            self.hurry(job.send.profile_id)

    def must_wait(self, job: Job) -> bool:
        """Whether an earlier email of the same account waits, and this one may not pass it."""
        line = self._lines.get(job.send.profile_id, [])
        if line and line[0].stands_aside and job.send.is_test:
            line = _tests_in(line)
        return bool(line) and line[0] is not job and line[0].number < job.number

    def stand_aside(self, job: Job) -> None:
        """Let tests pass, since they are all that the account may send now."""
        job.stands_aside = True
        for test in _tests_in(self._lines.get(job.send.profile_id, []))[:1]:
            test.hurry.set()

    def hurry(self, profile_id: str) -> None:
        """Let the first one in line try now, and the first one that may pass it."""
        line = self._lines.get(profile_id, [])
        first = line[:1]
        if first and first[0].stands_aside:
            first += _tests_in(line)[:1]
        for job in first:
            job.hurry.set()


def _tests_in(line: list[Job]) -> list[Job]:
    return [job for job in line if job.send.is_test]
