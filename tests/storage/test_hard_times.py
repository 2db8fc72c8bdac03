"""What becomes of drafts when the computer is against them: nothing is lost without a word."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from migma_desktop.core.errors import StoreError
from migma_desktop.core.models import Draft
from migma_desktop.storage.database import Database, open_database
from migma_desktop.storage.draft_shelf import DraftShelf
from migma_desktop.storage.drafts import DraftStore
from tests.fakes import ManualTime
from tests.storage.conftest import NOON

DRAFT = Draft(id="draft-1", subject="One", markdown="Hello")


def _open(path: Path) -> Database:
    return open_database(path, now=lambda: NOON).database


def _store(database: Database) -> DraftStore:
    return DraftStore(database=database, now=lambda: NOON)


def _subject(path: Path) -> str:
    """Return the subject of the latest draft, as the next start finds it."""
    database = _open(path)
    latest = _store(database).latest()
    database.close()
    return "" if latest is None else latest.subject


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
@pytest.mark.parametrize("gone", ["the file", "its folder"])
def test_a_database_deleted_under_the_program_is_put_back_whole(tmp_path: Path, gone: str) -> None:
    path = tmp_path / "data" / "migma.db"
    database = _open(path)
    _store(database).save(DRAFT)
    path.unlink() if gone == "the file" else shutil.rmtree(path.parent)
    _store(database).save(Draft(id="draft-2", subject="Two"))
    assert _store(database).get("draft-1") == DRAFT
    database.close()
    assert _subject(path) == "Two"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
def test_a_database_deleted_after_the_last_change_is_put_back_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "migma.db"
    database = _open(path)
    _store(database).save(DRAFT)
    path.unlink()
    database.close()
    assert _subject(path) == "One"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows replaces no file that is open")
def test_nothing_is_written_into_a_file_that_took_the_databases_place(tmp_path: Path) -> None:
    path = tmp_path / "migma.db"
    database = _open(path)
    _store(database).save(DRAFT)
    other = _open(tmp_path / "other.db")
    _store(other).save(Draft(id="x", subject="Of somebody else"))
    other.close()
    (tmp_path / "other.db").replace(path)
    with pytest.raises(StoreError, match="taken the place"):
        _store(database).save(replace(DRAFT, subject="Changed"))
    with pytest.raises(StoreError, match="taken the place"):
        database.close()
    assert _subject(path) == "Of somebody else"
    assert _subject(tmp_path / "migma.kept.db") == "One"


@pytest.mark.parametrize("torn", [1, 100, 4000])
def test_a_half_written_log_loses_no_more_than_its_last_half(tmp_path: Path, torn: int) -> None:
    path = tmp_path / "migma.db"
    database = _open(path)
    store = _store(database)
    log = path.with_name("migma.db-wal")
    store.save(DRAFT)
    whole = log.stat().st_size
    store.save(replace(DRAFT, subject="Two"))
    after = log.stat().st_size
    crashed = tmp_path / "crashed" / "migma.db"
    crashed.parent.mkdir()
    shutil.copy(path, crashed)
    crashed.with_name("migma.db-wal").write_bytes(log.read_bytes()[: after - torn])
    database.close()
    assert after - torn > whole
    assert _subject(crashed) == "One"


def test_a_full_disk_is_said_and_the_same_draft_is_saved_when_there_is_room(tmp_path: Path) -> None:
    database = _open(tmp_path / "migma.db")
    store = _store(database)
    store.save(DRAFT)
    long = replace(DRAFT, markdown="long " * 20_000)
    with database.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages:d}")
    with pytest.raises(StoreError, match="disk is full"):
        store.save(long)
    assert store.get(DRAFT.id) == DRAFT
    with database.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    store.save(long)
    assert store.get(DRAFT.id) == long
    database.close()


_FULL_FOR_REAL = """
import resource, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from migma_desktop.core.draft import Draft
from migma_desktop.core.errors import StoreError
from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore
now = lambda: datetime.now(UTC)
store = DraftStore(database=open_database(Path(sys.argv[1]), now=now).database, now=now)
draft = Draft(id="1", subject="Kept")
store.save(draft)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
try:
    store.save(replace(draft, html="x" * 2_000_000))
except StoreError as error:
    print("refused:", error.title)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.save(replace(draft, subject="Saved again"))
print(store.latest().subject)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of Unix")
def test_a_system_that_refuses_to_write_is_said_and_saving_goes_on_later(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL_FOR_REAL, str(tmp_path / "migma.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    refused, after = done.stdout.splitlines()
    assert refused.startswith("refused: ")
    assert after == "Saved again"


def test_a_place_that_became_read_only_is_said_as_such(tmp_path: Path) -> None:
    database = _open(tmp_path / "migma.db")
    store = _store(database)
    store.save(DRAFT)
    with database.reading() as db:
        db.execute("PRAGMA query_only = ON")  # SQLite's own way to be read-only
    with pytest.raises(StoreError, match="read-only"):
        store.save(replace(DRAFT, subject="Two"))
    with database.reading() as db:
        db.execute("PRAGMA query_only = OFF")
    store.save(replace(DRAFT, subject="Two"))
    database.close()
    assert _subject(tmp_path / "migma.db") == "Two"


def test_a_clock_set_back_a_day_keeps_order_and_versions(tmp_path: Path) -> None:
    time = ManualTime()
    database = _open(tmp_path / "migma.db")
    store = DraftStore(database=database, now=time.now)
    shelf = DraftShelf(database=database, now=time.now, new_id=lambda: "new")
    store.save(DRAFT)
    time.turn(3600)
    store.save(replace(DRAFT, subject="Two"))
    time.turn(-86400)
    store.save(replace(DRAFT, subject="Three"))
    store.save(Draft(id="later", subject="Written last"))
    assert [version.subject for version in shelf.versions(DRAFT.id)] == ["Two", "One"]
    assert [draft.subject for draft in shelf.list()] == ["Written last", "Three"]
    latest = store.latest()
    assert latest is not None
    assert latest.subject == "Written last"
    database.close()


def test_a_row_that_is_no_draft_does_not_keep_the_window_closed(tmp_path: Path) -> None:
    path = tmp_path / "migma.db"
    database = _open(path)
    _store(database).save(DRAFT)
    _store(database).save(Draft(id="broken", subject="Broken"))
    database.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE drafts SET content = 'noise' WHERE id = 'broken'")
        db.commit()
    assert _subject(path) == "One"
