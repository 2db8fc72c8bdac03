"""Batches are followed to their end, whatever happens on the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from migma_desktop.core.errors import KeychainError, KeyRejected, NotFound, ServiceFault
from migma_desktop.core.models import BatchStatus, Send, SendState, Throttle
from migma_desktop.core.texts import say
from tests.fakes import offline, too_many, trouble, unclear
from tests.sending_house import House


def _states(send: Send) -> list[str]:
    return [event.state.value for event in send.events]


def _batch(status: str, *, sent: int = 0, failed: int = 0, error: str = "") -> BatchStatus:
    throttle = Throttle(reason="Daily limit") if status == "throttled" else None
    return BatchStatus(
        id="batch-1",
        status=status,
        total=214,
        queued=214 - sent - failed,
        sent=sent,
        failed=failed,
        error=error,
        throttle=throttle,
    )


@pytest.mark.asyncio
async def test_a_batch_is_followed_to_its_final_counts(house: House) -> None:
    house.migma.batches.extend(
        [
            _batch("queued"),
            _batch("processing", sent=10),
            _batch("processing", sent=90),
            _batch("throttled", sent=100),
            _batch("processing", sent=101),
            _batch("a word of the future", sent=150),
            _batch("completed", sent=214),
        ]
    )
    done = await house.turn_until_done(asyncio.ensure_future(house.send_batch()))
    assert _states(done) == [
        "sending",
        "accepted",
        "processing",
        "throttled",
        "processing",
        "completed",
    ]
    assert (done.sent, done.failed, done.total) == (214, 0, 214)
    assert "Daily limit" in [event.note for event in done.events]
    assert house.stored() == done


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("status", "state"), [("partial", SendState.PARTIAL), ("failed", SendState.FAILED)]
)
async def test_a_batch_that_missed_people_says_how_many(
    house: House, status: str, state: SendState
) -> None:
    house.migma.batches.append(_batch(status, sent=210, failed=4, error="Suspended"))
    done = await house.turn_until_done(asyncio.ensure_future(house.send_batch()))
    assert done.state is state
    assert done.problem is not None
    assert done.problem.details == "Suspended"
    assert "214 people" in f"{done.problem.title} {done.problem.advice}"


@pytest.mark.asyncio
async def test_trouble_while_looking_never_fails_a_batch(house: House) -> None:
    house.migma.batches.extend(
        [offline(), trouble(ServiceFault), too_many(5), trouble(NotFound), unclear()]
    )
    house.migma.batches.append(_batch("completed", sent=214))
    done = await house.turn_until_done(asyncio.ensure_future(house.send_batch()))
    assert done.state is SendState.COMPLETED


@pytest.mark.asyncio
async def test_a_batch_waits_to_be_looked_at_until_its_account_is_open_again(house: House) -> None:
    house.migma.batches.append(_batch("completed", sent=214))
    sending = asyncio.ensure_future(house.send_batch())
    await house.time.until_asleep()
    house.no_account = KeychainError(say("Another account is open"), say("Open it"))
    for _ in range(3):
        house.time.turn(60)
        await house.time.until_asleep()
    assert house.stored().problem is None
    house.no_account = None
    assert (await house.turn_until_done(sending)).state is SendState.COMPLETED


@pytest.mark.asyncio
async def test_a_batch_that_may_not_be_looked_at_stays_accepted_and_says_why(house: House) -> None:
    house.migma.batches.append(trouble(KeyRejected, "The key was revoked"))
    done = await house.turn_until_done(asyncio.ensure_future(house.send_batch()))
    assert done.state is SendState.ACCEPTED
    assert done.problem is not None
    assert "The key was revoked" in done.problem.details
    assert house.stored() == done


@pytest.mark.asyncio
async def test_looks_at_a_batch_grow_apart(house: House) -> None:
    house.migma.batches.extend([_batch("queued", sent=number) for number in range(12)])
    house.migma.batches.append(_batch("completed", sent=214))
    await house.turn_until_done(asyncio.ensure_future(house.send_batch()))
    assert house.time.asked[0] == 1
    assert house.time.asked == sorted(house.time.asked)
    assert house.time.asked[-1] == 15


@pytest.mark.asyncio
async def test_a_batch_is_followed_on_after_a_restart(house: House) -> None:
    sending = asyncio.ensure_future(house.send_batch())
    await house.time.until_asleep()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert house.stored().state is SendState.ACCEPTED
    house.migma.batches.append(_batch("completed", sent=214))
    resuming = asyncio.ensure_future(house.start().resume_all())
    await house.turn_until_done(resuming)
    assert house.stored().state is SendState.COMPLETED
    assert len(house.migma.attempts) == 1


@pytest.mark.asyncio
async def test_a_single_send_is_not_followed(house: House) -> None:
    accepted = await house.send()
    assert await house.service.follow(accepted) == accepted
    assert house.migma.looks == []


@pytest.mark.asyncio
async def test_a_throttled_batch_says_why_and_until_when_and_is_looked_at_then(
    house: House,
) -> None:
    end = house.time.now() + timedelta(minutes=10)
    throttle = Throttle(reason="Daily limit", expires_at=end.isoformat(), remaining_count=114)
    house.migma.batches.append(replace(_batch("throttled", sent=100), throttle=throttle))
    house.migma.batches.append(_batch("completed", sent=214))
    sending = asyncio.ensure_future(house.send_batch())
    await house.time.until_asleep()
    house.time.turn(1)
    await house.time.until_asleep()
    slowed = house.stored()
    assert slowed.state is SendState.THROTTLED
    assert slowed.problem is not None
    assert "Daily limit" in str(slowed.problem.title)
    assert "114 people" in str(slowed.problem.advice)
    assert slowed.next_try_at == end
    assert house.time.asked[-1] == pytest.approx(600)
    house.time.turn(600)
    assert (await sending).state is SendState.COMPLETED
    assert house.stored().problem is None
    assert house.stored().next_try_at is None
