"""What is typed is on disk a moment later, and what the window says about it is true."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from migma_desktop.core.errors import StoreError
from migma_desktop.core.models import Draft, Recipient
from migma_desktop.core.texts import say
from migma_desktop.storage.database import Database, open_database
from migma_desktop.storage.draft_shelf import DraftShelf
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.autosave import Autosave, Safety, SaveState
from migma_desktop.ui.controllers.draft_controller import DraftController
from tests.fakes import START

DRAFT = Draft(id="draft-1", subject="One")


class Disk:
    """A disk that can be slow, or full."""

    def __init__(self) -> None:
        self.written: list[Draft] = []
        self.attempts = 0
        self.free = threading.Event()
        self.free.set()
        self.is_full = False

    def write(self, draft: Draft) -> None:
        """Write as the store does."""
        self.attempts += 1
        assert self.free.wait(20)
        if self.is_full:
            raise StoreError(say("The disk is full"), say("Make room."))
        self.written.append(draft)


@pytest.fixture
def disk() -> Disk:
    return Disk()


class Watched:
    """An autosave, and all that it said."""

    def __init__(self, runtime: AsyncRuntime, disk: Disk) -> None:
        self.autosave = Autosave(runtime=runtime, write=disk.write)
        self.said: list[SaveState] = []
        self.autosave.state_changed.connect(self.said.append)

    @property
    def safeties(self) -> list[Safety]:
        """What it said, without the reasons."""
        return [state.safety for state in self.said]


@pytest.fixture
def watched(runtime: AsyncRuntime, disk: Disk) -> Iterator[Watched]:
    watched = Watched(runtime, disk)
    yield watched
    disk.free.set()
    watched.autosave.deleteLater()


Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until(runtime: AsyncRuntime) -> Until:
    """Let the program live until something has happened."""

    def until(happened: Callable[[], bool]) -> None:
        async def wait() -> None:
            deadline = time.monotonic() + 20
            while not happened():
                assert time.monotonic() < deadline
                await asyncio.sleep(0.005)

        runtime.run_until_complete(wait())

    return until


def test_an_edit_is_written_without_being_asked_and_without_a_word(
    watched: Watched, disk: Disk, until: Until
) -> None:
    watched.autosave.put(DRAFT)
    assert not watched.autosave.is_all_on_disk
    until(lambda: watched.autosave.is_all_on_disk)
    assert disk.written == [DRAFT]
    assert watched.said == []


def test_saving_is_said_only_when_it_takes_long(watched: Watched, disk: Disk, until: Until) -> None:
    disk.free.clear()
    watched.autosave.put(DRAFT)
    until(lambda: bool(watched.said))
    disk.free.set()
    until(lambda: watched.autosave.is_all_on_disk)
    assert watched.safeties == [Safety.SAVING, Safety.SAVED]


def test_a_failure_is_said_and_tried_again_until_all_is_on_disk(
    watched: Watched, disk: Disk, until: Until
) -> None:
    disk.is_full = True
    watched.autosave.put(DRAFT)
    until(lambda: watched.autosave.state.error is not None)
    assert str(watched.autosave.state.error) == "The disk is full"
    watched.autosave.put(replace(DRAFT, subject="Typed meanwhile"))
    assert watched.safeties == [Safety.NOT_SAVED]  # and not "saving"
    disk.is_full = False
    until(lambda: watched.autosave.is_all_on_disk)
    assert disk.attempts > 1
    assert disk.written == [replace(DRAFT, subject="Typed meanwhile")]
    assert watched.safeties[-2:] == [Safety.NOT_SAVED, Safety.SAVED]


def test_trying_now_does_not_wait_for_the_next_time(
    watched: Watched, disk: Disk, until: Until
) -> None:
    disk.is_full = True
    watched.autosave.put(DRAFT)
    until(lambda: watched.autosave.state.error is not None)
    disk.is_full = False
    watched.autosave.save_soon()
    until(lambda: watched.autosave.is_all_on_disk)
    assert disk.attempts == 2


def test_a_flush_returns_when_it_is_on_disk_and_raises_when_it_cannot_be(
    watched: Watched, disk: Disk, runtime: AsyncRuntime
) -> None:
    watched.autosave.put(DRAFT)
    runtime.run_until_complete(watched.autosave.flush())
    assert disk.written == [DRAFT]
    disk.is_full = True
    watched.autosave.put(replace(DRAFT, subject="Two"))
    with pytest.raises(StoreError):
        runtime.run_until_complete(watched.autosave.flush())
    assert not watched.autosave.is_all_on_disk
    assert watched.safeties == [Safety.NOT_SAVED]


def test_what_a_slow_thread_writes_late_is_never_written_over_something_newer(
    watched: Watched, disk: Disk, until: Until
) -> None:
    disk.free.clear()
    watched.autosave.put(DRAFT)
    until(lambda: disk.attempts == 1)
    newer = replace(DRAFT, subject="The last letter")
    watched.autosave.put(newer)
    disk.free.set()
    watched.autosave.save_now()
    until(lambda: watched.autosave.is_all_on_disk)
    assert disk.written[-1] == newer


# The draft


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "migma.db", now=lambda: START).database
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> DraftStore:
    return DraftStore(database=database, now=lambda: START)


@pytest.fixture
def shelf(database: Database) -> DraftShelf:
    return DraftShelf(database=database, now=lambda: START, new_id=lambda: "new")


@pytest.fixture
def drafts(runtime: AsyncRuntime, store: DraftStore) -> Iterator[DraftController]:
    ids = iter("abcdef")
    drafts = DraftController(runtime=runtime, store=store, new_id=lambda: next(ids))
    yield drafts
    drafts.deleteLater()


def test_a_new_email_leaves_the_one_before_on_disk(
    drafts: DraftController, store: DraftStore, runtime: AsyncRuntime
) -> None:
    drafts.edit(subject="First")
    first = drafts.draft
    drafts.start_new()
    drafts.edit(subject="Second")
    runtime.run_until_complete(drafts.flush())
    assert store.get(first.id) == first
    assert store.latest() == drafts.draft


def test_a_restored_email_is_written_only_if_something_was_typed(
    drafts: DraftController, store: DraftStore
) -> None:
    store.save(DRAFT)
    kept = store.reopen()
    assert kept is not None
    drafts.restore(kept, shown=DRAFT)
    assert drafts.is_all_on_disk
    drafts.restore(kept, shown=replace(DRAFT, markdown="typed at the start"))
    assert not drafts.is_all_on_disk


def test_forgetting_a_person_takes_them_out_of_the_email_on_the_screen_too(
    drafts: DraftController, store: DraftStore, runtime: AsyncRuntime
) -> None:
    drafts.edit(subject="For ada@example.com", recipient=Recipient(email="ada@example.com"))
    shown: list[Draft] = []
    drafts.replaced.connect(shown.append)
    drafts.forget_person("ada@example.com")
    runtime.run_until_complete(drafts.flush())
    assert (drafts.draft.subject, drafts.draft.recipient.email) == ("For ", "")
    assert shown == [drafts.draft] == [store.latest()]


# Taken back


def test_an_email_deleted_while_it_counted_down_is_whole_again_when_it_is_taken_back(
    drafts: DraftController, store: DraftStore, shelf: DraftShelf, runtime: AsyncRuntime
) -> None:
    drafts.edit(subject="Receipt", markdown="Thank you.")
    sent = drafts.draft
    runtime.run_until_complete(drafts.flush())
    shelf.rename(sent.id, "Friday")
    shelf.remove(sent.id)
    drafts.start_new()
    names: list[str] = []
    drafts.named.connect(names.append)
    assert runtime.run_until_complete(drafts.bring_back(sent))
    runtime.run_until_complete(drafts.flush())
    assert (drafts.draft, names) == (sent, ["Friday"])
    assert sent.id in [draft.id for draft in shelf.list()]
    assert store.reopen() is not None


def test_an_email_deleted_for_good_meanwhile_is_written_anew(
    drafts: DraftController, store: DraftStore, shelf: DraftShelf, runtime: AsyncRuntime
) -> None:
    drafts.edit(subject="Receipt")
    sent = drafts.draft
    runtime.run_until_complete(drafts.flush())
    drafts.start_new()
    shelf.delete(sent.id)
    runtime.run_until_complete(drafts.bring_back(sent))
    runtime.run_until_complete(drafts.flush())
    assert store.get(sent.id) == drafts.draft == sent
