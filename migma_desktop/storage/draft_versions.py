"""The past of a draft: what is kept of it, when, and for how long."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import UTC, datetime, timedelta

from migma_desktop.core.draft_shelf import DraftVersion, VersionReason
from migma_desktop.core.errors import FileRefused
from migma_desktop.core.thinning import superfluous
from migma_desktop.storage import draft_json, lenient
from migma_desktop.storage.json_overlay import mended

EVERY = timedelta(minutes=5)
"""How much writing may pass between two versions."""

_PACKED_FROM = 1000  # characters; below, packing saves no page of the file
_LONG = 500  # characters of a document, besides its empty fields, that are worth a version
_EMPTY_DOCUMENT = 470

_NEWEST = """
    SELECT made_at, content FROM draft_versions WHERE draft_id = ? ORDER BY seq DESC LIMIT 1
"""
_INSERT = """
    INSERT INTO draft_versions (draft_id, made_at, reason, subject, size, content)
    VALUES (?, ?, ?, ?, ?, ?)
"""


def keep_before_change(
    db: sqlite3.Connection, draft_id: str, *, before: str, after: str, now: datetime
) -> None:
    """Keep what a save is about to replace, if enough time has passed or much would be gone."""
    newest = db.execute(_NEWEST, (draft_id,)).fetchone()
    if _is_cut_short(before, after):
        keep(db, draft_id, before, reason=VersionReason.SHRUNK, now=now)
        return
    last = newest["made_at"] if newest is not None else _created_at(db, draft_id)
    # The distance both ways: after a clock was set back, versions are kept all the same.
    if abs(now - datetime.fromisoformat(last)) >= EVERY:
        keep(db, draft_id, before, reason=VersionReason.WRITING, now=now)


def keep(
    db: sqlite3.Connection, draft_id: str, content: str, *, reason: VersionReason, now: datetime
) -> int | None:
    """Keep a version unless the newest one is the same; return its number, or None.

    Older ones are thinned out by the way.
    """
    newest = db.execute(_NEWEST, (draft_id,)).fetchone()
    if newest is not None and unpacked(newest["content"]) == content:
        return None
    seq = db.execute(
        _INSERT,
        (
            draft_id,
            now.astimezone(UTC).isoformat(timespec="microseconds"),
            reason.value,
            _subject(content),
            len(content),
            packed(content),
        ),
    ).lastrowid
    _thin(db, draft_id, now)
    return seq


def packed(content: str) -> str | bytes:
    """Return a document as the table holds it."""
    return content if len(content) < _PACKED_FROM else zlib.compress(content.encode())


def unpacked(stored: str | bytes) -> str:
    """Return a document from what the table holds.

    Raises:
        zlib.error, UnicodeDecodeError: it is damaged.
    """
    return stored if isinstance(stored, str) else zlib.decompress(stored).decode()


def version(row: sqlite3.Row) -> DraftVersion:
    """Read a row, without the document."""
    return DraftVersion(
        seq=row["seq"],
        draft_id=row["draft_id"],
        made_at=datetime.fromisoformat(row["made_at"]),
        reason=lenient.choice(dict(row), "reason", VersionReason(VersionReason.WRITING)),
        subject=row["subject"],
        size=row["size"],
    )


def _thin(db: sqlite3.Connection, draft_id: str, now: datetime) -> None:
    rows = db.execute(
        "SELECT seq, made_at FROM draft_versions WHERE draft_id = ? ORDER BY seq", (draft_id,)
    ).fetchall()
    moments = [datetime.fromisoformat(row["made_at"]) for row in rows]
    gone = [(rows[place]["seq"],) for place in superfluous(moments, now=now)]
    db.executemany("DELETE FROM draft_versions WHERE seq = ?", gone)


def _is_cut_short(before: str, after: str) -> bool:
    """Whether half of what was written is gone at once, as after "select all" and a key."""
    had = len(before) - _EMPTY_DOCUMENT
    return had > _LONG and len(after) - _EMPTY_DOCUMENT < had / 2


def _created_at(db: sqlite3.Connection, draft_id: str) -> str:
    row = db.execute("SELECT created_at FROM drafts WHERE id = ?", (draft_id,)).fetchone()
    return str(row["created_at"])


def _subject(content: str) -> str:
    try:
        return mended(lenient.text(draft_json.parse(content), "subject"))
    except FileRefused:  # kept all the same: it may be readable to another version
        return ""
