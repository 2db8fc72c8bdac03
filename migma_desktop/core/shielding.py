"""Keeps what stands between double braces out of the way while a text is made into another."""

from __future__ import annotations

import re
from collections.abc import Callable

# Noncharacters (Unicode 23.7): no text holds them, and neither HTML nor Markdown uses them.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
_SHIELD = re.compile(f"[{OPEN}{CLOSE}]")
_SHIELDED = re.compile(f"{OPEN}(\\d+){CLOSE}")
_TEMPLATE_TAG = re.compile(r"\{{2,}+[^{}<>]*+\}{2,}+")


def shielded(text: str, make: Callable[[str], str]) -> str:
    """Return what ``make`` makes of a text, with everything between double braces as it was."""
    tags: list[str] = []

    def shield(match: re.Match[str]) -> str:
        tags.append(match[0])
        return f"{OPEN}{len(tags) - 1}{CLOSE}"

    made = make(_TEMPLATE_TAG.sub(shield, _SHIELD.sub("", text)))
    return _SHIELDED.sub(lambda match: tags[int(match[1])], made)
