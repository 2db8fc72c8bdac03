"""The list of drafts, where somebody was in them, and their pasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from migma_desktop.core.draft_shelf import DraftOrder, DraftQuery, VersionReason
from migma_desktop.core.errors import FileRefused, StoreError
from migma_desktop.core.kept_draft import EditorView
from migma_desktop.core.models import ContentSource, Draft, Recipient, RecipientType
from migma_desktop.storage.database import Database
from migma_desktop.storage.draft_shelf import DraftShelf
from migma_desktop.storage.drafts import DraftStore
from tests.fakes import ManualTime

ADA = Draft(
    id="ada",
    recipient=Recipient(email="ada@example.com"),
    subject="Your receipt",
    markdown="Thank you, Ada.",
)
NEWS = Draft(
    id="news",
    recipient=Recipient(RecipientType.SEGMENT, id="s", name="VIP customers"),
    subject="Grüße aus Köln",
    source=ContentSource.HTML,
    html="<style>p { color: red }</style><p>Spring <b>offers</b></p>",
)


@pytest.fixture
def time() -> ManualTime:
    return ManualTime()


@pytest.fixture
def drafts(database: Database, time: ManualTime) -> DraftStore:
    return DraftStore(database=database, now=time.now)


@pytest.fixture
def shelf(database: Database, time: ManualTime) -> DraftShelf:
    ids = count(1)
    return DraftShelf(database=database, now=time.now, new_id=lambda: f"new-{next(ids)}")


Found = Callable[..., list[str]]


@pytest.fixture
def found(drafts: DraftStore, shelf: DraftShelf) -> Found:
    """Return the ids that a query finds among two drafts."""
    drafts.save(ADA)
    drafts.save(NEWS)

    def look(words: str = "", **query: Any) -> list[str]:
        return [each.id for each in shelf.list(DraftQuery(words, **query))]

    return look


# ---- The list ----


def test_a_line_tells_whom_it_is_for_and_how_large_it_is(
    found: Found, drafts: DraftStore, shelf: DraftShelf
) -> None:
    assert found() == ["news", "ada"]
    assert [each.recipient for each in shelf.list()] == ["VIP customers", "ada@example.com"]
    before = shelf.list()[1].size
    drafts.save(replace(ADA, markdown=ADA.markdown + "x" * 1000))
    assert shelf.list()[0].size == before + 1000


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("receipt", ["ada"]),
        ("RECEI ada", ["ada"]),
        ("grusse", []),
        ("grüsse koln", ["news"]),
        ("vip offers", ["news"]),
        ("color", []),  # looks are no words
        ("ada offers", []),
        ("100%", []),
        ("", ["news", "ada"]),
    ],
)
def test_drafts_are_found_by_words(found: Found, words: str, ids: list[str]) -> None:
    expected = ["news"] if words == "grusse" else ids
    assert found(words) == expected


def test_a_changed_draft_is_found_by_its_new_words_and_name(
    found: Found, drafts: DraftStore, shelf: DraftShelf
) -> None:
    assert found("monstera") == []
    drafts.save(replace(ADA, markdown="A Monstera for you"))
    assert found("monstera") == ["ada"]
    assert found("thank") == []
    shelf.rename("news", "Friday mailing")
    assert found("friday") == ["news"]


def test_the_list_is_sorted_as_asked(found: Found, drafts: DraftStore, shelf: DraftShelf) -> None:
    drafts.save(replace(ADA, subject="Zebra"))
    assert found() == ["ada", "news"]
    assert found(order=DraftOrder.CREATED) == ["news", "ada"]
    assert found(order=DraftOrder.NAME) == ["news", "ada"]
    shelf.rename("ada", "A first one")
    assert found(order=DraftOrder.NAME) == ["ada", "news"]


def test_what_is_removed_can_be_put_back_and_goes_after_a_month(
    found: Found, drafts: DraftStore, shelf: DraftShelf, time: ManualTime
) -> None:
    shelf.remove("news")
    assert found() == ["ada"]
    assert found(removed=True) == ["news"]
    assert drafts.latest() == ADA
    shelf.put_back("news")
    assert found() == ["news", "ada"]
    shelf.remove("news")
    shelf.keep_version("news", VersionReason.SENT)
    time.turn(timedelta(days=29).total_seconds())
    assert shelf.delete_expired() == 0
    time.turn(timedelta(days=2).total_seconds())
    assert shelf.delete_expired() == 1
    assert found(removed=True) == []
    assert shelf.versions("news") == []


def test_writing_on_in_a_removed_draft_brings_it_back(
    found: Found, drafts: DraftStore, shelf: DraftShelf
) -> None:
    shelf.remove("ada")
    drafts.save(replace(ADA, subject="Written on in another window"))
    assert found() == ["ada", "news"]


def test_a_removed_draft_that_is_saved_again_as_it_was_is_back(
    found: Found, drafts: DraftStore, shelf: DraftShelf
) -> None:
    shelf.remove("ada")
    drafts.save(ADA)
    assert found() == ["news", "ada"]


def test_a_duplicate_is_a_draft_of_its_own(
    found: Found, drafts: DraftStore, shelf: DraftShelf
) -> None:
    copy = shelf.duplicate("ada", name="Receipt (copy)")
    kept = shelf.get(copy)
    assert kept is not None
    assert (kept.name, kept.draft) == ("Receipt (copy)", replace(ADA, id=copy))
    drafts.save(replace(kept.draft, subject="Other"))
    assert drafts.get("ada") == ADA
    with pytest.raises(StoreError, match="not there any more"):
        shelf.duplicate("nowhere", name="")


# ---- Where somebody was ----


def test_the_draft_opened_last_comes_back_as_it_was_left(
    found: Found, drafts: DraftStore, shelf: DraftShelf
) -> None:
    shelf.rename("ada", "Receipt")
    drafts.save_view("ada", EditorView(2, 7, 1), opened=True)
    kept = drafts.reopen()
    assert kept is not None
    assert (kept.draft, kept.name, kept.view) == (ADA, "Receipt", EditorView(2, 7, 1))
    drafts.save_view("news", EditorView(1, 1, 0), opened=True)
    drafts.save_view("ada", EditorView(3, 3, 0))  # by a slower window
    assert drafts.latest() == NEWS
    drafts.save(replace(ADA, subject="Changed after that"))
    drafts.save(replace(NEWS, subject="And this one last"))
    kept = drafts.reopen()
    assert kept is not None
    assert (kept.draft.id, kept.view) == ("news", EditorView(1, 1, 0))


def test_a_view_that_cannot_be_read_is_the_beginning(
    found: Found, drafts: DraftStore, database: Database
) -> None:
    drafts.save_view("ada", EditorView(2, 7, 1), opened=True)
    for noise in ("", "noise", "[1]", '{"caret": -3, "top": "x"}'):
        with database.writing() as db:
            db.execute("UPDATE draft_views SET view = ?", (noise,))
        kept = drafts.reopen()
        assert kept is not None
        assert kept.view == EditorView()


# ---- Versions ----


def test_what_some_minutes_of_writing_replaced_is_kept(
    drafts: DraftStore, shelf: DraftShelf, time: ManualTime
) -> None:
    drafts.save(ADA)
    for minute in range(1, 15):
        time.turn(60)
        drafts.save(replace(ADA, subject=f"Minute {minute}"))
    assert [each.subject for each in shelf.versions("ada")] == ["Minute 9", "Minute 4"]
    assert shelf.version(shelf.versions("ada")[0].seq) == replace(ADA, subject="Minute 9")


def test_a_text_is_kept_before_half_of_it_goes(drafts: DraftStore, shelf: DraftShelf) -> None:
    long = replace(ADA, markdown="All that was written. " * 100)
    drafts.save(long)
    drafts.save(replace(ADA, markdown=""))
    (version,) = shelf.versions("ada")
    assert version.reason is VersionReason.SHRUNK
    assert shelf.version(version.seq) == long


def test_what_another_window_wrote_is_kept_before_it_is_written_over(
    drafts: DraftStore, shelf: DraftShelf, database: Database, time: ManualTime
) -> None:
    other = DraftStore(database=database, now=time.now)
    drafts.save(replace(ADA, subject="Here"))
    other.save(replace(ADA, subject="There"))
    drafts.save(replace(ADA, subject="Here again"))
    drafts.save(replace(ADA, subject="Here once more"))
    assert [each.subject for each in shelf.versions("ada")] == ["There", "Here"]


def test_the_same_is_not_kept_twice(drafts: DraftStore, shelf: DraftShelf) -> None:
    drafts.save(ADA)
    shelf.keep_version("ada", VersionReason.SENT)
    shelf.keep_version("ada", VersionReason.OPENED)
    shelf.keep_version("nowhere", VersionReason.OPENED)
    assert [each.reason for each in shelf.versions("ada")] == [VersionReason.SENT]


def test_bringing_a_version_back_can_be_undone(drafts: DraftStore, shelf: DraftShelf) -> None:
    drafts.save(ADA)
    shelf.keep_version("ada", VersionReason.SENT)
    changed = replace(ADA, subject="Changed")
    drafts.save(changed)
    back, undo = shelf.bring_back(shelf.versions("ada")[0].seq)
    assert back == ADA
    assert drafts.get("ada") == ADA
    assert undo is not None
    again, _undo = shelf.bring_back(undo)
    assert again == changed
    assert drafts.get("ada") == changed


def test_a_large_version_takes_little_room_and_comes_back_whole(
    drafts: DraftStore, shelf: DraftShelf, database: Database
) -> None:
    large = replace(NEWS, html="<p>Häufig ❤</p>" * 10_000)
    drafts.save(large)
    shelf.keep_version("news", VersionReason.TESTED)
    with database.reading() as db:
        (size,) = db.execute("SELECT length(content) FROM draft_versions").fetchone()
    assert size < len(large.html) / 20
    assert shelf.version(shelf.versions("news")[0].seq) == large


def test_a_damaged_version_is_said_and_the_others_stay(
    drafts: DraftStore, shelf: DraftShelf, database: Database
) -> None:
    drafts.save(NEWS)
    shelf.keep_version("news", VersionReason.SENT)
    (version,) = shelf.versions("news")
    with database.writing() as db:
        db.execute("UPDATE draft_versions SET content = ?", (b"noise",))
    with pytest.raises(FileRefused, match="damaged"):
        shelf.bring_back(version.seq)
    with pytest.raises(StoreError, match="not kept any more"):
        shelf.version(99)


def test_versions_are_thinned_out_as_they_age(
    drafts: DraftStore, shelf: DraftShelf, time: ManualTime
) -> None:
    drafts.save(ADA)
    for number in range(3 * 24 * 6):  # three days, every ten minutes
        time.turn(600)
        drafts.save(replace(ADA, subject=f"Number {number}"))
    versions = shelf.versions("ada")
    assert len(versions) <= 6 + 24 + 4
    assert versions[0].subject == f"Number {3 * 24 * 6 - 2}"
