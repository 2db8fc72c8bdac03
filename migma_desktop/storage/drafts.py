"""The draft that is being written: on disk a moment after each change, back as it was left.

The list of all drafts, and what can be done with them, is in ``draft_shelf``: the window does not
wait for it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain

from migma_desktop.core.draft import Draft
from migma_desktop.core.errors import FileRefused
from migma_desktop.core.kept_draft import EditorView, KeptDraft
from migma_desktop.storage import draft_json, lenient
from migma_desktop.storage.database import Database
from migma_desktop.storage.json_overlay import is_document, mended

_INSERT = """
    INSERT INTO drafts (id, created_at, updated_at, changes, subject, content, name)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_STORED = "SELECT content, changes FROM drafts WHERE id = ?"
_UPDATE = "UPDATE drafts SET updated_at = ?, changes = ?, subject = ?, content = ? WHERE id = ?"
# One counter for what was changed and what was opened: its highest number is what was used last,
# whatever the clock says.
_COUNTED = """
    SELECT max(coalesce((SELECT max(changes) FROM drafts), 0),
               coalesce((SELECT max(opened) FROM draft_views), 0)) AS number
"""
_LAST_CHANGED = """
    SELECT id, changes AS number, name, content, view
    FROM drafts LEFT JOIN draft_views ON draft_id = id
    WHERE id NOT IN (SELECT draft_id FROM draft_removals)
    ORDER BY changes DESC
"""
_LAST_OPENED = """
    SELECT id, opened AS number, name, content, view
    FROM draft_views JOIN drafts ON id = draft_id
    WHERE id NOT IN (SELECT draft_id FROM draft_removals)
    ORDER BY opened DESC LIMIT 1
"""
_PUT_VIEW = """
    INSERT INTO draft_views (draft_id, opened, view) VALUES (?, ?, ?)
    ON CONFLICT (draft_id) DO UPDATE SET view = excluded.view, opened = excluded.opened
"""


