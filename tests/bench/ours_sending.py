"""The program's outbox: writing a send down, and sending through service, store and client."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from uuid import uuid4

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.wire import encode_send
from migma_desktop.core.models import Send, SendEvent, SendState
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.bench import sends
from tests.bench.processes import report
from tests.faults.services import Programs


def write(folder: Path) -> None:
    """Write sends down."""
    database = open_database(folder / "migma.db", now=_now).database
    log = SqliteSendLog(database=database)
    request = sends.request()
    body = encode_send(request)
    took: list[float] = []
    for _ in range(sends.ROUNDS):
        at = _now()
        send = Send(
            id=str(uuid4()),
            key=str(uuid4()),
            created_at=at,
            profile_id="bench",
            is_test=False,
            request=request,
            recipient_name="Ada",
            recipient_count=None,
            html=request.template,
            body=body,
            state=SendState.SENDING,
            subject=request.subject,
            events=(SendEvent(at=at, state=SendState.SENDING),),
        )
        began = time.perf_counter_ns()
        log.add(send)
        took.append(sends.since(began))
    database.close()
    report(written=median(took[sends.UNCOUNTED :]))


async def send(folder: Path, base_url: str) -> None:
    """Send, one after the other."""
    database = open_database(folder / "migma.db", now=_now).database
    client = MigmaClient(base_url=base_url, key=sends.KEY, version="0")
    programs = Programs(folder / "running")
    service = programs.start(
        mailer=lambda _profile: client,
        log=SqliteSendLog(database=database),
        now=_now,
        sleep=asyncio.sleep,
    )
    request = sends.request()
    took: list[float] = []
    for _ in range(sends.ROUNDS):
        began = time.perf_counter_ns()
        sent = await service.send(
            request,
            encode_send(request),
            is_test=False,
            profile_id="bench",
            recipient_name="Ada",
            recipient_count=None,
            subject=request.subject,
            html=request.template,
        )
        took.append(sends.since(began))
        assert sent.state is SendState.ACCEPTED
    await client.aclose()
    programs.end_all()
    database.close()
    report(answered=median(took[sends.UNCOUNTED :]))


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        if sys.argv[1] == "write":
            write(Path(place))
        else:
            with sends.practice_migma() as url:
                asyncio.run(send(Path(place), url))
