"""Parts that the driver puts into the program from outside: a countdown, and what must be noticed.

Each mutation breaks one promise on purpose, to prove that the fault run would see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any
from uuid import uuid4

from migma_desktop import outside
from migma_desktop.api.client import MigmaClient
from migma_desktop.core.models import Send, SendReceipt, SendState
from migma_desktop.core.ports import Mailer
from migma_desktop.core.sending import SendingService
from migma_desktop.storage.outbox import SqliteSendLog

MUTATIONS = {
    "key": "the Idempotency-Key is another one at each attempt",
    "log": "the key is written into the log",
    "order": "a send is written down after it left instead of before",
}


class Countdown:
    """How long a press of Send is held where the window asks for no countdown itself; seconds."""

    seconds = 0.0


class HoldingService(SendingService):
    """The program's service. A hold that its caller asks for wins over ours."""

    async def send(self, *args: Any, **words: Any) -> Send:
        """See ``SendingService.send``."""
        words.setdefault("hold_seconds", Countdown.seconds)
        return await super().send(*args, **words)


class ForgetfulClient(MigmaClient):
    """Makes up a new Idempotency-Key whenever it is asked to send."""

    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        """See ``Mailer.send``."""
        return await super().send(body, key=f"{key[:8]}-{uuid4()}")


class LateLog(SqliteSendLog):
    """Writes a send down only once something has become of it."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        self._kept_back: dict[str, Send] = {}

    def add(self, send: Send) -> None:
        """Keep the send in memory."""
        self._kept_back[send.id] = send

    def update(self, send: Send, *, after: Send) -> None:
        """Write the send down if it isn't leaving any more."""
        if send.id not in self._kept_back:
            super().update(send, after=after)
        elif send.state is SendState.SENDING:
            self._kept_back[send.id] = send
        else:
            super().add(send)
            del self._kept_back[send.id]

    def get(self, send_id: str) -> Send | None:
        """Read a send from memory or from disk."""
        return self._kept_back.get(send_id) or super().get(send_id)

    def unfinished(self) -> Sequence[Send]:
        """Read from disk what was interrupted."""
        return super().unfinished()


def put_in(composition: ModuleType, *, mutation: str | None) -> None:
    """Give the composition root other parts than its own, before it builds the program."""
    parts: list[tuple[ModuleType, str, object]] = [(composition, "SendingService", HoldingService)]
    make_client = outside.client
    if mutation == "order":
        parts.append((composition, "SqliteSendLog", LateLog))
    if mutation == "key":
        parts.append((outside, "client", lambda key: _forgetful(make_client(key))))
    if mutation == "log":
        parts.append((outside, "client", lambda key: _told(make_client(key), key)))
    for module, name, part in parts:
        setattr(module, name, part)


def _forgetful(client: Mailer) -> Mailer:
    assert isinstance(client, MigmaClient)
    client.__class__ = ForgetfulClient
    return client


def _told(client: Mailer, key: str) -> Mailer:
    """Write the key down as a careless line of code would: past the redacted log."""
    import sys

    sys.stderr.write(f"connected with {key}\n")
    return client
