"""Getting a key in the browser: asks, waits, and hands the key on. The key is never shown."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.abilities import WANTED_SCOPE
from migma_desktop.core.claiming import ClaimDesk, wait_for_key
from migma_desktop.core.errors import KnownError
from migma_desktop.ui.async_runtime import AsyncRuntime

MakeDesk = Callable[[], Awaitable[ClaimDesk]]


class ClaimController(QObject):
    """Carries one question for a key at a time.

    Signals:
        offered(ClaimOffer): show the code and open the link.
        troubled(bool): Migma can't be reached just now, or again; it goes on asking.
        answered(ClaimAnswer): granted, refused, expired or lost.
        failed(KnownError): it can't be asked that way.
    """

    offered = Signal(object)
    troubled = Signal(bool)
    answered = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        make_desk: MakeDesk,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._make_desk = make_desk
        self._sleep = sleep
        self._now = now
        self._task: asyncio.Task[None] | None = None

    def begin(self, email: str) -> None:
        """Ask for a key for the owner of this address; what was asked before is given up."""
        self.cancel()
        self._task = self._runtime.spawn(
            self._claim(email), owner=self, on_known_error=self._on_failed
        )

    def cancel(self) -> None:
        """Stop asking. A yes that is given in the browser afterwards leads to nothing here."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    async def _claim(self, email: str) -> None:
        desk = await self._make_desk()
        try:
            offer = await desk.ask(email, WANTED_SCOPE)
            self.offered.emit(offer)
            answer = await wait_for_key(
                desk, offer, now=self._now, sleep=self._sleep, troubled=self.troubled.emit
            )
        finally:
            await desk.aclose()
        self._task = None
        self.answered.emit(answer)

    def _on_failed(self, error: KnownError) -> None:
        self._task = None
        self.failed.emit(error)
