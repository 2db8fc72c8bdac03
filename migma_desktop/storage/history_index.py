"""The words of all sends, in SQLite's full-text index.

Sending doesn't wait for it: a send is on disk before its words are taken in. The index covers the
sends from one number to another without a gap. ``catch_up`` moves its upper end to the newest
send, ``go_back`` its lower end towards the oldest, for the sends of a program that had no index.

The index holds words without the texts (``content=''``), which is a fortieth of what the sends
take. To take a send out, SQLite wants to be told the very words that went in; they are made from
the row again, and ``history_words.VERSION`` says whether they would be the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from migma_desktop.core.history_words import VERSION, words_of
from migma_desktop.storage.database import Database

BATCH = 50
"""Sends whose words are taken in at a time: a few hundredths of a second."""

_KEPT = "SELECT version, first, last FROM send_words_kept"
_CONTENTS = """
    SELECT sends.seq, subject, recipient_name, request, html, template, draft
    FROM sends JOIN send_contents USING (seq) WHERE {which}
"""
_NEWER = _CONTENTS.format(which="sends.seq > ? ORDER BY sends.seq LIMIT ?")
_OLDER = _CONTENTS.format(which="sends.seq < ? ORDER BY sends.seq DESC LIMIT ?")
_ONE = _CONTENTS.format(which="sends.seq = ?")
_TAKE_IN = "INSERT INTO send_words (rowid, words) VALUES (?, ?)"
_TAKE_OUT = "INSERT INTO send_words (send_words, rowid, words) VALUES ('delete', ?, ?)"


class _Kept(NamedTuple):
    version: int
    first: int
    last: int


class HistoryIndex:
    """Keeps the index up to date. Blocks: call it off the GUI thread.

    Every method may raise StoreError.
    """

    def __init__(self, *, database: Database) -> None:
        self._database = database

    def catch_up(self) -> None:
        """Take in the sends that were made since."""
        self._begin_anew_if_outdated()
        while True:
            kept, rows = self._read(_NEWER, "last", BATCH)
            if not rows:
                return
            self._write(kept, rows, kept._replace(last=rows[-1]["seq"]))

    def go_back(self) -> bool:
        """Take in some older sends; tell whether there are more."""
        self._begin_anew_if_outdated()
        kept, rows = self._read(_OLDER, "first", BATCH)
        if not rows:
            return False
        self._write(kept, rows, kept._replace(first=rows[-1]["seq"]))
        return True

    def _begin_anew_if_outdated(self) -> None:
        with self._database.reading() as db:
            if _kept(db).version == VERSION:
                return
        with self._database.writing() as db:
            kept = _kept(db)
            if kept.version == VERSION:  # another window was faster
                return
            if kept.last < kept.first:  # nothing is in it so far
                _keep(db, kept._replace(version=VERSION))
                return
            db.execute("INSERT INTO send_words (send_words) VALUES ('delete-all')")
            (newest,) = db.execute("SELECT coalesce(max(seq), 0) FROM sends").fetchone()
            _keep(db, _Kept(VERSION, newest + 1, newest))

    def _read(self, sql: str, end: str, limit: int) -> tuple[_Kept, list[sqlite3.Row]]:
        with self._database.reading() as db:
            kept = _kept(db)
            return kept, db.execute(sql, (getattr(kept, end), limit)).fetchall()

    def _write(self, kept: _Kept, rows: Sequence[sqlite3.Row], now: _Kept) -> None:
        words = [(row["seq"], _words_of_row(row)) for row in rows]
        with self._database.writing() as db:
            if _kept(db) != kept:
                return  # another window was faster; the next turn begins where it stopped
            there = {
                seq
                for (seq,) in db.execute(
                    "SELECT seq FROM sends WHERE seq BETWEEN ? AND ?", _ends(rows)
                )
            }
            db.executemany(_TAKE_IN, [each for each in words if each[0] in there])
            _keep(db, now)


def take_out(db: sqlite3.Connection, seq: int) -> None:
    """Take the words of a send out, in the transaction that changes or removes it."""
    if _covers(db, seq):
        row = db.execute(_ONE, (seq,)).fetchone()
        if row is not None:
            db.execute(_TAKE_OUT, (seq, _words_of_row(row)))


def take_in(db: sqlite3.Connection, seq: int) -> None:
    """Take the words of a changed send in again, in the transaction that changed it."""
    if _covers(db, seq):
        row = db.execute(_ONE, (seq,)).fetchone()
        if row is not None:
            db.execute(_TAKE_IN, (seq, _words_of_row(row)))


def _kept(db: sqlite3.Connection) -> _Kept:
    return _Kept(*db.execute(_KEPT).fetchone())


def _keep(db: sqlite3.Connection, kept: _Kept) -> None:
    db.execute("UPDATE send_words_kept SET version = ?, first = ?, last = ?", kept)


def _covers(db: sqlite3.Connection, seq: int) -> bool:
    kept = _kept(db)
    return kept.version == VERSION and kept.first <= seq <= kept.last


def _ends(rows: Sequence[sqlite3.Row]) -> tuple[int, int]:
    numbers = (rows[0]["seq"], rows[-1]["seq"])
    return min(numbers), max(numbers)


def _words_of_row(row: sqlite3.Row) -> str:
    sources = (row["request"], row["template"], row["draft"] or "")
    words = words_of(
        subject=row["subject"],
        recipient_name=row["recipient_name"],
        html=row["html"],
        sources=sources,
    )
    return " ".join(words)
