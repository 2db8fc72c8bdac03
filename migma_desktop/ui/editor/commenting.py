"""Turns pieces of a source into comments and back. Pure functions."""

from __future__ import annotations

import re

from migma_desktop.core.completing import style_sheet_around
from migma_desktop.ui.editor.markdown_edits import Edited

_HTML = ("<!--", "-->")
_CSS = ("/*", "*/")


def toggled(text: str, start: int, end: int) -> Edited | None:
    """Comment the selected lines out, or bring them back; None where a comment stands in them.

    Comments can't hold another one, in HTML as in style sheets.
    """
    first = text.rfind("\n", 0, start) + 1
    if end > start and text[end - 1] == "\n":
        end -= 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    lines = text[first:last]
    inner = lines.strip()
    at = first + len(lines) - len(lines.lstrip())
    opening, closing = _CSS if style_sheet_around(text, at) >= 0 else _HTML
    if inner.startswith(opening) and inner.endswith(closing) and inner.count(opening) == 1:
        bare = re.sub(r"^ | $", "", inner[len(opening) : -len(closing)])
        return _with(text, at, at + len(inner), bare)
    if opening in inner or closing in inner:
        return None
    return _with(text, at, at + len(inner), f"{opening} {inner} {closing}")


def _with(text: str, start: int, end: int, piece: str) -> Edited:
    return Edited(text[:start] + piece + text[end:], start, start + len(piece))
