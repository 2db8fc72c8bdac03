"""Own templates that come back as they were kept, without a recipient."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.models import ContentSource, Draft, MailKind, Recipient, RecipientType
from migma_desktop.core.templates import OwnTemplate, template_of
from migma_desktop.storage.database import Database, open_database
from migma_desktop.storage.forgetting import forget_address
from migma_desktop.storage.own_templates import OwnTemplateStore
from migma_desktop.storage.salvage import salvage
from tests.fakes import ManualTime

DRAFT = Draft(
    id="draft-1",
    recipient=Recipient(RecipientType.SEGMENT, id="s-1", name="Everybody", count=9000),
    subject="Hi {{name}} ❤",
    source=ContentSource.HTML,
    html="<p>Hi {{name}}</p>",
    kind=MailKind.MARKETING,
    variables={"name": "Ada", "lines": [1, {"a": None}]},
    remote_content_allowed=True,
)
LETTER = OwnTemplate("t-1", "Monthly letter", template_of(DRAFT))


@pytest.fixture
def store(database: Database) -> OwnTemplateStore:
    return OwnTemplateStore(database=database, now=ManualTime().now)


def test_a_template_comes_back_as_it_was_kept(store: OwnTemplateStore) -> None:
    store.keep(LETTER)
    assert store.all() == [LETTER]


def test_a_template_never_holds_to_whom_the_email_went(store: OwnTemplateStore) -> None:
    store.keep(replace(LETTER, draft=DRAFT))
    (kept,) = store.all()
    assert kept.draft.recipient == Recipient()
    assert not kept.draft.remote_content_allowed
    assert "Everybody" not in store.as_file(DRAFT)


def test_templates_are_listed_by_name(store: OwnTemplateStore) -> None:
    for id_, name in (("1", "zebra"), ("2", "Apple"), ("3", "apple pie")):
        store.keep(OwnTemplate(id_, name, LETTER.draft))
    assert [each.name for each in store.all()] == ["Apple", "apple pie", "zebra"]


def test_a_template_is_renamed_and_taken_away_and_brought_back(store: OwnTemplateStore) -> None:
    store.keep(LETTER)
    store.rename("t-1", "Weekly letter")
    assert [each.name for each in store.all()] == ["Weekly letter"]
    store.remove("t-1")
    store.remove("t-1")
    assert store.all() == []
    store.keep(LETTER)
    assert store.all() == [LETTER]


def test_a_template_travels_as_a_draft_in_a_file(store: OwnTemplateStore) -> None:
    assert store.from_file(store.as_file(LETTER.draft)) == LETTER.draft


def test_a_person_who_is_forgotten_leaves_the_templates_too(
    store: OwnTemplateStore, database: Database
) -> None:
    held = replace(LETTER.draft, html="<p>Write to ada@example.com</p>")
    store.keep(OwnTemplate("t-1", "For ada@example.com", held))
    with database.writing() as db:
        forget_address(db, "ada@example.com")
    (kept,) = store.all()
    assert (kept.name, kept.draft.html) == ("For ", "<p>Write to </p>")


def test_templates_are_saved_out_of_a_damaged_database(
    store: OwnTemplateStore, database: Database, database_path: Path, tmp_path: Path
) -> None:
    store.keep(LETTER)
    with database.writing() as db:
        db.execute(
            "INSERT INTO own_templates VALUES ('bad', 'Bad', ?, ?, 'no draft')", 2 * ("2026-03-02",)
        )
    fresh = open_database(tmp_path / "fresh.db", now=ManualTime().now).database
    with fresh.writing() as db:
        salvage(database_path, db)
    assert OwnTemplateStore(database=fresh, now=ManualTime().now).all() == [LETTER]
    fresh.close()


def test_a_file_of_something_else_is_refused(store: OwnTemplateStore) -> None:
    with pytest.raises(FileRefused):
        store.from_file("{}")
