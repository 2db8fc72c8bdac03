"""The record of every send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from migma_desktop.core.draft import Draft
from migma_desktop.core.errors import StoreError
from migma_desktop.core.models import Problem, Remedy, Send, SendEvent, SendState
from migma_desktop.core.send_states import advance
from migma_desktop.core.texts import Text, say
from migma_desktop.storage.database import Database, open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import request_to_segment

MakeSend = Callable[..., Send]


@pytest.fixture
def log(database: Database) -> SqliteSendLog:
    return SqliteSendLog(database=database)


def test_a_send_comes_back_exactly_as_it_was_written(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    send = replace(
        make_send(),
        recipient_count=214,
        provider="ses",
        remote_id="r",
        batch_id="b",
        sent=1,
        failed=2,
        total=3,
        problem=Problem(
            say("{count} people", count=3), say("Try again"), "details", Remedy.STORE_FIRST
        ),
        draft=Draft(id="draft-1", subject="Your receipt", variables={"first_name": "Ada"}),
        fingerprint="f" * 64,
        sample="Zoë",
        left_at=make_send().created_at - timedelta(hours=3),
        held_until=make_send().created_at + timedelta(seconds=10),
    )
    log.add(send)
    assert log.get(send.id) == send


def test_a_send_is_on_disk_when_add_returns(
    log: SqliteSendLog, make_send: MakeSend, database_path: Path
) -> None:
    log.add(make_send())
    second = open_database(database_path, now=lambda: make_send().created_at).database
    try:
        assert SqliteSendLog(database=second).get("send-1") == make_send()
    finally:
        second.close()


def test_the_sentences_of_a_problem_stay_translatable(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    title = say("{count} people", count=3)
    log.add(replace(make_send(), problem=Problem(title, say("Wait"))))
    read = log.get("send-1")
    assert read is not None
    assert read.problem is not None
    assert read.problem.title == Text("{count} people", {"count": 3})


def test_an_unknown_send_is_none(log: SqliteSendLog) -> None:
    assert log.get("nobody") is None


def test_the_same_key_is_never_used_for_two_sends(log: SqliteSendLog, make_send: MakeSend) -> None:
    log.add(make_send(1))
    with pytest.raises(StoreError):
        log.add(replace(make_send(2), key=make_send(1).key))
    assert log.get("send-2") is None


def test_an_update_adds_the_new_events_and_never_changes_what_left(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    send = make_send()
    log.add(send)
    later = send.created_at + timedelta(seconds=3)
    accepted = advance(send, SendState.ACCEPTED, at=later, note="Queued")
    log.update(replace(accepted, body=b"other", html="other", remote_id="r-1"), after=send)
    read = log.get(send.id)
    assert read is not None
    assert read == replace(accepted, remote_id="r-1")
    assert read.body == send.body
    assert [event.state for event in read.events] == [SendState.SENDING, SendState.ACCEPTED]


def test_of_two_windows_that_take_the_same_step_one_is_stopped(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    waiting = make_send(state=SendState.WAITING)
    log.add(waiting)
    departing = advance(waiting, SendState.SENDING, at=waiting.created_at)
    log.update(departing, after=waiting)
    with pytest.raises(StoreError, match="Another window"):
        log.update(departing, after=waiting)
    with pytest.raises(StoreError, match="Another window"):
        log.update(advance(waiting, SendState.CANCELLED, at=waiting.created_at), after=waiting)
    read = log.get(waiting.id)
    assert read is not None
    assert read.state is SendState.SENDING
    assert len(read.events) == 2


def test_an_update_of_a_vanished_record_is_an_error(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    with pytest.raises(StoreError, match="gone"):
        log.update(make_send(), after=make_send())


def test_recent_sends_come_newest_first_page_by_page(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    for number in range(1, 8):
        log.add(make_send(number))
    first = log.recent(limit=3)
    second = log.recent(limit=3, before=first[-1].id)
    third = log.recent(limit=3, before=second[-1].id)
    assert [send.id[-1] for send in (*first, *second, *third)] == list("7654321")
    assert log.recent(limit=3, before=third[-1].id) == []


def test_the_order_holds_when_the_clock_is_set_back(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    log.add(make_send(1))
    log.add(replace(make_send(2), created_at=make_send().created_at - timedelta(days=1)))
    assert [send.id for send in log.recent()] == ["send-2", "send-1"]


def test_a_list_leaves_the_heavy_parts_on_disk(log: SqliteSendLog, make_send: MakeSend) -> None:
    send = make_send()
    log.add(send)
    (listed,) = log.recent()
    light = replace(send, body=b"", html="", request=replace(send.request, template=""))
    assert listed == light


def test_a_mailing_is_found_behind_any_number_of_emails_to_people(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    mailing = replace(make_send(1), request=request_to_segment(), recipient_count=214)
    log.add(mailing)
    log.add(replace(mailing, id="elsewhere", key="elsewhere", profile_id="another"))
    for number in range(2, 60):
        log.add(make_send(number))
    assert [(send.id, send.recipient_count) for send in log.mailings("profile-1")] == [
        ("send-1", 214)
    ]


def test_only_what_a_stop_interrupted_is_unfinished_oldest_first(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    for number, state in enumerate(SendState, start=1):
        log.add(make_send(number, state=state))
    log.add(replace(make_send(50, state=SendState.ACCEPTED), batch_id="batch-1"))
    unfinished = log.unfinished()
    assert [send.state for send in unfinished] == [
        SendState.HELD,
        SendState.SENDING,
        SendState.WAITING,
        SendState.PROCESSING,
        SendState.THROTTLED,
        SendState.ACCEPTED,
    ]
    assert all(send.body for send in unfinished)


def test_half_a_surrogate_pair_does_not_stop_a_send(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    send = make_send()
    request = replace(send.request, variables={"name": "\ud83d"})
    log.add(replace(send, html="<p>\ud83d</p>", request=request))
    read = log.get(send.id)
    assert read is not None
    assert read.html == "<p>?</p>"
    assert read.request.variables == {"name": "\ud83d"}


def test_events_keep_their_time_zone_and_microseconds(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    send = make_send()
    event = SendEvent(at=send.created_at + timedelta(microseconds=1), state=send.state, note="n")
    log.add(replace(send, events=(event,)))
    read = log.get(send.id)
    assert read is not None
    assert read.events == (event,)


def test_sends_that_are_read_again_keep_their_own_templates(
    log: SqliteSendLog, make_send: MakeSend
) -> None:
    """All but the template is remembered; two sends may differ in nothing else."""
    first, second = make_send(1), make_send(2)
    second = replace(second, request=replace(second.request, template="<p>Another</p>"))
    for send in (first, second):
        log.add(send)
    assert [log.get(send.id) for send in (first, second)] == [first, second]
    assert {send.request.template for send in log.recent()} == {""}
