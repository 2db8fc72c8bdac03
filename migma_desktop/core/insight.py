"""What Migma knows of the people that an email is for, told before it is sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from migma_desktop.core.account import Contact
from migma_desktop.core.batch_guard import Audience, read_audience
from migma_desktop.core.errors import ApiError
from migma_desktop.core.models import Draft, Recipient, RecipientType
from migma_desktop.core.ports import Mailer
from migma_desktop.core.texts import Text, say

READING_SECONDS = 6.0
SAMPLES = 3
_LOOKED_THROUGH = 20  # contacts that hold the words of an address; one of them is it

_NEVER = frozenset({"bounced", "complained", "invalid"})
_NOT_MARKETING = frozenset({"unsubscribed", "non-subscribed"})


@dataclass(frozen=True, slots=True)
class GroupInsight:
    """Who is in a segment or tag, as far as Migma tells: contacts are listed by tag only."""

    audience: Audience
    samples: tuple[Contact, ...] = ()


async def read_group(mailer: Mailer, draft: Draft) -> GroupInsight:
    """Read the count, who is left out, and a few people of it. Never raises an ApiError."""
    recipient, project_id = draft.recipient, draft.project_id
    is_transactional = draft.kind.is_transactional(recipient.type)
    audience, samples = await asyncio.gather(
        read_audience(mailer, recipient, project_id, is_transactional=is_transactional),
        _samples(mailer, recipient, project_id),
    )
    return GroupInsight(audience, samples)


async def _samples(mailer: Mailer, recipient: Recipient, project_id: str) -> tuple[Contact, ...]:
    if recipient.type is not RecipientType.TAG or not recipient.name:
        return ()
    try:
        async with asyncio.timeout(READING_SECONDS):
            return tuple(await mailer.contacts_like(project_id, tag=recipient.name, most=SAMPLES))
    except (ApiError, TimeoutError):
        return ()


async def read_person(mailer: Mailer, project_id: str, address: str) -> Contact | None:
    """Find the contact with this address. None when there is none, or it can't be read."""
    try:
        async with asyncio.timeout(READING_SECONDS):
            found = await mailer.contacts_like(project_id, search=address, most=_LOOKED_THROUGH)
    except (ApiError, TimeoutError):
        return None
    wanted = address.casefold()
    return next((each for each in found if each.email.casefold() == wanted), None)


def about_person(contact: Contact | None, *, is_transactional: bool) -> Text | None:
    """Say why this person won't get the email, as far as their status tells (contract, 7, 12)."""
    if contact is None:
        return None
    if contact.status in _NEVER:
        return say(
            "Emails to {address} came back before ({status}), so Migma leaves it out. Check the "
            "address, or ask for another one.",
            address=contact.email,
            status=contact.status,
        )
    if contact.status in _NOT_MARKETING and not is_transactional:
        return say(
            "{address} doesn't want marketing emails ({status}), so Migma leaves it out.",
            address=contact.email,
            status=contact.status,
        )
    if contact.status == "unsubscribed":
        return say(
            "{address} has unsubscribed. A transactional email still arrives: send only what was "
            "asked for, such as a receipt.",
            address=contact.email,
        )
    return None


def about_group(insight: GroupInsight) -> list[Text]:
    """Say who gets it and who doesn't, sentence by sentence; nothing where nothing is known."""
    sentences: list[Text] = []
    skipped = insight.audience.skipped
    if skipped:
        sentences.append(
            say("{count} of them are left out: bounced or unsubscribed.", count=f"{skipped:,}")
        )
    if insight.samples:
        people = ", ".join(each.email for each in insight.samples)
        sentences.append(say("Among them: {people}.", people=people))
    return sentences
