"""Reading all 100,000 contacts of a project: through the program's client, or with bare httpx."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from migma_desktop.api.client import MigmaClient
from tests.bench import page_server, sends
from tests.bench.processes import report

_PATH = "/v1/contacts"


@contextmanager
def server() -> Iterator[str]:
    """Run the server; yields its address."""
    script = Path(page_server.__file__)
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


async def ours(address: str) -> int:
    """Read them as the program does."""
    client = MigmaClient(base_url=address, key=sends.KEY, version="0")
    await client.check_key()  # opens the connection, and loads what is loaded once
    began = time.perf_counter()
    count = len(await client.contacts("p1"))
    report(read=(time.perf_counter() - began) * 1000)
    await client.aclose()
    return count


async def bare(address: str) -> int:
    """Make the same requests and read their JSON."""
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {sends.KEY}"}) as client:
        await client.get(address + _PATH)
        began = time.perf_counter()
        contacts: list[object] = []
        for page in range(1, page_server.CONTACTS // page_server.PAGE + 1):
            query = {"projectId": "p1", "limit": str(page_server.PAGE), "page": str(page)}
            answer = await client.get(address + _PATH, params=query)
            contacts += answer.json()["data"]
        report(read=(time.perf_counter() - began) * 1000)
    return len(contacts)


if __name__ == "__main__":
    with server() as url:
        found = asyncio.run((ours if sys.argv[1] == "client" else bare)(url))
    assert found == page_server.CONTACTS
