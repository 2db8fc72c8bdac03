"""Every trouble with every kind of send, through the real service, store and client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.retry import Timing
from migma_desktop.api.wire import encode_send
from migma_desktop.core.models import RecipientType, Send, SendRequest, SendState
from migma_desktop.sandbox.account import stable_id
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.faults.figures import Tally, Wrong
from tests.faults.moments import TAG, address_of
from tests.faults.practice import PracticeMigma
from tests.faults.services import Programs
from tests.faults.troubles import TROUBLES, Trouble

KINDS = ("person", "batch", "test")
_IMPATIENT = Timing(connect=0.3, read=0.3, write=0.3, pool=0.3, whole=1.0)
_UNDER_WAY = frozenset({SendState.HELD, SendState.SENDING})
_SENT = frozenset({SendState.ACCEPTED, SendState.COMPLETED, SendState.PARTIAL})


def run(*, only: str, folder: Path, key: str, tally: Tally) -> None:
    """Try every trouble whose name holds ``only``."""
    chosen = [trouble for trouble in TROUBLES if only in trouble.name]
    if not chosen:
        return
    migma = PracticeMigma(key)
    try:
        asyncio.run(_try_all(chosen, migma, folder=folder, key=key, tally=tally))
    finally:
        migma.stop()


async def _try_all(
    troubles: Iterable[Trouble], migma: PracticeMigma, *, folder: Path, key: str, tally: Tally
) -> None:
    for number, (trouble, kind, goes_on) in enumerate(product(troubles, KINDS, (True, False))):
        cell = _Cell(migma, folder / f"cell-{number}.db", key=key, number=number)
        try:
            first, last = await cell.live(trouble, kind, goes_on=goes_on)
        finally:
            await cell.close()
        sent = migma.times_sent(number)
        wrong = _judge(trouble, first, last, sent=sent, goes_on=goes_on)
        tally.count("faults")
        tally.tell(
            fault=trouble.name,
            kind=kind,
            state=first,
            then=last,
            sent=sent,
            ok=wrong is None,
        )
        if wrong is not None:
            tally.wrong(wrong, f"{trouble.name}, {kind}: {first}, {last}, sent {sent} times")


def is_sent(state: SendState) -> bool:
    """Whether a state promises that Migma has the email."""
    return state in _SENT


def _judge(
    trouble: Trouble, first: SendState, last: SendState, *, sent: int, goes_on: bool
) -> Wrong | None:
    if sent > 1:
        return Wrong.DUPLICATES
    if is_sent(last) and not sent:
        return Wrong.LOST
    if first is not trouble.state or last is not _end(trouble, goes_on=goes_on, last=last):
        return Wrong.UNEXPLAINED
    has_left = trouble.carried_out or is_sent(last)
    return None if sent == int(has_left) else Wrong.UNEXPLAINED


def _end(trouble: Trouble, *, goes_on: bool, last: SendState) -> SendState:
    """Return the end that the user's choice leads to."""
    match trouble.state:
        case SendState.FAILED:
            return SendState.FAILED
        case _ if goes_on:
            return last if is_sent(last) else SendState.ACCEPTED
        case SendState.WAITING:
            return SendState.CANCELLED
        case _:
            return SendState.CLOSED


class _Cell:
    """One send, from the press to its end."""

    def __init__(self, migma: PracticeMigma, path: Path, *, key: str, number: int) -> None:
        self._migma = migma
        self._key = key
        self._number = number
        self._healed = asyncio.Event()
        self._known = asyncio.Event()
        self._told: list[Send] = []
        self._database = open_database(path, now=_now).database
        self._clients = [self._client(migma.base_url)]
        self._programs = Programs(path.parent / "running")
        self._service = self._programs.start(
            mailer=lambda _profile: self._clients[-1],
            log=SqliteSendLog(database=self._database),
            now=_now,
            changed=self._on_changed,
            sleep=self._sleep,
        )

    async def live(
        self, trouble: Trouble, kind: str, *, goes_on: bool
    ) -> tuple[SendState, SendState]:
        """Send into the trouble, end it, and leave the state; return that state and the end."""
        with trouble.line(self._migma) as base_url:
            self._clients.append(self._client(base_url))
            work = asyncio.create_task(self._send(kind, body_bytes=trouble.body_bytes))
            await self._known.wait()
            first = self._told[-1]
        self._clients.append(self._client(self._migma.base_url))
        return first.state, await self._leave(first, work, goes_on=goes_on)

    async def close(self) -> None:
        """Let go of everything."""
        for client in self._clients:
            await client.aclose()
        self._programs.end_all()
        self._database.close()

    async def _leave(self, send: Send, work: asyncio.Task[Send], *, goes_on: bool) -> SendState:
        """Do what the user can: wait and ask again, or stop and give up."""
        if send.state is SendState.WAITING and not goes_on:
            await self._service.stop(send.id)
        self._healed.set()
        ended = await work
        if ended.state is SendState.UNCONFIRMED:
            ended = await (
                self._service.ask_again(send.id)
                if goes_on
                else self._service.close(send.id, as_sent=False)
            )
        return ended.state

    async def _send(self, kind: str, *, body_bytes: int) -> Send:
        is_batch = kind == "batch"
        request = SendRequest(
            recipient_type=RecipientType.TAG if is_batch else RecipientType.PERSON,
            recipient_email="" if is_batch else address_of(kind),
            recipient_id=stable_id("tag", FERN, TAG) if is_batch else "",
            from_address=f"hello@{VERIFIED_DOMAIN}",
            from_name="Fern",
            subject=f"Press {self._number}.",
            template="<p>Hi</p>",
            project_id=FERN,
        )
        return await self._service.send(
            request,
            encode_send(request) + b" " * body_bytes,  # JSON may end with space
            is_test=kind == "test",
            profile_id="matrix",
            recipient_name="Amara",
            recipient_count=None,
            subject=request.subject,
            html="<p>Hi</p>",
        )

    async def _sleep(self, _seconds: float) -> None:
        """Sleep until the trouble is over, and until every batch is."""
        await self._healed.wait()
        self._migma.end_batches()
        await asyncio.sleep(0)

    def _on_changed(self, send: Send) -> None:
        self._told.append(send)
        if send.state not in _UNDER_WAY:
            self._known.set()

    def _client(self, base_url: str) -> MigmaClient:
        return MigmaClient(
            base_url=base_url, key=self._key, version="0", timing=_IMPATIENT, sleep=_no_pause
        )


async def _no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


def _now() -> datetime:
    return datetime.now(UTC)
