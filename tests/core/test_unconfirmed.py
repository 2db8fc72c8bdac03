"""A send whose outcome nobody knows is never repeated but by its user."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from migma_desktop.core.errors import KeyRejected, TooLate
from migma_desktop.core.models import SendState
from tests.fakes import START, offline, too_many, trouble, unclear
from tests.sending_house import BODY, House


@pytest.mark.asyncio
async def test_asking_again_uses_the_same_key_and_body_and_delivers_once(house: House) -> None:
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    accepted = await house.service.ask_again(unconfirmed.id)
    assert accepted.state is SendState.ACCEPTED
    first, second = house.migma.attempts
    assert first == second
    assert len(house.migma.delivered) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("error", [offline(), too_many(5), trouble(KeyRejected), unclear()])
async def test_no_error_of_a_later_attempt_makes_an_unclear_send_clear(
    house: House, error: Exception
) -> None:
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    house.migma.before.append(error)
    again = await house.service.ask_again(unconfirmed.id)
    assert again.state is SendState.UNCONFIRMED
    assert house.stored() == again


@pytest.mark.asyncio
@pytest.mark.parametrize("hours", [23, 48, -1])
async def test_asking_again_is_refused_once_migma_may_have_forgotten_the_key(
    house: House, hours: float
) -> None:
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    house.time.turn(hours * 3600)
    with pytest.raises(TooLate, match="Too much time"):
        await house.service.ask_again(unconfirmed.id)
    assert len(house.migma.attempts) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("hours_here", "hours_there", "may_ask"),
    [(3, 26, False), (-2, 22, True), (40, 1, True), (30, 30, False)],
)
async def test_migmas_clock_decides_when_the_clock_here_was_set(
    house: House, hours_here: float, hours_there: float, may_ask: bool
) -> None:
    house.migma.server_now = START
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    assert house.stored().left_at == START

    house.time.turn(hours_here * 3600)
    house.migma.server_now = START + timedelta(hours=hours_there)
    if may_ask:
        assert (await house.service.ask_again(unconfirmed.id)).state is SendState.ACCEPTED
    else:
        with pytest.raises(TooLate, match="Too much time"):
            await house.service.ask_again(unconfirmed.id)
    assert len(house.migma.attempts) == 1 + may_ask
    assert len(house.migma.delivered) == 1


@pytest.mark.asyncio
async def test_a_program_that_was_just_started_asks_migma_for_the_time_first(house: House) -> None:
    house.migma.server_now = START
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    house.migma.server_now = None
    house.migma.server_now_once_asked = START + timedelta(hours=26)
    with pytest.raises(TooLate, match="Too much time"):
        await house.start().ask_again(unconfirmed.id)


@pytest.mark.asyncio
async def test_it_counts_from_the_first_time_that_it_left(house: House) -> None:
    house.migma.server_now = START
    house.migma.before.append(offline())
    sending = asyncio.ensure_future(house.send())
    await house.time.until_asleep()
    house.migma.server_now = START + timedelta(hours=5)
    house.migma.after.append(unclear())
    house.time.turn(60)
    assert (await sending).state is SendState.UNCONFIRMED
    assert house.stored().left_at == START


@pytest.mark.asyncio
async def test_asking_again_is_refused_with_another_key_since_migma_would_not_recognise_it(
    house: House,
) -> None:
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    house.key_mark = "91cc"
    with pytest.raises(TooLate, match="another key"):
        await house.service.ask_again(unconfirmed.id)
    assert len(house.migma.attempts) == 1
    house.key_mark = "4f2a"
    await house.service.ask_again(unconfirmed.id)
    assert len(house.migma.delivered) == 1


@pytest.mark.asyncio
async def test_what_waited_while_the_key_was_replaced_counts_for_the_key_it_left_with(
    house: House,
) -> None:
    house.migma.before.append(offline())
    sending = asyncio.ensure_future(house.send())
    await house.time.until_asleep()
    house.key_mark = "91cc"
    house.migma.after.append(unclear())
    house.time.turn(60)
    unconfirmed = await sending
    assert unconfirmed.state is SendState.UNCONFIRMED
    assert house.stored().key_mark == "91cc"
    assert (await house.service.ask_again(unconfirmed.id)).state is SendState.ACCEPTED


@pytest.mark.asyncio
async def test_a_double_click_on_ask_again_asks_once(house: House) -> None:
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    house.migma.gate = asyncio.Event()
    first = asyncio.ensure_future(house.service.ask_again(unconfirmed.id))
    second = asyncio.ensure_future(house.service.ask_again(unconfirmed.id))
    house.migma.gate.set()
    outcomes = await asyncio.gather(first, second, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Send", "TooLate"]
    assert len(house.migma.attempts) == 2  # the first one and one question


@pytest.mark.asyncio
@pytest.mark.parametrize(("as_sent", "words"), [(True, "sent"), (False, "Given up")])
async def test_an_unconfirmed_send_can_be_closed(house: House, as_sent: bool, words: str) -> None:
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    closed = await house.service.close(unconfirmed.id, as_sent=as_sent)
    assert closed.state is SendState.CLOSED
    assert words in closed.events[-1].note
    with pytest.raises(TooLate):
        await house.service.ask_again(unconfirmed.id)
    with pytest.raises(TooLate):
        await house.service.close(unconfirmed.id, as_sent=True)


@pytest.mark.asyncio
async def test_what_was_leaving_at_a_crash_is_unconfirmed_at_the_next_start(house: House) -> None:
    house.was_interrupted_in(SendState.SENDING)
    await house.service.resume_all()
    left = house.stored("left")
    assert left.state is SendState.UNCONFIRMED
    assert left.problem is not None
    assert house.migma.attempts == []
    accepted = await house.service.ask_again("left")
    assert accepted.state is SendState.ACCEPTED
    assert house.migma.delivered == {"left-key": BODY}
