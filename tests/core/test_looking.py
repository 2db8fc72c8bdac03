"""Before an unclear email is asked about, Migma's own log is read: it may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from migma_desktop.core.account import ImportedEmail, LogRow
from migma_desktop.core.errors import PermissionMissing, TooLate
from migma_desktop.core.models import Send, SendRequest, SendState
from tests.fakes import START, request_to_person, trouble, unclear
from tests.sending_house import House


def _stored_email(**fields: object) -> SendRequest:
    request = replace(request_to_person(), template="", project_id="", email_id="email-1")
    return replace(request, **fields)  # type: ignore[arg-type]  # fields by name


def _row(seconds: float = 1, **fields: object) -> LogRow:
    row = LogRow(
        recipient="ada@example.com",
        status="delivered",
        subject="Your receipt, Ada",
        created_at=(START + timedelta(seconds=seconds)).isoformat(),
        sender="shop@acme.example",
    )
    return replace(row, **fields)  # type: ignore[arg-type]  # fields by name


async def _unclear_send(house: House, request: SendRequest | None = None) -> Send:
    house.migma.after.append(unclear())
    send = await house.send(request=request or _stored_email())
    assert send.state is SendState.UNCONFIRMED
    return send


@pytest.mark.asyncio
@pytest.mark.parametrize("status", ["delivered", "bounced", "a word of the future"])
async def test_an_email_that_the_log_shows_is_accepted_and_nothing_is_sent(
    house: House, status: str
) -> None:
    send = await _unclear_send(house)
    house.migma.logs = [_row(recipient="ben@example.com"), _row(status=status)]
    known = await house.service.ask_again(send.id)
    assert known.state is SendState.ACCEPTED
    assert known.events[-1].note == f"Found in Migma's log: {status}"
    assert house.stored() == known
    assert len(house.migma.attempts) == 1


@pytest.mark.asyncio
async def test_the_log_is_read_even_when_it_is_too_late_to_ask(house: House) -> None:
    send = await _unclear_send(house)
    house.time.turn(48 * 3600)
    with pytest.raises(TooLate, match="Too much time"):
        await house.service.ask_again(send.id)
    house.migma.logs = [_row()]
    assert (await house.service.ask_again(send.id)).state is SendState.ACCEPTED
    assert len(house.migma.attempts) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "row",
    [
        _row(-3600),
        _row(3600),
        _row(subject="Another subject"),
        _row(recipient="ben@example.com"),
        _row(sender="other@acme.example"),
        _row(created_at="yesterday"),
    ],
)
async def test_a_row_of_another_email_proves_nothing(house: House, row: LogRow) -> None:
    send = await _unclear_send(house)
    house.migma.logs = [row]
    accepted = await house.service.ask_again(send.id)
    first, second = house.migma.attempts
    assert first == second
    assert "Migma's log doesn't show it" in "".join(event.note for event in accepted.events)


@pytest.mark.asyncio
async def test_a_row_that_may_belong_to_another_send_proves_nothing(house: House) -> None:
    await house.send(request=_stored_email())
    send = await _unclear_send(house)
    house.migma.logs = [_row()]
    accepted = await house.service.ask_again(send.id)
    assert "can't tell it from another email" in "".join(event.note for event in accepted.events)
    assert len(house.migma.attempts) == 3


@pytest.mark.asyncio
async def test_a_log_that_cannot_be_read_is_said_and_the_same_request_asks(house: House) -> None:
    send = await _unclear_send(house)
    house.migma.logs = trouble(PermissionMissing)
    accepted = await house.service.ask_again(send.id)
    assert accepted.state is SendState.ACCEPTED
    assert "could not be read" in "".join(event.note for event in accepted.events)
    first, second = house.migma.attempts
    assert first == second


@pytest.mark.asyncio
async def test_an_email_named_by_its_conversation_is_looked_up_as_well(house: House) -> None:
    send = await _unclear_send(house, _stored_email(email_id="", conversation_id="conversation-1"))
    house.migma.imports.append(ImportedEmail(status="completed", email_id="email-7"))
    house.migma.logs = [_row()]
    assert (await house.service.ask_again(send.id)).state is SendState.ACCEPTED
    assert house.migma.looks == ["conversation-1", "email-7"]


@pytest.mark.asyncio
async def test_an_email_written_here_has_no_log_to_look_into(house: House) -> None:
    send = await _unclear_send(house, request_to_person())
    await house.service.ask_again(send.id)
    assert house.migma.looks == []
    assert len(house.migma.attempts) == 2
