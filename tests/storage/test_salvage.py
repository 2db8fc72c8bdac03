"""A damaged database: what can be read of it is saved, and what can't is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.draft_shelf import DraftQuery, VersionReason
from migma_desktop.core.models import Draft, Send, SendState
from migma_desktop.storage import raw_pages
from migma_desktop.storage.database import Database, Opened, open_database
from migma_desktop.storage.draft_shelf import DraftShelf
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.outbox import SqliteSendLog
from tests.storage.conftest import NOON

PAGE = 4096


def _open(path: Path) -> Opened:
    return open_database(path, now=lambda: NOON)


def _shelf(database: Database) -> DraftShelf:
    return DraftShelf(database=database, now=lambda: NOON, new_id=lambda: "new")


@pytest.fixture
def path(tmp_path: Path, make_send: Callable[..., Send]) -> Path:
    """A database of forty drafts, half of them with a past, one removed, and thirty sends."""
    path = tmp_path / "migma.db"
    database = _open(path).database
    drafts, shelf = DraftStore(database=database, now=lambda: NOON), _shelf(database)
    for number in range(40):
        drafts.save(Draft(id=f"draft-{number}", subject=f"Email {number}", markdown="x" * 3000))
        if number % 2:
            shelf.keep_version(f"draft-{number}", VersionReason.SENT)
    shelf.remove("draft-7")
    log = SqliteSendLog(database=database)
    for number in range(30):
        log.add(make_send(number, state=SendState.ACCEPTED))
    database.close()
    return path


def _pages_of(path: Path, table: str) -> list[int]:
    """Return the numbers of the pages that hold the rows of a table, from 0."""
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[
            0
        ]
    content = path.read_bytes()
    page = content[(root - 1) * PAGE : root * PAGE]
    if page[0] == 0x0D:
        return [root - 1]
    assert page[0] == 0x05  # an inner page: it names those below
    cells = int.from_bytes(page[3:5])
    places = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n]) for n in range(cells)]
    below = [int.from_bytes(page[place : place + 4]) for place in places]
    return [number - 1 for number in (*below, int.from_bytes(page[8:12]))]


def _destroy(path: Path, pages: list[int]) -> None:
    whole = bytearray(path.read_bytes())
    for page in pages:
        whole[page * PAGE : (page + 1) * PAGE] = b"\xa5" * PAGE
    path.write_bytes(whole)
    path.with_name(path.name + ".check").touch()  # as the first query that meets it leaves it


def test_drafts_before_and_behind_a_damaged_page_are_saved(path: Path) -> None:
    pages = _pages_of(path, "drafts")
    assert len(pages) > 6
    _destroy(path, [pages[3]])

    opened = _open(path)
    saved = {each.id for each in _shelf(opened.database).list()}
    lost = {f"draft-{number}" for number in range(40)} - saved - {"draft-7"}
    assert 1 <= len(lost) <= 4
    assert {"draft-0", "draft-39"} <= saved
    assert [each.id for each in _shelf(opened.database).list(DraftQuery(removed=True))] == [
        "draft-7"
    ]
    versions = sum(len(_shelf(opened.database).versions(draft_id)) for draft_id in saved)
    assert versions + 1 >= 20 - len(lost)
    assert len(SqliteSendLog(database=opened.database).recent()) == 30
    opened.database.close()
    damage, saved_and_lost = map(str, opened.notices)
    assert ".damaged-" in damage
    assert f"Saved from it: emails: {40 - len(lost)}, " in saved_and_lost
    assert f"Could not be read: emails: {len(lost)}, " in saved_and_lost


def test_the_damaged_file_is_kept_byte_for_byte(path: Path) -> None:
    _destroy(path, _pages_of(path, "drafts")[:1])
    before = path.read_bytes()
    _open(path).database.close()
    (aside,) = path.parent.glob("migma.damaged-*.db")
    assert aside.read_bytes() == before


def test_a_send_whose_content_is_lost_stays_in_the_log(path: Path) -> None:
    _destroy(path, _pages_of(path, "send_contents"))
    opened = _open(path)
    log = SqliteSendLog(database=opened.database)
    assert len(log.recent()) == 30
    send = log.get("send-3")
    assert send is not None
    assert (send.body, send.state) == (b"", SendState.ACCEPTED)
    assert len(send.events) == 1
    opened.database.close()


def test_a_draft_whose_middle_is_destroyed_counts_as_lost(path: Path) -> None:
    database = _open(path).database
    long = Draft(id="long", subject="Long", html="".join(f"<p>{n}</p>" for n in range(9000)))
    DraftStore(database=database, now=lambda: NOON).save(long)
    database.close()
    at = path.read_bytes().index(b"<p>4500</p>") // PAGE
    _destroy(path, [at])
    opened = _open(path)
    assert "long" not in {each.id for each in _shelf(opened.database).list()}
    opened.database.close()
    assert "Could not be read: emails: 1, " in str(opened.notices[1])


def test_what_only_the_write_ahead_log_holds_is_saved_too(path: Path, tmp_path: Path) -> None:
    database = _open(path).database
    drafts = DraftStore(database=database, now=lambda: NOON)
    drafts.save(Draft(id="last", subject="Typed before the crash"))
    crashed = tmp_path / "crashed" / "migma.db"
    crashed.parent.mkdir()
    for ending in ("", "-wal"):
        (crashed.with_name(crashed.name + ending)).write_bytes(
            path.with_name(path.name + ending).read_bytes()
        )
    database.close()
    _destroy(crashed, _pages_of(path, "drafts")[:1])
    opened = _open(crashed)
    reopened = DraftStore(database=opened.database, now=lambda: NOON).reopen()
    opened.database.close()
    assert reopened is not None
    assert reopened.draft.subject == "Typed before the crash"


def test_saving_goes_on_in_the_new_database(path: Path) -> None:
    _destroy(path, _pages_of(path, "drafts")[:2])
    opened = _open(path)
    drafts = DraftStore(database=opened.database, now=lambda: NOON)
    kept = drafts.get("draft-39")
    assert kept is not None
    drafts.save(replace(kept, subject="Goes on"))
    drafts.save(Draft(id="fresh"))
    opened.database.close()
    opened = _open(path)
    assert opened.notices == ()
    assert {"draft-39", "fresh"} <= {each.id for each in _shelf(opened.database).list()}
    opened.database.close()


def test_a_stop_in_the_middle_of_replacing_loses_nothing(path: Path) -> None:
    """The damaged file was renamed, and then the computer went off."""
    path.rename(path.with_name("migma.db.salvaged"))
    opened = _open(path)
    assert len(_shelf(opened.database).list()) == 39
    opened.database.close()
    assert not path.with_name("migma.db.salvaged").exists()


@pytest.mark.parametrize("head", [16, PAGE], ids=["the first bytes", "the whole first page"])
def test_a_file_without_its_head_still_gives_up_what_is_in_it(path: Path, head: int) -> None:
    whole = path.read_bytes()
    path.write_bytes(b"\x00" * head + whole[head:])
    opened = _open(path)
    drafts = DraftStore(database=opened.database, now=lambda: NOON)
    for number in range(40):
        kept = drafts.get(f"draft-{number}")
        assert kept is not None
        assert kept.subject == f"Email {number}"
    assert len(_shelf(opened.database).versions("draft-9")) == 1
    log = SqliteSendLog(database=opened.database)
    assert len(log.recent()) == 30
    send = log.get("send-3")
    assert send is not None
    assert (send.body, send.state) == (b'{"a":"\xc3\xa9\x00"}', SendState.ACCEPTED)
    opened.database.close()
    assert "emails: 40" in str(opened.notices[1])


@given(st.binary(min_size=64, max_size=64), st.integers(0, 60))
def test_noise_in_a_page_never_stops_the_reading(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    file = tmp_path_factory.mktemp("noise") / "noise.db"
    page = bytearray(b"\x0d\x00\x00\x00\x03" + b"\x00" * (PAGE - 5))
    page[5 + at : 5 + at + len(noise)] = noise
    file.write_bytes(bytes(page) * 2)
    assert all(len(row) == 2 for row in raw_pages.rows(file))
