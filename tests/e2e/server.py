"""The practice Migma of a test, on a loopback socket."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import Any

from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.inbox import Delivered
from migma_desktop.sandbox.loopback import LoopbackServer
from migma_desktop.sandbox.seed.brands import VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox

TEST_KEY = "sk_test_0123456789abcdefCANARY7"
LIVE_KEY = "sk_live_0123456789abcdefCANARY8"
SENDER = f"hello@{VERIFIED_DOMAIN}"
LONG_ENOUGH = 600.0  # seconds by the practice Migma's clock until every batch is over


class Server:
    """The practice Migma of a test: it knows two keys, and its clock is turned by hand."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.sandbox = Sandbox(clock=self.clock, api_key=TEST_KEY)
        self.sandbox.account.add_key(LIVE_KEY)
        self._socket = LoopbackServer(self.sandbox)
        self._socket.start()

    @property
    def base_url(self) -> str:
        """Where the program finds it."""
        return self._socket.base_url

    def away(self) -> AbstractContextManager[None]:
        """Within this block connections are refused."""
        return self._socket.refuse_connections()

    def delivered(self) -> tuple[Delivered, ...]:
        """Let all batches come to their end and read what arrived."""
        self.clock.advance(LONG_ENOUGH)
        return self.sandbox.inbox.messages

    def asked(self, path: str) -> list[dict[str, Any]]:
        """Return the bodies of the requests to a path, oldest first."""
        return [
            json.loads(request.body) if request.body else {}
            for request in self.sandbox.requests
            if request.path == path
        ]

    def reset(self) -> None:
        """Start afresh, with the same keys."""
        self.sandbox.reset()

    def stop(self) -> None:
        """Close the socket."""
        self._socket.stop()
