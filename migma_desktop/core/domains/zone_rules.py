"""What is wrong with a domain as a whole: whether it exists, and whether its servers answer."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.domains.expected import Expected
from migma_desktop.core.domains.finding import DnsFinding, Mistake, Severity
from migma_desktop.core.domains.names import is_within, organisational
from migma_desktop.core.domains.published import (
    Answer,
    Outcome,
    Published,
    Question,
    SourceKind,
)
from migma_desktop.core.models import Domain
from migma_desktop.core.texts import Text, say

_SILENT = frozenset({Outcome.SILENT, Outcome.UNREACHABLE})


def fatal(domain: Domain, published: Published) -> DnsFinding | None:
    """Return what makes every other look useless, if anything does."""
    everything = [each for answers in published.answers.values() for each in answers.values()]
    if all(answer.outcome in _SILENT for answer in everything):
        return _whole(
            Mistake.OFFLINE,
            say("No name server answered"),
            say("This computer seems to be offline, or something blocks its DNS questions."),
            say("Check the connection, or try from another network, then look again."),
        )
    own = organisational(domain.name)
    if any(answer.outcome is Outcome.BOGUS for answer in everything):
        return _whole(
            Mistake.SIGNATURE_BROKEN,
            say("The domain's DNSSEC signature is broken"),
            say(
                "Name servers that check signatures refuse everything below {domain}, so most "
                "receivers see no record at all.",
                domain=own,
            ),
            say(
                "At the company where the domain is registered, turn DNSSEC off, or let it take "
                "over the key of your present DNS provider. This happens when the provider changes."
            ),
            details=_outcomes(published),
        )
    if not is_within(published.zone, own):
        known = published.truth(own, "NS").outcome
        if known is Outcome.FAILED:
            return _nobody_answers(own, published)
        return _whole(
            Mistake.NOT_REGISTERED,
            say("The domain doesn't exist"),
            say("The internet's name servers know no {domain}.", domain=own),
            say(
                "Look for a typing mistake. If the name is right, it isn't registered, its "
                "registration has ended, or it has no name servers: ask where it was bought."
            ),
            details=_outcomes(published),
        )
    servers = published.sources(SourceKind.AUTHORITY)
    if servers and not any(
        answer.says_something or answer.outcome is Outcome.ELSEWHERE
        for server in servers
        for answer in published.answers[server].values()
    ):
        resolver_knows = any(
            answer.says_something and question.name != own
            for source, answers in published.answers.items()
            if source.kind is not SourceKind.AUTHORITY
            for question, answer in answers.items()
        )
        if not resolver_knows:
            return _nobody_answers(published.zone, published)
    return None


def troubles(published: Published, records: tuple[Expected, ...]) -> Iterator[DnsFinding]:
    """Say what is wrong with some of the servers."""
    yield from _lame(published)
    yield from _disagreeing(published, records)


def _lame(published: Published) -> Iterator[DnsFinding]:
    failing: dict[str, Outcome] = {}
    working = 0
    for server in published.sources(SourceKind.AUTHORITY):
        outcomes = [answer.outcome for answer in published.answers[server].values()]
        bad = [each for each in outcomes if each in {Outcome.LAME, Outcome.SILENT, Outcome.FAILED}]
        if outcomes and len(bad) == len(outcomes):
            failing[server.name] = bad[0]
        elif Outcome.UNREACHABLE not in outcomes:
            working += 1
    if failing and working:
        yield DnsFinding(
            Mistake.LAME_SERVER,
            Severity.WARNING,
            say("A name server of the domain doesn't answer"),
            say(
                "{servers} should know {zone}, but doesn't. Receivers that happen to ask there "
                "see no record.",
                servers=", ".join(failing),
                zone=published.zone,
            ),
            say("Have your DNS provider put it right, or take it out of the list of name servers."),
            details="\n".join(f"{name}: {outcome}" for name, outcome in failing.items()),
        )


def _disagreeing(published: Published, records: tuple[Expected, ...]) -> Iterator[DnsFinding]:
    for question in {Question(each.name, each.type): None for each in records}:
        said = {
            server.name: answer
            for server, answer in published.of(SourceKind.AUTHORITY, question)
            if answer.says_something
        }
        if len({_comparable(answer) for answer in said.values()}) > 1:
            yield DnsFinding(
                Mistake.SERVERS_DISAGREE,
                Severity.WARNING,
                say("The domain's name servers say different things"),
                say(
                    "Some of the name servers of {zone} know the newest records, others don't.",
                    zone=published.zone,
                ),
                say(
                    "Wait an hour and look again. If it stays so, the list of name servers names "
                    "an old provider beside the new one: remove the old one."
                ),
                details="\n".join(
                    f"{name}: {question.name} {question.type} {', '.join(answer.values) or '-'}"
                    for name, answer in said.items()
                ),
            )
            return


def _comparable(answer: Answer) -> tuple[str, ...]:
    return (answer.alias, *sorted(answer.values))


def _nobody_answers(zone: str, published: Published) -> DnsFinding:
    return _whole(
        Mistake.NO_SERVER_ANSWERS,
        say("The domain's name servers don't know it"),
        say("{zone} is registered, but none of its name servers answers for it.", zone=zone),
        say(
            "Compare the name servers that are set where the domain was bought with those that "
            "your DNS provider wants to see there."
        ),
        details=_outcomes(published),
    )


def _whole(
    mistake: Mistake, title: Text, text: Text, advice: Text, *, details: str = ""
) -> DnsFinding:
    return DnsFinding(mistake, Severity.ERROR, title, text, advice, details=details)


def _outcomes(published: Published) -> str:
    lines = (
        f"{source.name}: {question.name} {question.type}: {answer.outcome}"
        for source, answers in published.answers.items()
        for question, answer in answers.items()
        if not answer.says_something
    )
    return "\n".join(list(lines)[:20])
