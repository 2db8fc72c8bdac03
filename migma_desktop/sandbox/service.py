"""The practice Migma as one handle, for the program and for tests."""

from __future__ import annotations

import secrets
from pathlib import Path

from starlette.types import ASGIApp

from migma_desktop.sandbox.account import Account, new_account, start_afresh
from migma_desktop.sandbox.app import create_app
from migma_desktop.sandbox.clock import Clock, SystemClock
from migma_desktop.sandbox.faults import FaultPlan
from migma_desktop.sandbox.inbox import Inbox
from migma_desktop.sandbox.recording import RecordedRequest


class Sandbox:
    """A whole practice Migma. Nothing that is sent to it leaves this computer.

    Give ``app`` to ``httpx.ASGITransport``, or to ``loopback.serve_in_thread`` for a real socket.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        api_key: str | None = None,
        data_dir: Path | None = None,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.api_key = api_key or f"sk_test_sandbox_{secrets.token_hex(12)}"
        self.faults = FaultPlan()
        self.account: Account = new_account(api_key=self.api_key, clock=self.clock)
        self.app: ASGIApp = create_app(account=self.account, clock=self.clock, faults=self.faults)

    def __repr__(self) -> str:
        return "<Sandbox>"  # never the key

    def settle(self) -> None:
        """Deliver what is due by now. Every reading does the same by itself."""
        self.account.settle()

    def reset(self) -> None:
        """Start afresh: no deliveries, no faults, the account as at the first start."""
        self.faults.clear()
        start_afresh(self.account)

    @property
    def inbox(self) -> Inbox:
        return self.account.inbox

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """What was asked so far, newest last, without the key; the newest 1,000."""
        return self.account.requests.all()
