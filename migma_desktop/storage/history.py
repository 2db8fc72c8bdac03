"""The sends as a history: filtered and searched, read window by window, however many there are.

Nothing here counts rows by skipping them (OFFSET): a window begins at a number that is known. What
a filter looks at stands in a small index of its own, ``sends_in_log``; words stand in
``send_words``.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import NamedTuple

from migma_desktop.core.history import WINDOW, HistoryFilter, HistoryListing, Row, Stretch
from migma_desktop.core.history_words import query_words
from migma_desktop.core.models import Send
from migma_desktop.storage.database import Database
from migma_desktop.storage.history_index import HistoryIndex
from migma_desktop.storage.outbox import read_rows, read_send

_SPAN = 25_000
"""Sends that one walk goes over: less than a hundredth of a second, since a search may wait."""

# An id has no spaces, some length, and something that words seldom have.
_ID = re.compile(r"(?=.*[\d_-])[!-~]{6,}")
_FIRST = "SELECT seq FROM ({found}) ORDER BY seq DESC LIMIT :limit"
_COUNT = "SELECT count(*) FROM ({found})"
_STARTS = """
    SELECT count(*), group_concat(CASE WHEN place % :window = 0 THEN seq END)
    FROM (
        SELECT seq, :seen - 1 + row_number() OVER (ORDER BY seq DESC) AS place FROM ({found})
    )
