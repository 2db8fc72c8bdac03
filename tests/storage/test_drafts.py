"""Drafts that come back as they were typed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    MailKind,
    Provider,
    Recipient,
    RecipientType,
    Sender,
)
from migma_desktop.storage import draft_json
from migma_desktop.storage.database import Database
from migma_desktop.storage.draft_shelf import DraftShelf
from migma_desktop.storage.drafts import DraftStore
from tests.fakes import ManualTime

FULL = Draft(
    id="draft-1",
    recipient=Recipient(RecipientType.SEGMENT, "ada@example.com", "s-1", "VIP customers", 214),
    sender=Sender("shop@acme.example", "Acme", "help@acme.example"),
    subject="Hi {{name}} ❤",
    preheader="Read this",
    source=ContentSource.HTML,
    markdown="# Hi",
    html="<p>Hi {{name}}</p>",
    mjml="<mjml><mj-body></mj-body></mjml>",
    text="Hi {{name}}",
    conversation_id="c",
    email_id="e",
    project_id="p",
    provider=Provider.SES,
    kind=MailKind.MARKETING,
    variables={"name": "Ada", "n": 1.5, "yes": True, "none": None, "list": [1, {"a": "b"}]},
    people=({"name": "Ada", "n": 2}, {"first name": "Zoë"}, {}),
    remote_content_allowed=True,
)


@pytest.fixture
def time() -> ManualTime:
    return ManualTime()


@pytest.fixture
def drafts(database: Database, time: ManualTime) -> DraftStore:
    return DraftStore(database=database, now=time.now)


@pytest.fixture
def shelf(database: Database, time: ManualTime) -> DraftShelf:
    return DraftShelf(database=database, now=time.now, new_id=lambda: "new")


def test_a_draft_comes_back_exactly_as_it_was_saved(drafts: DraftStore) -> None:
    drafts.save(FULL)
    assert drafts.get("draft-1") == FULL
    assert drafts.get("draft-2") is None


def test_the_draft_changed_last_is_the_latest_and_stands_first(
    drafts: DraftStore, shelf: DraftShelf
) -> None:
    assert drafts.latest() is None
    first, second = Draft(id="1", subject="One"), Draft(id="2", subject="Two")
    drafts.save(first)
    drafts.save(second)
    assert drafts.latest() == second
    drafts.save(replace(first, subject="One, changed"))
    assert [draft.subject for draft in shelf.list()] == ["One, changed", "Two"]


def test_the_order_holds_when_the_clock_is_set_back(
    drafts: DraftStore, shelf: DraftShelf, time: ManualTime
) -> None:
    drafts.save(Draft(id="1"))
    time.turn(-86400)
    drafts.save(Draft(id="2"))
    assert [draft.id for draft in shelf.list()] == ["2", "1"]


def test_saving_what_is_there_already_changes_nothing(
    drafts: DraftStore, shelf: DraftShelf, time: ManualTime
) -> None:
    drafts.save(FULL)
    drafts.save(Draft(id="2"))
    time.turn(60)
    drafts.save(FULL)
    assert [draft.id for draft in shelf.list()] == ["2", "draft-1"]
    assert shelf.list()[1].updated_at == shelf.list()[1].created_at


def test_a_saved_change_keeps_the_day_of_birth(
    drafts: DraftStore, shelf: DraftShelf, time: ManualTime
) -> None:
    drafts.save(FULL)
    time.turn(60)
    drafts.save(replace(FULL, subject="Other"))
    (summary,) = shelf.list()
    assert summary.updated_at - summary.created_at == timedelta(seconds=60)
    assert summary.subject == "Other"


def test_what_a_newer_version_wrote_survives_a_save(drafts: DraftStore, database: Database) -> None:
    drafts.save(FULL)
    document: dict[str, Any] = json.loads(draft_json.encode(FULL))
    document["schedule"] = {"at": "tomorrow"}
    document["recipient"] |= {"type": "everyone", "filter": [1, 2]}
    with database.writing() as db:
        db.execute("UPDATE drafts SET content = ?", (json.dumps(document),))

    opened = drafts.get(FULL.id)
    assert opened is not None
    assert opened.recipient.type is RecipientType.PERSON  # the word is of the future
    drafts.save(replace(opened, subject="Changed here"))

    with database.reading() as db:
        stored = json.loads(db.execute("SELECT content FROM drafts").fetchone()[0])
    assert stored == document | {"subject": "Changed here"}


def test_a_change_here_wins_over_what_was_there() -> None:
    document = draft_json.parse(draft_json.encode(FULL))
    document["provider"] = "pigeon"
    chosen = replace(draft_json.decode(document), provider=Provider.SES)
    assert json.loads(draft_json.encode(chosen, onto=document))["provider"] == "ses"


def test_a_removed_variable_is_gone() -> None:
    document = draft_json.parse(draft_json.encode(FULL))
    fewer = replace(FULL, variables={"name": "Ada"})
    assert json.loads(draft_json.encode(fewer, onto=document))["variables"] == {"name": "Ada"}


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format":"other"}', "[" * 100_000])
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        draft_json.parse(text)


def test_a_file_of_a_program_without_mjml_and_plain_text_opens_as_it_was() -> None:
    document = draft_json.parse(draft_json.encode(FULL))
    del document["mjml"], document["text"]
    assert draft_json.decode(document) == replace(FULL, mjml="", text="")


def test_a_draft_with_values_of_wrong_kinds_opens_with_its_other_values() -> None:
    document = {
        "format": "migma-draft",
        "subject": 3,
        "recipient": "x",
        "html": "<p>kept</p>",
        "people": ["x", {"name": "Ada"}, 7],
    }
    assert draft_json.decode(document) == Draft(html="<p>kept</p>", people=({"name": "Ada"},))


_words = st.text(st.characters(), max_size=20)  # half surrogate pairs among them
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=5,
)
_drafts = st.builds(
    Draft,
    id=st.just("draft-1"),
    recipient=st.builds(Recipient),
    sender=st.builds(Sender, address=_words, name=_words, reply_to=_words),
    subject=_words,
    markdown=_words,
    html=_words,
    mjml=_words,
    text=_words,
    source=st.sampled_from(ContentSource),
    variables=st.dictionaries(_words, _values, max_size=4),
    people=st.lists(st.dictionaries(_words, _values, max_size=2), max_size=2).map(tuple),
)


@given(_drafts, _drafts)
def test_any_draft_laid_over_any_other_is_itself(before: Draft, after: Draft) -> None:
    document = draft_json.parse(draft_json.encode(before))
    written = draft_json.encode(after, onto=document)
    written.encode()
    assert draft_json.decode(draft_json.parse(written)) == after
