"""The drafts, kept as they are typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from migma_desktop.core.draft import Draft
from migma_desktop.core.person import Person
from migma_desktop.storage import draft_json
from migma_desktop.storage.database import Database
from migma_desktop.storage.json_overlay import mended

_INSERT = """
    INSERT INTO drafts (id, created_at, updated_at, changes, subject, content)
    VALUES (?, ?, ?, (SELECT coalesce(max(changes), 0) + 1 FROM drafts), ?, ?)
"""
_UPDATE = """
    UPDATE drafts SET updated_at = ?, subject = ?, content = ?,
        changes = (SELECT max(changes) + 1 FROM drafts)
    WHERE id = ?
"""
_LIST = """
    SELECT id, name, subject, created_at, updated_at FROM drafts ORDER BY changes DESC LIMIT ?
"""


class DraftSummary(NamedTuple):
    """One line in the list of drafts."""

    id: str
    name: str  # given by the user, empty until then
    subject: str
    created_at: datetime
    updated_at: datetime


class DraftStore:
    """Drafts in the program's database. Blocks: call it off the GUI thread.

    Every method may raise StoreError.
    """

    def __init__(self, *, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def save(self, draft: Draft) -> None:
        """Keep a draft under its id. Nothing is written when nothing has changed."""
        with self._database.writing() as db:
            stored = _content(db, draft.id)
            if stored is None:
                content = draft_json.encode(draft)
                moment = self._moment()
                db.execute(_INSERT, (draft.id, moment, moment, mended(draft.subject), content))
                return
            content = draft_json.encode(draft, onto=draft_json.parse(stored))
            if content != stored:
                db.execute(_UPDATE, (self._moment(), mended(draft.subject), content, draft.id))

    def get(self, draft_id: str) -> Draft | None:
        """Read one draft."""
        with self._database.reading() as db:
            stored = _content(db, draft_id)
        return None if stored is None else draft_json.decode(draft_json.parse(stored))

    def latest(self) -> Draft | None:
        """Read the draft that was changed last."""
        newest = self.list(limit=1)
        return self.get(newest[0].id) if newest else None

    def list(self, *, limit: int = 500) -> Sequence[DraftSummary]:
        """Read the drafts' summaries, last changed first."""
        with self._database.reading() as db:
            return [_summary(row) for row in db.execute(_LIST, (limit,))]

    def rename(self, draft_id: str, name: str) -> None:
        """Give a draft a name of its own."""
        with self._database.writing() as db:
            db.execute("UPDATE drafts SET name = ? WHERE id = ?", (name, draft_id))

    def delete(self, draft_id: str) -> None:
        """Remove a draft; no error when there is none."""
        with self._database.writing() as db:
            db.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))

    def count_with(self, address: str) -> int:
        """Count the drafts that hold an email address."""
        person = Person(address)
        with self._database.reading() as db:
            rows = db.execute("SELECT subject, content FROM drafts")
            return sum(any(map(person.is_in, row)) for row in rows)

    def forget_person(self, address: str) -> int:
        """Take an email address out of all drafts; return how many held it."""
        person = Person(address)
        forgotten = 0
        with self._database.writing() as db:
            for row in db.execute("SELECT id, subject, content FROM drafts").fetchall():
                texts = (row["subject"], row["content"])
                if any(map(person.is_in, texts)):
                    forgotten += 1
                    without = (*map(person.taken_out, texts), row["id"])
                    db.execute("UPDATE drafts SET subject = ?, content = ? WHERE id = ?", without)
        return forgotten

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="microseconds")


def _content(db: sqlite3.Connection, draft_id: str) -> str | None:
    row = db.execute("SELECT content FROM drafts WHERE id = ?", (draft_id,)).fetchone()
    return None if row is None else str(row["content"])


def _summary(row: sqlite3.Row) -> DraftSummary:
    return DraftSummary(
        id=row["id"],
        name=row["name"],
        subject=row["subject"],
        created_at=datetime.fromisoformat(row["created_at"]),
        updated_at=datetime.fromisoformat(row["updated_at"]),
    )
