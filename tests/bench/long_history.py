"""A profile with a history of any length, written as the program writes it and then multiplied.

Twenty sends go through the program's own log and index. SQLite copies them with other numbers in
them, since a million would take an hour otherwise, and some are read back through the program.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from migma_desktop.core.history import HistoryFilter
from migma_desktop.core.history_words import words_of_send
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    KeyKind,
    Profile,
    Recipient,
    RecipientType,
    Send,
    SendEvent,
    SendRequest,
    SendState,
)
from migma_desktop.core.settings import Settings
from migma_desktop.paths import UserFolders
from migma_desktop.storage.archive import Archive
from migma_desktop.storage.database import Database, open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.history_index import HistoryIndex
from migma_desktop.storage.outbox import SqliteSendLog
from migma_desktop.storage.settings_file import SettingsFile
from tests.bench.documents import COLOUR
from tests.bench.processes import FOLDER

FREQUENT, RARE = "ada", "7654"  # beginnings of a name, and of a number that few have

_NUMBER = "4711000"  # stands in each send where its own number will be
_NAMES = "Ada Ben Cara Dev Ella Finn Gia Hugo Ines Jon Kira Lars Mona Nils Olga Paul Rosa Sven Tara"
_PATTERNS = [*_NAMES.split(), "Zoë"]
_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_EMAIL = (
    f'<html><body style="background:{COLOUR}"><h1>Thanks, {{name}}</h1><p>Your order {_NUMBER} has '
    "left our house and will be with you in a few days. Questions? Write back at any time; we "
    "read every letter.</p><p>With kind regards, the people of Acme</p></body></html>"
)
_COPY_SENDS = """
    WITH RECURSIVE
    numbers (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
    INSERT INTO sends (seq, id, key, created_at, profile_id, is_test, request, subject,
        recipient_name, recipient_count, state, provider, remote_id, batch_id, draft_id,
        fingerprint)
    SELECT n, printf('00000000-0000-4000-8000-%012d', n),
        printf('00000000-0000-4000-9000-%012d', n),
        strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', :start, '+' || (n * 20) || ' seconds'),
        profile_id, is_test, replace(request, :number, n), replace(subject, :number, n),
        replace(recipient_name, :number, n), recipient_count, state, provider,
        printf('msg_%016x', n * 2654435761), batch_id, draft_id, fingerprint
    FROM numbers JOIN sends AS pattern ON pattern.seq = 1 + n % :patterns
"""
_COPY_CONTENTS = """
    WITH RECURSIVE
    numbers (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
    INSERT INTO send_contents (seq, body, template, html, draft)
    SELECT n, CAST(replace(CAST(body AS TEXT), :number, n) AS BLOB), replace(template, :number, n),
        replace(html, :number, n), draft
    FROM numbers JOIN send_contents AS pattern ON pattern.seq = 1 + n % :patterns
"""
_COPY_EVENTS = """
    WITH RECURSIVE
    numbers (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
    INSERT INTO send_events (seq, number, at, state, note)
    SELECT n, number, at, state, note
    FROM numbers JOIN send_events AS pattern ON pattern.seq = 1 + n % :patterns
"""
_COPY_WORDS = """
    WITH RECURSIVE
    numbers (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
    INSERT INTO send_words (rowid, words)
    SELECT n, replace(words, :number, n) FROM numbers JOIN patterns ON seq = 1 + n % :patterns
"""


def profile(count: int) -> str:
    """Return the name of a profile with ``count`` sends, made when it is first asked for."""
    name = f"history-{count}"
    folder = Path(os.environ[FOLDER], name)
    if not folder.exists():
        unfinished = folder.with_name(f"{name}.unfinished")
        _make(UserFolders.below(unfinished), count)
        unfinished.rename(folder)
    return name


def database_file(count: int) -> Path:
    """Return the database of that profile."""
    return UserFolders.below(Path(os.environ[FOLDER], profile(count))).data / "migma.db"


def _make(folders: UserFolders, count: int) -> None:
    folders.make()
    path = folders.data / "migma.db"
    database = open_database(path, now=_now).database
    drafts = DraftStore(database=database, now=_now)
    drafts.save(Draft(id="bench", subject="Measured", source=ContentSource.HTML, html=_EMAIL))
    sends = [_send(place, name) for place, name in enumerate(_PATTERNS)] if count else []
    log = SqliteSendLog(database=database)
    for send in sends:
        log.add(send)
    HistoryIndex(database=database).catch_up()
    database.close()
    if count:
        _multiply(path, sends, count)
        _read_back(path, count)
    account = Profile(id="sandbox", name="Sandbox", kind=KeyKind.SANDBOX)
    SettingsFile(folders.config / "settings.json", now=_now).save(Settings(), [account])


def _send(place: int, name: str) -> Send:
    address = f"{name.lower()}.{_NUMBER}@example.com"
    html = _EMAIL.replace("{name}", name)
    state = SendState.FAILED if place == 7 else SendState.ACCEPTED
    request = SendRequest(
        recipient_type=RecipientType.PERSON,
        recipient_email=address,
        from_address="shop@acme.example",
        from_name="Acme",
        subject="Your order {{number}}",
        template=html,
        project_id="project-1",
        variables={"number": _NUMBER, "name": name},
    )
    return Send(
        id=f"pattern-{place}",
        key=f"pattern-{place}",
        created_at=_START,
        profile_id="sandbox",
        is_test=place == 3,
        request=request,
        recipient_name=address,
        recipient_count=None,
        subject=f"Your order {_NUMBER}",
        html=html,
        body=html.encode(),
        state=state,
        provider="migma",
        remote_id=f"msg_{place}",
        events=(SendEvent(_START, SendState.SENDING), SendEvent(_START, state, "Queued")),
        draft=Draft(id="bench", recipient=Recipient(email="somebody@example.com")),
    )


def _multiply(path: Path, sends: list[Send], count: int) -> None:
    values = {
        "first": len(sends) + 1,
        "last": count,
        "patterns": len(sends),
        "number": _NUMBER,
        "start": f"{_START:%Y-%m-%d %H:%M:%S}",
    }
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -200000")  # KiB
        db.execute("CREATE TEMP TABLE patterns (seq INTEGER PRIMARY KEY, words TEXT)")
        words = [(seq, " ".join(words_of_send(send))) for seq, send in enumerate(sends, start=1)]
        db.executemany("INSERT INTO patterns VALUES (?, ?)", words)
        db.execute("BEGIN")
        for statement in (_COPY_SENDS, _COPY_CONTENTS, _COPY_EVENTS, _COPY_WORDS):
            db.execute(statement, values)
        db.execute("UPDATE send_words_kept SET last = ?", (count,))
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _read_back(path: Path, count: int) -> None:
    """See that the program takes it for its own."""
    database = open_database(path, now=_now).database
    archive = Archive(database=database, drafts=DraftStore(database=database, now=_now), now=_now)
    try:
        listing, rows = archive.open(HistoryFilter())
        measured = archive.measure(listing)
        assert (measured.count, measured.is_dense) == (count, True)
        for row in (rows[0], rows[-1], archive.window(HistoryFilter(), start=500)[0]):
            _check(database, row.seq, row.send)
        found = archive.measure(archive.open(HistoryFilter(text=FREQUENT))[0]).count
        assert 0 <= found - count // len(_PATTERNS) <= 1
    finally:
        archive.close()
        database.close()


def _check(database: Database, seq: int, light: Send) -> None:
    send = SqliteSendLog(database=database).get(light.id)
    assert send is not None
    name = _PATTERNS[seq % len(_PATTERNS)]
    pattern = _send(_PATTERNS.index(name), name)
    assert send.html == pattern.html.replace(_NUMBER, str(seq))
    assert send.subject == f"Your order {seq}"
    assert replace(send, html="", body=b"", draft=None) == replace(
        light, request=replace(light.request, template=send.request.template)
    )
    assert send.created_at == _START + timedelta(seconds=20 * seq)


def _now() -> datetime:
    return datetime.now(UTC)
