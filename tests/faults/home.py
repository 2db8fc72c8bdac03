"""A home for sends whose disk goes wrong: real store, service and client, a practice Migma."""

from __future__ import annotations

import asyncio
from pathlib import Path

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.wire import encode_send
from migma_desktop.core.models import RecipientType, Send, SendRequest, SendState
from migma_desktop.core.sending import SendingService
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.faults import Fault
from migma_desktop.sandbox.inbox import Delivered
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox
from migma_desktop.storage.database import Database, open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import ManualTime
from tests.faults.services import Programs

KEY = "sk_test_home"
SENDING = "/v1/sending"


class Home:
    """One profile, and the program on it: started, stopped and started again."""

    database: Database
    log: SqliteSendLog
    service: SendingService

    def __init__(self, folder: Path) -> None:
        self.path = folder / "migma.db"
        self.time = ManualTime()
        self.sandbox = Sandbox(clock=ManualClock(self.time.now()), api_key=KEY)
        self.told: list[SendState] = []
        self.is_open = self._hurries = False
        self._programs = Programs(folder / "running")
        self._client = MigmaClient(
            base_url="http://127.0.0.1",
            key=KEY,
            version="0",
            transport=AsgiTransport(self.sandbox.app),
            sleep=self.time.sleep,
        )

    def start(self, path: Path | None = None) -> None:
        """Open the database, here or at another place, and begin."""
        self.database = open_database(path or self.path, now=self.time.now).database
        self.is_open = True
        self.log = SqliteSendLog(database=self.database)
        self.service = self._programs.start(
            mailer=lambda _profile: self._client,
            log=self.log,
            now=self.time.now,
            sleep=self._sleep,
            changed=lambda send: self.told.append(send.state),
        )

    def hurry(self) -> None:
        """Let no pause take any time from now on."""
        self._hurries = True

    async def _sleep(self, seconds: float) -> None:
        await self.time.sleep(0 if self._hurries else seconds)

    def stop(self) -> None:
        """End the program."""
        self.is_open = False
        self._programs.end_all()
        self.database.close()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def send(
        self, subject: str = "Hello", *, hold: float = 0, html: str = "<p>Hi</p>"
    ) -> Send:
        """Send an email to one person."""
        return await send(self.service, subject, hold=hold, html=html)

    async def while_asleep(self) -> None:
        """Wait until somebody sleeps by the clock."""
        await asyncio.wait_for(self.time.until_asleep(), timeout=20)

    def break_sending(self, fault: Fault | None) -> None:
        """Let sends go wrong, or none of them."""
        self.sandbox.faults.clear()
        if fault is not None:
            self.sandbox.faults.add(fault, path=SENDING)

    def has_asked(self) -> bool:
        """Whether anything left for Migma."""
        return any(request.path == SENDING for request in self.sandbox.requests)

    def arrived(self) -> list[str]:
        """Return the subjects of what was delivered."""
        messages: tuple[Delivered, ...] = self.sandbox.inbox.messages
        return [message.subject for message in messages]

    def stored(self) -> list[Send]:
        """Read every send whole, oldest first."""
        found = [self.log.get(send.id) for send in reversed(self.log.recent())]
        return [send for send in found if send is not None]


async def send(
    service: SendingService, subject: str, *, hold: float = 0, html: str = "<p>Hi</p>"
) -> Send:
    """Send an email to one person."""
    request = SendRequest(
        recipient_type=RecipientType.PERSON,
        recipient_email="ada@example.com",
        from_address=f"hello@{VERIFIED_DOMAIN}",
        from_name="Fern",
        subject=subject,
        template=html,
        project_id=FERN,
    )
    return await service.send(
        request,
        encode_send(request),
        is_test=False,
        profile_id="home",
        recipient_name="Ada",
        recipient_count=None,
        subject=subject,
        html=html,
        hold_seconds=hold,
    )
