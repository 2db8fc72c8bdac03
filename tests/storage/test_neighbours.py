"""What another window of the same profile has sent is noticed; what it writes is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from migma_desktop.core.draft import Draft
from migma_desktop.core.models import Send, SendState
from migma_desktop.core.send_states import advance
from migma_desktop.storage.database import Database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.neighbours import Neighbours
from migma_desktop.storage.outbox import SqliteSendLog
from tests.storage.conftest import NOON

MakeSend = Callable[..., Send]


@pytest.fixture
def other(database: Database) -> Iterator[Database]:
    beside = database.beside()
    yield beside
    beside.close()


@pytest.fixture
def neighbours(database: Database, make_send: MakeSend) -> Neighbours:
    SqliteSendLog(database=database).add(make_send(1))
    neighbours = Neighbours(database=database)
    assert not neighbours.have_sent()
    return neighbours


def test_a_new_send_and_its_new_state_are_news_once(
    neighbours: Neighbours, other: Database, make_send: MakeSend
) -> None:
    log = SqliteSendLog(database=other)
    send = make_send(2)
    log.add(send)
    assert neighbours.have_sent()
    assert not neighbours.have_sent()
    log.update(advance(send, SendState.ACCEPTED, at=NOON), after=send)
    assert neighbours.have_sent()


def test_the_counts_of_a_batch_are_news(
    neighbours: Neighbours, other: Database, make_send: MakeSend
) -> None:
    log = SqliteSendLog(database=other)
    batch = make_send(2, state=SendState.PROCESSING)
    log.add(batch)
    assert neighbours.have_sent()
    log.update(replace(batch, sent=40, total=100), after=batch)
    assert neighbours.have_sent()


def test_a_draft_that_another_window_writes_is_no_news(
    neighbours: Neighbours, other: Database
) -> None:
    DraftStore(database=other, now=lambda: NOON).save(Draft(id="draft-1", subject="Hello"))
    assert not neighbours.have_sent()


def test_what_this_window_sends_is_no_news(
    neighbours: Neighbours, database: Database, make_send: MakeSend
) -> None:
    SqliteSendLog(database=database).add(make_send(2))
    assert not neighbours.have_sent()
