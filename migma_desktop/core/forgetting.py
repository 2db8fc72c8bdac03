"""Where a person is kept in the program's records, and why they may have to stay for now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft, JsonValue, Send
from migma_desktop.core.person import Person
from migma_desktop.core.texts import say


class Places(NamedTuple):
    """Where a person's address is kept."""

    to_them: tuple[int, ...] = ()  # seq of the sends that went to them
    mentioned: tuple[int, ...] = ()  # seq of sends to others that hold the address
    unfinished: tuple[Send, ...] = ()  # sends that still need it, without what left
    drafts: int = 0
    settings: int = 0
    copies: int = 0  # of the database, made before an update
    damaged: int = 0  # files that were set aside: whether they hold it nobody can say

    @property
    def number(self) -> int:
        """How many places there are for certain."""
        sends = len(self.to_them) + len(self.mentioned)
        return sends + self.drafts + self.settings + self.copies


class StillNeeded(KnownError):
    """An email that has not come to its end needs the address."""


def still_needed(unfinished: Sequence[Send]) -> StillNeeded:
    """Say why a person can't be forgotten now."""
    first = unfinished[0]
    return StillNeeded(
        say("This person can't be forgotten yet"),
        say(
            "The email “{subject}” has not come to its end: its record is what keeps it from "
            "being sent twice. Stop it, or wait until it is done, and decide about unclear "
            "ones in the status log. Then forget this person.",
            subject=first.subject or first.request.subject,
        ),
        details="\n".join(f"{send.id}: {send.state}" for send in unfinished),
    )


def draft_without(draft: Draft, address: str) -> Draft:
    """Return a draft without an email address, wherever it stood."""
    person = Person(address)

    def without(value: object) -> object:
        if isinstance(value, str):
            return person.taken_out(value)
        if isinstance(value, list):
            return [without(each) for each in value]
        if isinstance(value, dict):
            return {name: without(each) for name, each in value.items()}
        return value

    def cleaned(values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        return {name: cast("JsonValue", without(value)) for name, value in values.items()}

    return replace(
        draft,
        recipient=replace(draft.recipient, email=person.taken_out(draft.recipient.email)),
        sender=replace(
            draft.sender,
            address=person.taken_out(draft.sender.address),
            reply_to=person.taken_out(draft.sender.reply_to),
        ),
        variables=cleaned(draft.variables),
        people=tuple(map(cleaned, draft.people)),
        subject=person.taken_out(draft.subject),
        preheader=person.taken_out(draft.preheader),
        markdown=person.taken_out(draft.markdown),
        html=person.taken_out(draft.html),
        mjml=person.taken_out(draft.mjml),
        text=person.taken_out(draft.text),
    )
