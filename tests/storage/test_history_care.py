"""Removing what is old, and what belongs to one person."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from migma_desktop.core.draft import Draft, Recipient
from migma_desktop.core.forgetting import StillNeeded
from migma_desktop.core.history import HistoryFilter
from migma_desktop.core.models import Problem, Send, SendEvent, SendState
from migma_desktop.core.texts import say
from migma_desktop.storage.database import Database
from migma_desktop.storage.draft_shelf import DraftShelf
from migma_desktop.storage.draft_versions import packed
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.history import SqliteHistory
from migma_desktop.storage.history_care import HistoryCare
from migma_desktop.storage.history_index import HistoryIndex
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import request_to_person, request_to_segment
from tests.storage.conftest import NOON

MakeSend = Callable[..., Send]
ADA = "ada@example.com"


@pytest.fixture
def log(database: Database) -> SqliteSendLog:
    return SqliteSendLog(database=database)


@pytest.fixture
def index(database: Database) -> HistoryIndex:
    return HistoryIndex(database=database)


@pytest.fixture
def care(database: Database, index: HistoryIndex) -> Iterator[HistoryCare]:
    beside = database.beside()
    yield HistoryCare(database=beside, index=index)
    beside.close()


def ids(log: SqliteSendLog) -> list[str]:
    return [send.id for send in log.recent()]


def test_only_finished_sends_that_are_old_enough_are_removed_oldest_first(
    care: HistoryCare, index: HistoryIndex, log: SqliteSendLog, make_send: MakeSend
) -> None:
    at = make_send().created_at
    for number, state in enumerate(SendState, start=1):
        log.add(make_send(number, state=state))
    log.add(replace(make_send(50, state=SendState.ACCEPTED), batch_id="batch"))
    log.add(replace(make_send(51, state=SendState.FAILED), created_at=at + timedelta(days=1)))
    index.catch_up()
    assert care.count_older(at + timedelta(hours=1)) == 6
    assert care.remove_older(at + timedelta(hours=1)) == 6
    assert care.remove_older(at + timedelta(hours=1)) == 0
    left = {send.state for send in log.recent()}
    assert left == {
        SendState.HELD,
        SendState.SENDING,
        SendState.WAITING,
        SendState.PROCESSING,
        SendState.THROTTLED,
        SendState.UNCONFIRMED,
        SendState.ACCEPTED,  # a batch that is still counted
        SendState.FAILED,  # too young
    }


def test_what_is_removed_leaves_nothing_behind(
    care: HistoryCare,
    index: HistoryIndex,
    log: SqliteSendLog,
    database: Database,
    make_send: MakeSend,
) -> None:
    log.add(make_send(state=SendState.FAILED))
    index.catch_up()
    care.remove_older(make_send().created_at + timedelta(days=1))
    history = SqliteHistory(database=database, index=index)
    assert len(history.open(HistoryFilter(text="ada"))[1]) == 0
    with database.reading() as db:
        for table in ("sends", "send_contents", "send_events"):
            count = f"SELECT count(*) FROM {table}"  # noqa: S608  names from this line
            assert db.execute(count).fetchone()[0] == 0


def to_ada(make_send: MakeSend, number: int = 1) -> Send:
    send = make_send(number, state=SendState.FAILED)
    return replace(
        send,
        request=request_to_person(ADA),
        recipient_name=ADA,
        html="<p>Hi Ada Lovelace</p>",
        body=b'{"recipientEmail":"ada@example.com"}',
        problem=Problem(say("No"), say("{who} bounced", who=ADA), f"550 {ADA}"),
        events=(SendEvent(at=send.created_at, state=send.state, note=f"no {ADA}"),),
        draft=Draft(recipient=Recipient(email=ADA), variables={"name": "Lovelace"}),
        remote_id="remote-ada",
    )


def test_of_an_email_to_a_forgotten_person_only_the_fact_remains(
    care: HistoryCare, log: SqliteSendLog, database: Database, make_send: MakeSend
) -> None:
    log.add(to_ada(make_send))
    places = care.forget(ADA.upper())
    assert (places.to_them, places.mentioned, places.number) == ((1,), (), 1)
    read = log.get("send-1")
    assert read is not None
    assert (read.state, read.created_at) == (SendState.FAILED, make_send().created_at)
    assert (read.recipient_name, read.subject, read.html, read.body) == ("", "", "", b"")
    assert (read.draft, read.problem, read.request.variables) == (None, None, {})
    history = SqliteHistory(database=database, index=HistoryIndex(database=database))
    for word in ("ada", "lovelace", "remote-ada"):
        assert len(history.open(HistoryFilter(text=word))[1]) == 0


def test_emails_to_others_lose_only_the_address(
    care: HistoryCare, log: SqliteSendLog, make_send: MakeSend
) -> None:
    batch = replace(
        make_send(1, state=SendState.COMPLETED),
        request=request_to_segment(),
        recipient_name="VIP",
        html=f"<a href='mailto:{ADA}'>Ask us</a>",
        body=f'{{"template":"{ADA}"}}'.encode(),
    )
    other = replace(
        make_send(2, state=SendState.FAILED),
        request=request_to_person("xada@example.com"),
        html="<p>ada@example.com.au</p>",
    )
    test = replace(
        make_send(3, state=SendState.ACCEPTED),
        request=request_to_person("me@acme.example"),
        draft=Draft(subject="Hi", recipient=Recipient(email=ADA)),
    )
    for send in (batch, other, test):
        log.add(send)
    places = care.forget(ADA)
    assert (places.to_them, places.mentioned) == ((), (1, 3))
    read = log.get("send-1")
    assert read is not None
    assert (read.html, read.body) == ("<a href='mailto:'>Ask us</a>", b'{"template":""}')
    assert log.get("send-2") == other
    tested = log.get("send-3")
    assert tested is not None
    assert tested.draft == Draft(subject="Hi")


def test_an_address_is_found_in_each_form_in_which_it_is_kept(
    care: HistoryCare, log: SqliteSendLog, make_send: MakeSend
) -> None:
    mailing = replace(
        make_send(1, state=SendState.COMPLETED), request=request_to_segment(), recipient_name="VIP"
    )
    written = f"Not:\nn{ADA}\nBut:\n{ADA}"
    forms = (
        replace(mailing, draft=Draft(mjml=written)),
        replace(mailing, html=f"<a href='https://acme.example/?for={ADA.replace('@', '%40')}'>"),
        replace(mailing, events=(SendEvent(NOON, SendState.COMPLETED, f"<{ADA}> is full"),)),
        replace(mailing, problem=Problem(say("No"), say("Bounced"), f"550 {ADA.upper()}")),
    )
    for number, send in enumerate(forms, start=1):
        log.add(replace(send, id=f"send-{number}", key=f"key-{number}"))
    assert care.forget(ADA).mentioned == (1, 2, 3, 4)
    assert care.places_of(ADA).number == 0
    read = log.get("send-1")
    assert read is not None
    assert read.draft == Draft(mjml=f"Not:\nn{ADA}\nBut:\n")


def test_an_address_that_only_seems_to_stand_there_is_left_whole(
    care: HistoryCare, log: SqliteSendLog, make_send: MakeSend
) -> None:
    draft = Draft(text=f"Write to\n{ADA}")  # in JSON: \\nada@…
    log.add(replace(make_send(1, state=SendState.FAILED), draft=draft))
    assert care.forget(f"n{ADA}").number == 0
    read = log.get("send-1")
    assert read is not None
    assert read.draft == draft


def test_nothing_of_a_forgotten_person_is_left_in_any_file(
    care: HistoryCare,
    log: SqliteSendLog,
    database: Database,
    database_path: Path,
    make_send: MakeSend,
) -> None:
    who = "zebulon.quagga@xylophone.example"
    send = to_ada(make_send)
    request = request_to_person(who)
    log.add(replace(send, request=request, recipient_name=who, draft=None, html=f"<p>{who}</p>"))
    for number in range(2, 60):
        log.add(make_send(number, state=SendState.FAILED))
    copy = database_path.with_name("migma.before-v2.sqlite3")
    copy.write_bytes(f"so: {who}".encode())
    other_copy = database_path.with_name("migma.before-v3.sqlite3")
    other_copy.write_bytes(b"nobody")
    packing = database_path.with_name("migma.before-v6.sqlite3")
    with closing(sqlite3.connect(packing)) as old:
        old.execute("CREATE TABLE draft_versions (content BLOB)")
        old.execute("INSERT INTO draft_versions VALUES (?)", (packed(f"Write to {who}. " * 99),))
        old.commit()
    assert who.encode() not in packing.read_bytes()
    damaged = database_path.with_name("migma.damaged-20261125-120000.sqlite3")
    damaged.write_bytes(b"nobody can read this")
    places = care.forget(who)
    assert (places.copies, places.damaged) == (2, 1)
    database.close()
    left = list(database_path.parent.iterdir())
    assert other_copy in left
    assert {copy, packing, damaged}.isdisjoint(left)
    for file in left:
        content = file.read_bytes().lower()
        for piece in (b"zebulon", b"quagga", b"xylophone"):
            assert piece not in content, file


@pytest.mark.parametrize("state", [SendState.HELD, SendState.WAITING, SendState.UNCONFIRMED])
def test_a_send_that_has_not_come_to_its_end_keeps_its_address(
    care: HistoryCare, log: SqliteSendLog, make_send: MakeSend, state: SendState
) -> None:
    log.add(to_ada(make_send, 1))
    log.add(replace(make_send(2, state=state), subject="Soon"))
    with pytest.raises(StillNeeded, match="can't be forgotten") as caught:
        care.forget(ADA)
    assert "Soon" in str(caught.value.advice)
    read = log.get("send-1")
    assert read is not None
    assert read.recipient_name == ADA


def test_drafts_lose_the_address_wherever_it_stands(database: Database) -> None:
    store = DraftStore(database=database, now=lambda: NOON)
    store.save(Draft(id="1", recipient=Recipient(email=ADA), subject="Hi"))
    store.save(Draft(id="2", subject=f"Ask {ADA}", markdown=f"<{ADA}>", variables={"a": [ADA]}))
    store.save(Draft(id="3", subject="xada@example.com"))
    assert store.count_with(ADA) == 2
    assert store.forget_person("Ada@Example.com") == 2
    assert store.count_with(ADA) == 0
    assert store.get("1") == Draft(id="1", subject="Hi")
    assert store.get("2") == Draft(id="2", subject="Ask ", markdown="<>", variables={"a": [""]})
    shelf = DraftShelf(database=database, now=lambda: NOON, new_id=lambda: "new")
    assert [draft.subject for draft in shelf.list()] == ["xada@example.com", "Ask ", "Hi"]
