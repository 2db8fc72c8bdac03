"""Which questions the doctor needs answered, before the first answer and after some."""

from __future__ import annotations

from dataclasses import dataclass

from migma_desktop.core.domains import spf
from migma_desktop.core.domains.expected import Expected, Role, expected_records
from migma_desktop.core.domains.names import clean, organisational
from migma_desktop.core.domains.published import Published, Question
from migma_desktop.core.models import Domain

_MOST_OTHERS = 40  # SPF records of others that are read; a receiver stops at ten


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask whom."""

    everywhere: frozenset[Question]  # every server, to compare what they say
    anywhere: frozenset[Question]  # one server that knows: where else a record may have gone


def plan(domain: Domain, *, zone: str) -> Plan:
    """Return what to ask about a domain whose records are kept in ``zone``."""
    everywhere: set[Question] = {Question(zone, "NS")}
    anywhere: set[Question] = set()
    for record in expected_records(domain):
        everywhere |= {Question(record.name, record.type), Question(record.name, "CNAME")}
        if record.type == "CNAME":
            anywhere |= {Question(record.name, "A"), Question(record.name, "TXT")}
        anywhere |= {Question(name, record.type) for name in misplaced(record, domain, zone)}
    anywhere.add(Question(f"_dmarc.{organisational(domain.name)}", "TXT"))
    return Plan(frozenset(everywhere), frozenset(anywhere - everywhere))


def doubled(record: Expected, domain: Domain, zone: str) -> list[str]:
    """Return where a record ends up when a panel adds the domain that was typed already."""
    ends = dict.fromkeys((zone, clean(domain.name)))
    return [f"{record.name}.{end}" for end in ends if end]


def without_underscore(record: Expected) -> list[str]:
    """Return the name that a panel makes of one with underscores."""
    return [record.name.replace("_", "")] if "_" in record.name else []


def elsewhere(record: Expected, domain: Domain, zone: str) -> list[str]:
    """Return names where a record may have been put by mistake."""
    labels = record.name.split(".")
    own = clean(domain.name)
    found = [f"{labels[0]}.{own}", f"{labels[0]}.{zone}"]
    if record.role is not Role.DMARC:  # one above is no mistake: it holds for all names below
        found.append(record.name.removesuffix(own) + zone)
    if record.role is Role.SPF:  # which every name has its own right to
        found = [name for name in found if name not in {own, zone}]
    else:
        found += [own, zone, ".".join(labels[1:])]
    if record.role is Role.DMARC:
        found = [name for name in found if name != f"_dmarc.{zone}"]
    return [name for name in dict.fromkeys(found) if name and name != record.name]


def misplaced(record: Expected, domain: Domain, zone: str) -> list[str]:
    """Return every name where a missing record is looked for."""
    return [
        *doubled(record, domain, zone),
        *without_underscore(record),
        *elsewhere(record, domain, zone),
    ]


def further(domain: Domain, published: Published) -> frozenset[Question]:
    """Return the SPF records of others that are to be read next, those not read yet."""
    known = {question for answers in published.answers.values() for question in answers}
    texts = [
        text
        for answers in published.answers.values()
        for question, answer in answers.items()
        if question.type == "TXT" and (question.name == clean(domain.name) or _was_read(question))
        for text in answer.values
        if spf.is_spf(text)
    ]
    wanted = {Question(name, "TXT") for text in texts for name in spf.asked_of_others(text)}
    return frozenset(sorted(wanted - known)[:_MOST_OTHERS])


def _was_read(question: Question) -> bool:
    return not question.name.startswith("_dmarc.")
