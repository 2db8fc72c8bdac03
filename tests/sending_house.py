"""A sending service in its natural surroundings: real store, turned clock, fake Migma."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from migma_desktop.core.errors import DraftRefused, KeychainError, KnownError
from migma_desktop.core.ledger import RunBlocking
from migma_desktop.core.models import Send, SendEvent, SendRequest, SendState
from migma_desktop.core.ports import Mailer
from migma_desktop.core.sending import SendingService
from migma_desktop.core.texts import say
from migma_desktop.storage.database import Database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import Census, FakeMailer, ManualTime, request_to_person, request_to_segment

T = TypeVar("T")
BODY = b'{"recipientType":"email"}'


class House:
    """A service with the real store, a clock turned by hand, and a fake Migma."""

    def __init__(self, database: Database) -> None:
        self.log = SqliteSendLog(database=database)
        self.time = ManualTime()
        self.migma = FakeMailer()
        self.census = Census()
        self.no_account: KnownError | None = None
        self.open_account = "profile-1"
        self.lock: DraftRefused | None = None  # of the account: it sends tests only
        self.key_mark = "4f2a"
        self.run_blocking: RunBlocking = asyncio.to_thread
        self.told: list[SendState] = []
        self.shown: Send | None = None  # what its user sees of the send that changed last
        self.service = self.start()
        self._numbers = 0

    def start(self) -> SendingService:
        """Start the program (again): whatever ran before has ended."""
        self.census.end_all()
        self.service = self.open_window()
        return self.service

    def open_window(self) -> SendingService:
        """Start the program once more, beside those that are running."""
        return SendingService(
            mailer=self._mailer,
            log=self.log,
            owners=self.census.newcomer(),
            now=self.time.now,
            changed=self._on_changed,
            run_blocking=self.run_blocking,
            key_mark=lambda _profile_id: self.key_mark,
            permit=self._permit,
            sleep=self.time.sleep,
            new_id=self._next_id,
        )

    async def send(
        self,
        *,
        hold: float = 0,
        instead_of: str = "",
        request: SendRequest | None = None,
        is_test: bool = False,
    ) -> Send:
        """Send one email to one person."""
        return await self.service.send(
            request or request_to_person(),
            BODY,
            is_test=is_test,
            profile_id="profile-1",
            recipient_name="Ada",
            recipient_count=None,
            subject="Your receipt, Ada",
            html="<p>Hi Ada</p>",
            hold_seconds=hold,
            instead_of=instead_of,
        )

    async def send_batch(self) -> Send:
        """Send one email to a segment."""
        self.migma.batch_id = "batch-1"
        return await self.service.send(
            request_to_segment(),
            BODY,
            is_test=False,
            profile_id="profile-1",
            recipient_name="VIP customers",
            recipient_count=214,
            subject="News",
            html="<p>News</p>",
        )

    def stored(self, send_id: str | None = None) -> Send:
        """Return a send as it is on disk; the newest if none is named."""
        send = self.log.get(send_id or self.log.recent(limit=1)[0].id)
        assert send is not None
        return send

    def was_interrupted_in(self, state: SendState, send_id: str = "left") -> Send:
        """Leave a record as a stop of the program leaves it."""
        at = self.time.now()
        send = Send(
            id=send_id,
            key=f"{send_id}-key",
            created_at=at,
            profile_id="profile-1",
            is_test=False,
            request=request_to_person(),
            recipient_name="Ada",
            recipient_count=None,
            subject="Your receipt, Ada",
            html="<p>Hi Ada</p>",
            body=BODY,
            state=state,
            events=(SendEvent(at=at, state=SendState.SENDING), SendEvent(at=at, state=state)),
        )
        self.log.add(send)
        return send

    def _mailer(self, profile_id: str) -> Mailer:
        assert profile_id == "profile-1"
        if profile_id != self.open_account:
            raise KeychainError(say("The account of this email isn't open."), say("Switch to it."))
        if self.no_account is not None:
            raise self.no_account
        return self.migma

    def _on_changed(self, send: Send) -> None:
        self.told.append(send.state)
        self.shown = send

    def _permit(self, send: Send) -> None:
        if self.lock is not None and not send.is_test:
            raise self.lock

    def _next_id(self) -> str:
        self._numbers += 1
        return f"id-{self._numbers}"

    async def turn_until_done(self, work: asyncio.Future[T]) -> T:
        """Turn the clock, a minute at a time, whenever ``work`` sleeps."""
        while not work.done():
            asleep = asyncio.ensure_future(self.time.until_asleep())
            both: set[asyncio.Future[Any]] = {asleep, work}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            asleep.cancel()
            self.time.turn(60)
        return work.result()
