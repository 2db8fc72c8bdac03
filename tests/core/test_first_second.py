"""What the last run left is taken up while its user already gives orders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pytest

from migma_desktop.core.errors import TooLate
from migma_desktop.core.models import SendState
from tests.faults.chance import seeded
from tests.sending_house import House

P = ParamSpec("P")
T = TypeVar("T")


class _AnyPace:
    """Runs blocking work after some turns of the loop: now this caller is first, now that one."""

    def __init__(self, seed: int) -> None:
        self._rng = seeded(seed)

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        for _turn in range(self._rng.randrange(6)):
            await asyncio.sleep(0)
        return function(*args, **kwargs)


@pytest.mark.asyncio
@pytest.mark.parametrize("state", [SendState.HELD, SendState.WAITING])
@pytest.mark.parametrize("order", ["stop", "try_now"])
async def test_an_order_right_after_the_start_is_carried_out(
    house: House, state: SendState, order: str
) -> None:
    ended = SendState.CANCELLED if order == "stop" else SendState.ACCEPTED
    for seed in range(40):
        held = house.was_interrupted_in(state, f"left-{seed}")
        house.run_blocking = _AnyPace(seed)
        service = house.start()
        resuming = asyncio.ensure_future(service.resume_all())
        for _turn in range(seed):
            await asyncio.sleep(0)
        try:
            await getattr(service, order)(held.id)
        except TooLate:  # it has gone by itself meanwhile, as a waiting one should
            assert state is SendState.WAITING
            ended_now = SendState.ACCEPTED
        else:
            ended_now = ended
        await resuming
        assert house.stored(held.id).state is ended_now
    accepted = {send.key for send in house.log.recent() if send.state is SendState.ACCEPTED}
    assert set(house.migma.delivered) == accepted
    assert len(house.migma.attempts) == len(accepted)


@pytest.mark.asyncio
async def test_a_new_email_does_not_overtake_what_the_start_takes_up(house: House) -> None:
    for seed in range(40):
        left = house.was_interrupted_in(SendState.WAITING, f"left-{seed}")
        house.run_blocking = _AnyPace(seed)
        service = house.start()
        resuming = asyncio.ensure_future(service.resume_all())
        for _turn in range(1 + seed):
            await asyncio.sleep(0)
        new = await house.send()
        await resuming
        assert house.stored(left.id).state is SendState.ACCEPTED
        keys = [attempt.key for attempt in house.migma.attempts]
        assert keys.index(left.key) < keys.index(new.key)
        assert len(keys) == 2 * (seed + 1)


@pytest.mark.asyncio
async def test_pressing_twice_stops_once_and_says_so(house: House) -> None:
    for seed in range(20):
        held = house.was_interrupted_in(SendState.HELD, f"left-{seed}")
        house.run_blocking = _AnyPace(seed)
        service = house.start()
        outcomes = await asyncio.gather(
            service.stop(held.id), service.stop(held.id), return_exceptions=True
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Send", "TooLate"]
