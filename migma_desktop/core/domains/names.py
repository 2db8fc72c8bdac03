"""Names of domains: how they compare, and which part of one somebody registered."""

from __future__ import annotations

# Below the two-letter endings of countries, these words are part of the ending: shop.co.uk. An
# approximation of the Public Suffix List, good for what it is used for here: to compare the
# domains of one sender, and to see that a domain isn't registered at all.
_WORDS = """
ac adv art asn biz co com ed edu eng firm gen go gob gouv gov gub govt gv ind inf iwi ltd me med mil
mod mus ne net nhs nic nom nsw or org plc re res sch
"""
_SECOND_LEVEL = frozenset(_WORDS.split())


def clean(name: str) -> str:
    """Return a name as names are compared: lower case, without the dot at its end."""
    return name.strip().lower().rstrip(".")


def is_within(name: str, parent: str) -> bool:
    """Whether a name is the parent or stands below it."""
    return name == parent or name.endswith(f".{parent}")


def organisational(name: str) -> str:
    """Return the part of a name that somebody registered: shop.co.uk of mail.shop.co.uk."""
    labels = clean(name).split(".")
    own = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        own = 3
    return ".".join(labels[-own:])


def parents(name: str) -> list[str]:
    """Return the name and everything above it, the longest first."""
    labels = clean(name).split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]
