"""Taking one person's address out of what the program has kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Send
from migma_desktop.core.texts import say


class Person:
    """An email address, found in any text whatever its case, but not as a part of another."""

    def __init__(self, address: str) -> None:
        self.address = address.strip()
        self._pattern = re.compile(
            rf"(?<![\w.+%-]){re.escape(self.address)}(?![\w-]|\.\w)", re.IGNORECASE
        )

    def is_in(self, text: str) -> bool:
        """Whether a text holds the address."""
        return self._pattern.search(text) is not None

    def is_(self, address: str) -> bool:
        """Whether an address is this person's."""
        return address.strip().casefold() == self.address.casefold()

    def taken_out(self, text: str) -> str:
        """Return a text, which may be JSON, without the address."""
        return self._pattern.sub("", text)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a person's address is kept."""

    to_them: tuple[int, ...] = ()  # seq of the sends that went to them
    mentioned: tuple[int, ...] = ()  # seq of sends to others that hold the address
    unfinished: tuple[Send, ...] = ()  # sends that still need it, without what left
    drafts: int = 0
    settings: int = 0
    copies: int = 0  # of the database, made before an update

    @property
    def count(self) -> int:
        """How many places there are."""
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
