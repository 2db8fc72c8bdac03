"""What is known of one word of a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migma_desktop.core.texts import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A tag, an attribute or a CSS property, and what it is for in plain words."""

    note: Text
    values: tuple[str, ...] = ()  # the usual ones, the most useful first


Entries = Mapping[str, Entry]
"""By name; the order is the one in which they are offered."""


@dataclass(frozen=True, slots=True)
class Language:
    """What may be written in one language."""

    tags: Entries
    attributes: Entries  # of every tag
    of_tag: Mapping[str, Entries] = field(default_factory=dict)  # by tag, before the others
