"""Emails leave in the order in which they were sent: nobody overtakes one that waits."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from migma_desktop.core.errors import DraftRefused, TooLate
from migma_desktop.core.models import Send, SendState
from migma_desktop.core.texts import say
from tests.fakes import offline, request_to_person, too_many
from tests.sending_house import House

FIRST, SECOND, THIRD = (
    request_to_person(f"{name}@example.com") for name in ("first", "second", "third")
)


def _states(send: Send) -> list[str]:
    return [event.state.value for event in send.events]


@pytest.mark.asyncio
async def test_a_later_email_waits_behind_one_that_waits_and_follows_it(house: House) -> None:
    house.migma.before.append(offline())
    first = asyncio.ensure_future(house.send(request=FIRST))
    await house.time.until_asleep()
    second = asyncio.ensure_future(house.send(request=SECOND))
    await house.time.until_asleep(2)
    waiting = house.stored()
    assert waiting.state is SendState.WAITING
    assert waiting.problem is not None
    assert str(waiting.problem.title) == "Waits for an earlier email"
    assert len(house.migma.attempts) == 1

    house.service.try_all_now()
    done = [await first, await second]
    assert [send.state for send in done] == [SendState.ACCEPTED, SendState.ACCEPTED]
    assert list(house.migma.delivered) == [done[0].key, done[1].key]
    assert _states(done[1]) == ["waiting", "sending", "accepted"]


@pytest.mark.asyncio
async def test_a_countdown_that_ends_behind_a_waiting_email_waits_too(house: House) -> None:
    house.migma.before.extend([offline(), offline()])
    first = asyncio.ensure_future(house.send(request=FIRST))
    await house.time.until_asleep()
    second = asyncio.ensure_future(house.send(request=SECOND, hold=1))
    await house.time.until_asleep(2)
    house.time.turn(1)
    await house.time.until_asleep(2)
    assert house.stored().state is SendState.WAITING
    house.time.turn(60)
    await house.time.until_asleep(2)
    house.time.turn(60)
    done = [await first, await second]
    assert list(house.migma.delivered) == [done[0].key, done[1].key]


@pytest.mark.asyncio
async def test_try_now_on_a_later_email_tries_the_first_one(house: House) -> None:
    house.migma.before.append(offline())
    first = asyncio.ensure_future(house.send(request=FIRST))
    await house.time.until_asleep()
    second = asyncio.ensure_future(house.send(request=SECOND))
    await house.time.until_asleep(2)
    await house.service.try_now(house.stored().id)
    done = [await first, await second]
    assert list(house.migma.delivered) == [done[0].key, done[1].key]


@pytest.mark.asyncio
async def test_stopping_the_first_one_lets_the_next_one_go(house: House) -> None:
    house.migma.before.append(offline())
    first = asyncio.ensure_future(house.send(request=FIRST))
    await house.time.until_asleep()
    second = asyncio.ensure_future(house.send(request=SECOND))
    await house.time.until_asleep(2)
    await house.service.stop(house.log.recent()[1].id)
    assert (await first).state is SendState.CANCELLED
    assert (await second).state is SendState.ACCEPTED


@pytest.mark.asyncio
async def test_after_a_restart_they_leave_in_the_same_order(house: House) -> None:
    left = house.was_interrupted_in(SendState.WAITING)
    for number in range(3):
        house.log.add(replace(left, id=f"later-{number}", key=f"later-key-{number}"))
    house.migma.before.append(too_many(90))
    resuming = asyncio.ensure_future(house.start().resume_all())
    await house.time.until_asleep(4)
    assert len(house.migma.attempts) == 1
    house.time.turn(90)
    await resuming
    assert list(house.migma.delivered) == [
        "left-key",
        "later-key-0",
        "later-key-1",
        "later-key-2",
    ]


@pytest.mark.asyncio
async def test_a_waiting_email_says_when_it_is_tried_next(house: House) -> None:
    house.migma.before.append(too_many(90))
    sending = asyncio.ensure_future(house.send())
    await house.time.until_asleep()
    next_try = house.stored().next_try_at
    assert next_try is not None
    assert (next_try - house.time.now()).total_seconds() == 90
    house.time.turn(90)
    assert (await sending).next_try_at is None


@pytest.mark.asyncio
async def test_what_migma_asked_to_wait_waits_though_the_network_is_back(house: House) -> None:
    house.migma.before.append(too_many(90))
    first = asyncio.ensure_future(house.send(request=FIRST))
    await house.time.until_asleep()
    second = asyncio.ensure_future(house.send(request=SECOND))
    await house.time.until_asleep(2)
    house.service.try_all_now()
    await house.time.until_asleep(2)
    house.time.turn(89)
    await house.time.until_asleep(2)
    assert len(house.migma.attempts) == 1
    house.time.turn(1)
    done = [await first, await second]
    assert list(house.migma.delivered) == [done[0].key, done[1].key]


# The account, locked to tests


def _reasons(house: House) -> list[str]:
    waiting = [send for send in house.log.recent() if send.state is SendState.WAITING]
    return [str(send.problem.title) for send in waiting if send.problem is not None]


LOCK = DraftRefused(say("This account sends tests only."), say("Unlock it."), field="x")


@pytest.mark.asyncio
async def test_what_waits_does_not_leave_a_locked_account_and_tests_pass_it(house: House) -> None:
    house.migma.before.extend([offline(), offline()])
    first = asyncio.ensure_future(house.send(request=FIRST))
    await house.time.until_asleep()
    second = asyncio.ensure_future(house.send(request=SECOND))
    test = asyncio.ensure_future(house.send(request=THIRD, is_test=True))
    await house.time.until_asleep(3)
    house.lock = LOCK
    house.service.try_all_now()
    tested = await house.turn_until_done(test)
    assert list(house.migma.delivered) == [tested.key]
    await house.time.until_asleep(2)
    assert _reasons(house) == ["Waits for an earlier email", str(LOCK.title)]

    house.lock = None
    house.service.try_all_now()
    done = [await first, await second]
    assert list(house.migma.delivered) == [tested.key, done[0].key, done[1].key]


@pytest.mark.asyncio
async def test_no_order_lets_an_email_leave_a_locked_account(house: House) -> None:
    house.was_interrupted_in(SendState.HELD, "held")
    house.was_interrupted_in(SendState.UNCONFIRMED, "unclear")
    house.lock = LOCK
    for order in (house.service.try_now("held"), house.service.ask_again("unclear")):
        with pytest.raises(DraftRefused, match="tests only"):
            await order
    sending = asyncio.ensure_future(house.send(hold=10))
    await house.time.until_asleep()
    house.time.turn(10)
    with pytest.raises(DraftRefused, match="tests only"):
        await sending
    assert house.stored().state is SendState.HELD
    assert house.migma.attempts == []


# The countdown, laid aside


@pytest.mark.asyncio
async def test_a_countdown_laid_aside_never_ends_and_is_asked_about(house: House) -> None:
    sending = asyncio.ensure_future(house.send(hold=10))
    await house.time.until_asleep()
    held = house.stored()
    assert house.service.counts_down(held.id)
    house.service.lay_aside()
    assert not house.service.counts_down(held.id)
    assert (await sending).state is SendState.HELD
    house.time.turn(60)
    await house.service.resume_all()
    assert house.migma.attempts == []

    assert (await house.service.try_now(held.id)).state is SendState.ACCEPTED


@pytest.mark.asyncio
async def test_an_order_given_in_the_moment_of_laying_aside_is_carried_out(house: House) -> None:
    sending = asyncio.ensure_future(house.send(hold=10))
    await house.time.until_asleep()
    house.service.lay_aside()
    assert (await house.service.stop(house.stored().id)).state is SendState.CANCELLED
    assert (await sending).state is SendState.HELD  # as it was left; the log knows better
    assert house.stored().state is SendState.CANCELLED


# Two programs


@pytest.mark.asyncio
async def test_what_another_running_program_carries_is_left_to_it(house: House) -> None:
    house.migma.gate = asyncio.Event()
    sending = asyncio.ensure_future(house.send())
    await house.migma.arrived.wait()
    other = house.open_window()
    await other.resume_all()
    assert house.stored().state is SendState.SENDING
    house.migma.gate.set()
    assert (await sending).state is SendState.ACCEPTED


@pytest.mark.asyncio
async def test_a_countdown_of_another_window_can_neither_be_stopped_nor_hurried(
    house: House,
) -> None:
    sending = asyncio.ensure_future(house.send(hold=10))
    await house.time.until_asleep()
    other = house.open_window()
    for press in (other.stop, other.try_now):
        with pytest.raises(TooLate, match="Another window"):
            await press(house.stored().id)
    house.time.turn(10)
    assert (await sending).state is SendState.ACCEPTED
    assert len(house.migma.attempts) == 1


@pytest.mark.asyncio
async def test_of_two_programs_that_start_after_a_crash_one_takes_over(house: House) -> None:
    house.was_interrupted_in(SendState.WAITING)
    house.census.end_all()
    await asyncio.gather(house.open_window().resume_all(), house.open_window().resume_all())
    assert house.stored("left").state is SendState.ACCEPTED
    assert len(house.migma.attempts) == 1


@pytest.mark.asyncio
async def test_what_a_closed_window_left_is_taken_up_by_one_that_runs(house: House) -> None:
    left = house.was_interrupted_in(SendState.WAITING)
    house.log.add(replace(left, id="kept", key="kept-key", owner="nobody"))
    house.migma.before.append(offline())
    resuming = asyncio.ensure_future(house.service.resume_all())
    await house.time.until_asleep(2)
    await house.service.resume_all()  # as it is called now and then
    house.service.try_all_now()
    await resuming
    assert len(house.migma.delivered) == 2


@pytest.mark.asyncio
async def test_a_held_email_let_go_behind_a_waiting_one_belongs_to_who_let_it_go(
    house: House,
) -> None:
    house.was_interrupted_in(SendState.HELD)
    house.migma.before.append(offline())
    first = asyncio.ensure_future(house.send(request=FIRST))
    await house.time.until_asleep()
    letting_go = asyncio.ensure_future(house.service.try_now("left"))
    await house.time.until_asleep(2)
    await house.open_window().resume_all()
    assert house.stored("left").state is SendState.WAITING
    house.service.try_all_now()
    assert (await first).state is SendState.ACCEPTED
    assert (await letting_go).state is SendState.ACCEPTED
    assert len(house.migma.attempts) == 3
