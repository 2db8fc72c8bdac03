"""What the editor adds to signs while HTML or MJML is written. Pure functions."""

from __future__ import annotations

import re
from typing import NamedTuple

from migma_desktop.core.html_elements import VOID

_REACH = 2_000  # characters that a tag may have
_OPENING = re.compile(r"<([A-Za-z][^\s<>/\"'=]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*$")
_IN_VALUE = re.compile(r"<[A-Za-z][^\s<>/\"'=]*(?:[^<>\"']|\"[^\"]*\"|'[^']*')*=\s*\"[^\"]*$")
_ONCE = frozenset({"html", "head", "body", "mjml"})  # mostly closed far below, or not at all


class Aid(NamedTuple):
    """What is written instead of a sign."""

    insert: str
    caret: int  # where it then stands, from the beginning of ``insert``
    remove_before: int = 0  # characters before the caret that go away
    echo: str = ""  # what people out of habit go on to write, though it stands there now


def end_of_tag(source: str, offset: int) -> Aid | None:
    """Return ``>`` with the end tag of the element that it opens, None where it needs none."""
    before = source[max(offset - _REACH, 0) : offset]
    tag = _OPENING.search(before)
    if tag is None or before.endswith(("/", "-")):
        return None
    name = tag[1]
    if name.lower() in VOID or name.lower() in _ONCE:
        return None
    from migma_desktop.core.completing import style_sheet_around

    if style_sheet_around(source, offset - len(tag[0])) >= 0:
        return None
    if not _is_short_of_ends(source[:offset] + ">" + source[offset:], name):
        return None  # it is there already
    return Aid(f"></{name}>", 1)


def slash(source: str, offset: int) -> Aid | None:
    """Return ``/`` with the name of what is open, where it begins an end tag.

    Where that end tag stands right behind the caret, the caret goes behind it instead.
    """
    if not source.startswith("<", offset - 1) or offset == 0:
        return None
    from migma_desktop.core.tag_pairs import closing_name

    name = closing_name(source, offset - 1)
    if not name:
        return None
    end = f"</{name}>"
    if source.startswith(end, offset) and not _is_short_of_ends(source, name):
        return Aid("", len(end), remove_before=1, echo=end[2:])
    if source.startswith(">", offset):
        return Aid(f"/{name}", len(name) + 2, echo=end[2:])
    return Aid(end[1:], len(end) - 1, echo=end[2:])


def quote(source: str, offset: int) -> Aid | None:
    """Go behind the quotation mark that closes a value instead of writing another one."""
    if not source.startswith('"', offset):
        return None
    if _IN_VALUE.search(source[max(offset - _REACH, 0) : offset]) is None:
        return None
    return Aid("", 1)


def _is_short_of_ends(source: str, name: str) -> bool:
    """Tell whether more elements of a name begin than end."""
    opening = re.compile(rf"<{re.escape(name)}(?=[\s/>])", re.IGNORECASE)
    ending = re.compile(rf"</{re.escape(name)}(?=[\s>])", re.IGNORECASE)
    return len(opening.findall(source)) > len(ending.findall(source))
