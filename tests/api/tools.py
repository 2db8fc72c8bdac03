"""What the tests of the client share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import httpx

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.retry import Timing
from migma_desktop.core.models import RecipientType, SendRequest

KEY = "sk_live_canary_7f3a9c51d2"
IMPATIENT = Timing(connect=5.0, read=0.2, write=5.0, pool=5.0, whole=10.0)

REQUEST = SendRequest(
    recipient_type=RecipientType.PERSON,
    recipient_email="ada@example.com",
    from_address="shop@example.org",
    from_name="The shop",
    subject="Your receipt",
    template="<p>Thanks</p>",
    project_id="project-1",
)


@dataclass
class Pauses:
    """Stands in for sleeping: notes how long it should have taken."""

    seconds: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)


class MakeClient(Protocol):
    """Makes a client that never really sleeps and is closed at the end of the test."""

    def __call__(
        self,
        base_url: str,
        *,
        key: str = KEY,
        timing: Timing = IMPATIENT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> MigmaClient: ...
