"""The practice Migma inside the program: made when it is first needed, gone when it ends."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from migma_desktop.core.ports import Mailer

if TYPE_CHECKING:
    from migma_desktop.sandbox.inbox import Inbox
    from migma_desktop.sandbox.service import Sandbox

_ADDRESS = "http://127.0.0.1"  # never contacted: requests go to the sandbox in this process


class Practice:
    """Joins the sandbox to a client of its own. ``connect`` may run in any thread.

    What was delivered is kept in ``folder`` and is there again after a restart.
    """

    def __init__(self, *, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._sandbox: Sandbox | None = None

    @property
    def sandbox(self) -> Sandbox:
        """The practice Migma; made at the first call, which loads its libraries."""
        with self._lock:
            if self._sandbox is None:
                from migma_desktop.sandbox.service import Sandbox

                self._sandbox = Sandbox(data_dir=self._folder)
            return self._sandbox

    def inbox(self) -> Inbox:
        """Where its deliveries arrive."""
        return self.sandbox.inbox

    def connect(self, *, version: str) -> Mailer:
        """Return a client that talks to the sandbox in this process."""
        from migma_desktop.api.client import MigmaClient
        from migma_desktop.api.inprocess import AsgiTransport

        return MigmaClient(
            base_url=_ADDRESS,
            key=self.sandbox.api_key,
            version=version,
            transport=AsgiTransport(self.sandbox.app),
        )
