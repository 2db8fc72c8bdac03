"""A server of 100,000 contacts that costs next to nothing: its pages are ready before anybody asks.

It runs in a process of its own, says its port, and ends with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys

CONTACTS = 100_000
PAGE = 100

_PAGE = re.compile(rb"[?&]page=(\d+)")


def _contact(number: int) -> dict[str, object]:
    return {
        "id": f"{number:024x}",
        "email": f"ada.lovelace.{number}@example.com",
        "firstName": "Ada",
        "lastName": f"Lovelace the {number}th",
        "status": "subscribed",
        "tags": ["vip", "newsletter"],
        "customFields": {"city": "London", "orders": number % 7},
        "createdAt": "2026-03-02T09:00:00.000Z",
        "updatedAt": "2026-03-02T09:00:00.000Z",
    }


def _answers() -> list[bytes]:
    answers = []
    for start in range(0, CONTACTS, PAGE):
        rows = [_contact(number) for number in range(start, start + PAGE)]
        body = json.dumps({"success": True, "data": rows, "count": CONTACTS}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        answers.append(f"{head}\r\n\r\n".encode() + body)
    return answers


async def _serve() -> None:
    answers = _answers()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                writer.close()
                return
            page = _PAGE.search(head)
            writer.write(answers[int(page[1]) - 1 if page else 0])

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
