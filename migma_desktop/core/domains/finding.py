"""What the doctor says: a named mistake, what it means, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.domains.expected import Expected
from migma_desktop.core.texts import Text


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # the domain can't send, or emails are refused, until it is put right
    WARNING = "warning"  # some emails suffer
    HINT = "hint"


class Mistake(StrEnum):
    """The mistakes that the doctor knows by name."""

    # The domain as a whole
    OFFLINE = "offline"
    NOT_REGISTERED = "not registered"
    NO_SERVER_ANSWERS = "no server answers"
    LAME_SERVER = "lame server"
    SERVERS_DISAGREE = "servers disagree"
    SIGNATURE_BROKEN = "signature broken"
    SERVER_FAILED = "server failed"
    # A record in the wrong place, or none
    MISSING = "missing"
    DOMAIN_DOUBLED = "domain doubled"
    UNDERSCORE_LOST = "underscore lost"
    WRONG_HOST = "wrong host"
    WRONG_TYPE = "wrong type"
    FLATTENED = "flattened"
    # A record with the wrong value
    WRONG_VALUE = "wrong value"
    DOMAIN_APPENDED = "domain appended"
    DOT_PASTED = "dot pasted"
    KEY_DECORATED = "key decorated"
    KEY_CASE = "key case"
    KEY_CUT = "key cut"
    KEY_EMPTY = "key empty"
    KEY_WRONG = "key wrong"
    # SPF
    TWO_SPF = "two spf"
    SPF_BROKEN = "spf broken"
    SPF_WITHOUT_US = "spf without us"
    SPF_TOO_LONG = "spf too long"
    SPF_ALLOWS_ALL = "spf allows all"
    # DMARC
    TWO_DMARC = "two dmarc"
    DMARC_BROKEN = "dmarc broken"
    DMARC_REJECTS = "dmarc rejects"
    # The way back
    MX_BESIDE_CNAME = "mx beside cname"
    MX_ELSEWHERE = "mx elsewhere"
    # Time
    STILL_CACHED = "still cached"
    LONG_TTL = "long ttl"


@dataclass(frozen=True, slots=True)
class DnsFinding:
    """One thing that is wrong with a domain."""

    mistake: Mistake
    severity: Severity
    title: Text
    text: Text  # what was found, and what it means
    advice: Text
    record: Expected | None = None  # None: it concerns the domain as a whole
    details: str = ""  # technical


def grouped(findings: Iterable[DnsFinding]) -> list[list[DnsFinding]]:
    """Put findings together that say the same about several records, in the order of the first.

    A new domain lacks all its records: seven times the same sentence would hide everything else.
    """
    groups: dict[object, list[DnsFinding]] = {}
    for finding in findings:
        said = (finding.mistake, finding.severity, finding.title, finding.text, finding.advice)
        groups.setdefault(tuple(map(str, said)), []).append(finding)
    return list(groups.values())


class RecordState(StrEnum):
    """How one record stands."""

    GOOD = "good"
    WRONG = "wrong"
    MISSING = "missing"
    UNKNOWN = "unknown"  # nobody answered


@dataclass(frozen=True, slots=True)
class RecordLook:
    """One record beside what was found at its name."""

    expected: Expected
    state: RecordState
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The doctor's opinion of one domain."""

    domain: str
    findings: tuple[DnsFinding, ...]  # the worst first
    records: tuple[RecordLook, ...]
    asked: tuple[str, ...] = ()  # the servers that answered
    unreached: tuple[str, ...] = ()  # those that this computer has no way to, such as IPv6

    @property
    def is_sound(self) -> bool:
        """Whether nothing keeps the domain from sending."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings) and all(
            record.state is RecordState.GOOD for record in self.records
        )
