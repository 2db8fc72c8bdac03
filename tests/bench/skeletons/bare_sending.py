"""The same bytes without a program: a bare SQLite commit, and a bare post between two of them."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import uuid4

import httpx

from migma_desktop.api.wire import encode_send
from migma_desktop.storage.send_json import request_to_json
from tests.bench import sends
from tests.bench.processes import report

_TABLE = """
    CREATE TABLE sends (
        seq INTEGER PRIMARY KEY, id TEXT, key TEXT, at TEXT, request TEXT,
        body BLOB, template TEXT, html TEXT, state TEXT
    )
"""
_INSERT = """
    INSERT INTO sends (id, key, at, request, body, template, html, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'sending')
"""
_AT = "2026-03-02T12:00:00.000000+00:00"
_UPDATE = "UPDATE sends SET state = 'accepted' WHERE seq = ?"


def opened(folder: Path) -> sqlite3.Connection:
    """Open a database with the pragmas of the program's."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_TABLE)
    return connection


def write(folder: Path) -> None:
    """Commit the columns of a send."""
    connection = opened(folder)
    request = sends.request()
    html, body = request.template, encode_send(request)
    small = request_to_json(request)
    took: list[float] = []
    for _ in range(sends.ROUNDS):
        began = time.perf_counter_ns()
        connection.execute(_INSERT, (uuid4().hex, uuid4().hex, _AT, small, body, html, html))
        took.append(sends.since(began))
    connection.close()
    report(written=median(took[sends.UNCOUNTED :]))


async def send(folder: Path, base_url: str) -> None:
    """Commit, post, commit."""
    connection = opened(folder)
    request = sends.request()
    html, small = request.template, request_to_json(request)
    took: list[float] = []
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {sends.KEY}"}) as client:
        for _ in range(sends.ROUNDS):
            began = time.perf_counter_ns()
            key, body = str(uuid4()), encode_send(request)
            row = (uuid4().hex, key, _AT, small, body, html, html)
            seq = connection.execute(_INSERT, row).lastrowid
            answer = await client.post(
                f"{base_url}/sending",
                content=body,
                headers={"Idempotency-Key": key, "Content-Type": "application/json"},
            )
            connection.execute(_UPDATE, (seq,))
            took.append(sends.since(began))
            assert answer.json()["success"]
    connection.close()
    report(answered=median(took[sends.UNCOUNTED :]))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        if sys.argv[1] == "write":
            write(Path(place))
        else:
            with sends.practice_migma() as url:
                asyncio.run(send(Path(place), url))
