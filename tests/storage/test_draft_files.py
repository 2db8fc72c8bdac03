"""Drafts as files, and forgetting a person."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migma_desktop.core.draft_shelf import DraftQuery, VersionReason
from migma_desktop.core.errors import FileRefused
from migma_desktop.core.kept_draft import EditorView
from migma_desktop.core.models import ContentSource, Draft, Recipient, RecipientType, Sender
from migma_desktop.storage import draft_json
from migma_desktop.storage.database import Database
from migma_desktop.storage.draft_file import read_draft_file, write_draft_file
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


# ---- Files ----


def test_a_file_brings_everything_back(
    drafts: DraftStore, shelf: DraftShelf, tmp_path: Path
) -> None:
    drafts.save(NEWS)
    shelf.rename("news", "Friday")
    file = tmp_path / "friday.migma"
    shelf.write_file(replace(NEWS, preheader="Typed just now"), file, name="Friday")
    shelf.delete("news")
    kept = shelf.open_file(file)
    assert kept == (replace(NEWS, preheader="Typed just now"), "Friday", EditorView())
    assert shelf.get("news") == kept


def test_a_copy_can_be_written_when_the_database_cannot_be_read(
    drafts: DraftStore, shelf: DraftShelf, database: Database, tmp_path: Path
) -> None:
    drafts.save(ADA)
    database.close()
    file = tmp_path / "rescued.migma"
    shelf.write_file(ADA, file, name="Receipt")
    document = read_draft_file(file)
    assert (draft_json.decode(document), document["name"]) == (ADA, "Receipt")


def test_a_file_opened_twice_is_one_draft_until_it_changes(
    drafts: DraftStore, shelf: DraftShelf
) -> None:
    drafts.save(ADA)
    document = shelf.document(ADA)
    shelf.remove("ada")
    assert shelf.take_in(document).draft.id == "ada"
    assert [each.id for each in shelf.list()] == ["ada"]
    drafts.save(replace(ADA, subject="Changed since"))
    assert shelf.take_in(document).draft == replace(ADA, id="new-1")
    assert drafts.get("ada") == replace(ADA, subject="Changed since")


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)
_OURS = frozenset(draft_json.parse(draft_json.encode(Draft()))) | {"name"}


@settings(max_examples=25)  # each opens a database
@given(st.dictionaries(st.text(max_size=9).filter(lambda name: name not in _OURS), _json))
def test_unknown_fields_survive_file_opening_editing_and_saving(
    tmp_path_factory: pytest.TempPathFactory, unknown: dict[str, Any]
) -> None:
    from migma_desktop.storage.database import open_database

    folder = tmp_path_factory.mktemp("file")
    time = ManualTime()
    database = open_database(folder / "migma.db", now=time.now).database
    shelf = DraftShelf(database=database, now=time.now, new_id=lambda: "new")
    document = draft_json.parse(draft_json.encode(ADA)) | unknown | {"version": 7}
    write_draft_file(folder / "a.migma", document)
    kept = shelf.take_in(read_draft_file(folder / "a.migma"))
    edited = replace(kept.draft, subject="Edited here")
    DraftStore(database=database, now=time.now).save(edited)
    write_draft_file(folder / "b.migma", shelf.document(edited))
    written = read_draft_file(folder / "b.migma")
    database.close()
    assert written == document | {"subject": "Edited here"}


def test_a_format_of_the_future_is_refused_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "future.migma"
    file.write_text('{"format": "migma-draft-2"}', encoding="utf-8")
    with pytest.raises(FileRefused, match="newer version") as caught:
        read_draft_file(file)
    assert "Install the newest" in str(caught.value.advice)


_DEEP = b'{"format": "migma-draft", "variables": {"a": %s%s}}'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"<p>Hi</p>",
        b'{"format": "psd"}',
        b'{"format": "migma-draft", "subject": "Cut',
        _DEEP % (b"[" * 950, b"]" * 950),  # can be read, but not written again
        _DEEP % (b"[" * 99_999, b"]" * 99_999),
    ],
    ids=["empty", "noise", "html", "foreign", "cut", "deep", "deeper"],
)
def test_a_file_that_is_no_draft_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "noise.migma"
    file.write_bytes(content)
    with pytest.raises(FileRefused):
        read_draft_file(file)
    with pytest.raises(FileRefused, match="can’t be opened"):
        read_draft_file(tmp_path / "missing.migma")
    with pytest.raises(FileRefused, match="can’t be saved"):
        write_draft_file(file / "inside.migma", {})


def test_a_file_with_odd_values_opens_saves_and_travels_on(
    tmp_path: Path, shelf: DraftShelf, drafts: DraftStore
) -> None:
    file = tmp_path / "odd.migma"
    file.write_text(
        '{"format": "migma-draft", "id": "\\ud800", "subject": "\\ud800", "name": "\\ud800",'
        ' "variables": {"\\ud800": NaN, "b": 1e999, "c": 10000000000000000000000}}',
        encoding="utf-8",
    )
    kept = shelf.open_file(file)
    drafts.save(replace(kept.draft, preheader="Changed"))
    shelf.write_file(kept.draft, file, name=kept.name)
    again = read_draft_file(file)
    assert again["variables"] == {"\ud800": "NaN", "b": "Infinity", "c": 10**22}
    assert kept.draft.id in [draft.id for draft in shelf.list()]


# ---- Forgetting a person ----


def test_an_address_is_forgotten_everywhere_but_in_the_sender(
    drafts: DraftStore, shelf: DraftShelf, database: Database
) -> None:
    written = replace(
        ADA,
        sender=Sender("ada@example.com", "Ada", "ada@example.com"),
        subject="For Ada@Example.com",
        markdown="Dear\nada@example.com, [write](mailto:ada%40example.com) to joada@example.com",
        variables={"to": "ada@example.com", "all": ["ben@example.com", {"x": "ada@example.com"}]},
        people=({"email": "ada@example.com", "name": "Ada"}, {"email": "ben@example.com"}),
    )
    drafts.save(written)
    shelf.keep_version("ada", VersionReason.SENT)
    drafts.save(NEWS)
    assert drafts.forget_person(" ada@example.com ") == 1
    kept = drafts.get("ada")
    assert kept is not None
    assert kept.recipient.email == ""
    assert kept.sender == written.sender
    assert kept.subject == "For "
    assert kept.markdown == "Dear\n, [write](mailto:) to joada@example.com"
    assert kept.variables == {"to": "", "all": ["ben@example.com", {"x": ""}]}
    assert kept.people == ({"email": "", "name": "Ada"}, {"email": "ben@example.com"})
    assert shelf.version(shelf.versions("ada")[0].seq) == kept
    assert shelf.list(DraftQuery("mailto:ada")) == []
    with database.reading() as db:
        rows = db.execute("SELECT subject FROM drafts UNION ALL SELECT subject FROM draft_versions")
        assert not [row for row in rows if re.search("ada@example", row["subject"], re.IGNORECASE)]
    assert drafts.forget_person("ada@example.com") == 0
    assert drafts.forget_person("") == 0


def test_forgetting_keeps_what_only_a_newer_version_knows(
    drafts: DraftStore, database: Database
) -> None:
    document = draft_json.parse(draft_json.encode(ADA)) | {"cc": ["ada@example.com"], "new": 1}
    drafts.save(ADA)
    with database.writing() as db:
        db.execute("UPDATE drafts SET content = ?", (json.dumps(document),))
    assert drafts.forget_person("ada@example.com") == 1
    with database.reading() as db:
        stored = json.loads(db.execute("SELECT content FROM drafts").fetchone()[0])
    assert (stored["cc"], stored["new"]) == ([""], 1)