class DraftStore:
    """``ports.DraftStore`` in the program's database. Blocks: call it off the GUI thread.

    Every method may raise StoreError.
    """

    def __init__(self, *, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._written: dict[str, int] = {}  # by id: ``drafts.changes`` as this program left it

    def save(self, draft: Draft, *, name: str = "") -> None:
        """Keep a draft under its id, and out of those that were taken away.

        What stood there before becomes a version from time to time, and always when somebody else
        wrote it: another window, or the last run. ``name`` is for a new one.
        """
        with self._database.writing() as db:
            row = db.execute(_STORED, (draft.id,)).fetchone()
            if row is None:
                content = draft_json.encode(draft)
                number = insert(db, draft, content, name=name, now=self._now())
            else:
                number = self._replace(db, draft, row)
        self._written[draft.id] = number

    def _replace(self, db: sqlite3.Connection, draft: Draft, row: sqlite3.Row) -> int:
        stored, number, now = str(row["content"]), int(row["changes"]), self._now()
        content = _laid_over(stored, draft)
        if content == stored:
            put_back(db, draft.id)
            return number
        if self._written.get(draft.id) != number:
            keep_what_others_wrote(db, draft.id, stored, now=now)
        return update(db, draft, content, before=stored, now=now)

    def get(self, draft_id: str) -> Draft | None:
        """Read one draft. Raises FileRefused when it is damaged."""
        with self._database.reading() as db:
            stored = stored_content(db, draft_id)
        return None if stored is None else draft_json.decode(draft_json.parse(stored))

    def name_of(self, draft_id: str) -> str:
        """Return the name that a draft was given, empty without one."""
        with self._database.reading() as db:
            row = db.execute("SELECT name FROM drafts WHERE id = ?", (draft_id,)).fetchone()
        return "" if row is None else str(row["name"])

    def latest(self) -> Draft | None:
        """Read the draft that was changed or opened last."""
        kept = self.reopen()
        return None if kept is None else kept.draft

    def reopen(self) -> KeptDraft | None:
        """Read the draft that was changed or opened last, as it was left.

        One that is damaged is passed over: another is better than no window.
        """
        with self._database.reading() as db:
            opened = db.execute(_LAST_OPENED).fetchone()
            changed = db.execute(_LAST_CHANGED)
            first = changed.fetchone()
            found = [row for row in (opened, first) if row is not None]
            found.sort(key=lambda row: int(row["number"]), reverse=True)
            kept = (_kept(row) for row in chain(found, changed))
            return next((each for each in kept if each is not None), None)

    def save_view(self, draft_id: str, view: EditorView, *, opened: bool = False) -> bool:
        """Keep where somebody is in a draft, and whether it was opened just now.

        Return whether it was kept: it isn't while the draft itself is not on disk.
        """
        with self._database.writing() as db:
            known = db.execute("SELECT 1 FROM drafts WHERE id = ?", (draft_id,)).fetchone()
            if known is None:
                return False
            row = db.execute("SELECT opened FROM draft_views WHERE draft_id = ?", (draft_id,))
            before = row.fetchone()
            number = next_number(db) if opened or before is None else before["opened"]
            db.execute(_PUT_VIEW, (draft_id, number, json.dumps(view._asdict())))
            return True

    def count_with(self, address: str) -> int:
        """Count the drafts that hold an address, or held it in a version."""
        from migma_desktop.storage.forgetting import drafts_with

        with self._database.reading() as db:
            return len(drafts_with(db, address))

    def forget_person(self, address: str) -> int:
        """Take an address out of all drafts and their versions; return how many drafts held it.

        It is taken from recipients, values and texts, wherever it stands as it is written; who
        the sender is stays. A program that shows a draft must read it again afterwards.
        """
        from migma_desktop.storage.forgetting import forget_address

        with self._database.writing() as db:
            return forget_address(db, address)


def stored_content(db: sqlite3.Connection, draft_id: str) -> str | None:
    """Return a draft's document as it is stored."""
    row = db.execute("SELECT content FROM drafts WHERE id = ?", (draft_id,)).fetchone()
    return None if row is None else str(row["content"])


def insert(db: sqlite3.Connection, draft: Draft, content: str, *, name: str, now: datetime) -> int:
    """Add a draft with its document; return the number of the change."""
    at, number = moment(now), next_number(db)
    row = (draft.id, at, at, number, mended(draft.subject), content, mended(name))
    db.execute(_INSERT, row)
    return number


def update(
    db: sqlite3.Connection, draft: Draft, content: str, *, before: str, now: datetime
) -> int:
    """Replace a draft's document; return the number of the change.

    A draft that was taken away and is written on is back.
    """
    from migma_desktop.storage.draft_versions import keep_before_change

    keep_before_change(db, draft.id, before=before, after=content, now=now)
    number = next_number(db)
    db.execute(_UPDATE, (moment(now), number, mended(draft.subject), content, draft.id))
    put_back(db, draft.id)
    return number


def keep_what_others_wrote(
    db: sqlite3.Connection, draft_id: str, content: str, *, now: datetime
) -> None:
    """Keep a version of what is about to be replaced by a window that may never have shown it."""
    from migma_desktop.core.draft_shelf import VersionReason
    from migma_desktop.storage.draft_versions import keep

    keep(db, draft_id, content, reason=VersionReason.WRITING, now=now)


def put_back(db: sqlite3.Connection, draft_id: str) -> None:
    """Take a draft out of those that were taken away; no error when it isn't one of them."""
    db.execute("DELETE FROM draft_removals WHERE draft_id = ?", (draft_id,))


def next_number(db: sqlite3.Connection) -> int:
    """Return the next number of the counter that puts drafts in order."""
    return int(db.execute(_COUNTED).fetchone()["number"]) + 1


def moment(at: datetime) -> str:
    """Return a moment as it is stored."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def read_view(stored: str | None) -> EditorView:
    """Read where somebody was; what can't be read is the beginning."""
    try:
        document = json.loads(stored or "{}")
    except ValueError:
        return EditorView()
    if not is_document(document):
        return EditorView()
    return EditorView(*(max(0, lenient.number(document, each, 0)) for each in EditorView._fields))


def _laid_over(stored: str, draft: Draft) -> str:
    try:
        return draft_json.encode(draft, onto=draft_json.parse(stored))
    except FileRefused:  # damaged on disk: what is on the screen counts
        return draft_json.encode(draft)


def _kept(row: sqlite3.Row) -> KeptDraft | None:
    try:
        draft = draft_json.decode(draft_json.parse(row["content"]))
    except FileRefused:
        return None
    return KeptDraft(draft, row["name"], read_view(row["view"]))
