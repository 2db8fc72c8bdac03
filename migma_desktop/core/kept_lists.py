"""Lists of an account as they were read last: shown at once, and while there is no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, Protocol, TypeVar

from migma_desktop.core.account import Contact
from migma_desktop.core.models import StoredContent
from migma_desktop.core.texts import Text, say

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeptList(Generic[T]):
    """A list, and when it was read from the server."""

    items: tuple[T, ...]
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The first of the things that a search has found, and of how many they were looked up."""

    items: Sequence[T]
    total: int
    read_at: datetime


class Keep(NamedTuple, Generic[T]):
    """Under what a list is kept: the account, a name within it, and what its items are."""

    profile_id: str
    name: str
    kind: type[T]


class KeptLists(Protocol):
    """The lists of all accounts on disk. Blocks: called off the GUI thread only.

    It is a cache: what can't be written is not kept, and nothing is ever raised.
    """

    def read(self, profile_id: str, name: str, kind: type[T]) -> KeptList[T] | None:
        """Return a list as it was read last."""

    def write(self, profile_id: str, name: str, items: Iterable[object]) -> None:
        """Keep a list that has just been read."""

    def content(self, profile_id: str, name: str) -> KeptList[StoredContent] | None:
        """Return the one email made in Migma that was kept under a name, as it was read last."""

    def keep_content(self, profile_id: str, name: str, content: StoredContent) -> None:
        """Keep what an email made in Migma holds; of all of them, the last few stay."""

    def begin_book(self, profile_id: str, project_id: str) -> int:
        """Begin a new reading of a project's contacts; return its number, 0 if it can't be kept."""

    def add_to_book(self, book: int, contacts: Sequence[Contact]) -> bool:
        """Keep some more contacts of a reading; False when they are not kept: it can't be whole."""

    def finish_book(self, book: int) -> None:
        """Let a reading that is whole take the place of those before it."""

    def find_contacts(
        self, profile_id: str, project_id: str, text: str, *, most: int
    ) -> Found[Contact] | None:
        """Return the first contacts whose words begin like all words of ``text``.

        None when the contacts of the project have never been read whole.
        """

    def forget_profile(self, profile_id: str) -> None:
        """Let go of all that belongs to an account."""

    def clear(self) -> None:
        """Let go of everything."""


def age_of(read_at: datetime, now: datetime) -> Text | None:
    """Say how old a list is; None while nobody needs to know."""
    age = now - read_at
    if age < timedelta(minutes=10):
        return None
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return say("As it was {count} minutes ago", count=minutes)
    hours = minutes // 60
    if hours < 2:
        return say("As it was an hour ago")
    if hours < 24:
        return say("As it was {count} hours ago", count=hours)
    if hours < 48:
        return say("As it was yesterday")
    return say("As it was {count} days ago", count=hours // 24)
