"""The record of every send: what left, under which key, and what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from migma_desktop.core.draft import Draft
from migma_desktop.core.errors import StoreError, TakenElsewhere
from migma_desktop.core.history import Row
from migma_desktop.core.models import Send, SendEvent, SendState
from migma_desktop.core.texts import say
from migma_desktop.storage import draft_json
from migma_desktop.storage.database import Database
from migma_desktop.storage.json_overlay import mended
from migma_desktop.storage.send_json import (
    problem_from_json,
    problem_to_json,
    request_from_json,
    request_to_json,
)

_INSERT = """
    INSERT INTO sends (id, key, created_at, profile_id, is_test, request, subject, recipient_name,
        recipient_count, draft_id, fingerprint, held_until, state, provider, remote_id, batch_id,
        sent, failed, total, problem, next_try_at, owner, key_mark, left_at, sample)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = """
    UPDATE sends SET state = ?, provider = ?, remote_id = ?, batch_id = ?, sent = ?, failed = ?,
        total = ?, problem = ?, next_try_at = ?, owner = ?, key_mark = ?, left_at = ?
    WHERE seq = ?
"""
_GET = """
    SELECT sends.*, body, template, html, draft
    FROM sends JOIN send_contents USING (seq) WHERE id = ?
"""
_GET_BY_NUMBER = """
    SELECT sends.*, body, template, html, draft
    FROM sends JOIN send_contents USING (seq) WHERE sends.seq = ?
"""
_RECENT = """
    SELECT *, x'' AS body, '' AS template, '' AS html, NULL AS draft FROM sends
    WHERE seq < coalesce((SELECT seq FROM sends WHERE id = ?), 9223372036854775807)
    ORDER BY seq DESC LIMIT ?
"""
_MAILINGS = """
    SELECT *, x'' AS body, '' AS template, '' AS html, NULL AS draft FROM sends
    WHERE profile_id = ? AND (recipient_count IS NOT NULL OR batch_id <> '')
    ORDER BY seq DESC LIMIT ?
"""
_MOST_MAILINGS = 50
_UNFINISHED = """
    SELECT sends.*, body, template, html, draft
    FROM sends JOIN send_contents USING (seq)
    WHERE state IN ('held', 'sending', 'waiting', 'processing', 'throttled')
        OR (state = 'accepted' AND batch_id <> '')
    ORDER BY seq
"""
_LIGHT = """
    SELECT *, x'' AS body, '' AS template, '' AS html, NULL AS draft FROM sends
    WHERE seq IN ({numbers}) ORDER BY seq DESC
"""
_LAST_TEST = """
    SELECT id FROM sends
    WHERE draft_id = ? AND draft_id <> '' AND is_test AND state = 'accepted'
    ORDER BY seq DESC LIMIT 1
"""
_EVENTS = "SELECT seq, at, state, note FROM send_events WHERE seq = ? ORDER BY number"
_EVENTS_BETWEEN = """
    SELECT seq, at, state, note FROM send_events WHERE seq BETWEEN ? AND ? ORDER BY seq, number
"""
_EVENTS_OF = """
    SELECT seq, at, state, note FROM send_events WHERE seq IN ({numbers}) ORDER BY seq, number
"""


_STATES = {state.value: state for state in SendState}  # a third of the time of SendState(…)


