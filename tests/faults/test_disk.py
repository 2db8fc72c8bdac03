"""Disks that are full, closed, deleted or torn, and clocks that lie.

Nothing is lost without saying so, nothing is sent twice, and nothing leaves that could not be
written down.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from migma_desktop.core.errors import StoreError, TooLate
from migma_desktop.core.models import SendState
from migma_desktop.sandbox import faults
from tests.faults.home import Home

_ROOT = Path(__file__).resolve().parents[2]
_DAY = 86_400.0
_LARGE = "<p>" + "x" * 60_000 + "</p>"

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    """A home with a running program."""
    home = Home(tmp_path)
    home.start()
    yield home
    if home.is_open:
        home.stop()
    await home.aclose()


def _fill_the_disk(home: Home, *, spare_pages: int = 0) -> None:
    """Leave only so much room, by SQLite's own means."""
    with home.database.reading() as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages + spare_pages}")


def _make_room(home: Home) -> None:
    with home.database.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")


# Full


async def test_on_a_full_disk_nothing_leaves_and_that_is_said(home: Home) -> None:
    _fill_the_disk(home, spare_pages=3)
    with pytest.raises(StoreError, match="disk is full"):
        await home.send("Large", html=_LARGE)
    assert not home.has_asked()
    assert home.stored() == []
    _make_room(home)
    assert (await home.send("Large", html=_LARGE)).state is SendState.ACCEPTED
    assert home.arrived() == ["Large"]


async def test_a_disk_that_fills_up_during_the_countdown_holds_the_email(home: Home) -> None:
    held = asyncio.ensure_future(home.send("Held", hold=10))
    await home.while_asleep()
    with home.database.writing() as db:
        db.execute("CREATE TABLE filling (x)")
        db.execute("CREATE TRIGGER full BEFORE UPDATE ON sends BEGIN INSERT INTO filling "
                   "VALUES (zeroblob(100000)); END")  # fmt: skip
    _fill_the_disk(home)
    home.time.turn(10)
    with pytest.raises(StoreError, match="disk is full"):
        await held
    assert not home.has_asked()
    assert [send.state for send in home.stored()] == [SendState.HELD]

    with home.database.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    home.stop()
    home.start()
    await home.service.resume_all()
    (still,) = home.stored()
    assert (await home.service.try_now(still.id)).state is SendState.ACCEPTED
    assert home.arrived() == ["Held"]


# What only a whole process can suffer


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="migma-disk-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


