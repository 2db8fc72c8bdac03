"""What a domain has to publish: the records that Migma names, each with its part in the play."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.domains.names import clean, is_within, organisational
from migma_desktop.core.models import DnsRecord, Domain


class Role(StrEnum):
    """What a record is for."""

    DKIM = "dkim"
    SPF = "spf"
    DMARC = "dmarc"
    RETURN_PATH = "return path"  # the MX that bounces go to
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Expected:
    """One record as it should be found: whole names, without the dot at the end."""

    type: str
    name: str
    value: str
    role: Role
    record: DnsRecord

    @property
    def target(self) -> str:
        """The host that a CNAME or MX points to."""
        return clean(self.value.split()[-1]) if self.value.split() else ""


def expected_records(domain: Domain) -> tuple[Expected, ...]:
    """Return what Migma wants to find for a domain, in its order."""
    return tuple(
        Expected(
            type=record.type.upper(),
            name=whole_name(record.name, domain.name),
            value=record.value.strip(),
            role=_role(record),
            record=record,
        )
        for record in domain.records
    )


def whole_name(name: str, domain: str) -> str:
    """Return the whole name of a record that may be written relative to its domain."""
    plain = clean(name)
    if plain in {"", "@"}:
        return clean(domain)
    if is_within(plain, organisational(domain)):
        return plain
    return f"{plain}.{clean(domain)}"


def _role(record: DnsRecord) -> Role:
    name, value = clean(record.name), record.value.strip().lower()
    if "_domainkey" in name.split("."):
        return Role.DKIM
    if name.split(".")[0] == "_dmarc":
        return Role.DMARC
    if record.type.upper() == "MX":
        return Role.RETURN_PATH
    return Role.SPF if value.startswith("v=spf1") else Role.OTHER
