"""The badge beside Send: tested and unchanged, changed, or not tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from migma_desktop.core.composing import compose, compose_test
from migma_desktop.core.fingerprint import fingerprint
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    MailKind,
    Recipient,
    RecipientType,
    Send,
    Sender,
    SendEvent,
    SendState,
)
from migma_desktop.core.rendering import render
from migma_desktop.core.sample_people import Sample, dressed
from migma_desktop.core.tested import (
    SinceTest,
    SinceTestState,
    badge_text,
    changes,
    compare_texts,
    look_up,
)
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import START

DRAFT = Draft(
    id="draft-1",
    recipient=Recipient(email="ada@example.com"),
    sender=Sender("hello@acme.example", "Acme"),
    subject="Hello {{name}}",
    markdown="Good news, {{name}}.\n\nSee you.",
    project_id="project-1",
    variables={"name": "Ada"},
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteSendLog]:
    database = open_database(tmp_path / "d.sqlite3", now=lambda: START).database
    yield SqliteSendLog(database=database)
    database.close()


def _test_of(log: SqliteSendLog, draft: Draft = DRAFT, **fields: object) -> Send:
    request = compose_test(draft, render(draft), "me@example.com")
    number = len(log.recent())
    send = Send(
        id=f"test-{number}",
        key=f"key-{number}",
        created_at=START,
        profile_id="p",
        is_test=True,
        request=request,
        recipient_name="me@example.com",
        recipient_count=None,
        html="",
        body=b"",
        state=SendState.ACCEPTED,
        events=(SendEvent(START, SendState.ACCEPTED),),
        draft=draft,
        fingerprint=fingerprint(request),
    )
    send = replace(send, **fields)  # type: ignore[arg-type]  # fields by name
    log.add(send)
    return send


def _look(log: SqliteSendLog, draft: Draft = DRAFT) -> SinceTest:
    return look_up(log, draft, render(draft))


def test_what_was_never_tested_is_said(log: SqliteSendLog) -> None:
    assert _look(log).state is SinceTestState.UNTESTED
    _test_of(log, replace(DRAFT, id="another"))
    _test_of(log, is_test=False)
    _test_of(log, state=SendState.FAILED)
    tested = _look(log)
    assert tested.state is SinceTestState.UNTESTED
    assert str(badge_text(tested, now=START)) == "Not tested yet"


def test_the_same_bytes_are_the_same_whoever_gets_them(log: SqliteSendLog) -> None:
    _test_of(log, replace(DRAFT, markdown="An earlier text"))
    test = _test_of(log)
    mailing = replace(
        DRAFT,
        recipient=Recipient(RecipientType.SEGMENT, id="s1"),
        kind=MailKind.MARKETING,
    )
    tested = _look(log, mailing)
    assert (tested.state, tested.test) == (SinceTestState.SAME, test)
    real = compose(mailing, render(mailing), accept_missing=False)
    assert fingerprint(real) == test.fingerprint


@pytest.mark.parametrize(
    "edit",
    [
        {"markdown": "Good news, {{name}}!\n\nSee you."},
        {"subject": "Hello, {{name}}"},
        {"sender": Sender("hello@acme.example", "Acme Ltd")},
        {"variables": {"name": "Ben"}},
    ],
)
def test_one_changed_character_is_a_change(log: SqliteSendLog, edit: dict[str, object]) -> None:
    _test_of(log)
    edited = replace(DRAFT, **edit)  # type: ignore[arg-type]  # fields by name
    tested = _look(log, edited)
    assert tested.state is SinceTestState.CHANGED
    assert tested.test is not None
    assert tested.request is not None
    assert changes(tested.test.request, tested.request) or compare_texts(tested)
    assert _look(log).state is SinceTestState.SAME


def test_a_draft_that_cannot_leave_any_more_has_changed(log: SqliteSendLog) -> None:
    _test_of(log)
    tested = _look(log, replace(DRAFT, subject=""))
    assert tested.state is SinceTestState.CHANGED
    assert compare_texts(tested) == []


def test_a_test_by_a_copy_stored_at_migma_counts(log: SqliteSendLog) -> None:
    test = _test_of(log)
    stored = replace(test.request, template="", project_id="", email_id="1" * 24)
    _test_of(log, request=stored, fingerprint=fingerprint(stored))
    assert _look(log).state is SinceTestState.SAME
    assert _look(log, replace(DRAFT, markdown="Changed")).state is SinceTestState.CHANGED


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.5, "Tested just now, unchanged"),
        (-5, "Tested just now, unchanged"),
        (2, "Tested 2 min ago, unchanged"),
        (125, "Tested 2 h ago, unchanged"),
        (30 * 60, "Tested yesterday, unchanged"),
        (72 * 60, "Tested 3 days ago, unchanged"),
    ],
)
def test_it_says_how_long_ago(log: SqliteSendLog, minutes: float, words: str) -> None:
    _test_of(log)
    now = START + timedelta(minutes=minutes)
    assert str(badge_text(_look(log), now=now)) == words


def test_what_changed_is_told_field_by_field_and_line_by_line(log: SqliteSendLog) -> None:
    _test_of(log)
    edited = replace(
        DRAFT,
        subject="Hi {{name}}",
        variables={"name": "Ben"},
        markdown="Good news, {{name}}.\n\nSee you soon.",
    )
    tested = _look(log, edited)
    assert tested.test is not None
    assert tested.request is not None
    told = {
        str(each.name): (each.before, each.now)
        for each in changes(tested.test.request, tested.request)
    }
    assert told == {
        "Subject": ("Hello {{name}}", "Hi {{name}}"),
        "Value of name": ("Ada", "Ben"),
    }
    lines = [(line.sign, line.text) for line in compare_texts(tested)]
    assert ("-", "See you.") in lines
    assert ("+", "See you soon.") in lines
    assert (" ", "Good news, {{name}}.") in lines


def test_html_on_one_line_is_compared_tag_by_tag(log: SqliteSendLog) -> None:
    html = replace(DRAFT, source=ContentSource.HTML, html="<p>One</p><p>Two {{name}}</p>")
    _test_of(log, html)
    tested = _look(log, replace(html, html="<p>One</p><p>Three {{name}}</p>"))
    signs = [(line.sign, line.text) for line in compare_texts(tested)]
    assert ("-", "<p>Two {{name}}</p>") in signs
    assert ("+", "<p>Three {{name}}</p>") in signs


def test_a_test_with_a_samples_values_is_not_of_what_leaves(log: SqliteSendLog) -> None:
    sample = Sample({"name": "Zoë"}, 1)
    shown = render(dressed(DRAFT, sample, render(DRAFT).placeholders))
    request = compose_test(DRAFT, shown, "me@example.com")
    _test_of(log, request=request, fingerprint=fingerprint(request), sample="Zoë")

    tested = _look(log)
    assert tested.state is SinceTestState.SAMPLE
    assert str(badge_text(tested, now=START)) == "Tested with the values of Zoë, not with these"
    assert _look(log, replace(DRAFT, people=({"name": "Ann"},))).state is SinceTestState.SAMPLE
    assert _look(log, replace(DRAFT, markdown="New")).state is SinceTestState.CHANGED
    same_values = replace(DRAFT, variables={"name": "Zoë"})
    assert _look(log, same_values).state is SinceTestState.SAME


def test_a_stored_copy_with_a_samples_values_is_not_of_what_leaves(log: SqliteSendLog) -> None:
    request = replace(
        compose_test(DRAFT, render(DRAFT), "me@example.com"), template="", email_id="e"
    )
    _test_of(log, request=request, fingerprint=fingerprint(request))
    assert _look(log).state is SinceTestState.SAME
    _test_of(log, request=request, fingerprint=fingerprint(request), sample="Zoë")
    assert _look(log).state is SinceTestState.SAMPLE
