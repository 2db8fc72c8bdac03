"""Records as somebody else needs them: a zone file, and a letter to whoever looks after the DNS."""

from __future__ import annotations

from migma_desktop.core.domains.expected import Expected, expected_records
from migma_desktop.core.domains.names import organisational
from migma_desktop.core.models import Domain
from migma_desktop.core.texts import say

TTL = 3600  # contract, section 6
_LONGEST_STRING = 255  # bytes of one string of a TXT record (RFC 1035, 3.3.14)


def host_field(record: Expected, domain: str) -> str:
    """Return what most providers want in the field for the name: without the domain itself."""
    zone = organisational(domain)
    return "@" if record.name == zone else record.name.removesuffix(f".{zone}")


def value_field(record: Expected) -> str:
    """Return what goes into the field for the value."""
    return record.target if record.type in {"CNAME", "MX"} else record.value


def priority_field(record: Expected) -> str:
    """Return the priority of an MX record."""
    if record.type != "MX":
        return ""
    return str(10 if record.record.priority is None else record.record.priority)


def zone_file(domain: Domain) -> str:
    """Return the records in the format of zone files (RFC 1035, section 5)."""
    lines = [f"; {domain.name}", f"$TTL {TTL}"]
    for record in expected_records(domain):
        value = value_field(record)
        if record.type == "TXT":
            data = _quoted(value)
        elif record.type == "MX":
            data = f"{priority_field(record)} {value}."
        else:
            data = f"{value}."
        lines.append(f"{record.name}. {TTL} IN {record.type} {data}")
    return "\n".join([*lines, ""])


def admin_text(domain: Domain) -> str:
    """Return an email text that asks somebody to add the records."""
    records = expected_records(domain)
    parts = [
        str(say("Hello,")),
        str(
            say(
                "we want to send emails from {domain} through Migma (migma.ai). For that, please "
                "add these {count} DNS records. Nothing that is there has to be removed, and the "
                "mailboxes keep working as they do.",
                domain=domain.name,
                count=len(records),
            )
        ),
    ]
    parts += [_described(number, record, domain) for number, record in enumerate(records, 1)]
    parts += [
        str(
            say(
                "If the domain has an SPF record (v=spf1) already, please don't add a second one: "
                "put the include: into the one that is there. At Cloudflare, the proxy (orange "
                "cloud) must be off for these records. A TTL of {ttl} is fine.",
                ttl=TTL,
            )
        ),
        str(say("The same as a zone file:")),
        zone_file(domain),
        str(say("Thank you!")),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _described(number: int, record: Expected, domain: Domain) -> str:
    lines = [
        f"{number}. {record.type}",
        f"   {say('Host')}:  {host_field(record, domain.name)}   ({record.name})",
        f"   {say('Value')}: {value_field(record)}",
    ]
    if record.type == "MX":
        lines.append(f"   {say('Priority')}: {priority_field(record)}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """Return a text as the strings of a TXT record, none longer than it may be."""
    pieces: list[str] = [""]
    for char in text:
        if len((pieces[-1] + char).encode()) > _LONGEST_STRING:
            pieces.append("")
        pieces[-1] += char
    escaped = (piece.replace("\\", "\\\\").replace('"', '\\"') for piece in pieces)
    return " ".join(f'"{piece}"' for piece in escaped)
