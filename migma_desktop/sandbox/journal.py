"""Keep the practice account over a restart, by doing again what was asked of it.

Ids and times of the sandbox follow from what is asked and when. So a file of the changes, one JSON
line each, is enough: doing them again at their own times gives the same account, batches, repeat
keys and inbox. The API key is in none of the lines.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MAX_ENTRIES = 300
KEPT_ENTRIES = 200
MAX_BYTES = 32 * 1024 * 1024
KEPT_HEADERS = ("content-type", "idempotency-key")


@dataclass(frozen=True, slots=True)
class Change:
    """One request that may have changed something; without ``endpoint`` the inbox was emptied."""

    at: datetime
    ids_made: int  # before it, so that ids stay the same when older changes are dropped
    endpoint: str = ""
    path: str = ""
    path_params: Mapping[str, str] | None = None
    query: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None
    body: bytes = b""


class Journal:
    """The file of changes. A torn last line, from a crash, is left out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_paused = False
        self._started, self._changes = self._read()

    @property
    def started(self) -> datetime | None:
        """When the account was begun, or None for a new one."""
        return self._started

    def changes(self) -> Iterator[Change]:
        """Yield what to do again; nothing is written down meanwhile."""
        self._is_paused = True
        try:
            yield from self._changes
        finally:
            self._is_paused = False
            self._changes = []

    def begin(self, now: datetime) -> None:
        """Start an empty file for an account that begins now."""
        self._started = now
        self._write(now, [])

    def add(self, change: Change) -> None:
        if self._is_paused:
            return
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(change))

    def _read(self) -> tuple[datetime | None, list[Change]]:
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
            lines = text.splitlines()
            started = datetime.fromisoformat(json.loads(lines[0])["started"])
        except (FileNotFoundError, IndexError, ValueError, KeyError, TypeError):
            return None, []
        changes = list(_parsed(lines[1:]))
        is_whole = text.endswith("\n") and len(changes) == len(lines) - 1
        if is_whole and len(changes) <= MAX_ENTRIES and len(text) <= MAX_BYTES:
            return started, changes
        changes = changes[-KEPT_ENTRIES:]
        while sum(len(each.body) for each in changes) > MAX_BYTES // 2:
            del changes[0]
        self._write(started, changes)
        return started, changes

    def _write(self, started: datetime, changes: list[Change]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            file.write(json.dumps({"started": started.isoformat()}) + "\n")
            file.writelines(_line(change) for change in changes)
        new.replace(self._path)


def _line(change: Change) -> str:
    kept = {name: each for name, each in (change.headers or {}).items() if name in KEPT_HEADERS}
    entry = {
        "at": change.at.isoformat(),
        "ids": change.ids_made,
        "endpoint": change.endpoint,
        "path": change.path,
        "params": dict(change.path_params or {}),
        "query": dict(change.query or {}),
        "headers": kept,
        "body": base64.b64encode(change.body).decode("ascii"),
    }
    return json.dumps(entry) + "\n"


def _parsed(lines: list[str]) -> Iterator[Change]:
    for line in lines:
        try:
            entry = json.loads(line)
            yield Change(
                at=datetime.fromisoformat(entry["at"]),
                ids_made=int(entry["ids"]),
                endpoint=str(entry["endpoint"]),
                path=str(entry["path"]),
                path_params=dict(entry["params"]),
                query=dict(entry["query"]),
                headers=dict(entry["headers"]),
                body=base64.b64decode(entry["body"]),
            )
        except (ValueError, KeyError, TypeError):
            return
