"""Removing from the history: what became too old, and what belongs to one person.

Only sends that have come to their end are touched, a few in each transaction, so that a send that
is leaving at the same time never waits for long.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from migma_desktop.core.forgetting import Places, still_needed
from migma_desktop.core.history import ENDED, may_be_forgotten
from migma_desktop.core.history_words import query_words
from migma_desktop.core.models import RecipientType, Send, SendRequest
from migma_desktop.core.person import Person
from migma_desktop.storage import history_index
from migma_desktop.storage.database import Database
from migma_desktop.storage.history_index import HistoryIndex
from migma_desktop.storage.old_copies import copies_with, set_aside_beside
from migma_desktop.storage.outbox import read_send
from migma_desktop.storage.send_json import forget_what_was_read, request_to_json

_AT_A_TIME = 20
"""Sends that one transaction removes."""
_MERGED = 200
"""Pages of the index that one transaction writes anew."""

_ENDED = ", ".join(f"'{state}'" for state in sorted(ENDED))
_OLD = """
    SELECT {what} FROM sends INDEXED BY sends_in_log
    WHERE created_at < ? AND (state IN ({ended}) OR (state = 'accepted' AND batch_id = ''))
"""
_COUNT_OLD = _OLD.format(what="count(*)", ended=_ENDED)
_OLDEST = "\n".join((_OLD.format(what="seq", ended=_ENDED), "ORDER BY seq LIMIT ?"))
_CANDIDATES = """
    SELECT rowid FROM send_words WHERE send_words MATCH :words
    UNION SELECT seq FROM send_events WHERE instr(lower(note), :said)
    UNION SELECT seq FROM sends WHERE instr(lower(problem), :said)
    ORDER BY 1
"""
_ONE = "SELECT {columns} FROM sends JOIN send_contents USING (seq) WHERE sends.seq = ?"
_REPLACE = {
    "sends": "UPDATE sends SET {column} = ? WHERE seq = ?",
    "send_contents": "UPDATE send_contents SET {column} = ? WHERE seq = ?",
}
_BLANK = """
    UPDATE sends SET request = ?, subject = '', recipient_name = '', draft_id = '',
        fingerprint = '', remote_id = '', problem = NULL
    WHERE seq = ?
"""
_BLANK_CONTENTS = """
    UPDATE send_contents SET body = x'', template = '', html = '', draft = NULL WHERE seq = ?
