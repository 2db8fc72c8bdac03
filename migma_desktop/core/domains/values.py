"""What is wrong with the values at a name, compared with the one that should stand there."""

from __future__ import annotations

from dataclasses import dataclass

from migma_desktop.core.domains import dkim, dmarc, spf
from migma_desktop.core.domains.dkim import KeyState
from migma_desktop.core.domains.expected import Expected, Role
from migma_desktop.core.domains.finding import Mistake
from migma_desktop.core.domains.names import clean

_OF_KEYS = {
    KeyState.DECORATED: Mistake.KEY_DECORATED,
    KeyState.CASE: Mistake.KEY_CASE,
    KeyState.CUT: Mistake.KEY_CUT,
    KeyState.DOTTED: Mistake.DOT_PASTED,
    KeyState.NO_KEY: Mistake.KEY_EMPTY,
    KeyState.OTHER: Mistake.KEY_WRONG,
}
_QUOTES = "\"'“”„’"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a record is there, and what is wrong with it otherwise."""

    is_there: bool
    mistake: Mistake | None = None
    culprit: str = ""  # the value that is wrong


def judge(expected: Expected, values: tuple[str, ...], *, zone: str) -> Judgement:
    """Compare what stands at a name with what should; the type is the same."""
    if expected.type == "TXT":
        return _judge_text(expected, values)
    if expected.type == "MX":
        return _judge_hosts(expected, values, zone, otherwise=Mistake.MX_ELSEWHERE)
    return _judge_hosts(expected, values, zone, otherwise=Mistake.WRONG_VALUE)


def is_the_one(expected: Expected, values: tuple[str, ...]) -> bool:
    """Whether these values, found at another name, are the missing record."""
    if expected.role is Role.DMARC:
        return any(dmarc.is_dmarc(value) for value in values)
    judged = judge(expected, values, zone="")
    return judged.is_there or (judged.mistake is Mistake.MX_ELSEWHERE and _holds(expected, values))


def _holds(expected: Expected, values: tuple[str, ...]) -> bool:
    return expected.target in {_host(value) for value in values}


def _judge_hosts(
    expected: Expected, values: tuple[str, ...], zone: str, *, otherwise: Mistake
) -> Judgement:
    hosts = {_host(value): value for value in values}
    others = [value for host, value in hosts.items() if host != expected.target]
    if not others and hosts:
        return Judgement(is_there=True)
    if not others:
        return Judgement(is_there=False)
    appended = [value for value in others if zone and _host(value) == f"{expected.target}.{zone}"]
    if appended:
        return Judgement(is_there=False, mistake=Mistake.DOMAIN_APPENDED, culprit=appended[0])
    return Judgement(
        is_there=False, mistake=otherwise, culprit=", ".join(_host(each) for each in others)
    )


def _host(value: str) -> str:
    return clean(value.rsplit(maxsplit=1)[-1]) if value.split() else "."


def _judge_text(expected: Expected, values: tuple[str, ...]) -> Judgement:
    if expected.role is Role.DKIM:
        return _judge_key(expected, values)
    if expected.role is Role.SPF:
        return _judge_spf(expected, values)
    if expected.role is Role.DMARC:
        return _judge_dmarc(values)
    wanted = expected.value.strip()
    for value in values:
        if value.strip() == wanted:
            return Judgement(is_there=True)
        if value.strip(_QUOTES + " ") == wanted:
            return Judgement(is_there=False, mistake=Mistake.KEY_DECORATED, culprit=value)
        if value.strip().rstrip(".") == wanted:
            return Judgement(is_there=False, mistake=Mistake.DOT_PASTED, culprit=value)
    return Judgement(is_there=False)


def _judge_key(expected: Expected, values: tuple[str, ...]) -> Judgement:
    if not values:
        return Judgement(is_there=False)
    state = dkim.compare_keys(expected.value, list(values))
    if state is KeyState.SAME:
        return Judgement(is_there=True)
    return Judgement(is_there=False, mistake=_OF_KEYS[state], culprit=values[0])


def _judge_spf(expected: Expected, values: tuple[str, ...]) -> Judgement:
    records = [value for value in values if spf.is_spf(value)]
    if len(records) > 1:
        return Judgement(False, Mistake.TWO_SPF, "\n".join(records))
    if not records:
        broken = [value for value in values if spf.was_meant_as_spf(value)]
        if broken:
            return Judgement(False, Mistake.SPF_BROKEN, broken[0])
        return Judgement(is_there=False)
    published = [spf.plain(term) for term in spf.terms(records[0])]
    missing = [term for term in spf.wanted_terms(expected.value) if term not in published]
    if not missing:
        return Judgement(is_there=True)
    if all(f"{term}." in published for term in missing):
        return Judgement(False, Mistake.DOT_PASTED, records[0])
    return Judgement(False, Mistake.SPF_WITHOUT_US, records[0])


def _judge_dmarc(values: tuple[str, ...]) -> Judgement:
    records = [value for value in values if dmarc.is_dmarc(value)]
    if len(records) > 1:
        return Judgement(False, Mistake.TWO_DMARC, "\n".join(records))
    if records:
        if dmarc.read_policy(records[0]) is None:
            return Judgement(False, Mistake.DMARC_BROKEN, records[0])
        return Judgement(is_there=True)
    broken = [value for value in values if dmarc.was_meant_as_dmarc(value)]
    if broken:
        return Judgement(False, Mistake.DMARC_BROKEN, broken[0])
    return Judgement(is_there=False)
