"""The history: filtered, searched and read window by window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from migma_desktop.core.history import WINDOW, HistoryFilter, HistoryListing, StateGroup
from migma_desktop.core.models import Send, SendState
from migma_desktop.core.send_states import advance
from migma_desktop.storage import history_index
from migma_desktop.storage.database import Database, open_database
from migma_desktop.storage.history import SqliteHistory
from migma_desktop.storage.history_index import BATCH, HistoryIndex
from migma_desktop.storage.outbox import SqliteSendLog

MakeSend = Callable[..., Send]


@pytest.fixture
def log(database: Database) -> SqliteSendLog:
    return SqliteSendLog(database=database)


@pytest.fixture
def index(database: Database) -> HistoryIndex:
    return HistoryIndex(database=database)


@pytest.fixture
def history(database: Database, index: HistoryIndex) -> Iterator[SqliteHistory]:
    beside = database.beside()
    yield SqliteHistory(database=beside, index=index)
    beside.close()


def found(history: SqliteHistory, text: str = "", **wanted: object) -> list[str]:
    _listing, rows = history.open(HistoryFilter(text=text, **wanted))  # type: ignore[arg-type]
    return [row.send.id.removeprefix("send-") for row in rows]


def measured(history: SqliteHistory, wanted: HistoryFilter) -> HistoryListing:
    return history.measure(history.open(wanted)[0])


def test_a_long_history_is_read_window_by_window(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    for number in range(1, 2 * WINDOW + 11):
        log.add(make_send(number))
    listing, rows = history.open(HistoryFilter())
    assert (listing.count, len(rows)) == (2 * WINDOW + 10, WINDOW)
    assert rows[0].send.id == f"send-{2 * WINDOW + 10}"
    last = listing.start_of(2)
    assert last is not None
    assert [row.send.id for row in history.window(HistoryFilter(), start=last)] == [
        f"send-{number}" for number in range(10, 0, -1)
    ]


def test_a_row_leaves_the_heavy_parts_on_disk_and_brings_its_events(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    send = make_send()
    log.add(send)
    log.add(make_send(2))
    _listing, rows = history.open(HistoryFilter())
    light = replace(send, body=b"", html="", request=replace(send.request, template=""))
    assert rows[1].send == light


def test_where_numbers_are_missing_a_walk_tells_where_each_window_begins(
    history: SqliteHistory, log: SqliteSendLog, database: Database, make_send: MakeSend
) -> None:
    for number in range(1, 3 * WINDOW + 1):
        log.add(make_send(number))
    with database.writing() as db:
        db.execute("DELETE FROM sends WHERE seq % 3 = 0")
    listing = measured(history, HistoryFilter())
    assert (listing.count, listing.is_dense) == (2 * WINDOW, False)
    stretch = history.walk(HistoryFilter(), top=listing.newest, seen=0)
    listing.add(stretch.starts)
    assert (stretch.matches, stretch.goes_on_below) == (2 * WINDOW, 0)
    second = listing.start_of(1)
    assert second is not None
    rows = history.window(HistoryFilter(), start=second)
    assert len(rows) == WINDOW
    assert rows[-1].send.id == "send-1"


def test_a_state_a_period_and_tests_can_be_asked_for_together(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    day = timedelta(days=1)
    at = make_send().created_at
    log.add(make_send(1, state=SendState.FAILED))
    log.add(replace(make_send(2, state=SendState.FAILED), created_at=at + day))
    log.add(replace(make_send(3, state=SendState.FAILED), created_at=at + day, is_test=True))
    log.add(replace(make_send(4, state=SendState.COMPLETED), created_at=at + day))
    log.add(replace(make_send(5, state=SendState.FAILED), created_at=at + 2 * day))
    states = StateGroup.NOT_SENT.states
    assert found(history, states=states) == ["5", "3", "2", "1"]
    assert found(history, states=states, since=at + day) == ["5", "3", "2"]
    assert found(history, states=states, since=at + day, until=at + 2 * day) == ["3", "2"]
    assert found(history, states=states, since=at + day, is_test=False) == ["5", "2"]
    assert found(history, profile_id="profile-2") == []
    listing = measured(history, HistoryFilter(states=states))
    assert (listing.count, listing.newest) == (4, 5)


# Search


def test_each_word_is_found_by_its_beginning_wherever_people_see_it(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    html = "<style>p { color: teal }</style><p title='hover'>Bonjour <b>Zo&euml;</b>, à bientôt</p>"
    log.add(replace(make_send(1), subject="Invoice 4711", html=html))
    log.add(replace(make_send(2), recipient_name="VIP customers"))
    for text in ("invo", "4711", "BONJ", "zoe", "Zoë", "bientot inv", "zo bon 47"):
        assert found(history, text) == ["1"], text
    assert found(history, "vip") == ["2"]
    for text in ("teal", "color", "hover", "nvoice", "invoice vip", "…"):
        assert found(history, text) == [], text


def test_people_are_found_by_name_and_by_address(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    ada = make_send(1)
    ben = replace(ada.request, recipient_email="ben.o'neil@example.com", variables={})
    log.add(ada)
    log.add(replace(make_send(2), request=ben, recipient_name="", html="", subject=""))
    assert found(history, "ada@example.com") == ["1"]
    assert found(history, "ada@") == ["1"]
    assert found(history, "ben.o'neil@example.com") == ["2"]
    assert found(history, "example.com") == ["2", "1"]


def test_an_id_at_migma_is_found_by_its_beginning_as_soon_as_it_is_known(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    send = make_send(1)
    log.add(send)
    log.add(replace(make_send(2), subject="About msg_77f0"))
    assert found(history, "msg_77f0") == ["2"]
    accepted = replace(
        advance(send, SendState.ACCEPTED, at=send.created_at), remote_id="msg_77f0-91"
    )
    log.update(accepted, after=send)
    assert found(history, "msg_77f0") == ["2", "1"]
    assert found(history, "msg_77f0-91") == ["1"]
    assert measured(history, HistoryFilter(text="msg_77f0")).count == 2


def test_signs_of_the_search_language_are_only_text(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    log.add(replace(make_send(1), subject='5" NEAR(x) OR -y: *'))
    for text in ('5"', "NEAR(x)", "or", "-y", '" OR "', "x:y", "(", "*"):
        found(history, text)
    assert found(history, '5" near') == ["1"]


def test_japanese_is_found_though_it_has_no_spaces(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    log.add(replace(make_send(1), subject="ご注文ありがとうございます"))
    assert found(history, "注文") == ["1"]


def test_a_search_can_be_combined_with_a_state_and_measured(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend
) -> None:
    for number in range(1, WINDOW + 21):
        state = SendState.FAILED if number % 2 else SendState.COMPLETED
        log.add(make_send(number, state=state))
    failed = HistoryFilter(text="receipt", states=StateGroup.NOT_SENT.states)
    assert len(history.open(failed)[1]) == WINDOW // 2 + 10
    everything = HistoryFilter(text="receipt")
    assert measured(history, everything).count == WINDOW + 20
    stretch = history.walk(everything, top=WINDOW + 20, seen=0)
    assert stretch.starts == (WINDOW + 20, 20)


@pytest.mark.parametrize("text", ["", "receipt", "Ada"])
def test_what_a_filter_takes_is_what_it_finds(
    history: SqliteHistory, log: SqliteSendLog, make_send: MakeSend, text: str
) -> None:
    send = replace(make_send(1), html="<p>Hi Ada</p>")
    log.add(send)
    wanted = HistoryFilter(text=text, since=send.created_at, is_test=False)
    assert wanted.takes(send)
    assert found(history, text) == ["1"]
    assert not HistoryFilter(text="nobody").takes(send)
    assert not HistoryFilter(is_test=True).takes(send)


# The index


def test_sends_of_a_program_without_an_index_are_taken_in_bit_by_bit(
    history: SqliteHistory,
    index: HistoryIndex,
    log: SqliteSendLog,
    database: Database,
    make_send: MakeSend,
) -> None:
    for number in range(1, BATCH + 11):
        log.add(make_send(number))
    with database.writing() as db:  # as the migration leaves it
        db.execute("UPDATE send_words_kept SET first = ?, last = ?", (BATCH + 11, BATCH + 10))
    log.add(make_send(BATCH + 11))
    assert found(history, "receipt") == [str(BATCH + 11)]
    assert index.go_back()
    assert len(found(history, "receipt")) == BATCH + 1
    assert index.go_back()
    assert not index.go_back()
    assert len(found(history, "receipt")) == BATCH + 11


def test_two_windows_that_take_in_the_same_sends_do_it_once(
    history: SqliteHistory, log: SqliteSendLog, database_path: Path, make_send: MakeSend
) -> None:
    log.add(make_send(1))
    second = open_database(database_path, now=lambda: make_send().created_at).database
    try:
        HistoryIndex(database=second).catch_up()
    finally:
        second.close()
    assert found(history, "ada") == ["1"]
    assert measured(history, HistoryFilter(text="ada")).count == 1


def test_what_an_index_of_other_words_holds_is_not_taken_out_by_todays(
    history: SqliteHistory,
    index: HistoryIndex,
    log: SqliteSendLog,
    database: Database,
    make_send: MakeSend,
) -> None:
    log.add(make_send(1))
    index.catch_up()
    with database.writing() as db:
        db.execute("UPDATE send_words_kept SET version = 0")
        history_index.take_out(db, 1)
        assert db.execute("SELECT rowid FROM send_words WHERE send_words MATCH 'ada'").fetchone()
    assert index.go_back()
    assert found(history, "ada") == ["1"]


def test_an_index_of_other_words_is_made_anew(
    history: SqliteHistory,
    index: HistoryIndex,
    log: SqliteSendLog,
    database: Database,
    make_send: MakeSend,
) -> None:
    log.add(make_send(1))
    index.catch_up()
    with database.writing() as db:
        db.execute("UPDATE send_words_kept SET version = 0")
    index.catch_up()
    assert found(history, "ada") == []
    index.go_back()
    assert found(history, "ada") == ["1"]
    assert measured(history, HistoryFilter(text="ada")).count == 1
