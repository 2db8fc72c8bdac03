"""Reading DMARC policies (RFC 7489, section 6.3), as far as the doctor needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_START = re.compile(r"v\s*=\s*DMARC1\s*(;|$)")  # the version is the one word whose case counts
_POLICIES = frozenset({"none", "quarantine", "reject"})


@dataclass(frozen=True, slots=True)
class Policy:
    """What a domain asks receivers to do with emails that prove nothing."""

    policy: str  # "none", "quarantine" or "reject"
    for_subdomains: str
    strict_dkim: bool
    strict_spf: bool


def is_dmarc(text: str) -> bool:
    """Whether a text is a DMARC record to a receiver."""
    return _START.match(text) is not None


def was_meant_as_dmarc(text: str) -> bool:
    """Whether a text would be a DMARC record, but for a slip at its start."""
    return not is_dmarc(text) and re.search(r"v\s*=\s*dmarc", text, re.IGNORECASE) is not None


def read_policy(text: str) -> Policy | None:
    """Read a record; None where it breaks the syntax, so that receivers may ignore it."""
    tags: dict[str, str] = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        if not equals or "=" in value.partition("mailto:")[0]:
            return None
        tags[name.strip().lower()] = value.strip()
    policy = tags.get("p", "").lower()
    below = tags.get("sp", policy).lower()
    if policy not in _POLICIES or below not in _POLICIES:
        return None
    return Policy(policy, below, tags.get("adkim") == "s", tags.get("aspf") == "s")
