"""Comparing a published DKIM key (RFC 6376, 3.6.1) with the one that was asked for."""

from __future__ import annotations

import re
from enum import StrEnum

_DECORATION = re.compile(r"[\s\"'\\“”„’]")
_KEY = re.compile(r"(?:^|;)\s*p\s*=([^;]*)")


class KeyState(StrEnum):
    """How a published key differs from the wanted one."""

    SAME = "same"
    DECORATED = "decorated"  # quotes, spaces or backslashes in it
    CASE = "case"  # capitals lost or won
    CUT = "cut"  # its end is missing, or stands in another record
    DOTTED = "dotted"  # a dot was pasted behind it
    NO_KEY = "no key"  # p= is missing or empty: a key that was withdrawn
    OTHER = "other"


def looks_like_key(text: str) -> bool:
    """Whether a text is, or was meant to be, a DKIM record."""
    plain = _DECORATION.sub("", text).lower()
    return "v=dkim1" in plain or "k=rsa" in plain or "k=ed25519" in plain or plain.startswith("p=")


def compare_keys(wanted: str, published: list[str]) -> KeyState:
    """Compare the texts at a name with the record that should stand there."""
    want = _key(wanted)
    if "".join(_KEY.findall(wanted)).strip() == "" or not published:
        return KeyState.OTHER
    states = [_compare(want, wanted, text) for text in published]
    if len(published) > 1:
        if states.count(KeyState.SAME) == 1 and not any(
            looks_like_key(text) and state is not KeyState.SAME
            for text, state in zip(published, states, strict=True)
        ):
            return KeyState.SAME
        joined = "".join(sorted(published, key=looks_like_key, reverse=True))
        if _key(joined) == want and KeyState.SAME not in states:
            return KeyState.CUT
    return min(states, key=list(KeyState).index)


def _compare(want: str, wanted: str, text: str) -> KeyState:
    found = _KEY.search(_DECORATION.sub("", text))
    if found is None or not found[1]:
        return KeyState.NO_KEY if looks_like_key(text) else KeyState.OTHER
    key = found[1]
    if key == want:
        is_decorated = _decorations(text) and _decorations(text) != _decorations(wanted)
        return KeyState.DECORATED if is_decorated else KeyState.SAME
    if key.rstrip(".") == want:
        return KeyState.DOTTED
    if key.lower() == want.lower():
        return KeyState.CASE
    return KeyState.CUT if want.startswith(key) else KeyState.OTHER


def _decorations(text: str) -> list[str]:
    """Return what stands inside the key, or around the whole record, and shouldn't."""
    found = _KEY.search(text)
    inside = _DECORATION.findall(found[1].strip()) if found else []
    return inside + [char for char in _DECORATION.findall(text) if not char.isspace()]


def _key(text: str) -> str:
    found = _KEY.search(_DECORATION.sub("", text))
    return found[1] if found else ""
