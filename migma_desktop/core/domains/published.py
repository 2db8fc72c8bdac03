"""What name servers answered: values that the rules of the doctor read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from migma_desktop.core.models import Domain


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """One question to a name server; the name is clean (see ``names.clean``)."""

    name: str
    type: str  # "TXT", "CNAME", "MX", "A", "NS"


class Outcome(StrEnum):
    """What came of a question."""

    FOUND = "found"
    EMPTY = "empty"  # the name exists, nothing of this type stands there
    NO_SUCH_NAME = "no such name"
    ELSEWHERE = "elsewhere"  # this server passed the name on to others
    FAILED = "failed"  # SERVFAIL, or nothing that can be read
    BOGUS = "bogus"  # fails only as long as signatures are checked (RFC 4035, CD)
    LAME = "lame"  # the server doesn't know the zone that it is named for, or refuses
    SILENT = "silent"
    UNREACHABLE = "unreachable"  # this computer has no way there, such as no IPv6


_SAYS_SOMETHING = frozenset({Outcome.FOUND, Outcome.EMPTY, Outcome.NO_SUCH_NAME})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one server said. A text of several parts comes joined, as mail servers read it."""

    outcome: Outcome
    values: tuple[str, ...] = ()
    ttl: int = 0  # seconds; of a resolver: how long it still remembers this
    alias: str = ""  # where a CNAME at the name itself points to

    @property
    def says_something(self) -> bool:
        """Whether the server knew an answer, if only that there is nothing."""
        return self.outcome in _SAYS_SOMETHING


class SourceKind(StrEnum):
    """Who was asked."""

    YOURS = "yours"  # the resolver that this computer uses
    AUTHORITY = "authority"  # a name server of the domain itself
    PUBLIC = "public"  # a resolver for everybody


@dataclass(frozen=True, slots=True)
class Source:
    """One server that was asked."""

    kind: SourceKind
    name: str
    address: str = ""


NO_ANSWER = Answer(Outcome.SILENT)


@dataclass(frozen=True, slots=True)
class Published:
    """All answers about one domain."""

    zone: str = ""  # where its records are kept: the name that has name servers of its own
    answers: Mapping[Source, Mapping[Question, Answer]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()  # name servers that this computer has no way to

    def of(self, kind: SourceKind, question: Question) -> Iterator[tuple[Source, Answer]]:
        """Yield what servers of a kind said to a question that they were asked."""
        for source, answers in self.answers.items():
            if source.kind is kind and question in answers:
                yield source, answers[question]

    def truth(self, name: str, type_: str) -> Answer:
        """Return what is published: by the domain's own servers if they say anything."""
        question = Question(name, type_)
        first: Answer | None = None
        for kind in (SourceKind.AUTHORITY, SourceKind.PUBLIC, SourceKind.YOURS):
            for _, answer in self.of(kind, question):
                if answer.says_something:
                    return answer
                first = first or answer
        return first or NO_ANSWER

    def sources(self, kind: SourceKind) -> list[Source]:
        """Return the servers of a kind."""
        return [source for source in self.answers if source.kind is kind]


class DnsLook(Protocol):
    """One look at what a domain publishes: ``dns.survey.Survey``. May block for many seconds."""

    def run(self) -> Published:
        """Ask all servers; silence is an answer too."""

    def stop(self) -> None:
        """End ``run`` soon, from any thread."""


class LookAtDns(Protocol):
    """Prepares a look at a domain. Loads a library."""

    def __call__(self, domain: Domain, public: bool, /) -> DnsLook:
        """``public``: whether public name servers may be asked."""
