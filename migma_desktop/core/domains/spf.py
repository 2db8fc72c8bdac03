"""Reading SPF records (RFC 7208), as far as the doctor needs it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from migma_desktop.core.domains.names import clean

MOST_LOOKUPS = 10
"""How many questions a receiver asks before it gives up (RFC 7208, 4.6.4)."""

_START = re.compile(r"v=spf1(\s|$)", re.IGNORECASE)
_ASKS = ("include:", "exists:", "redirect=", "a:", "a/", "mx:", "mx/", "ptr:")
_ASKS_ALONE = frozenset({"a", "mx", "ptr"})


def is_spf(text: str) -> bool:
    """Whether a text is an SPF record to a receiver."""
    return _START.match(text) is not None


def was_meant_as_spf(text: str) -> bool:
    """Whether a text would be an SPF record, but for quotes, spaces or a slip at its start."""
    return not is_spf(text) and re.search(r"v\s*=\s*spf", text, re.IGNORECASE) is not None


def terms(text: str) -> list[str]:
    """Return what stands behind the version, in lower case."""
    return text.lower().split()[1:]


def plain(term: str) -> str:
    """Return a term without its qualifier."""
    return term.lstrip("+-~?")


def allows_everybody(text: str) -> bool:
    """Whether the record lets any server in the world send for the domain."""
    return any(term in {"all", "+all"} for term in terms(text))


def wanted_terms(text: str) -> list[str]:
    """Return what an expected record adds to whatever the domain has already."""
    return [plain(term) for term in terms(text) if plain(term) != "all"]


def asked_of_others(text: str) -> list[str]:
    """Return the names whose own SPF records a receiver reads next."""
    found = []
    for term in map(plain, terms(text)):
        for mark in ("include:", "redirect="):
            if term.startswith(mark) and "%" not in term:
                found.append(clean(term.removeprefix(mark)))
    return found


def lookups(text: str, record_of: Callable[[str], str | None], *, deepest: int = 10) -> int:
    """Count the questions that reading a record costs, with all that it includes."""
    return sum(_lookups(text, record_of, frozenset(), deepest))


def _lookups(
    text: str, record_of: Callable[[str], str | None], above: frozenset[str], deepest: int
) -> Iterator[int]:
    for term in map(plain, terms(text)):
        if term in _ASKS_ALONE or term.startswith(_ASKS):
            yield 1
    for name in asked_of_others(text):
        inner = record_of(name)
        if inner is not None and name not in above and deepest:
            yield from _lookups(inner, record_of, above | {name}, deepest - 1)
