"""A send that an account refused for its template, and the one that takes its place."""

from __future__ import annotations

import pytest

from migma_desktop.core.errors import KeychainError, RequestRefused, TemplateRefused, TooLate
from migma_desktop.core.models import Remedy, Send, SendState
from migma_desktop.core.texts import say
from tests.fakes import trouble, unclear
from tests.sending_house import House


async def _refused(house: House) -> Send:
    house.migma.before.append(trouble(TemplateRefused, "Store it first"))
    return await house.send()


def _remedy(send: Send) -> Remedy:
    assert send.problem is not None
    return send.problem.remedy


@pytest.mark.asyncio
async def test_it_fails_and_tells_its_remedy(house: House) -> None:
    refused = await _refused(house)
    assert refused.state is SendState.FAILED
    assert _remedy(refused) is Remedy.STORE_FIRST
    assert house.stored(refused.id) == refused


@pytest.mark.asyncio
async def test_another_refusal_has_no_remedy(house: House) -> None:
    house.migma.before.append(trouble(RequestRefused))
    assert _remedy(await house.send()) is Remedy.NONE


@pytest.mark.asyncio
async def test_after_an_unclear_attempt_nothing_is_offered(house: House) -> None:
    house.migma.after.append(unclear())
    unconfirmed = await house.send()
    house.migma.before.append(trouble(TemplateRefused))
    asked = await house.service.ask_again(unconfirmed.id)
    assert asked.state is SendState.UNCONFIRMED
    assert _remedy(asked) is Remedy.NONE


@pytest.mark.asyncio
async def test_another_send_takes_its_place_once(house: House) -> None:
    refused = await _refused(house)
    sent = await house.send(instead_of=refused.id)

    assert sent.state is SendState.ACCEPTED
    assert sent.key != refused.key
    replaced = house.stored(refused.id)
    assert replaced.state is SendState.FAILED
    assert _remedy(replaced) is Remedy.NONE
    with pytest.raises(TooLate):
        await house.send(instead_of=refused.id)
    assert len(house.migma.delivered) == 1


@pytest.mark.asyncio
async def test_its_place_stays_free_while_the_account_isnt_open(house: House) -> None:
    refused = await _refused(house)
    house.no_account = KeychainError(say("Another account is open"), say("Switch"))
    with pytest.raises(KeychainError):
        await house.send(instead_of=refused.id)
    house.no_account = None
    assert (await house.send(instead_of=refused.id)).state is SendState.ACCEPTED


@pytest.mark.asyncio
async def test_only_a_refused_send_gives_its_place(house: House) -> None:
    accepted = await house.send()
    with pytest.raises(TooLate):
        await house.send(instead_of=accepted.id)
    assert len(house.migma.delivered) == 1