"""
_EVERYTHING_IN_LOG = "SELECT seq FROM sends INDEXED BY sends_in_log"
_BY_ID = "SELECT seq FROM sends WHERE remote_id <> '' AND remote_id BETWEEN :id AND :behind"
_AMONG = "SELECT seq FROM ({sources}) JOIN sends {by} USING (seq)"
_WITH_WORDS = "SELECT rowid AS seq FROM send_words WHERE send_words MATCH :words"


class _Found(NamedTuple):
    """A query that gives the numbers of the sends that are wanted, newest first."""

    sql: str  # with :top and :bottom, both included
    values: dict[str, str | int]


class SqliteHistory:
    """Reads the history. Blocks: call it off the GUI thread.

    ``database`` is best a connection of its own, so that a long read holds up no send. Every
    method may raise StoreError.
    """

    def __init__(self, *, database: Database, index: HistoryIndex) -> None:
        self._database = database
        self._index = index

    def open(self, wanted: HistoryFilter) -> tuple[HistoryListing, Sequence[Row]]:
        """Begin a listing and read its first window; ``measure`` tells how long it is."""
        if wanted.text.strip():
            self._index.catch_up()
        with self._database.reading() as db:
            newest, oldest = _ends(db)
            rows = _page(db, wanted, newest, WINDOW)
        top = rows[0].seq if rows else newest
        if wanted.is_empty and newest:  # unless some are missing
            count = newest - oldest + 1
            return HistoryListing(wanted, count=count, newest=top, is_dense=True), rows
        return HistoryListing(wanted, count=len(rows), newest=top), rows

    def measure(self, opened: HistoryListing) -> HistoryListing:
        """Count the sends of a listing. Where each window begins is left to ``walk``."""
        wanted, top = opened.wanted, opened.newest
        with self._database.reading() as db:
            newest, oldest = _ends(db)
            if wanted.is_empty:
                (count,) = db.execute("SELECT count(*) FROM sends").fetchone()
                if count == (newest - oldest + 1 if newest else 0):
                    dense = min(top, newest) - oldest + 1 if newest else 0
                    return HistoryListing(wanted, count=dense, newest=top, is_dense=True)
            found = _found(db, wanted, top)
            (count,) = db.execute(_COUNT.format(found=found.sql), found.values).fetchone()
        return HistoryListing(wanted, count=count, newest=top)

    def walk(self, wanted: HistoryFilter, *, top: int, seen: int) -> Stretch:
        """Walk over the next part of the history, from ``top`` down.

        Args:
            wanted: what counts.
            top: the number at which to begin.
            seen: how many were counted above.
        """
        bottom = max(top - _SPAN + 1, 0)
        with self._database.reading() as db:
            found = _found(db, wanted, top, bottom)
            values = {**found.values, "seen": seen, "window": WINDOW}
            sql = _STARTS.format(found=found.sql)
            (count, starts) = db.execute(sql, values).fetchone()
        ordered = sorted(map(int, starts.split(",")), reverse=True) if starts else []
        return Stretch(tuple(ordered), count, max(bottom - 1, 0))

    def window(self, wanted: HistoryFilter, *, start: int, limit: int = WINDOW) -> Sequence[Row]:
        """Read the sends from number ``start`` on, newest first."""
        with self._database.reading() as db:
            return _page(db, wanted, start, limit)

    def every(self, wanted: HistoryFilter) -> Iterator[Send]:
        """Yield all sends that are wanted, whole, newest first, as they stand at the first.

        Reads on a connection of its own, which is let go with the iterator; few are in memory.
        """
        if wanted.text.strip():
            self._index.catch_up()
        with closing(self._database.beside()) as beside, beside.reading() as db:
            newest, _oldest = _ends(db)
            found = _found(db, wanted, newest)
            for (seq,) in db.execute(found.sql, found.values):
                send = read_send(db, seq)
                if send is not None:
                    yield send


def _page(db: sqlite3.Connection, wanted: HistoryFilter, top: int, limit: int) -> list[Row]:
    found = _found(db, wanted, top)
    numbers = _FIRST.format(found=found.sql)
    values = {**found.values, "limit": limit}
    return read_rows(db, numbers, values)


def _ends(db: sqlite3.Connection) -> tuple[int, int]:
    """Return the newest and the oldest number. Asked for together they would need a scan."""
    (newest,) = db.execute("SELECT coalesce(max(seq), 0) FROM sends").fetchone()
    (oldest,) = db.execute("SELECT coalesce(min(seq), 0) FROM sends").fetchone()
    return newest, oldest


def _found(db: sqlite3.Connection, wanted: HistoryFilter, top: int, bottom: int = 0) -> _Found:
    conditions, values = _conditions(wanted)
    values |= {"top": top, "bottom": bottom}
    between = "seq BETWEEN :bottom AND :top"
    text = wanted.text.strip()
    if not text:
        return _Found(_listed(_EVERYTHING_IN_LOG, [between, *conditions]), values)
    words = query_words(text)
    values |= {"words": " ".join(f'"{word}"*' for word in words), "id": text, "behind": f"{text}~"}
    if _ID.fullmatch(text) and _is_an_id(db, values):
        either = " UNION ".join((_BY_ID, _WITH_WORDS) if words else (_BY_ID,))
        source = _AMONG.format(sources=either, by="")
        return _Found(_listed(source, [between, *conditions]), values)
    if not words:
        return _Found(_listed(_EVERYTHING_IN_LOG, ["0"]), values)
    with_words = " AND ".join((_WITH_WORDS, "rowid BETWEEN :bottom AND :top ORDER BY rowid DESC"))
    if not conditions:
        return _Found(with_words, values)
    source = _AMONG.format(sources=with_words, by="INDEXED BY sends_in_log")
    return _Found(_listed(source, conditions), values)


def _is_an_id(db: sqlite3.Connection, values: dict[str, str | int]) -> bool:
    return db.execute(_FIRST.format(found=_BY_ID), {**values, "limit": 1}).fetchone() is not None


def _listed(source: str, conditions: Sequence[str]) -> str:
    return f"{source} WHERE {' AND '.join(conditions)} ORDER BY seq DESC"


def _conditions(wanted: HistoryFilter) -> tuple[list[str], dict[str, str | int]]:
    conditions: list[str] = []
    values: dict[str, str | int] = {}
    if wanted.states:
        names = {f"state{n}": state.value for n, state in enumerate(sorted(wanted.states))}
        values |= names
        conditions.append(f"state IN ({', '.join(f':{name}' for name in names)})")
    if wanted.since is not None:
        values["since"] = _moment(wanted.since)
        conditions.append("created_at >= :since")
    if wanted.until is not None:
        values["until"] = _moment(wanted.until)
        conditions.append("created_at < :until")
    if wanted.is_test is not None:
        values["is_test"] = wanted.is_test
        conditions.append("is_test = :is_test")
    if wanted.profile_id:
        values["profile_id"] = wanted.profile_id
        conditions.append("profile_id = :profile_id")
    return conditions, values


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
