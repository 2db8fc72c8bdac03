"""The lists of an account on disk: shown before the network answers, never trusted too much."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from migma_desktop.core.account import Contact
from migma_desktop.core.made_emails import SeriesEmail, Topic
from migma_desktop.core.models import (
    DnsRecord,
    Domain,
    DomainState,
    Group,
    MigmaEmail,
    Project,
    StoredContent,
)
from migma_desktop.storage.list_cache import MOST_CONTENTS, ListCache
from tests.storage.conftest import NOON

ADA = Contact("c1", "ada@example.com", "Ada", "Lovelace", "subscribed", ("vip",), {"city": "Ulm"})
ZOE = Contact("c2", "z.nunez@example.org", "Zoë", "Núñez", "bounced")
ITEMS = {
    Project: Project("p1", "Acme", "active"),
    Domain: Domain("acme.com", DomainState.WAITING, (DnsRecord("TXT", "acme.com", "v=spf1"),), "x"),
    Group: Group("g1", "Everyone", None, "All of them"),
    MigmaEmail: MigmaEmail("m1", "Spring", "Spring is here", status="completed"),
    SeriesEmail: SeriesEmail("e1", 2, "Hello", "ready", 0, "https://example.com/e1.png"),
    StoredContent: StoredContent("<p>Hello</p>", "Hello", "There"),
    Topic: Topic("t1", "Offers", "Now and then", is_opt_in=True, is_public=False),
    Contact: ADA,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "lists.db"


@pytest.fixture
def cache(path: Path) -> Iterator[ListCache]:
    cache = ListCache(path=path, now=lambda: NOON)
    yield cache
    cache.close()


def fill(cache: ListCache, *contacts: Contact, profile: str = "a", project: str = "p1") -> int:
    book = cache.begin_book(profile, project)
    for contact in contacts:
        assert cache.add_to_book(book, [contact])
    return book


def found(cache: ListCache, text: str, *, profile: str = "a", most: int = 20) -> list[str] | None:
    answer = cache.find_contacts(profile, "p1", text, most=most)
    return None if answer is None else [contact.id for contact in answer.items]


@pytest.mark.parametrize("kind", ITEMS)
def test_a_list_comes_back_as_it_was_with_its_age(cache: ListCache, kind: type[object]) -> None:
    cache.write("a", "things", [ITEMS[kind], ITEMS[kind]])
    kept = cache.read("a", "things", kind)
    assert kept is not None
    assert kept.items == (ITEMS[kind], ITEMS[kind])
    assert kept.read_at == NOON


def test_only_the_contents_that_were_read_last_are_kept(cache: ListCache) -> None:
    cache.write("a", "projects", [ITEMS[Project]])
    for number in range(MOST_CONTENTS + 2):
        cache.keep_content("a", f"email {number}", StoredContent(f"<p>{number}</p>"))
    assert cache.content("a", "email 0") is None
    assert cache.content("a", "email 1") is None
    kept = cache.content("a", "email 2")
    assert kept is not None
    assert kept.items == (StoredContent("<p>2</p>"),)
    assert kept.read_at == NOON
    assert cache.content("b", "email 2") is None
    assert cache.read("a", "projects", Project) is not None


def test_a_content_that_is_read_again_counts_as_new(cache: ListCache) -> None:
    for number in (*range(MOST_CONTENTS), 0, MOST_CONTENTS):
        cache.keep_content("a", f"email {number}", StoredContent(f"<p>{number}</p>"))
    assert cache.content("a", "email 0") is not None
    assert cache.content("a", "email 1") is None


def test_lists_of_other_accounts_and_names_stay_apart(cache: ListCache) -> None:
    cache.write("a", "segments p1", [ITEMS[Group]])
    assert cache.read("b", "segments p1", Group) is None
    assert cache.read("a", "segments p2", Group) is None


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["c1", "c2"]),
        ("ad", ["c1"]),
        ("LOVE ada", ["c1"]),
        ("nunez", ["c2"]),
        ("Zoë", ["c2"]),
        ("example.org", ["c2"]),
        ("exam", ["c1", "c2"]),
        ("ada zoe", []),
        ('"*(', ["c1", "c2"]),
    ],
)
def test_contacts_are_found_by_the_beginnings_of_their_words(
    cache: ListCache, text: str, ids: list[str]
) -> None:
    cache.finish_book(fill(cache, ADA, ZOE))
    assert found(cache, text) == ids


def test_a_contact_comes_back_whole_and_with_how_many_there_are(cache: ListCache) -> None:
    cache.finish_book(fill(cache, ADA, ZOE))
    answer = cache.find_contacts("a", "p1", "ada", most=5)
    assert answer is not None
    assert (answer.items, answer.total, answer.read_at) == ([ADA], 2, NOON)
    assert found(cache, "", most=1) == ["c1"]


def test_an_unfinished_reading_leaves_the_one_before_in_place(cache: ListCache) -> None:
    assert found(cache, "") is None
    fill(cache, ADA)
    assert found(cache, "") is None
    cache.finish_book(fill(cache, ADA))
    fill(cache, ZOE)
    assert found(cache, "") == ["c1"]
    cache.finish_book(fill(cache, ZOE))
    assert found(cache, "") == ["c2"]


def test_old_readings_leave_nothing_behind(cache: ListCache, path: Path) -> None:
    for _ in range(3):
        fill(cache, ADA)
        cache.finish_book(fill(cache, ADA))
    with closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema")]
    assert len([name for name in tables if name.startswith("contacts_")]) == 1
    assert len([name for name in tables if name.startswith("names_")]) == 5  # FTS5's own


def test_a_removed_account_takes_its_lists_along(cache: ListCache) -> None:
    for profile in "ab":
        cache.write(profile, "projects", [ITEMS[Project]])
        cache.finish_book(fill(cache, ADA, profile=profile))
    cache.forget_profile("a")
    assert cache.read("a", "projects", Project) is None
    assert found(cache, "") is None
    assert cache.read("b", "projects", Project) is not None
    assert found(cache, "", profile="b") == ["c1"]


def test_forgetting_a_person_leaves_no_trace_of_anybody(cache: ListCache, path: Path) -> None:
    cache.finish_book(fill(cache, ADA))
    cache.clear()
    assert list(path.parent.iterdir()) == []
    assert found(cache, "") is None


@pytest.mark.parametrize("content", [b"no database at all, but long enough" * 99, b""])
def test_a_damaged_file_is_made_anew(path: Path, cache: ListCache, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    cache.write("a", "projects", [ITEMS[Project]])
    assert cache.read("a", "projects", Project) is not None


def test_a_file_of_another_version_is_made_anew(path: Path, cache: ListCache) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    cache.write("a", "projects", [ITEMS[Project]])
    assert cache.read("a", "projects", Project) is not None


def test_a_list_that_cannot_be_read_any_more_is_not_there(cache: ListCache, path: Path) -> None:
    cache.write("a", "projects", [ITEMS[Project]])
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE lists SET items = '[1, {'")
        db.commit()
    assert cache.read("a", "projects", Project) is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    cache = ListCache(path=blocked / "lists.db", now=lambda: NOON)
    cache.write("a", "projects", [ITEMS[Project]])
    assert cache.read("a", "projects", Project) is None
    assert cache.begin_book("a", "p1") == 0
    assert not cache.add_to_book(0, [ADA])
    cache.finish_book(0)
