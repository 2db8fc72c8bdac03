"""What Migma's own checks say of an email (contract, section 9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """Which of Migma's checks says so."""

    COMPATIBILITY = "compatibility"
    LINKS = "links"
    SPELLING = "spelling"
    DELIVERABILITY = "deliverability"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that a check found; texts are the server's own."""

    topic: Topic
    message: str
    what: str = ""  # the word, the address or the feature that it is about
    suggestion: str = ""  # what to write instead
    programs: tuple[str, ...] = ()  # mail programs that are concerned
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that Migma found, in the order of its checks."""

    issues: tuple[Issue, ...] = ()
    checked: tuple[Topic, ...] = ()  # those that were carried out
