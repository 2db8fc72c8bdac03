"""Where a record went that isn't where it should be."""

from __future__ import annotations

from collections.abc import Sequence

from migma_desktop.core.domains.expected import Expected
from migma_desktop.core.domains.finding import DnsFinding, Mistake, Severity
from migma_desktop.core.domains.published import Outcome, Published
from migma_desktop.core.domains.questions import doubled, elsewhere, without_underscore
from migma_desktop.core.domains.values import is_the_one
from migma_desktop.core.domains.wording import shortened
from migma_desktop.core.models import Domain
from migma_desktop.core.texts import Text, say


def look_for(
    record: Expected, domain: Domain, published: Published, *, others: Sequence[Expected]
) -> DnsFinding:
    """Say what became of a record whose place is empty."""
    return (
        _wrong_type(record, published)
        or _flattened(record, published)
        or _in_another_place(record, domain, published, others)
        or _missing(record)
    )


def _wrong_type(record: Expected, published: Published) -> DnsFinding | None:
    alias = published.truth(record.name, "CNAME").alias
    if record.type == "MX" and alias:
        return _finding(
            Mistake.MX_BESIDE_CNAME,
            record,
            say("A CNAME takes the place of the mail server"),
            say(
                "{name} is a CNAME to {found}. A name with a CNAME can hold nothing else, so the "
                "MX record beside it is never seen.",
                name=record.name,
                found=alias,
            ),
            say("Delete the CNAME at {name}; Migma needs this name for itself.", name=record.name),
            details=f"{record.name} CNAME {alias}",
        )
    if record.type == "TXT" and alias:
        return _finding(
            Mistake.WRONG_TYPE,
            record,
            say("The record has the wrong type"),
            say(
                "{name} is a CNAME, but it has to be a TXT record.",
                name=record.name,
            ),
            say(
                "Delete the CNAME, then add a record of the type TXT with the value {value}",
                value=shortened(record.value),
            ),
            details=f"{record.name} CNAME {alias}",
        )
    texts = published.truth(record.name, "TXT").values if record.type == "CNAME" else ()
    if any(record.target in text.lower() for text in texts):
        return _finding(
            Mistake.WRONG_TYPE,
            record,
            say("The record has the wrong type"),
            say(
                "At {name} the value stands in a TXT record. It has to be a CNAME.",
                name=record.name,
            ),
            say(
                "Delete the TXT record, then add one of the type CNAME to {value}",
                value=record.value,
            ),
            details="\n".join(texts),
        )
    return None


def _flattened(record: Expected, published: Published) -> DnsFinding | None:
    if record.type != "CNAME":
        return None
    addresses = published.truth(record.name, "A")
    if addresses.outcome is not Outcome.FOUND or not addresses.values:
        return None
    return _finding(
        Mistake.FLATTENED,
        record,
        say("A proxy hides the CNAME"),
        say(
            "{name} answers with addresses ({found}) instead of the CNAME: your DNS provider "
            "passes it through its own proxy, or flattens it.",
            name=record.name,
            found=shortened(", ".join(addresses.values)),
        ),
        say(
            "Turn the proxy off for this record. At Cloudflare: the orange cloud must become grey."
        ),
        details="\n".join(addresses.values),
    )


def _in_another_place(
    record: Expected, domain: Domain, published: Published, others: Sequence[Expected]
) -> DnsFinding | None:
    kind = (record.type, record.value)
    taken = {other.name for other in others if (other.type, other.value) == kind}
    for mistake, names in (
        (Mistake.DOMAIN_DOUBLED, doubled(record, domain, published.zone)),
        (Mistake.UNDERSCORE_LOST, without_underscore(record)),
        (Mistake.WRONG_HOST, elsewhere(record, domain, published.zone)),
    ):
        for name in names:
            values = published.truth(name, record.type).values
            if name not in taken and values and is_the_one(record, values):
                return _misplaced(mistake, record, name, published.zone)
    return None


def _misplaced(mistake: Mistake, record: Expected, place: str, zone: str) -> DnsFinding:
    host = record.name.removesuffix(f".{zone}") if record.name != zone else "@"
    details = f"{place} {record.type}"
    values = {"name": record.name, "place": place, "host": host, "zone": zone}
    if mistake is Mistake.DOMAIN_DOUBLED:
        return _finding(
            mistake,
            record,
            say("The domain is there twice"),
            say(
                "The record is at {place}: your DNS provider added the domain to a name that "
                "already ended with it.",
                **values,
            ),
            say("Change the host field of this record to {host}, without {zone}.", **values),
            details=details,
        )
    if mistake is Mistake.UNDERSCORE_LOST:
        return _finding(
            mistake,
            record,
            say("The underscore is missing"),
            say("The record is at {place}; Migma looks at {name}.", **values),
            say("Change the host field to {host}, with the underscore.", **values),
            details=details,
        )
    return _finding(
        mistake,
        record,
        say("The record is at another name"),
        say("The record is at {place}, but Migma looks for it at {name}.", **values),
        say("Change the host field of this record to {host}.", **values),
        details=details,
    )


def _missing(record: Expected) -> DnsFinding:
    return _finding(
        Mistake.MISSING,
        record,
        say("The record isn't there"),
        say("There is no {type} record there yet.", type=record.type),
        say(
            "Create what is missing at your DNS provider; the copy buttons hold the right words. "
            "If you just did: it can take up to an hour to be seen."
        ),
    )


def _finding(
    mistake: Mistake, record: Expected, title: Text, text: Text, advice: Text, *, details: str = ""
) -> DnsFinding:
    return DnsFinding(mistake, Severity.ERROR, title, text, advice, record=record, details=details)
