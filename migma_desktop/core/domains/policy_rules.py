"""What the SPF record and the DMARC policy of a domain do to its emails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migma_desktop.core.domains import dmarc, spf
from migma_desktop.core.domains.dmarc import Policy
from migma_desktop.core.domains.expected import Expected, Role
from migma_desktop.core.domains.finding import DnsFinding, Mistake, RecordState, Severity
from migma_desktop.core.domains.names import clean, organisational
from migma_desktop.core.domains.published import Published
from migma_desktop.core.models import Domain
from migma_desktop.core.texts import say


def spf_rules(record: Expected, published: Published) -> Iterator[DnsFinding]:
    """Say what is wrong with an SPF record that names Migma."""
    texts = [each for each in published.truth(record.name, "TXT").values if spf.is_spf(each)]
    if len(texts) != 1:
        return
    text = texts[0]
    count = spf.lookups(text, lambda name: _spf_of(name, published))
    if count > spf.MOST_LOOKUPS:
        yield DnsFinding(
            Mistake.SPF_TOO_LONG,
            Severity.ERROR,
            say("The SPF record asks too many questions"),
            say(
                "To read the SPF record of {name}, a receiver has to ask {count} times. After "
                "{most} it gives up, and SPF fails for every email.",
                name=record.name,
                count=count,
                most=spf.MOST_LOOKUPS,
            ),
            say("Take out each include: of a program that you don't use any more."),
            record=record,
            details=text,
        )
    if spf.allows_everybody(text):
        yield DnsFinding(
            Mistake.SPF_ALLOWS_ALL,
            Severity.WARNING,
            say("Everybody may send in your name"),
            say(
                "The SPF record of {name} ends with +all: it allows every server.", name=record.name
            ),
            say("Change +all to ~all."),
            record=record,
            details=text,
        )


def dmarc_rules(
    domain: Domain, published: Published, states: Mapping[Expected, RecordState]
) -> Iterator[DnsFinding]:
    """Say that the policy lets emails be refused, as long as neither SPF nor DKIM proves them."""
    found = policy_in_force(domain, published)
    if found is None:
        return
    policy, name, action = found
    if action == "none" or _is_good(states, Role.DKIM):
        return
    spf_proves = _is_good(states, Role.RETURN_PATH) and not policy.strict_spf
    refused = action == "reject"
    yield DnsFinding(
        Mistake.DMARC_REJECTS,
        Severity.WARNING if spf_proves else Severity.ERROR,
        say("Receivers will refuse the emails")
        if refused
        else say("Emails will land in the junk folder"),
        say(
            "The policy at {name} says {policy}: what isn't proven to be yours is refused. Without "
            "its DKIM records, Migma can't prove it.",
            name=name,
            policy=f"p={action}",
        )
        if refused
        else say(
            "The policy at {name} says {policy}: what isn't proven to be yours is junk. Without "
            "its DKIM records, Migma can't prove it.",
            name=name,
            policy=f"p={action}",
        ),
        say("Put the DKIM records right first. Until then, don't send from this domain."),
        details=f"{name}: p={policy.policy} sp={policy.for_subdomains}",
    )


def policy_in_force(domain: Domain, published: Published) -> tuple[Policy, str, str] | None:
    """Return the DMARC policy for a domain, where it stands, and what it asks for."""
    own, parent = clean(domain.name), organisational(domain.name)
    for name in dict.fromkeys((own, parent)):
        place = f"_dmarc.{name}"
        texts = [each for each in published.truth(place, "TXT").values if dmarc.is_dmarc(each)]
        policy = dmarc.read_policy(texts[0]) if len(texts) == 1 else None
        if policy is not None:
            return policy, place, policy.policy if name == own else policy.for_subdomains
    return None


def _is_good(states: Mapping[Expected, RecordState], role: Role) -> bool:
    of_role = [state for record, state in states.items() if record.role is role]
    return bool(of_role) and all(state is RecordState.GOOD for state in of_role)


def _spf_of(name: str, published: Published) -> str | None:
    values = published.truth(name, "TXT").values
    return next((value for value in values if spf.is_spf(value)), None)
