"""An email belongs to one account, and what waits leaves through no other."""

from __future__ import annotations

import asyncio

import pytest

from migma_desktop.core.belonging import account_of, moved_to, written_for
from migma_desktop.core.errors import KeychainError
from migma_desktop.core.models import (
    Domain,
    DomainState,
    Draft,
    KeyKind,
    Profile,
    Recipient,
    RecipientType,
    Sender,
    SendState,
)
from tests.sending_house import House

ACME = Profile("acme", "Acme", KeyKind.LIVE, project_id="acme-project")
BETA = Profile("beta", "Beta", KeyKind.LIVE, project_id="beta-project")
KNOWN = {each.id: each for each in (ACME, BETA)}.get
DRAFT = Draft(
    profile_id="acme",
    project_id="acme-project",
    recipient=Recipient(RecipientType.SEGMENT, id="vip", name="VIP", count=3),
    sender=Sender("hello@acme.example", "Acme", "help@acme.example"),
    subject="News",
)


def test_a_draft_belongs_to_its_own_account_or_else_to_the_open_one() -> None:
    assert account_of("acme", "beta", KNOWN) == "acme"
    assert account_of("", "beta", KNOWN) == "beta"
    assert account_of("removed", "beta", KNOWN) == "beta"
    assert account_of("", "", KNOWN) == ""


def test_only_a_known_other_account_is_warned_of() -> None:
    assert written_for(DRAFT, "beta", KNOWN) == ACME
    assert written_for(DRAFT, "acme", KNOWN) is None
    assert written_for(DRAFT, "", KNOWN) is None
    assert written_for(Draft(), "beta", KNOWN) is None
    assert written_for(Draft(profile_id="removed"), "beta", KNOWN) is None


def test_a_moved_draft_takes_nothing_along_that_is_the_other_accounts_own() -> None:
    moved = moved_to(DRAFT, BETA, [Domain("beta.example", DomainState.VERIFIED)])
    assert moved.profile_id == "beta"
    assert moved.project_id == "beta-project"
    assert moved.recipient == Recipient(RecipientType.SEGMENT)
    assert moved.sender == Sender()
    assert moved.subject == "News"


def test_a_person_and_a_sender_that_both_accounts_have_stay() -> None:
    draft = Draft(
        recipient=Recipient(email="ada@example.com"), sender=DRAFT.sender, profile_id="acme"
    )
    moved = moved_to(draft, BETA, [Domain("acme.example", DomainState.VERIFIED)])
    assert moved.recipient == draft.recipient
    assert moved.sender == draft.sender


@pytest.mark.asyncio
async def test_what_waits_stays_while_another_account_is_open_and_leaves_when_its_own_is(
    house: House,
) -> None:
    sending = asyncio.ensure_future(house.send(hold=10))
    await house.time.until_asleep()
    house.open_account = "profile-2"
    house.time.turn(10)
    with pytest.raises(KeychainError, match="isn't open"):
        await sending
    held = house.stored()
    assert held.state is SendState.HELD
    house.service.try_all_now()
    await asyncio.sleep(0)
    assert house.migma.attempts == []
    house.open_account = "profile-1"
    assert (await house.service.try_now(held.id)).state is SendState.ACCEPTED
    assert len(house.migma.delivered) == 1
