"""The practice Migma as one handle, for the program and for tests."""

from __future__ import annotations

import secrets
from pathlib import Path

from starlette.types import ASGIApp

from migma_desktop.sandbox.account import Account, new_account, start_afresh
from migma_desktop.sandbox.app import create_app
from migma_desktop.sandbox.claims import ClaimOffice
from migma_desktop.sandbox.clock import Clock, ManualClock, SystemClock
from migma_desktop.sandbox.faults import FaultPlan
from migma_desktop.sandbox.inbox import Inbox
from migma_desktop.sandbox.journal import Journal
from migma_desktop.sandbox.playback import do_again
from migma_desktop.sandbox.recording import RecordedRequest

JOURNAL_NAME = "practice.jsonl"


class Sandbox:
    """A whole practice Migma. Nothing that is sent to it leaves this computer.

    With ``data_dir`` the account and the inbox are kept there over a restart; an OSError says
    that this cannot be done. Subscribers of the inbox are called in the thread that delivers.
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
        journal = None if data_dir is None else Journal(data_dir / JOURNAL_NAME)
        self.account: Account = _account(api_key=self.api_key, clock=self.clock, journal=journal)
        self.claims = ClaimOffice(self.account)
        self.app: ASGIApp = create_app(
            account=self.account, clock=self.clock, faults=self.faults, claims=self.claims
        )

    def __repr__(self) -> str:
        return "<Sandbox>"  # never the key

    def settle(self) -> None:
        """Deliver what is due by now. Every reading does the same by itself."""
        self.account.settle()

    def reset(self) -> None:
        """Start afresh: no deliveries, no faults, the account as at the first start."""
        self.faults.clear()
        self.claims.clear()
        start_afresh(self.account)

    @property
    def inbox(self) -> Inbox:
        return self.account.inbox

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """What was asked so far, newest last, without the key; the newest 1,000."""
        return self.account.requests.all()


def _account(*, api_key: str, clock: Clock, journal: Journal | None) -> Account:
    """Return a new account, or the one of last time with everything done again."""
    if journal is None or journal.started is None:
        account = new_account(api_key=api_key, clock=clock)
        if journal is not None:
            journal.begin(clock.now())
    else:
        past = ManualClock(journal.started)
        account = new_account(api_key=api_key, clock=past)
        do_again(journal, account, past)
        account.clock = clock
    account.journal = journal
    return account
