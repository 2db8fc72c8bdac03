"""What Migma knows of a recipient is told before an email leaves, in words that help."""

from __future__ import annotations

import pytest

from migma_desktop.core.account import Contact
from migma_desktop.core.errors import PermissionMissing
from migma_desktop.core.insight import about_group, about_person, read_group, read_person
from migma_desktop.core.models import Draft, Group, Recipient, RecipientType
from tests.fakes import FakeMailer, trouble

PEOPLE = [
    Contact("1", "ada@example.com", status="subscribed", tags=("vip",)),
    Contact("2", "Ada.B@example.com", status="bounced", tags=("vip",)),
    Contact("3", "grace@example.com", status="unsubscribed", tags=("news",)),
]
TAG = Draft(project_id="p", recipient=Recipient(RecipientType.TAG, id="t", name="vip"))


@pytest.mark.asyncio
async def test_a_tag_shows_its_count_who_is_left_out_and_some_of_its_people() -> None:
    mailer = FakeMailer(people=PEOPLE, skipped={"bounced": 1, "unsubscribed": 2})
    mailer.groups.append(Group("t", "vip", 2_000))
    insight = await read_group(mailer, TAG)
    assert insight.audience.count == 2_000
    said = " ".join(map(str, about_group(insight)))
    assert "Among them: ada@example.com, Ada.B@example.com." in said


@pytest.mark.asyncio
async def test_a_segment_tells_no_more_than_its_count() -> None:
    mailer = FakeMailer(people=PEOPLE)
    mailer.groups.append(Group("s", "VIP", 7))
    segment = Draft(project_id="p", recipient=Recipient(RecipientType.SEGMENT, id="s", name="VIP"))
    insight = await read_group(mailer, segment)
    assert insight.audience.count == 7
    assert about_group(insight) == []


@pytest.mark.asyncio
async def test_a_key_that_may_not_read_people_makes_no_noise() -> None:
    mailer = FakeMailer()
    mailer.groups.append(trouble(PermissionMissing))
    assert about_group(await read_group(mailer, TAG)) == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("address", "transactional", "words"),
    [
        ("ada@example.com", True, None),
        ("ada.b@example.com", True, "came back before"),
        ("ada.b@example.com", False, "came back before"),
        ("grace@example.com", False, "doesn't want marketing emails"),
        ("grace@example.com", True, "has unsubscribed"),
        ("nobody@example.com", True, None),
        ("a@example.com", True, None),
    ],
)
async def test_a_person_who_will_not_get_it_is_told_of(
    address: str, transactional: bool, words: str | None
) -> None:
    lowered = [Contact(p.id, p.email.lower(), status=p.status) for p in PEOPLE]
    person = await read_person(FakeMailer(people=lowered), "p", address)
    said = about_person(person, is_transactional=transactional)
    assert (said is None) if words is None else (words in str(said))
