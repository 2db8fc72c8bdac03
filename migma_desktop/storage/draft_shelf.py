"""All drafts: listing and searching them, and what can be done with one of them."""

from __future__ import annotations

import dataclasses
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from migma_desktop.core.draft import Draft
from migma_desktop.core.draft_shelf import (
    DraftOrder,
    DraftQuery,
    DraftSummary,
    DraftVersion,
    VersionReason,
)
from migma_desktop.core.errors import FileRefused, StoreError
from migma_desktop.core.kept_draft import KeptDraft
from migma_desktop.core.texts import say
from migma_desktop.storage import draft_cards, draft_json, draft_versions, lenient
from migma_desktop.storage.database import Database
from migma_desktop.storage.draft_file import read_draft_file, write_draft_file
from migma_desktop.storage.drafts import insert, moment, put_back, stored_content, update
from migma_desktop.storage.json_overlay import Document, dump, is_sound, mended

REMOVED_FOR = timedelta(days=30)
"""How long a draft that was taken away can be put back."""

_LIST = """
    SELECT id, name, subject, created_at, updated_at,
        coalesce(recipient, '') AS recipient, coalesce(size, 0) AS size
    FROM drafts LEFT JOIN draft_cards ON draft_id = id
    WHERE (id IN (SELECT draft_id FROM draft_removals)) = ?
"""
_GET = """
    SELECT name, content, view FROM drafts LEFT JOIN draft_views ON draft_id = id WHERE id = ?
"""
_WITH_WORD = " AND instr(coalesce(words, ''), ?) > 0"
_SORTED = {
    DraftOrder.CHANGED: " ORDER BY changes DESC",
    DraftOrder.NAME: " ORDER BY lower(coalesce(nullif(name, ''), subject)), changes DESC",
    DraftOrder.CREATED: " ORDER BY drafts.rowid DESC",
}
_VERSIONS = """
    SELECT seq, draft_id, made_at, reason, subject, size FROM draft_versions
    WHERE draft_id = ? ORDER BY seq DESC
"""
_EVERYTHING = DraftQuery()


