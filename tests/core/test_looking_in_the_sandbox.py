"""An unclear send of a stored email, looked up in the log of the practice Migma."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.wire import encode_send
from migma_desktop.core.models import RecipientType, Send, SendRequest, SendState
from migma_desktop.core.sending import SendingService
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.seed.brands import VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import Census
from tests.sandbox.tools import email_id


@dataclass
class Account:
    """A program with an account at the practice Migma."""

    sandbox: Sandbox
    service: SendingService

    async def send(self, request: SendRequest) -> Send:
        return await self.service.send(
            request,
            encode_send(request),
            is_test=False,
            profile_id="sandbox",
            recipient_name=request.recipient_email,
            recipient_count=None,
            subject=request.subject,
            html="",
        )


@pytest_asyncio.fixture
async def account(tmp_path: Path) -> AsyncIterator[Account]:
    clock = ManualClock()
    sandbox = Sandbox(clock=clock, api_key="sk_test_log")
    client = MigmaClient(
        base_url="http://127.0.0.1",
        key="sk_test_log",
        version="0",
        transport=AsgiTransport(sandbox.app),
    )
    database = open_database(tmp_path / "outbox.sqlite3", now=clock.now).database
    yield Account(
        sandbox,
        SendingService(
            mailer=lambda _: client,
            log=SqliteSendLog(database=database),
            owners=Census().newcomer(),
            now=clock.now,
            changed=lambda _: None,
        ),
    )
    await client.aclose()
    database.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("by", ["email_id", "conversation_id"])
@pytest.mark.parametrize("arrived", [True, False])
async def test_the_log_answers_for_what_arrived_and_the_same_key_for_the_rest(
    account: Account, by: str, arrived: bool
) -> None:
    letter = email_id("Garden letter")
    conversation = next(
        each.id
        for each in account.sandbox.account.conversations.values()
        if any(email.id == letter for email in each.emails)
    )
    request = SendRequest(
        recipient_type=RecipientType.PERSON,
        recipient_email="ada@example.com",
        from_address=f"hello@{VERIFIED_DOMAIN}",
        from_name="Fern",
        subject="The garden letter",
        email_id=letter if by == "email_id" else "",
        conversation_id=conversation if by == "conversation_id" else "",
    )
    fault = faults.reset_after() if arrived else faults.reset_before()
    account.sandbox.faults.add(fault, path="/v1/sending")
    unclear = await account.send(request)
    assert unclear.state is SendState.UNCONFIRMED

    if not arrived:
        account.sandbox.faults.clear()
    known = await account.service.ask_again(unclear.id)  # would break once more if it were sent
    assert known.state is SendState.ACCEPTED
    assert len(account.sandbox.inbox.messages) == 1
    notes = "\n".join(event.note for event in known.events)
    expected = "Found in Migma's log" if arrived else "Migma's log doesn't show it"
    assert expected in notes
