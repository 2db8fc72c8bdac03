"""What the model of sends lives in: a disk that loses its power, and a line that takes its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from migma_desktop.api.client import MigmaClient
from migma_desktop.core.models import RecipientType, Send, SendReceipt, SendRequest, SendState
from migma_desktop.core.send_states import KEY_MEMORY_MARGIN, allowed
from migma_desktop.sandbox.account import stable_id
from migma_desktop.sandbox.clock import Clock
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import ManualTime, unclear


class PowerCut(BaseException):
    """The computer is off: nothing reaches the disk any more."""


class Disk(SqliteSendLog):
    """A connection to the store that a crash cuts off."""

    def __init__(self, path: Path, time: ManualTime) -> None:
        self._opened = open_database(path, now=time.now).database
        self.has_power = True
        super().__init__(database=self._opened)

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_") and name not in {"has_power", "close"} and not self.has_power:
            raise PowerCut
        return super().__getattribute__(name)

    def close(self) -> None:
        """Let go of the file."""
        self._opened.close()


class SlowLine(MigmaClient):
    """The real client; the line may hold a request, or its answer, for a while."""

    time: ManualTime
    clock: Clock  # of the world outside, which nobody sets back
    before = 0.0
    after = 0.0

    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        before, self.before = self.before, 0.0
        after, self.after = self.after, 0.0
        if before:
            began = self.clock.now()
            await self.time.sleep(before)
            if self.clock.now() - began > KEY_MEMORY_MARGIN:
                raise unclear()  # no line holds a question for as long as that
        receipt = await super().send(body, key=key)
        if after:
            await self.time.sleep(after)
        return receipt


async def in_turns(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    await asyncio.sleep(0)  # others may come first, as with a thread
    return function(*args, **kwargs)


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


def is_over(send: Send) -> bool:
    """Whether nothing may follow; what one person got is over as soon as Migma has it."""
    if send.state is SendState.ACCEPTED:
        return not send.batch_id
    return not allowed(send.state)


def request_of(kind: str, *, subject: str) -> SendRequest:
    is_batch = kind == "batch"
    return SendRequest(
        recipient_type=RecipientType.TAG if is_batch else RecipientType.PERSON,
        recipient_email="" if is_batch else "ada@example.com",
        recipient_id=stable_id("tag", FERN, "Workshop guests") if is_batch else "",
        from_address=f"hello@{VERIFIED_DOMAIN}",
        from_name="Fern",
        subject=subject,
        template="<p>Hi</p>",
        project_id=FERN,
    )
