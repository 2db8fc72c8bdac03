"""The DNS doctor: what is published beside what is expected, and each mistake by its name."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.domains.expected import Expected, Role, expected_records
from migma_desktop.core.domains.finding import (
    Diagnosis,
    DnsFinding,
    Mistake,
    RecordLook,
    RecordState,
    Severity,
)
from migma_desktop.core.domains.places import look_for
from migma_desktop.core.domains.policy_rules import dmarc_rules, spf_rules
from migma_desktop.core.domains.published import Answer, Published
from migma_desktop.core.domains.time_rules import long_ttl, still_cached
from migma_desktop.core.domains.values import judge
from migma_desktop.core.domains.wording import about_value
from migma_desktop.core.domains.zone_rules import fatal, troubles
from migma_desktop.core.models import Domain
from migma_desktop.core.texts import say


def diagnose(domain: Domain, published: Published) -> Diagnosis:
    """Return what is wrong with a domain, the worst first, and how each record stands."""
    records = expected_records(domain)
    asked = tuple(
        source.name
        for source, answers in published.answers.items()
        if any(answer.says_something for answer in answers.values())
    )
    end = fatal(domain, published) if records else None
    if end is not None:
        looks = tuple(RecordLook(record, RecordState.UNKNOWN) for record in records)
        return Diagnosis(domain.name, (end,), looks, asked, published.skipped)
    findings: list[DnsFinding] = []
    states: dict[Expected, RecordState] = {}
    for record in records:
        found = list(_about(record, domain, published, records))
        states[record] = _state(record, published, found)
        findings += found
    findings += dmarc_rules(domain, published, states)
    findings += troubles(published, records)
    looks = tuple(
        RecordLook(record, state, _found(record, published)) for record, state in states.items()
    )
    order = list(Severity)
    findings.sort(key=lambda finding: order.index(finding.severity))
    return Diagnosis(domain.name, tuple(findings), looks, asked, published.skipped)


def _about(
    record: Expected, domain: Domain, published: Published, records: tuple[Expected, ...]
) -> Iterator[DnsFinding]:
    answer = published.truth(record.name, record.type)
    if not answer.says_something:
        yield _nobody_knows(record, answer)
        return
    values = answer.values if record.type == "CNAME" or not answer.alias else ()
    judged = judge(record, values, zone=published.zone)
    if judged.is_there:
        yield from still_cached(record, published)
        yield from long_ttl(record, published)
        if record.role is Role.SPF:
            yield from spf_rules(record, published)
    elif judged.mistake is not None:
        yield about_value(record, judged)
    else:
        yield look_for(record, domain, published, others=records)


def _nobody_knows(record: Expected, answer: Answer) -> DnsFinding:
    return DnsFinding(
        Mistake.SERVER_FAILED,
        Severity.WARNING,
        say("No answer about this record"),
        say("The name servers answered about the domain, but not about {name}.", name=record.name),
        say("Look again in some minutes. If it stays so, show this to your DNS provider."),
        record=record,
        details=f"{record.name} {record.type}: {answer.outcome}",
    )


def _state(record: Expected, published: Published, found: list[DnsFinding]) -> RecordState:
    answer = published.truth(record.name, record.type)
    if not answer.says_something:
        return RecordState.UNKNOWN
    if all(finding.severity is not Severity.ERROR for finding in found):
        return RecordState.GOOD
    return RecordState.WRONG if answer.values or answer.alias else RecordState.MISSING


def _found(record: Expected, published: Published) -> tuple[str, ...]:
    answer = published.truth(record.name, record.type)
    return answer.values or ((answer.alias,) if answer.alias else ())