async def _play(scene: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.faults.cramped", scene, str(folder)]
    answer = await asyncio.to_thread(
        subprocess.run, command, cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    facts: dict[str, Any] = json.loads(answer.stdout)
    return facts


async def test_an_email_that_cannot_be_written_down_does_not_leave(open_folder: Path) -> None:
    facts = await _play("full_before", open_folder)
    assert "can't be read or saved" in facts["title"]
    assert "Nothing was sent" in facts["advice"]
    assert facts["arrived"] == ["Before"]
    assert facts["states"] == {"Before": "accepted"}


async def test_an_answer_that_cannot_be_written_down_is_no_reason_to_send_again(
    open_folder: Path,
) -> None:
    facts = await _play("full_after", open_folder)
    assert "could not be written down" in facts["title"]
    assert "Accepted by Migma" in facts["advice"]
    assert "Don't send it again" in facts["advice"]
    assert "Nothing was sent" not in facts["advice"]
    assert facts["after_start"] == "unconfirmed"
    assert facts["arrived"] == ["Before", "Just now"]
    assert facts["states"]["Just now"] == "accepted"


async def test_a_folder_that_becomes_read_only_loses_nothing(open_folder: Path) -> None:
    facts = await _play("read_only_later", open_folder)
    written = ["Before", "Still open"] if facts["title"] == "" else ["Before"]
    assert facts["arrived"] == written
    assert list(facts["states"]) == written
    assert facts["start"] != ""


async def test_a_read_only_folder_is_said_at_the_start(open_folder: Path) -> None:
    facts = await _play("read_only_start", open_folder)
    assert facts["title"] != ""
    assert "try again" in facts["advice"]
    assert facts["states"] == {"Before": "accepted"}


# Deleted


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
async def test_nothing_leaves_that_is_written_into_a_deleted_file(home: Home) -> None:
    await home.send("Before")
    home.path.unlink()
    told = ""
    try:
        await home.send("After")
    except StoreError as error:
        told = str(error.title)
    home.stop()
    home.start()
    written = [send.subject for send in home.stored()]
    assert ("After" in home.arrived()) == ("After" in written)
    assert told or "After" in written


async def test_nothing_leaves_when_another_file_has_taken_the_place(home: Home) -> None:
    await home.send("Before")
    other = home.path.with_name("other.db")
    other.write_bytes(home.path.read_bytes())
    other.replace(home.path)
    with pytest.raises(StoreError, match="Another file"):
        await home.send("After")
    assert home.arrived() == ["Before"]
    with pytest.raises(StoreError, match="Another file"):
        home.stop()


# Torn


@pytest.mark.parametrize("tenth", range(11))
async def test_a_torn_write_ahead_log_sends_nothing_twice(home: Home, tenth: int) -> None:
    home.break_sending(faults.reset_after())
    await home.send("Unclear")
    home.break_sending(None)
    await home.send("Clear")
    torn = home.path.parent / "torn" / home.path.name
    torn.parent.mkdir()
    shutil.copy(home.path, torn)
    log = home.path.with_name(home.path.name + "-wal").read_bytes()
    kept = log[: len(log) * tenth // 10]
    torn.with_name(torn.name + "-wal").write_bytes(kept + b"\xff" * 100)
    home.stop()

    home.start(torn)
    await home.service.resume_all()
    for send in home.stored():
        assert send.body.startswith(b"{")
        assert send.events
        if send.state is SendState.UNCONFIRMED:
            await home.service.ask_again(send.id)
    assert {send.state for send in home.stored()} <= {SendState.ACCEPTED}
    assert sorted(home.arrived()) == ["Clear", "Unclear"]


# The clock is set back a day


async def test_a_question_that_the_clock_makes_unsafe_is_not_asked(home: Home) -> None:
    home.break_sending(faults.reset_after())
    unclear = await home.send("Unclear")
    home.break_sending(None)
    home.time.turn(-_DAY)
    with pytest.raises(TooLate):
        await home.service.ask_again(unclear.id)
    assert (await home.service.close(unclear.id, as_sent=True)).state is SendState.CLOSED
    assert home.arrived() == ["Unclear"]


async def test_a_waiting_email_leaves_once_on_whatever_day_it_is(home: Home) -> None:
    home.break_sending(faults.refuse())
    waiting = asyncio.ensure_future(home.send("Waiting"))
    while not home.stored() or home.stored()[0].state is not SendState.WAITING:
        await home.while_asleep()
        home.time.turn(1)  # the client tries again by itself
        await asyncio.sleep(0)
    home.time.turn(-_DAY)
    home.break_sending(None)
    home.service.try_all_now()
    assert (await waiting).state is SendState.ACCEPTED
    assert home.arrived() == ["Waiting"]


async def test_a_held_email_never_leaves_by_itself_at_a_start(home: Home) -> None:
    held = asyncio.ensure_future(home.send("Held", hold=10))
    await home.while_asleep()
    held.cancel()
    await asyncio.wait([held])
    for seconds in (-_DAY, 3 * _DAY):
        home.stop()
        home.time.turn(seconds)
        home.start()
        await home.service.resume_all()
    (still,) = home.stored()
    assert still.state is SendState.HELD
    assert not home.has_asked()
    assert (await home.service.stop(still.id)).state is SendState.CANCELLED
    assert home.arrived() == []
