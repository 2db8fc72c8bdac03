"""Which name was meant where a placeholder is misspelled."""

from __future__ import annotations

import re
from difflib import get_close_matches

from migma_desktop.core.checks.checked import Checked

_MOST_KNOWN = 200  # names that one is compared with
_LONGEST = 60
_CLOSE, _VERY_CLOSE = 0.75, 0.84
_SEPARATORS = re.compile(r"[\s_.\-]+")
# Names that emails use all the time: only a plain slip is held against them.
_USUAL = (
    "first_name",
    "last_name",
    "full_name",
    "company",
    "order_number",
    "customer",
    "unsubscribe_url",
    "address",
    "country",
    "product",
    "amount",
)


def known_names(checked: Checked) -> list[str]:
    """Return the names that have a value, used or not yet, here or for a sample person."""
    names = dict.fromkeys(checked.draft.variables)
    for person in checked.draft.people:
        names |= dict.fromkeys(person)
    return list(names)[:_MOST_KNOWN]


def name_meant(name: str, known: list[str]) -> str:
    """Return the name that somebody probably meant, "" when it looks right."""
    bare = _bare(name)
    by_bare = {_bare(each): each for each in known if each != name}
    if bare in by_bare:
        return by_bare[bare]
    if len(name) > _LONGEST:
        return ""
    close = get_close_matches(bare, by_bare, n=1, cutoff=_CLOSE)
    if close:
        return by_bare[close[0]]
    usual = {_bare(each): each for each in _USUAL}
    if bare in usual:
        return ""
    close = get_close_matches(bare, usual, n=1, cutoff=_VERY_CLOSE)
    return usual[close[0]] if close and abs(len(close[0]) - len(bare)) <= 1 else ""


def written(name: str, fallback: str | None) -> str:
    """Return how a placeholder is written."""
    return f"{{{{{name}}}}}" if fallback is None else f"{{{{{name}|{fallback}}}}}"


def _bare(name: str) -> str:
    return _SEPARATORS.sub("", name).casefold()
