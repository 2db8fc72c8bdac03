"""Before a mailing: who it reaches, whether that is usual, and what forbids it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migma_desktop.core.batch_guard import (
    Audience,
    cap_refusal,
    lock_refusal,
    read_audience,
    usual_count,
)
from migma_desktop.core.errors import ServiceFault
from migma_desktop.core.models import (
    Group,
    KeyKind,
    Profile,
    Recipient,
    RecipientType,
    Send,
    SendState,
)
from tests.fakes import START, FakeMailer, offline, request_to_person, request_to_segment, trouble

ACME = Profile("p", "Acme", KeyKind.LIVE)
SEGMENT = Recipient(RecipientType.SEGMENT, id="s", name="VIP", count=3)
TAG = replace(SEGMENT, type=RecipientType.TAG)


def _mailing(count: int | None, **fields: object) -> Send:
    send = Send(
        id="s",
        key="k",
        created_at=START,
        profile_id="p",
        is_test=False,
        request=request_to_segment(),
        recipient_name="VIP",
        recipient_count=count,
        html="",
        body=b"",
        state=SendState.COMPLETED,
    )
    return replace(send, **fields)  # type: ignore[arg-type]  # fields by name


@pytest.mark.asyncio
async def test_a_segment_is_counted_now_and_who_is_left_out_is_not_known() -> None:
    migma = FakeMailer(skipped={"bounced": 7})
    migma.groups.append(Group("s", "VIP", 214))
    audience = await read_audience(migma, SEGMENT, "project", is_transactional=False)
    assert audience == Audience(count=214, skipped=None)


@pytest.mark.asyncio
@pytest.mark.parametrize(("is_transactional", "skipped"), [(True, 7), (False, 7 + 20 + 3)])
async def test_of_a_tag_it_is_known_who_is_left_out(is_transactional: bool, skipped: int) -> None:
    migma = FakeMailer(skipped={"bounced": 7, "unsubscribed": 20, "non-subscribed": 3})
    migma.groups.append(Group("s", "VIP", 214))
    audience = await read_audience(migma, TAG, "project", is_transactional=is_transactional)
    assert audience == Audience(count=214, skipped=skipped)


@pytest.mark.asyncio
@pytest.mark.parametrize("error", [offline(), trouble(ServiceFault)])
async def test_a_count_that_cannot_be_read_is_unknown_and_not_the_old_one(
    error: Exception,
) -> None:
    migma = FakeMailer()
    migma.groups.append(error)
    audience = await read_audience(migma, SEGMENT, "project", is_transactional=False)
    assert audience == Audience(count=None)


def test_the_usual_is_the_median_of_this_accounts_mailings() -> None:
    sends = [
        _mailing(10),
        _mailing(30, total=28),
        _mailing(900),
        _mailing(None),
        _mailing(5, profile_id="another"),
        _mailing(5, state=SendState.CANCELLED),
        _mailing(5, state=SendState.FAILED),
        _mailing(5, request=request_to_person()),
    ]
    assert usual_count(sends, "p") == 28
    assert usual_count([], "p") is None


@pytest.mark.parametrize(
    ("one", "other", "unusual"),
    [
        (500, 100, True),
        (499, 100, False),
        (120, 20, True),
        (119, 20, False),
        (500, None, False),
        (None, 100, False),
    ],
)
def test_five_times_and_a_hundred_more_or_fewer_is_unusual(
    one: int | None, other: int | None, unusual: bool
) -> None:
    assert Audience(count=one, usual=other).is_far_more is unusual
    assert Audience(count=other, usual=one).is_far_fewer is unusual
    assert not Audience(count=one, usual=other).is_far_fewer
    assert not Audience(count=other, usual=one).is_far_more


def test_a_locked_account_refuses_real_sends_and_says_where_to_unlock_it() -> None:
    assert lock_refusal(ACME) is None
    refusal = lock_refusal(replace(ACME, tests_only=True))
    assert refusal is not None
    assert "Sending and safety" in str(refusal.advice)


@pytest.mark.parametrize(
    ("cap", "count", "refused"),
    [(None, 10**6, False), (500, 500, False), (500, 501, True), (500, None, True)],
)
def test_a_limit_refuses_more_people_and_an_unknown_number(
    cap: int | None, count: int | None, refused: bool
) -> None:
    refusal = cap_refusal(replace(ACME, batch_cap=cap), Audience(count=count))
    assert (refusal is not None) is refused
