"""The headers of an email that arrived, and which of its results can be believed.

Every server puts its lines above those that were there. So what the receiver says stands on top,
and anything below may have been written by the sender (RFC 8601, section 7.1).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.parser import HeaderParser
from email.utils import parseaddr

from migma_desktop.core.domains.auth_results import AuthResults, parse_results
from migma_desktop.core.domains.names import clean, organisational

MOST_CHARACTERS = 1_000_000
"""Of an email that are looked at: headers stand at its beginning."""

_RESULTS, _ARC = "authentication-results", "arc-authentication-results"
_BY = re.compile(r"\bby\s+([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
# Domains of one house: results of one stand beside hops of another.
_HOUSES = (
    ("icloud.com", "me.com", "mac.com", "apple.com"),
    ("google.com", "googlemail.com", "gmail.com", "1e100.net"),
    ("outlook.com", "hotmail.com", "microsoft.com", "office365.us", "live.com"),
    ("yahoo.com", "yahoodns.net", "aol.com", "yahoo.co.jp", "att.net"),
    ("protonmail.ch", "protonmail.com", "proton.me", "proton.ch"),
    ("messagingengine.com", "fastmail.com", "fastmail.fm"),
    ("gmx.net", "gmx.com", "gmx.de", "web.de", "kundenserver.de", "mail.com"),
    ("zoho.com", "zohomail.com", "zoho.eu", "zohomail.eu", "zoho.in", "zohomail.in"),
    ("mail.ru", "vk.com", "bk.ru", "list.ru", "inbox.ru"),
    ("yandex.ru", "yandex.net", "yandex.com"),
)
_MICROSOFT = "outlook.com"  # the one that leaves out who says it


@dataclass(frozen=True, slots=True)
class ReceivedEmail:
    """What an email's headers tell of its journey."""

    sender: str  # the address behind From
    subject: str
    receiver: str  # the house whose results are believed; empty where there are none
    trusted: tuple[AuthResults, ...]
    ignored: tuple[AuthResults, ...]  # below the receiver's: anybody may have written them
    forwarders: tuple[AuthResults, ...]  # ARC: what an earlier station says it saw
    has_headers: bool = True

    @property
    def sender_domain(self) -> str:
        """The domain that people see, and that all is measured against."""
        return clean(self.sender.rpartition("@")[2])


def read_email(text: str) -> ReceivedEmail:
    """Read pasted headers, or a whole email; never raises."""
    headers = _headers(text[:MOST_CHARACTERS])
    values: dict[str, str] = {}
    for name, value in headers:
        values.setdefault(name, value)
    lines = [(place, value) for place, (name, value) in enumerate(headers) if name == _RESULTS]
    hops = [
        (place, _house_by(value))
        for place, (name, value) in enumerate(headers)
        if name == "received"
    ]
    parsed = [(place, parse_results(value)) for place, value in lines]
    trusted, house = _trusted(parsed, hops)
    return ReceivedEmail(
        sender=parseaddr(_decoded(values.get("from", "")))[1].lower(),
        subject=_decoded(values.get("subject", "")),
        receiver=house,
        trusted=tuple(trusted),
        ignored=tuple(each for _, each in parsed if each not in trusted),
        forwarders=tuple(
            parse_results(value.partition(";")[2]) for name, value in headers if name == _ARC
        ),
        has_headers=bool(headers),
    )


def _trusted(
    parsed: Sequence[tuple[int, AuthResults]], hops: Sequence[tuple[int, str]]
) -> tuple[list[AuthResults], str]:
    """Return the topmost block of results if its house stands at the end of the journey."""
    if not parsed:
        return [], ""
    top, first = parsed[0]
    house = _house(first.server) if first.server else _MICROSOFT
    below = [place for place, _ in hops if place > top]
    end = below[0] if below else None
    # Those above were put there later, by the receiver; the next one below is where it came in.
    receivers = {by for place, by in hops if place < top or place == end}
    if hops and house not in receivers:
        return [], ""
    block = []
    said: set[tuple[str, str]] = set()
    for place, each in parsed:
        own = _house(each.server) if each.server else _MICROSOFT
        if own != house or (end is not None and place > end):
            continue
        kinds = {(each.server, result.method) for result in each.results}
        if kinds & said:
            continue  # a server speaks once; a second line in its name is somebody else's
        said |= kinds
        block.append(each)
    return block, house


def _headers(text: str) -> list[tuple[str, str]]:
    """Return names in lower case with unfolded values, in their order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n")
    text = textwrap.dedent(text).lstrip()  # copied out of a quotation, all is moved to the right
    message = HeaderParser().parsestr(text, headersonly=True)
    return [(name.lower(), " ".join(str(value).split())) for name, value in message.items()]


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        return value


def _house_by(received: str) -> str:
    found = _BY.search(received)
    return _house(found[1]) if found else ""


def _house(host: str) -> str:
    """Return one name for all domains of a big receiver, else what somebody registered."""
    own = organisational(host)
    return next((house[0] for house in _HOUSES if own in house), own)
