"""The outbox at work: sent once, never lost, and honest about what is not known."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from migma_desktop.core.errors import (
    BugError,
    DomainNotVerified,
    KeyRejected,
    KnownError,
    NotFound,
    RequestRefused,
    ServiceFault,
    StoreError,
    TooLate,
)
from migma_desktop.core.models import Send, SendState
from migma_desktop.core.texts import say
from migma_desktop.storage.database import open_database
from tests.fakes import (
    ManualTime,
    offline,
    request_to_segment,
    too_many,
    trouble,
    unclear,
)
from tests.sending_house import BODY, House


def _states(send: Send) -> list[str]:
    return [event.state.value for event in send.events]


# Written down before it leaves


@pytest.mark.asyncio
async def test_key_and_body_are_on_disk_before_the_first_byte_leaves(house: House) -> None:
    house.migma.gate = asyncio.Event()
    sending = asyncio.ensure_future(house.send())
    await house.migma.arrived.wait()

    on_disk = house.stored()
    (attempt,) = house.migma.attempts
    assert on_disk.state is SendState.SENDING
    assert (on_disk.key, on_disk.body) == (attempt.key, attempt.body)

    house.migma.gate.set()
    accepted = await sending
    assert accepted.state is SendState.ACCEPTED
    assert house.stored() == accepted
    assert accepted.remote_id == f"remote-{accepted.key}"
    assert accepted.provider == "migma"
    assert house.told == [SendState.SENDING, SendState.ACCEPTED]


@pytest.mark.asyncio
async def test_nothing_leaves_when_it_cannot_be_written_down(tmp_path: Path) -> None:
    time = ManualTime()
    database = open_database(tmp_path / "d.sqlite3", now=time.now).database
    house = House(database)
    database.close()
    with pytest.raises(StoreError):
        await house.send()
    assert house.migma.attempts == []


@pytest.mark.asyncio
async def test_a_test_cannot_carry_an_audience(house: House) -> None:
    with pytest.raises(BugError):
        await house.service.send(
            request_to_segment(),
            BODY,
            is_test=True,
            profile_id="profile-1",
            recipient_name="VIP customers",
            recipient_count=214,
            subject="News",
            html="",
        )
    assert house.migma.attempts == []
    assert house.log.recent() == []


@pytest.mark.asyncio
async def test_without_an_account_nothing_is_written_or_sent(house: House) -> None:
    house.no_account = KnownError(say("No key"), say("Enter it"))
    with pytest.raises(KnownError, match="No key"):
        await house.send()
    assert house.log.recent() == []


# Errors


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", [RequestRefused, DomainNotVerified, KeyRejected, NotFound])
async def test_a_refused_send_has_failed_with_the_reason(
    house: House, kind: type[RequestRefused]
) -> None:
    house.migma.before.append(trouble(kind, "Refused", words="from is not verified"))
    failed = await house.send()
    assert failed.state is SendState.FAILED
    assert failed.problem is not None
    assert str(failed.problem.title) == "Refused"
    assert failed.events[-1].note == "from is not verified"
    assert house.stored() == failed
    assert house.migma.delivered == {}


@pytest.mark.asyncio
@pytest.mark.parametrize("error", [unclear(), trouble(ServiceFault)])
async def test_an_unclear_outcome_is_never_repeated_by_the_program(
    house: House, error: Exception
) -> None:
    house.migma.after.append(error)
    unconfirmed = await house.send()
    assert unconfirmed.state is SendState.UNCONFIRMED
    house.time.turn(3600)
    await house.start().resume_all()
    assert len(house.migma.attempts) == 1
    assert house.stored() == unconfirmed


@pytest.mark.asyncio
async def test_a_broken_client_leaves_the_send_unconfirmed_and_is_reported(house: House) -> None:
    house.migma.after.append(ZeroDivisionError("ours"))
    with pytest.raises(BugError) as caught:
        await house.send()
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert house.stored().state is SendState.UNCONFIRMED


@pytest.mark.asyncio
async def test_quitting_while_a_request_is_out_leaves_it_unconfirmed(house: House) -> None:
    house.migma.gate = asyncio.Event()
    sending = asyncio.ensure_future(house.send())
    await house.migma.arrived.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert house.stored().state is SendState.UNCONFIRMED


# Waiting


@pytest.mark.asyncio
async def test_without_a_connection_it_waits_longer_and_longer_and_then_goes(
    house: House,
) -> None:
    house.migma.before.extend([offline(), offline(), offline()])
    sending = asyncio.ensure_future(house.send())
    for _ in range(3):
        await house.time.until_asleep()
        assert house.stored().state is SendState.WAITING
        house.time.turn(house.time.asked[-1])
    accepted = await sending
    assert accepted.state is SendState.ACCEPTED
    assert house.time.asked == sorted(set(house.time.asked))
    assert len({(attempt.key, attempt.body) for attempt in house.migma.attempts}) == 1
    assert len(house.migma.delivered) == 1
    assert accepted.problem is None


@pytest.mark.asyncio
async def test_after_a_429_it_waits_as_long_as_migma_asks(house: House) -> None:
    house.migma.before.append(too_many(90))
    sending = asyncio.ensure_future(house.send())
    await house.time.until_asleep()
    assert house.time.asked == [90]
    house.time.turn(90)
    assert (await sending).state is SendState.ACCEPTED


@pytest.mark.asyncio
async def test_a_waiting_send_can_be_stopped(house: House) -> None:
    house.migma.before.append(offline())
    sending = asyncio.ensure_future(house.send())
    await house.time.until_asleep()
    stopped = await house.service.stop(house.stored().id)
    assert stopped.state is SendState.CANCELLED
    assert await sending == stopped == house.stored()
    house.time.turn(3600)
    assert house.migma.delivered == {}


@pytest.mark.asyncio
async def test_a_waiting_send_can_be_hurried(house: House) -> None:
    house.migma.before.append(offline())
    sending = asyncio.ensure_future(house.send())
    await house.time.until_asleep()
    house.service.try_all_now()
    assert (await sending).state is SendState.ACCEPTED


@pytest.mark.asyncio
async def test_quitting_while_it_waits_keeps_it_waiting_and_the_next_start_sends_it(
    house: House,
) -> None:
    house.migma.before.append(offline())
    sending = asyncio.ensure_future(house.send())
    await house.time.until_asleep()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert house.stored().state is SendState.WAITING

    await house.start().resume_all()
    assert house.stored().state is SendState.ACCEPTED
    assert len(house.migma.delivered) == 1


@pytest.mark.asyncio
async def test_a_waiting_send_waits_on_while_its_account_has_no_key(house: House) -> None:
    house.was_interrupted_in(SendState.WAITING)
    house.no_account = KnownError(say("No key"), say("Enter it"))
    resuming = asyncio.ensure_future(house.service.resume_all())
    await house.time.until_asleep()
    waiting = house.stored()
    assert waiting.state is SendState.WAITING
    assert waiting.problem is not None
    assert str(waiting.problem.title) == "No key"
    house.no_account = None
    house.service.try_all_now()
    await resuming
    assert house.stored().state is SendState.ACCEPTED


# Held, and stopped


@pytest.mark.asyncio
async def test_a_held_send_leaves_when_its_countdown_is_over(house: House) -> None:
    sending = asyncio.ensure_future(house.send(hold=10))
    await house.time.until_asleep()
    house.time.turn(9)
    assert house.stored().state is SendState.HELD
    assert house.migma.attempts == []
    house.time.turn(1)
    assert _states(await sending) == ["held", "sending", "accepted"]


@pytest.mark.asyncio
async def test_a_held_send_can_be_taken_back(house: House) -> None:
    sending = asyncio.ensure_future(house.send(hold=10))
    await house.time.until_asleep()
    await house.service.stop(house.stored().id)
    assert (await sending).state is SendState.CANCELLED
    house.time.turn(60)
    assert house.migma.attempts == []


@pytest.mark.asyncio
async def test_what_cannot_be_taken_back_on_a_full_disk_never_leaves_and_asks(
    tmp_path: Path,
) -> None:
    time = ManualTime()
    database = open_database(tmp_path / "d.sqlite3", now=time.now).database
    house = House(database)
    sending = asyncio.ensure_future(house.send(hold=10))
    await house.time.until_asleep()
    held = house.stored()
    database.close()
    with pytest.raises(StoreError):
        await house.service.stop(held.id)
    assert not house.service.counts_down(held.id)
    assert house.shown is not None
    assert (house.shown.id, house.shown.state) == (held.id, SendState.HELD)
    assert house.shown.problem is not None
    house.time.turn(60)
    assert (await sending).state is SendState.HELD
    assert house.migma.attempts == []


@pytest.mark.asyncio
async def test_a_countdown_of_the_last_run_never_fires_by_itself(house: House) -> None:
    house.was_interrupted_in(SendState.HELD)
    house.time.turn(3600)
    await house.service.resume_all()
    assert house.stored("left").state is SendState.HELD
    assert house.told == [SendState.HELD]
    assert house.migma.attempts == []


@pytest.mark.asyncio
async def test_a_held_send_of_the_last_run_can_be_let_go_or_taken_back(house: House) -> None:
    held = house.was_interrupted_in(SendState.HELD)
    house.log.add(replace(held, id="other", key="other-key"))
    assert (await house.service.try_now("left")).state is SendState.ACCEPTED
    assert (await house.service.stop("other")).state is SendState.CANCELLED
    assert list(house.migma.delivered) == ["left-key"]


@pytest.mark.asyncio
async def test_what_is_leaving_cannot_be_stopped_and_that_is_said(house: House) -> None:
    house.migma.gate = asyncio.Event()
    sending = asyncio.ensure_future(house.send())
    await house.migma.arrived.wait()
    with pytest.raises(TooLate, match="leaving right now"):
        await house.service.stop(house.stored().id)
    house.migma.gate.set()
    accepted = await sending
    assert accepted.state is SendState.ACCEPTED
    with pytest.raises(TooLate):
        await house.service.stop(accepted.id)


@pytest.mark.asyncio
async def test_one_broken_send_does_not_cut_the_others_short_at_start(house: House) -> None:
    waiting = house.was_interrupted_in(SendState.WAITING)
    house.log.add(replace(waiting, id="other", key="other-key"))
    house.migma.after.append(ZeroDivisionError("ours"))
    with pytest.raises(BugError):
        await house.service.resume_all()
    assert house.stored("left").state is SendState.UNCONFIRMED
    assert house.stored("other").state is SendState.ACCEPTED


# Two windows


@pytest.mark.asyncio
async def test_two_windows_let_a_held_send_go_once(house: House) -> None:
    house.was_interrupted_in(SendState.HELD)
    one, other = house.open_window(), house.open_window()
    outcomes = await asyncio.gather(
        one.try_now("left"), other.try_now("left"), return_exceptions=True
    )
    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds in (["Send", "TakenElsewhere"], ["Send", "TooLate"])
    assert len(house.migma.attempts) == 1
