"""Breaks an HTML source that is one endless line, without changing what it shows."""

from __future__ import annotations

import re

LONG_LINE = 20_000
"""Characters in a line from which on Qt's layout, not ours, makes typing slow."""

_WANTED = 160  # characters in a line after breaking
_MOST = 480  # then a tag without attributes is broken too: </td\n>
_QUOTED = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*"
_KEPT = r"<!--.*?-->|<(?P<kept>style|script|pre|textarea)\b.*?</(?P=kept)\s*>"
_TAG = re.compile(rf"{_KEPT}|</?[A-Za-z]{_QUOTED}>", re.DOTALL | re.IGNORECASE)
_CSS = re.compile(r"\"[^\"]*\"|'[^']*'|/\*.*?\*/|url\([^)]*\)|(?P<end>\})[ \t]*", re.DOTALL)
_NAME = re.compile(r"</?[A-Za-z][^\s<>/]*")


def broken(text: str) -> str:
    """Return the text with line breaks behind the names of tags, where HTML allows any space.

    There a break can never be seen, while one between tags could: ``<b>a</b><b>b</b>`` would get
    a gap. Style sheets are broken behind their rules. Comments, and what keeps its spaces, are
    left alone.
    """
    parts: list[str] = []
    reached = line_start = 0
    for tag in _TAG.finditer(text):
        name = _NAME.match(tag[0])
        if (tag["kept"] or "").lower() == "style":
            parts += [text[reached : tag.start()], _broken_css(tag[0])]
            reached = line_start = tag.end()
        if tag["kept"] or name is None:
            continue
        break_at = tag.start() + name.end()
        newline = text.rfind("\n", line_start, tag.start())
        line_start = max(line_start, newline + 1)
        has_room = text[break_at : break_at + 1] in (" ", "\t")
        if tag.start() - line_start < (_WANTED if has_room else _MOST):
            continue
        parts.append(text[reached:break_at])
        parts.append("\n")
        reached = break_at + has_room
        line_start = reached
    parts.append(text[reached:])
    return "".join(parts)


def _broken_css(css: str) -> str:
    return _CSS.sub(lambda piece: "}\n" if piece["end"] else piece[0], css)
