"""What is right already, but not seen everywhere yet."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.domains.durations import duration
from migma_desktop.core.domains.expected import Expected
from migma_desktop.core.domains.finding import DnsFinding, Mistake, Severity
from migma_desktop.core.domains.published import Outcome, Published, Question, SourceKind
from migma_desktop.core.domains.values import judge
from migma_desktop.core.texts import say

_LONG_TTL = 2 * 86400  # seconds; above, a mistake lives on for days after it was put right


def still_cached(record: Expected, published: Published) -> Iterator[DnsFinding]:
    """Say who still remembers what stood there before, and for how long."""
    question = Question(record.name, record.type)
    waits: dict[str, int] = {}
    old: list[str] = []
    for kind in (SourceKind.YOURS, SourceKind.PUBLIC):
        for source, answer in published.of(kind, question):
            if (
                answer.says_something
                and not judge(record, answer.values, zone=published.zone).is_there
            ):
                waits[source.name] = answer.ttl
                old += answer.values
    if waits and any(published.of(SourceKind.AUTHORITY, question)):
        yield DnsFinding(
            Mistake.STILL_CACHED,
            Severity.HINT,
            say("Right, but not seen everywhere yet"),
            say(
                "The record is right. {servers} still remembers what was there before, for "
                "{time} more at most.",
                servers=", ".join(waits),
                time=duration(max(waits.values())),
            ),
            say("Nothing to do but wait. Then press Check now."),
            record=record,
            details="\n".join(old) or "(nothing)",
        )


def long_ttl(record: Expected, published: Published) -> Iterator[DnsFinding]:
    """Say that a mistake here would stay for days."""
    answer = published.truth(record.name, record.type)
    if answer.outcome is Outcome.FOUND and answer.ttl > _LONG_TTL:
        yield DnsFinding(
            Mistake.LONG_TTL,
            Severity.HINT,
            say("Changes to this record take long"),
            say(
                "{name} tells everybody to remember it for {time}.",
                name=record.name,
                time=duration(answer.ttl),
            ),
            say("Set its TTL to one hour (3600), so that a mistake is gone in an hour."),
            record=record,
            details=f"TTL {answer.ttl}",
        )
