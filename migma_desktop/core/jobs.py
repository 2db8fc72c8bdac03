"""The sends that this program takes care of at this moment, each of them once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from migma_desktop.core.errors import BugError
from migma_desktop.core.models import Send, SendState
from migma_desktop.core.waiting_line import Job, WaitingLines


class Jobs:
    """Who takes care of which send.

    A send without a job rests on disk. Whoever wants to take the next step of one that rests reads
    it and opens its job, or claims it, under ``at_rest``: else the start, which takes up what the
    last run left, and an order that its user gives meanwhile would come into each other's way.
    """

    def __init__(self, *, lines: WaitingLines) -> None:
        self.at_rest = asyncio.Lock()
        self._lines = lines
        self._jobs: dict[str, Job] = {}
        self._count = 0

    def __iter__(self) -> Iterator[Job]:
        return iter(tuple(self._jobs.values()))

    def get(self, send_id: str) -> Job | None:
        """Return who takes care of a send."""
        return self._jobs.get(send_id)

    def counts_down(self, send_id: str) -> bool:
        """Whether a send is held and leaves by itself in a moment."""
        job = self._jobs.get(send_id)
        return job is not None and job.counts_down and job.send.state is SendState.HELD

    def open(self, send: Send, *, in_line: bool = False) -> Job:
        """Be the only one who takes care of ``send`` until ``close``.

        ``in_line`` says that it waits: it surely hasn't left, and no later one overtakes it.
        """
        if send.id in self._jobs:
            raise BugError("Two tasks want to carry the same send.")
        self._count += 1
        job = Job(send, number=self._count, can_stop=in_line)
        self._jobs[send.id] = job
        if in_line:
            self._lines.join(job)
        return job

    def close(self, job: Job) -> None:
        """Leave a send to whoever comes next."""
        del self._jobs[job.send.id]
        job.over.set()
        self._lines.leave(job)

    @contextmanager
    def until_over(self, job: Job) -> Iterator[Job]:
        """Close the job at the end."""
        try:
            yield job
        finally:
            self.close(job)

    async def settled(self, send_id: str) -> Job | None:
        """Return who takes care of a send; wait for one whose countdown was just laid aside."""
        job = self._jobs.get(send_id)
        if job is not None and job.laid_aside:
            await job.over.wait()
            job = self._jobs.get(send_id)
        return job
