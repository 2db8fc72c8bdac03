"""Sending services as the program makes them, several on one profile if wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from migma_desktop.core.ledger import RunBlocking
from migma_desktop.core.models import Send
from migma_desktop.core.ports import Mailer, SendLog
from migma_desktop.core.sending import SendingService


class Programs:
    """The programs that run on one profile; each has a service."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._marks: list[Any] = []

    def start(
        self,
        *,
        mailer: Callable[[str], Mailer],
        log: SendLog,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        changed: Callable[[Send], None] = lambda _send: None,
        run_blocking: RunBlocking = asyncio.to_thread,
    ) -> SendingService:
        """Make the service of one more program."""
        return SendingService(
            mailer=mailer,
            log=log,
            now=now,
            changed=changed,
            run_blocking=run_blocking,
            sleep=sleep,
            **self._owners(),
        )

    def end_all(self) -> None:
        """Let go of what the system takes from a program that ends, however it does."""
        for marks in self._marks:
            marks.release()
        self._marks.clear()

    def _owners(self) -> dict[str, Any]:
        """Tell the programs apart, where services want to know which of them is running."""
        if "owners" not in signature(SendingService).parameters:
            return {}
        marks = import_module("migma_desktop.storage.owner_marks").OwnerMarks(self._folder)
        self._marks.append(marks)
        return {"owners": marks}
