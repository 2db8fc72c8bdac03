"""A second program on the same folder, run as a process of its own: it sends, and hangs there."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from migma_desktop.core.models import Send, SendReceipt, SendState
from migma_desktop.core.ports import Mailer
from migma_desktop.core.sending import SendingService
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from migma_desktop.storage.owner_marks import OwnerMarks
from tests.fakes import FakeMailer, offline, request_to_person


class _Hanging(FakeMailer):
    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        await asyncio.Event().wait()
        raise AssertionError


class _Offline(FakeMailer):
    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        raise offline()


def _now() -> datetime:
    return datetime.now(UTC)


async def _main(folder: Path) -> None:
    reached: set[SendState] = set()
    mailers: dict[str, Mailer] = {
        "hanging": _Hanging(),
        "offline": _Offline(),
        "held": _Offline(),
    }

    def tell(send: Send) -> None:
        if send.state is not SendState.SENDING or send.profile_id == "hanging":
            reached.add(send.state)
        if reached == {SendState.SENDING, SendState.WAITING, SendState.HELD}:
            sys.stdout.write("ready\n")
            sys.stdout.flush()

    service = SendingService(
        mailer=lambda profile_id: mailers[profile_id],
        log=SqliteSendLog(database=open_database(folder / "d.sqlite3", now=_now).database),
        owners=OwnerMarks(folder / "running"),
        now=_now,
        changed=tell,
    )
    await asyncio.gather(
        *(
            service.send(
                request_to_person(),
                b"{}",
                is_test=False,
                profile_id=profile,
                recipient_name=profile,
                recipient_count=None,
                subject="News",
                html="",
                hold_seconds=3600 if profile == "held" else 0,
            )
            for profile in mailers
        )
    )


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
