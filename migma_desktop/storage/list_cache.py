"""The lists of accounts on disk, so that pickers open at once and without a network.

A file of its own in the cache folder: whatever is wrong with it, it is made anew, since Migma has
all of it. Contacts are kept one by one with an index of the words of their names and addresses;
a new reading of them takes the old one's place when it is whole.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from migma_desktop.core.account import Contact
from migma_desktop.core.history_words import query_words
from migma_desktop.core.kept_lists import Found, KeptList
from migma_desktop.core.models import StoredContent
from migma_desktop.storage import kept_json
from migma_desktop.storage.database import transaction

VERSION = 1
MOST_CONTENTS = 50
"""Emails made in Migma whose content is kept, of all accounts together."""

_log = logging.getLogger(__name__)

_TABLES = """
CREATE TABLE lists (
    profile_id TEXT NOT NULL,
    name TEXT NOT NULL,
    read_at TEXT NOT NULL,
    items TEXT NOT NULL,
    PRIMARY KEY (profile_id, name)
);
CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    profile_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    read_at TEXT,
    count INTEGER NOT NULL DEFAULT 0
);
"""
_BOOK = """
CREATE TABLE contacts_{id:d} (id INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE VIRTUAL TABLE names_{id:d} USING fts5(
    words, content='', tokenize="unicode61 remove_diacritics 0", prefix='1 2 3'
);
"""
_LAST = "SELECT coalesce(max(id), 0) FROM contacts_{id:d}"
_COUNT = "SELECT count(*) FROM contacts_{id:d}"
_ADD = "INSERT INTO contacts_{id:d} VALUES (?, ?)"
_ADD_NAMES = "INSERT INTO names_{id:d} (rowid, words) VALUES (?, ?)"
_FIRST = "SELECT content FROM contacts_{id:d} ORDER BY id LIMIT :most"
_FIND = """
SELECT content FROM names_{id:d} AS names CROSS JOIN contacts_{id:d} AS contacts
    ON contacts.id = names.rowid
WHERE words MATCH :words LIMIT :most
"""
_DROP = """
DROP TABLE IF EXISTS contacts_{id:d};
DROP TABLE IF EXISTS names_{id:d};
DELETE FROM books WHERE id = {id:d};
"""
_THIN_OUT = """
DELETE FROM lists WHERE name GLOB 'content of *' AND rowid NOT IN (
    SELECT rowid FROM lists WHERE name GLOB 'content of *'
    ORDER BY read_at DESC, rowid DESC LIMIT :most
)
"""
_NEWEST = """
SELECT id, read_at, count FROM books
WHERE profile_id = ? AND project_id = ? AND read_at IS NOT NULL ORDER BY id DESC LIMIT 1
"""

T = TypeVar("T")


class ListCache:
    """Keeps lists by profile and name, and contacts by profile and project.

    Blocks: call it off the GUI thread. What can't be written is not kept, and what can't be read
    isn't there: nobody has to know.
    """

    def __init__(self, *, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def read(self, profile_id: str, name: str, kind: type[T]) -> KeptList[T] | None:
        """Return a list as it was read last."""

        def work(db: sqlite3.Connection) -> KeptList[T] | None:
            row = db.execute(
                "SELECT read_at, items FROM lists WHERE profile_id = ? AND name = ?",
                (profile_id, name),
            ).fetchone()
            if row is None:
                return None
            read_at, stored = row
            items = (kept_json.from_document(kind, item) for item in json.loads(stored))
            return KeptList(
                tuple(item for item in items if item is not None), datetime.fromisoformat(read_at)
            )

        return self._look(work)

    def write(self, profile_id: str, name: str, items: Iterable[object]) -> None:
        """Keep a list that has just been read."""
        stored = f"[{','.join(kept_json.encode(item) for item in items)}]"

        def work(db: sqlite3.Connection) -> None:
            db.execute(
                "INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?)",
                (profile_id, name, self._moment(), stored),
            )

        self._try(work)

    def content(self, profile_id: str, name: str) -> KeptList[StoredContent] | None:
        """Return the one email made in Migma that was kept under a name, as it was read last."""
        kept = self.read(profile_id, f"content of {name}", StoredContent)
        return kept if kept is not None and kept.items else None

    def keep_content(self, profile_id: str, name: str, content: StoredContent) -> None:
        """Keep what an email made in Migma holds; of all of them, the last few stay."""
        self.write(profile_id, f"content of {name}", [content])
        self._try(lambda db: db.execute(_THIN_OUT, {"most": MOST_CONTENTS}).rowcount)

    def begin_book(self, profile_id: str, project_id: str) -> int:
        """Begin a new reading of a project's contacts; return its number, 0 if it can't be kept."""

        def work(db: sqlite3.Connection) -> int:
            unfinished = db.execute(
                "SELECT id FROM books WHERE profile_id = ? AND project_id = ? AND read_at IS NULL",
                (profile_id, project_id),
            )
            _drop_books(db, unfinished.fetchall())
            book = db.execute(
                "INSERT INTO books (profile_id, project_id) VALUES (?, ?)",
                (profile_id, project_id),
            ).lastrowid
            _run(db, _BOOK.format(id=book))
            return book or 0

        return self._try(work) or 0

    def add_to_book(self, book: int, contacts: Sequence[Contact]) -> bool:
        """Keep some more contacts of a reading; False when they are not kept: it can't be whole."""
        if not book:
            return False
        contents = [kept_json.encode(contact) for contact in contacts]
        words = [_words(contact) for contact in contacts]

        def work(db: sqlite3.Connection) -> bool:
            (last,) = db.execute(_LAST.format(id=book)).fetchone()
            numbers = range(last + 1, last + 1 + len(contents))
            db.executemany(_ADD.format(id=book), zip(numbers, contents, strict=True))
            db.executemany(_ADD_NAMES.format(id=book), zip(numbers, words, strict=True))
            return True

        return self._try(work) or False

    def finish_book(self, book: int) -> None:
        """Let a reading that is whole take the place of those before it."""
        if not book:
            return

        def work(db: sqlite3.Connection) -> None:
            (count,) = db.execute(_COUNT.format(id=book)).fetchone()
            profile_id, project_id = db.execute(
                "UPDATE books SET read_at = ?, count = ? WHERE id = ?"
                " RETURNING profile_id, project_id",
                (self._moment(), count, book),
            ).fetchone()
            earlier = db.execute(
                "SELECT id FROM books WHERE profile_id = ? AND project_id = ? AND id < ?",
                (profile_id, project_id, book),
            )
            _drop_books(db, earlier.fetchall())

        self._try(work)

    def find_contacts(
        self, profile_id: str, project_id: str, text: str, *, most: int
    ) -> Found[Contact] | None:
        """Return the first contacts whose words begin like all words of ``text``.

        None when the contacts of the project have never been read whole.
        """
        words = query_words(text)

        def work(db: sqlite3.Connection) -> Found[Contact] | None:
            row = db.execute(_NEWEST, (profile_id, project_id)).fetchone()
            if row is None:
                return None
            book, read_at, count = row
            wanted = {"words": " ".join(f'"{word}"*' for word in words), "most": most}
            rows = db.execute((_FIND if words else _FIRST).format(id=book), wanted)
            contacts = kept_json.contacts(",".join(content for (content,) in rows))
            return Found(contacts, count, datetime.fromisoformat(read_at))

        return self._look(work)

    def forget_profile(self, profile_id: str) -> None:
        """Let go of all that belongs to an account."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM lists WHERE profile_id = ?", (profile_id,))
            books = db.execute("SELECT id FROM books WHERE profile_id = ?", (profile_id,))
            _drop_books(db, books.fetchall())

        self._try(work)

    def clear(self) -> None:
        """Let go of everything, as when a person is to be forgotten."""
        with self._lock:
            self.close()
            self._remove()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _look(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        return self._try(work, begin="BEGIN")

    def _try(
        self, work: Callable[[sqlite3.Connection], T], *, begin: str = "BEGIN IMMEDIATE"
    ) -> T | None:
        """Do a piece of work in one transaction; None where that can't be.

        The disk may be full, or another window may be writing. A file that is no sound cache is
        made anew.
        """
        with self._lock:
            try:
                db = self._connection or self._open()
                with transaction(db, begin):
                    return work(db)
            except (sqlite3.OperationalError, OSError) as error:
                _log.info("the lists of the account are not kept: %s", type(error).__name__)
            except (sqlite3.DatabaseError, ValueError):
                self.clear()
        return None

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError:
            self._remove()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._path.chmod(0o600)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # after a power cut it is read anew
            _make_tables(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat()


def _make_tables(db: sqlite3.Connection) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version not in {0, VERSION}:
        raise sqlite3.DatabaseError(f"made by another program, version {version}")
    if not version:
        _run(db, _TABLES)
        db.execute(f"PRAGMA user_version = {VERSION:d}")


def _drop_books(db: sqlite3.Connection, rows: Sequence[tuple[int]]) -> None:
    for (book,) in rows:
        _run(db, _DROP.format(id=book))


def _run(db: sqlite3.Connection, script: str) -> None:
    """Run statements in the transaction that is open, which executescript would end."""
    for statement in script.split(";\n"):
        db.execute(statement)


def _words(contact: Contact) -> str:
    return " ".join(query_words(f"{contact.first_name} {contact.last_name} {contact.email}"))
