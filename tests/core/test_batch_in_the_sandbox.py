"""A batch through the real client to the practice Migma, followed to its end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.wire import encode_send
from migma_desktop.core.models import RecipientType, Send, SendRequest, SendState
from migma_desktop.core.sending import SendingService
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import Census
from tests.sandbox.tools import segment_id


@pytest.mark.asyncio
async def test_the_counts_on_disk_are_the_emails_in_the_inbox(tmp_path: Path) -> None:
    clock = ManualClock()
    sandbox = Sandbox(clock=clock, api_key="sk_test_batch")
    client = MigmaClient(
        base_url="http://127.0.0.1",
        key="sk_test_batch",
        version="0",
        transport=AsgiTransport(sandbox.app),
    )
    database = open_database(tmp_path / "outbox.sqlite3", now=clock.now).database
    log = SqliteSendLog(database=database)
    seen: list[Send] = []

    async def sleep(seconds: float) -> None:
        clock.advance(seconds)
        await asyncio.sleep(0)

    service = SendingService(
        mailer=lambda _: client,
        log=log,
        owners=Census().newcomer(),
        now=clock.now,
        changed=seen.append,
        sleep=sleep,
    )
    request = SendRequest(
        recipient_type=RecipientType.SEGMENT,
        recipient_id=segment_id("VIP customers"),
        from_address=f"hello@{VERIFIED_DOMAIN}",
        from_name="Fern",
        subject="News",
        template="<p>News</p>",
        project_id=FERN,
    )
    try:
        done = await service.send(
            request,
            encode_send(request),
            is_test=False,
            profile_id="sandbox",
            recipient_name="VIP customers",
            recipient_count=None,
            subject="News",
            html="<p>News</p>",
        )
        assert done.state in {SendState.COMPLETED, SendState.PARTIAL}
        assert done.sent == len(sandbox.inbox.messages) > 0
        assert (done.sent or 0) + (done.failed or 0) == done.total
        assert log.get(done.id) == done
        counts = [send.sent or 0 for send in seen]
        assert counts == sorted(counts)
        assert len(set(counts)) > 2  # it counted up, and did not jump
    finally:
        await client.aclose()
        database.close()
