"""The smallest single replacement that turns one text into another, in JavaScript's units."""

from __future__ import annotations

from dataclasses import dataclass

from migma_desktop.core.common_text import common_end, common_start


@dataclass(frozen=True, slots=True)
class Splice:
    """Keep ``prefix`` and ``suffix`` UTF-16 units of the old text and put ``insert`` between."""

    prefix: int
    suffix: int
    insert: str


def splice_between(old: str, new: str) -> Splice:
    """Find what changed between two texts."""
    prefix = common_start(old, new)
    suffix = common_end(old, new, most=min(len(old), len(new)) - prefix)
    end = len(new) - suffix
    return Splice(
        prefix=utf16_length(new[:prefix]),
        suffix=utf16_length(new[end:]),
        insert=new[prefix:end],
    )


def utf16_length(text: str) -> int:
    """Count as JavaScript's ``length`` does: two units for a character beyond U+FFFF."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