"""
_TEXTS = ("subject", "recipient_name", "request", "problem")
_CONTENTS = ("template", "html", "draft")


class HistoryCare:
    """Removes records. Blocks: call it off the GUI thread. ``database`` is its own connection.

    Every method may raise StoreError.
    """

    def __init__(self, *, database: Database, index: HistoryIndex) -> None:
        self._database = database
        self._index = index

    def count_older(self, before: datetime) -> int:
        """Count the finished sends that were made before a moment."""
        with self._database.reading() as db:
            (count,) = db.execute(_COUNT_OLD, (_moment(before),)).fetchone()
        return int(count)

    def remove_older(self, before: datetime) -> int:
        """Remove the oldest few of them; return how many they were, 0 when none is left."""
        with self._database.writing() as db:
            oldest = db.execute(_OLDEST, (_moment(before), _AT_A_TIME))
            numbers = [seq for (seq,) in oldest.fetchall()]
            for seq in numbers:
                history_index.take_out(db, seq)
                db.execute("DELETE FROM sends WHERE seq = ?", (seq,))
        return len(numbers)

    def places_of(self, address: str) -> Places:
        """Find the sends that hold an address. First all of them must be in the index."""
        self._index.catch_up()
        while self._index.go_back():
            pass
        person = Person(address)
        to_them: list[int] = []
        mentioned: list[int] = []
        unfinished: list[Send] = []
        for seq in self._candidates(address):
            with self._database.reading() as db:
                row, send = _texts(db, seq), read_send(db, seq)
            if row is None or send is None or not any(map(person.is_in, row)):
                continue
            if not may_be_forgotten(send):
                unfinished.append(_light(send))
            (to_them if _went_to(send, person) else mentioned).append(seq)
        return Places(
            tuple(to_them),
            tuple(mentioned),
            tuple(unfinished),
            copies=len(copies_with(self._database.path, person.address)),
            damaged=len(set_aside_beside(self._database.path)),
        )

    def forget(self, address: str) -> Places:
        """Take an address out of all sends. Of those that went there only the fact remains.

        Raises:
            StillNeeded: a send that holds it has not come to its end; nothing was changed.
        """
        places = self.places_of(address)
        if places.unfinished:
            raise still_needed(places.unfinished)
        person = Person(address)
        self._database.leave_no_traces()
        for numbers in _few(sorted((*places.to_them, *places.mentioned))):
            with self._database.writing() as db:
                for seq in numbers:
                    _take_out_of(db, seq, person)
        path = self._database.path
        for copy in (*copies_with(path, person.address), *set_aside_beside(path)):
            copy.unlink(missing_ok=True)
        self._write_index_anew()
        self._database.leave_no_traces()
        forget_what_was_read()
        return places

    def _candidates(self, address: str) -> list[int]:
        """Return the sends that may hold an address; what Migma said of them is not indexed."""
        words = " ".join(f'"{word}"' for word in query_words(address))
        if not words:
            return []
        with self._database.reading() as db:
            found = db.execute(_CANDIDATES, {"words": words, "said": address.strip().lower()})
            return [seq for (seq,) in found]

    def _write_index_anew(self) -> None:
        """Merge the index, a part at a time: what was taken out stands in older parts until then.

        A negative number begins a merge of all parts; SQLite's documentation of FTS5, "merge".
        """
        pages = -_MERGED
        while True:
            with self._database.writing() as db:
                before = db.total_changes
                db.execute(
                    "INSERT INTO send_words (send_words, rank) VALUES ('merge', ?)", (pages,)
                )
                if db.total_changes - before < 2:
                    return
            pages = _MERGED


def _take_out_of(db: sqlite3.Connection, seq: int, person: Person) -> None:
    send = read_send(db, seq)
    if send is None:
        return
    if not may_be_forgotten(send):
        raise still_needed([_light(send)])
    history_index.take_out(db, seq)
    if _went_to(send, person):
        db.execute(_BLANK, (request_to_json(_blank(send.request, person)), seq))
        db.execute(_BLANK_CONTENTS, (seq,))
        db.execute("UPDATE send_events SET note = '' WHERE seq = ?", (seq,))
    else:
        _replace(db, seq, person)
    history_index.take_in(db, seq)


def _replace(db: sqlite3.Connection, seq: int, person: Person) -> None:
    """Take the address out of each text of a send that went to others."""
    for table, columns in (("sends", _TEXTS), ("send_contents", _CONTENTS)):
        for column in columns:
            (text,) = db.execute(_ONE.format(columns=column), (seq,)).fetchone()
            if text is not None and person.is_in(text):
                sql = _REPLACE[table].format(column=column)
                db.execute(sql, (person.taken_out(text), seq))
    (body,) = db.execute("SELECT body FROM send_contents WHERE seq = ?", (seq,)).fetchone()
    without = person.taken_out(_text(body)).encode()
    db.execute("UPDATE send_contents SET body = ? WHERE seq = ?", (without, seq))
    events = "SELECT number, note FROM send_events WHERE seq = ?"
    for number, note in db.execute(events, (seq,)).fetchall():
        sql = "UPDATE send_events SET note = ? WHERE seq = ? AND number = ?"
        db.execute(sql, (person.taken_out(note), seq, number))


def _texts(db: sqlite3.Connection, seq: int) -> list[str] | None:
    columns = ", ".join((*_TEXTS, *_CONTENTS, "body"))
    row = db.execute(_ONE.format(columns=columns), (seq,)).fetchone()
    if row is None:
        return None
    notes = db.execute("SELECT note FROM send_events WHERE seq = ?", (seq,))
    texts = [_text(value) for value in row if value is not None]
    return texts + [note for (note,) in notes]


def _text(value: str | bytes) -> str:
    return value.decode(errors="surrogateescape") if isinstance(value, bytes) else value


def _went_to(send: Send, person: Person) -> bool:
    is_person = send.request.recipient_type is RecipientType.PERSON
    return is_person and (
        person.is_(send.request.recipient_email) or person.is_(send.recipient_name)
    )


def _blank(request: SendRequest, person: Person) -> SendRequest:
    """Return a request that only says how an email travelled."""
    return SendRequest(
        recipient_type=request.recipient_type,
        from_address=person.taken_out(request.from_address),
        from_name=request.from_name,
        subject="",
        project_id=request.project_id,
        provider=request.provider,
        transactional=request.transactional,
    )


def _light(send: Send) -> Send:
    request = replace(send.request, template="")
    return replace(send, body=b"", html="", draft=None, request=request)


def _few(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_A_TIME):
        yield numbers[start : start + _AT_A_TIME]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
