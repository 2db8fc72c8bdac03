from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.retry import Timing
from tests.api.local_server import LocalServer, local_server
from tests.api.tools import IMPATIENT, KEY, MakeClient, Pauses


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with local_server() as local:
        yield local


@pytest_asyncio.fixture
async def make_client(pauses: Pauses) -> AsyncIterator[MakeClient]:
    """Make clients that never really sleep and are closed at the end of the test."""
    made: list[MigmaClient] = []

    def make(
        base_url: str,
        *,
        key: str = KEY,
        timing: Timing = IMPATIENT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> MigmaClient:
        client = MigmaClient(
            base_url=base_url,
            key=key,
            version="1.2.3",
            timing=timing,
            sleep=pauses.sleep,
            random=lambda: 0.5,
            clock=lambda: 1_700_000_000.0,
            transport=transport,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        await client.aclose()


@pytest.fixture
def client(server: LocalServer, make_client: MakeClient) -> MigmaClient:
    return make_client(server.base_url)
