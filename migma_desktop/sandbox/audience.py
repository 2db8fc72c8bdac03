"""Who is in a tag or a segment, and who of them gets an email."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.replies import not_found
from migma_desktop.sandbox.segments import matches
from migma_desktop.sandbox.things import BOUNCED, SUBSCRIBED, Contact, Topic


@dataclass(frozen=True, slots=True)
class Reach:
    """The people of a list: who gets the email, and how many do not, by reason."""

    recipients: tuple[Contact, ...]
    skipped: dict[str, int]


def require_list(account: Account, kind: str, list_id: str, project_id: str) -> None:
    """ApiError 404 unless this brand has such a tag or segment (an audience is a segment)."""
    found = account.tags.get(list_id) if kind == "tag" else account.segments.get(list_id)
    if found is None or found.project_id != project_id:
        raise not_found("Tag" if kind == "tag" else "Segment")


def members(account: Account, kind: str, list_id: str) -> list[Contact]:
    """Return everybody in a tag or segment, whether or not they may be written to."""
    if kind == "tag":
        tag = account.tags[list_id]
        return [each for each in account.contacts_of(tag.project_id) if tag.name in each.tags]
    segment = account.segments[list_id]
    return [
        each for each in account.contacts_of(segment.project_id) if matches(each, segment.filters)
    ]


def reach(people: Sequence[Contact], *, transactional: bool, topic: Topic | None = None) -> Reach:
    """Leave out whom Migma leaves out (specification, ``transactional``)."""
    recipients: list[Contact] = []
    skipped: dict[str, int] = {}
    for person in people:
        reason = reason_to_skip(person, transactional=transactional, topic=topic)
        if reason is None:
            recipients.append(person)
        else:
            skipped[reason] = skipped.get(reason, 0) + 1
    return Reach(tuple(recipients), skipped)


def reason_to_skip(
    person: Contact, *, transactional: bool, topic: Topic | None = None
) -> str | None:
    """Say why somebody is not written to, or None. Bounced and invalid never are."""
    if person.status == BOUNCED:
        return "bounced"
    if person.validity == "invalid":
        return "invalid"
    if transactional:
        return None
    if person.status != SUBSCRIBED:
        return person.status
    if topic is not None and not topic.wanted_by(person.id):
        return "opted out of the topic"
    return None
