"""Opening, migrating and surviving the program's database."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from migma_desktop.core.errors import StoreError
from migma_desktop.storage.database import Database, Opened, open_database
from migma_desktop.storage.migrations import STEPS
from migma_desktop.storage.outbox import SqliteSendLog

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FIXTURES = Path(__file__).parent / "fixtures"
ONE = ("CREATE TABLE things (name TEXT)",)
TWO = ("ALTER TABLE things ADD COLUMN size INTEGER", "UPDATE things SET size = 1")
BROKEN = ("ALTER TABLE things ADD COLUMN size INTEGER", "UPDATE nowhere SET size = 1")


def _open(path: Path, *steps: tuple[str, ...]) -> Opened:
    return open_database(path, now=lambda: NOON, steps=steps or STEPS)


def _names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [name for (name,) in db.execute("SELECT name FROM things")]


def _add_thing(opened: Opened, name: str) -> None:
    with opened.database.writing() as db:
        db.execute("INSERT INTO things (name) VALUES (?)", (name,))
    opened.database.close()


def test_every_write_waits_for_the_disk(database: Database) -> None:
    with database.reading() as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_the_user_can_read_the_database(database: Database, database_path: Path) -> None:
    with database.writing() as db:
        db.execute("DELETE FROM drafts")
    files = list(database_path.parent.iterdir())
    assert len(files) > 1  # the write-ahead log among them
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_block_that_fails_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    opened = _open(path, ONE)
    with pytest.raises(StoreError):
        _write_a_half(opened.database)
    opened.database.close()
    assert _names(path) == []


def _write_a_half(database: Database) -> None:
    with database.writing() as db:
        db.execute("INSERT INTO things (name) VALUES ('half')")
        db.execute("INSERT INTO nowhere (name) VALUES ('other half')")


def test_an_older_database_is_copied_and_then_migrated(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    _add_thing(_open(path, ONE), "old")
    opened = _open(path, ONE, TWO)
    with opened.database.reading() as db:
        assert tuple(db.execute("SELECT name, size FROM things").fetchone()) == ("old", 1)
    opened.database.close()
    backup = tmp_path / "d.before-v2.sqlite3"
    assert _names(backup) == ["old"]
    with closing(sqlite3.connect(backup)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    _add_thing(_open(path, ONE), "old")
    with pytest.raises(StoreError):
        _open(path, ONE, BROKEN)
    _add_thing(_open(path, ONE), "new")
    assert _names(path) == ["old", "new"]


def test_a_newer_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    _add_thing(_open(path, ONE, TWO), "kept")
    with pytest.raises(StoreError, match="newer version"):
        _open(path, ONE)
    assert _names(path) == ["kept"]


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_every_released_version_can_be_opened(tmp_path: Path, version: int) -> None:
    path = tmp_path / "d.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((FIXTURES / f"v{version}.sql").read_text(encoding="utf-8"))
        assert db.execute("PRAGMA user_version").fetchone() == (version,)
    opened = _open(path)
    with opened.database.reading() as db:
        migrated = _shape(db)
    sends = SqliteSendLog(database=opened.database).recent()
    opened.database.close()
    assert [send.recipient_name for send in sends] == ["VIP customers", "Ada"]
    fresh = _open(tmp_path / "fresh.sqlite3")
    with fresh.database.reading() as db:
        assert migrated == _shape(db)
    fresh.database.close()


def _shape(db: sqlite3.Connection) -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_a_damaged_database_is_kept_aside_and_the_program_starts(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    damage = b"not a database at all" * 99
    path.write_bytes(damage)
    opened = _open(path)
    with opened.database.reading() as db:
        assert db.execute("SELECT count(*) FROM sends").fetchone()[0] == 0
    opened.database.close()
    (aside,) = tmp_path.glob("d.damaged-*")
    assert aside.name == "d.damaged-20260302-120000.sqlite3"
    assert aside.read_bytes() == damage
    assert str(aside) in str(opened.notices[0])


def test_damage_met_while_running_is_looked_into_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    opened = _open(path, ONE)
    with opened.database.writing() as db:
        db.executemany("INSERT INTO things VALUES (?)", [("x" * 3000,)] * 50)
    opened.database.close()
    whole = bytearray(path.read_bytes())
    whole[3 * 4096 : 9 * 4096] = b"\xff" * (6 * 4096)
    path.write_bytes(whole)

    opened = _open(path, ONE)
    assert opened.notices == ()  # looking at every page at every start would take too long
    with pytest.raises(StoreError, match="damaged"), opened.database.reading() as db:
        db.execute("SELECT sum(length(name)) FROM things").fetchall()
    opened.database.close()

    opened = _open(path, ONE)
    opened.database.close()
    assert len(opened.notices) == 2
    assert _names(path) == []
    opened = _open(path, ONE)
    opened.database.close()
    assert opened.notices == ()


def test_many_threads_write_without_losing_a_row(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    opened = _open(path, ONE)

    def write(name: str) -> None:
        for _ in range(10):
            with opened.database.writing() as db:
                db.execute("INSERT INTO things VALUES (?)", (name,))

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened.database.close()
    assert len(_names(path)) == 80


def test_a_second_reader_leaves_the_file_to_those_who_write(tmp_path: Path) -> None:
    """Another program that comes and goes must not take the write-ahead log away."""
    path = tmp_path / "d.sqlite3"
    opened = _open(path, ONE)
    reader = opened.database.beside()
    program = (
        "import sqlite3, sys\n"
        "with sqlite3.connect(sys.argv[1]) as db: db.execute('SELECT * FROM things').fetchall()\n"
        "db.close()\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
    with opened.database.writing() as db:
        db.execute("INSERT INTO things (name) VALUES ('written afterwards')")
    assert _names(path) == ["written afterwards"]
    reader.close()
    opened.database.close()


def test_two_processes_start_on_a_new_folder_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from migma_desktop.storage.database import open_database\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "open_database(Path(sys.argv[1]), now=lambda: datetime.now(UTC)).database.close()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "d.sqlite3")]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.communicate("go\n")
    assert [process.returncode for process in started] == [0, 0, 0]


def test_a_folder_that_cannot_be_made_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        _open(tmp_path / "file" / "d.sqlite3")
    assert "d.sqlite3" in caught.value.details
    assert "try again" in str(caught.value.advice)


def test_a_full_disk_is_said_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    opened = _open(path, ONE)
    with opened.database.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own way to be full
    with pytest.raises(StoreError, match="disk is full"), opened.database.writing() as db:
        db.executemany("INSERT INTO things VALUES (?)", [("x" * 4000,)] * 9)
    opened.database.close()
    assert _names(path) == []
