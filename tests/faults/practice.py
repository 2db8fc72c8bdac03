"""The practice Migma that survives the kills, and what it knows about each press of Send."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from typing import NamedTuple

from migma_desktop.sandbox.clock import SystemClock
from migma_desktop.sandbox.faults import Fault
from migma_desktop.sandbox.inbox import Delivered
from migma_desktop.sandbox.loopback import LoopbackServer
from migma_desktop.sandbox.service import Sandbox

SENDING = "/v1/sending"
_PRESS = re.compile(r"Press (\d+)\.")
_BATCH_SECONDS = 60.0  # by the practice Migma's clock, until every batch is over


class Asked(NamedTuple):
    """One request to send."""

    key: str
    press: int


class PracticeMigma:
    """A sandbox on a loopback socket, with an account of who got what for which press."""

    def __init__(self, key: str) -> None:
        self.clock = SystemClock()
        self.sandbox = Sandbox(clock=self.clock, api_key=key)
        self.sandbox.account.rate_limit.per_minute = 1_000_000
        self.server = LoopbackServer(self.sandbox)
        self._lock = threading.Lock()
        self._got: Counter[tuple[int, str]] = Counter()
        self._asked: list[Asked] = []
        self.delivered = threading.Event()
        self.sandbox.inbox.subscribe(self._on_delivered)
        self.server.start()

    @property
    def base_url(self) -> str:
        """Where the program finds it."""
        return self.server.base_url

    def break_sending(self, fault: Fault | None, *, call: int | None = None) -> None:
        """Let sends go wrong, or none of them."""
        self.sandbox.faults.clear()
        if fault is not None:
            self.sandbox.faults.add(fault, method="POST", path=SENDING, call=call)

    def end_batches(self) -> None:
        """Let every batch come to its end."""
        self.clock.advance(_BATCH_SECONDS)
        self.sandbox.settle()

    def times_sent(self, press: int) -> int:
        """How often Migma sent for this press: the most that anybody got, or batches begun."""
        account = self.sandbox.account
        with account.lock:
            batches = [b for b in account.batches.values() if _press(b.mailing.subject) == press]
        with self._lock:
            most = max((n for (each, _), n in self._got.items() if each == press), default=0)
        return max(most, len(batches))

    def asked(self) -> list[Asked]:
        """Return every request to send so far."""
        requests = self.sandbox.account.requests
        found = [each for each in requests.all() if each.path == SENDING]
        with self._lock:
            for each in found:
                headers = {name.lower(): value for name, value in each.headers.items()}
                subject = str(json.loads(each.body).get("subject", ""))
                self._asked.append(Asked(headers.get("idempotency-key", ""), _press(subject)))
            requests.clear()
            return list(self._asked)

    def stop(self) -> None:
        """Close the socket."""
        self.server.stop()

    def _on_delivered(self, delivered: Delivered) -> None:
        with self._lock:
            self._got[_press(delivered.subject), delivered.to] += 1
        self.delivered.set()


def _press(subject: str) -> int:
    found = _PRESS.search(subject)
    return int(found[1]) if found else -1