class SqliteSendLog:
    """``ports.SendLog`` in the program's database."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    def add(self, send: Send) -> None:
        """Write a new send down, before its first byte leaves. Raises StoreError."""
        with self._database.writing() as db:
            row = (
                send.id,
                send.key,
                _moment(send.created_at),
                send.profile_id,
                send.is_test,
                request_to_json(send.request),
                mended(send.subject),
                mended(send.recipient_name),
                send.recipient_count,
                send.draft.id if send.draft is not None else "",
                send.fingerprint,
                _moment(send.held_until) if send.held_until is not None else None,
                *_changing(send),
                mended(send.sample),
            )
            seq = db.execute(_INSERT, row).lastrowid
            db.execute(
                """
                INSERT INTO send_contents (seq, body, template, html, draft)
                VALUES (?, ?, ?, ?, ?)
                """,
                (
                    seq,
                    send.body,
                    mended(send.request.template),
                    mended(send.html),
                    draft_json.encode(send.draft) if send.draft is not None else None,
                ),
            )
            _append_events(db, seq, send.events, known=0)

    def update(self, send: Send, *, after: Send) -> None:
        """Write down what became of a send; what left, and its key, never change.

        Raises:
            TakenElsewhere: events or owner on disk aren't those of ``after``: of two windows
                that take the same step only one gets past this line.
            StoreError: nothing was written.
        """
        with self._database.writing() as db:
            found = db.execute("SELECT seq, owner FROM sends WHERE id = ?", (send.id,)).fetchone()
            if found is None:
                raise _gone(send)
            seq: int = found["seq"]
            known = [_event(row) for row in db.execute(_EVENTS, (seq,))]
            if list(after.events) != known or after.owner != found["owner"]:
                raise _taken(send)
            db.execute(_UPDATE, (*_changing(send), seq))
            _append_events(db, seq, send.events, known=len(known))

    def get(self, send_id: str) -> Send | None:
        """Read one send whole. Raises StoreError."""
        with self._database.reading() as db:
            row = db.execute(_GET, (send_id,)).fetchone()
            if row is None:
                return None
            return _send(row, [_event(event) for event in db.execute(_EVENTS, (row["seq"],))])

    def recent(self, *, limit: int = 500, before: str | None = None) -> Sequence[Send]:
        """Read the newest sends, newest first, or those older than the send with id ``before``.

        What left (``body``, ``html``, ``request.template``, ``draft``) is empty here, so that a
        long list stays light; ``get`` reads it. Raises StoreError.
        """
        with self._database.reading() as db:
            rows = db.execute(_RECENT, (before, limit)).fetchall()
            if not rows:
                return []
            events = _by_send(db.execute(_EVENTS_BETWEEN, (rows[-1]["seq"], rows[0]["seq"])))
            return [_send(row, events.get(row["seq"], [])) for row in rows]

    def mailings(self, profile_id: str) -> Sequence[Send]:
        """Read an account's newest sends to groups, newest first, as light as ``recent``.

        However many emails to people went out since. Raises StoreError.
        """
        with self._database.reading() as db:
            rows = db.execute(_MAILINGS, (profile_id, _MOST_MAILINGS)).fetchall()
            return [
                _send(row, [_event(event) for event in db.execute(_EVENTS, (row["seq"],))])
                for row in rows
            ]

    def unfinished(self) -> Sequence[Send]:
        """Read whole the sends that a stop of the program interrupted, oldest first.

        Raises StoreError.
        """
        with self._database.reading() as db:
            rows = db.execute(_UNFINISHED).fetchall()
            return [
                _send(row, [_event(event) for event in db.execute(_EVENTS, (row["seq"],))])
                for row in rows
            ]

    def last_test(self, draft_id: str) -> Send | None:
        """Read whole the newest test of a draft that Migma accepted. Raises StoreError."""
        with self._database.reading() as db:
            found = db.execute(_LAST_TEST, (draft_id,)).fetchone()
        return None if found is None else self.get(found["id"])


def read_rows(db: sqlite3.Connection, numbers: str, values: Mapping[str, str | int]) -> list[Row]:
    """Read the sends whose numbers a query gives, newest first.

    What left is empty in them, as in ``SqliteSendLog.recent``.
    """
    rows = db.execute(_LIGHT.format(numbers=numbers), values).fetchall()
    events: dict[int, list[sqlite3.Row]] = {}
    for event in db.execute(_EVENTS_OF.format(numbers=_listed(rows))):
        events.setdefault(event["seq"], []).append(event)
    return [
        Row(
            row["seq"],
            row["id"],
            _STATES[row["state"]],
            partial(_send_with, row, events.get(row["seq"], [])),
        )
        for row in rows
    ]


def read_send(db: sqlite3.Connection, seq: int) -> Send | None:
    """Read one send whole by its number."""
    row = db.execute(_GET_BY_NUMBER, (seq,)).fetchone()
    if row is None:
        return None
    return _send(row, [_event(event) for event in db.execute(_EVENTS, (seq,))])


def _listed(rows: Iterable[sqlite3.Row]) -> str:
    return ", ".join(str(int(row["seq"])) for row in rows)


def _changing(send: Send) -> tuple[str | int | None, ...]:
    return (
        send.state.value,
        send.provider,
        send.remote_id,
        send.batch_id,
        send.sent,
        send.failed,
        send.total,
        problem_to_json(send.problem),
        _moment(send.next_try_at) if send.next_try_at is not None else None,
        send.owner,
        send.key_mark,
        _moment(send.left_at) if send.left_at is not None else None,
    )


def _append_events(
    db: sqlite3.Connection, seq: int | None, events: Sequence[SendEvent], *, known: int
) -> None:
    db.executemany(
        "INSERT INTO send_events (seq, number, at, state, note) VALUES (?, ?, ?, ?, ?)",
        [
            (seq, number, _moment(event.at), event.state.value, mended(event.note))
            for number, event in enumerate(events)
            if number >= known
        ],
    )


def _send(row: sqlite3.Row, events: Sequence[SendEvent]) -> Send:
    return Send(
        id=row["id"],
        key=row["key"],
        created_at=datetime.fromisoformat(row["created_at"]),
        profile_id=row["profile_id"],
        is_test=bool(row["is_test"]),
        request=request_from_json(row["request"], template=row["template"]),
        subject=row["subject"],
        recipient_name=row["recipient_name"],
        recipient_count=row["recipient_count"],
        html=row["html"],
        body=row["body"],
        state=_STATES[row["state"]],
        provider=row["provider"],
        remote_id=row["remote_id"],
        batch_id=row["batch_id"],
        sent=row["sent"],
        failed=row["failed"],
        total=row["total"],
        problem=problem_from_json(row["problem"]),
        events=tuple(events),
        draft=_draft(row["draft"]),
        fingerprint=row["fingerprint"],
        held_until=datetime.fromisoformat(row["held_until"]) if row["held_until"] else None,
        next_try_at=datetime.fromisoformat(row["next_try_at"]) if row["next_try_at"] else None,
        owner=row["owner"],
        sample=row["sample"],
        key_mark=row["key_mark"],
        left_at=datetime.fromisoformat(row["left_at"]) if row["left_at"] else None,
    )


def _send_with(row: sqlite3.Row, events: Iterable[sqlite3.Row]) -> Send:
    return _send(row, [_event(event) for event in events])


def _draft(stored: str | None) -> Draft | None:
    return None if stored is None else draft_json.decode(draft_json.parse(stored))


def _event(row: sqlite3.Row) -> SendEvent:
    at = datetime.fromisoformat(row["at"])
    return SendEvent(at=at, state=_STATES[row["state"]], note=row["note"])


def _by_send(rows: Iterable[sqlite3.Row]) -> dict[int, list[SendEvent]]:
    events: dict[int, list[SendEvent]] = {}
    for row in rows:
        events.setdefault(row["seq"], []).append(_event(row))
    return events


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _gone(send: Send) -> StoreError:
    return StoreError(
        say("The record of this email is gone"),
        say("Another program removed it. What became of the email is unknown here."),
        details=f"send {send.id} is not in the database",
    )


def _taken(send: Send) -> TakenElsewhere:
    return TakenElsewhere(
        say("Another window is already taking care of this email"),
        say("Nothing was done twice. Look at the status log for how it went."),
        details=f"send {send.id} has other events, or another owner, on disk than in memory",
    )
