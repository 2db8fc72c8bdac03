"""Writing the steps of sends down, off the event loop's thread and never half."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import ParamSpec, Protocol, TypeVar

from migma_desktop.core.errors import StoreError
from migma_desktop.core.models import Send
from migma_desktop.core.ports import Owners, SendLog
from migma_desktop.core.texts import say
from migma_desktop.core.wording import state_name

_log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class RunBlocking(Protocol):
    """Runs a blocking function off the event loop's thread, like ``asyncio.to_thread``."""

    def __call__(
        self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Return what the function returns or raises."""


class Ledger:
    """The send log as coroutines. ``changed`` hears of each step once it is on disk."""

    def __init__(
        self,
        *,
        log: SendLog,
        owners: Owners,
        run_blocking: RunBlocking,
        changed: Callable[[Send], None],
    ) -> None:
        self._log = log
        self._owners = owners
        self._run_blocking = run_blocking
        self._changed = changed

    async def begin(self, send: Send) -> None:
        """Write a new send down. Raises StoreError: then nothing may leave."""
        await _to_the_end(self._run_blocking(self._log.add, send))
        self._changed(send)

    async def claim(self, send: Send, *, after: Send) -> None:
        """Write a step down before it is taken. Raises StoreError: then it must not be."""
        await _to_the_end(self._run_blocking(self._log.update, send, after=after))
        self._changed(send)

    async def note(self, send: Send, *, after: Send) -> None:
        """Write down what has happened; shown even if the disk refuses.

        Raises:
            StoreError: it isn't on disk. In the store's own words nothing was sent, which would be
                an invitation to send the email twice.
        """
        try:
            await _to_the_end(self._run_blocking(self._log.update, send, after=after))
        except StoreError as error:
            self._changed(send)
            if type(error) is StoreError:
                raise _unwritten(send, error) from error
            raise
        self._changed(send)

    async def get(self, send_id: str) -> Send | None:
        """Read one send whole. Raises StoreError."""
        return await self._run_blocking(self._log.get, send_id)

    async def recent(self) -> Sequence[Send]:
        """Read the newest sends without what left. Raises StoreError."""
        return await self._run_blocking(self._log.recent)

    async def own(self) -> str:
        """Return the mark of this program. Raises StoreError."""
        return await self._run_blocking(self._owners.own)

    async def is_elsewhere(self, send: Send) -> bool:
        """Whether another program that is running takes care of a send. Raises StoreError."""
        return await self._run_blocking(self._is_elsewhere, send.owner)

    async def orphans(self) -> list[Send]:
        """Read what programs left that aren't running any more, oldest first. Raises StoreError.

        What this very program has laid aside is no orphan.
        """
        return await self._run_blocking(self._find_orphans)

    def _is_elsewhere(self, owner: str) -> bool:
        return bool(owner) and owner != self._owners.own() and self._owners.is_alive(owner)

    def _find_orphans(self) -> list[Send]:
        own = self._owners.own()
        unfinished = [send for send in self._log.unfinished() if send.owner != own]
        alive = {owner: self._is_elsewhere(owner) for owner in {send.owner for send in unfinished}}
        return [send for send in unfinished if not alive[send.owner]]

    def show(self, send: Send) -> None:
        """Tell of a send that is on disk already."""
        self._changed(send)


def _unwritten(send: Send, error: StoreError) -> StoreError:
    return StoreError(
        say("What became of this email could not be written down"),
        say(
            "The last that is known: {state}. Don't send it again because of this message. "
            "{reason}: put that right, then start the program again. If the status log doesn't "
            "know the outcome then, press Ask again there.",
            state=str(state_name(send.state)),
            reason=str(error.title),
        ),
        details=error.details,
    )


async def _to_the_end(work: Awaitable[T]) -> T:
    """Await ``work``; a cancelled caller still waits until it is done, then is cancelled."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if task.done() and not task.cancelled() and task.exception() is not None:
            _log.error("A step could not be written down at the end", exc_info=task.exception())
        raise