class DraftShelf:
    """``ports.DraftShelf`` in the program's database. Blocks: call it off the GUI thread.

    Every method may raise StoreError.
    """

    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._database = database
        self._now = now
        self._new_id = new_id

    def list(self, query: DraftQuery = _EVERYTHING, *, limit: int = -1) -> Sequence[DraftSummary]:
        """Read the drafts' summaries; a negative ``limit`` means all of them."""
        with suppress(StoreError):  # a full disk: what is there already is listed all the same
            draft_cards.refresh(self._database)
        words = draft_cards.folded(query.words).split()
        statement = _LIST + _WITH_WORD * len(words) + _SORTED[query.order] + " LIMIT ?"
        with self._database.reading() as db:
            rows = db.execute(statement, (query.removed, *words, limit))
            return [_summary(row) for row in rows]

    def get(self, draft_id: str) -> KeptDraft | None:
        """Read one draft with its name. Raises FileRefused when it is damaged."""
        with self._database.reading() as db:
            row = db.execute(
                "SELECT name, content FROM drafts WHERE id = ?", (draft_id,)
            ).fetchone()
        if row is None:
            return None
        return KeptDraft(draft_json.decode(draft_json.parse(row["content"])), row["name"])

    def rename(self, draft_id: str, name: str) -> None:
        """Give a draft a name of its own."""
        with self._database.writing() as db:
            db.execute("UPDATE drafts SET name = ? WHERE id = ?", (mended(name), draft_id))
            db.execute("DELETE FROM draft_cards WHERE draft_id = ?", (draft_id,))

    def duplicate(self, draft_id: str, *, name: str) -> str:
        """Copy a draft under a new id and name; return the id."""
        with self._database.writing() as db:
            content = _content(db, draft_id)
            return self._add(db, draft_json.parse(content), name=name, draft_id=self._new_id())

    def remove(self, draft_id: str) -> None:
        """Take a draft away; for ``REMOVED_FOR`` it can be put back."""
        with self._database.writing() as db:
            db.execute(
                """
                INSERT INTO draft_removals (draft_id, removed_at)
                SELECT id, ? FROM drafts WHERE id = ? ON CONFLICT DO NOTHING
                """,
                (moment(self._now()), draft_id),
            )

    def put_back(self, draft_id: str) -> None:
        """Undo ``remove``."""
        with self._database.writing() as db:
            put_back(db, draft_id)

    def delete(self, draft_id: str) -> None:
        """Delete a draft with its past, for good; no error when there is none."""
        with self._database.writing() as db:
            db.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))

    def delete_expired(self) -> int:
        """Delete what was taken away long ago, and return how many drafts that were."""
        before = moment(self._now() - REMOVED_FOR)
        with self._database.writing() as db:
            return db.execute(
                """
                DELETE FROM drafts
                WHERE id IN (SELECT draft_id FROM draft_removals WHERE removed_at < ?)
                """,
                (before,),
            ).rowcount

    # ---- Versions ----

    def versions(self, draft_id: str) -> Sequence[DraftVersion]:
        """Read what is kept of a draft's past, newest first."""
        with self._database.reading() as db:
            return [draft_versions.version(row) for row in db.execute(_VERSIONS, (draft_id,))]

    def version(self, seq: int) -> Draft:
        """Read a draft as it once was. Raises StoreError, FileRefused."""
        with self._database.reading() as db:
            return draft_json.decode(_version_document(db, seq))

    def keep_version(self, draft_id: str, reason: VersionReason) -> None:
        """Keep a draft as it stands on disk, unless its newest version is the same."""
        with self._database.writing() as db:
            content = stored_content(db, draft_id)
            if content is not None:
                now = self._now()
                draft_versions.keep(db, draft_id, content, reason=reason, now=now)

    def bring_back(self, seq: int) -> tuple[Draft, int | None]:
        """Make a draft what it once was; return it, and the version that would undo this.

        Raises StoreError, FileRefused: nothing was changed.
        """
        with self._database.writing() as db:
            row = db.execute("SELECT draft_id FROM draft_versions WHERE seq = ?", (seq,)).fetchone()
            document = _version_document(db, seq)
            draft_id = str(row["draft_id"])
            content, now = _content(db, draft_id), self._now()
            # First of all: what it replaces. The newest version may be just that already.
            draft_versions.keep(db, draft_id, content, reason=VersionReason.REPLACED, now=now)
            undo = db.execute(
                "SELECT max(seq) AS seq FROM draft_versions WHERE draft_id = ?", (draft_id,)
            ).fetchone()["seq"]
            draft = dataclasses.replace(draft_json.decode(document), id=draft_id)
            restored = dump(document | {"id": draft_id})
            if restored != content:
                update(db, draft, restored, before=content, now=now)
            return draft, undo

    # ---- Files ----

    def write_file(self, draft: Draft, path: Path, *, name: str) -> None:
        """Write a draft, as it is on the screen, into a file.

        Works without the database too: then only what no other version knows is missing.

        Raises:
            FileRefused: the file is as it was before.
        """
        document = draft_json.parse(draft_json.encode(draft))
        with suppress(StoreError, FileRefused):
            document = self.document(draft)
        write_draft_file(path, document | {"name": name})

    def open_file(self, path: Path) -> KeptDraft:
        """Add the draft of a file. Raises FileRefused, StoreError."""
        return self.take_in(read_draft_file(path))

    def document(self, draft: Draft) -> Document:
        """Return a draft with the fields of its stored self that this version doesn't know."""
        with self._database.reading() as db:
            row = db.execute(_GET, (draft.id,)).fetchone()
        if row is None:
            return draft_json.parse(draft_json.encode(draft))
        return draft_json.parse(draft_json.encode(draft, onto=draft_json.parse(row["content"])))

    def take_in(self, document: Document) -> KeptDraft:
        """Add a draft that came as a document, with all that is in it.

        One that was taken in before, and has not been changed since, is the draft it became.
        """
        name = lenient.text(document, "name")
        draft = draft_json.decode(document)
        if not is_sound(draft.id):  # no database takes it
            draft = dataclasses.replace(draft, id="")
        with self._database.writing() as db:
            stored = stored_content(db, draft.id) if draft.id else None
            if stored is not None and _same(stored, document):
                put_back(db, draft.id)
                return KeptDraft(draft, db.execute(_GET, (draft.id,)).fetchone()["name"])
            draft_id = draft.id if draft.id and stored is None else self._new_id()
            self._add(db, document, name=name, draft_id=draft_id)
        return KeptDraft(dataclasses.replace(draft, id=draft_id), name)

    def _add(self, db: sqlite3.Connection, document: Document, *, name: str, draft_id: str) -> str:
        """Add a document, without the name that a file carries."""
        bare = _without_name(document) | {"id": draft_id}
        insert(db, draft_json.decode(bare), dump(bare), name=name, now=self._now())
        return draft_id


def _content(db: sqlite3.Connection, draft_id: str) -> str:
    content = stored_content(db, draft_id)
    if content is None:
        raise StoreError(
            say("This email is not there any more"),
            say("Another window deleted it. Look at the list of your emails."),
            details=f"draft {draft_id} is not in the database",
        )
    return content


def _version_document(db: sqlite3.Connection, seq: int) -> Document:
    row = db.execute("SELECT content FROM draft_versions WHERE seq = ?", (seq,)).fetchone()
    if row is None:
        raise StoreError(
            say("This version is not kept any more"),
            say("Older versions make room for newer ones. Choose another one."),
            details=f"version {seq} is not in the database",
        )
    try:
        return draft_json.parse(draft_versions.unpacked(row["content"]))
    except (zlib.error, UnicodeDecodeError) as error:
        raise FileRefused(
            say("This version is damaged"),
            say("It can't be shown or brought back. The others can, and so can the email itself."),
            details=f"version {seq}: {error}",
        ) from error


def _same(stored: str, document: Document) -> bool:
    try:
        return draft_json.parse(stored) == _without_name(document)
    except FileRefused:
        return False


def _without_name(document: Document) -> Document:
    return {field: value for field, value in document.items() if field != "name"}


def _summary(row: sqlite3.Row) -> DraftSummary:
    return DraftSummary(
        id=row["id"],
        name=row["name"],
        subject=row["subject"],
        created_at=datetime.fromisoformat(row["created_at"]),
        updated_at=datetime.fromisoformat(row["updated_at"]),
        recipient=row["recipient"],
        size=row["size"],
    )
