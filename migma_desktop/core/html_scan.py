"""Walk over the tags of an HTML text as it was written, without rebuilding it.

A parser would repair, reorder and re-escape what the author wrote. Everything that only has to
know where the tags are reads the text through the one expression below, in linear time.

The rules are those of the HTML standard's tokenizer (13.2.5), in short: quotes count only behind
an equals sign, comments end at ``-->``, the contents of style, script, title and textarea are
no markup, and a tag that never ends swallows the rest of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Repetitions are possessive (+) so that hostile input can't make the expression go back.
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)"""
_ATTRIBUTES = rf"""(?:[\s/]++|[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:{_VALUE}|(?=>)))?+)*+"""
_RAW = r"(?:style|script|title|textarea)(?=[\s/>])"

_MARKUP = re.compile(
    rf"""
      <!--(?:-?>|(?:[^-]++|-(?!-!?>))*+--!?>)
    | (?P<open_comment><!--)
    | <(?P<raw>{_RAW})(?P<raw_attributes>{_ATTRIBUTES})>
        (?P<content>(?:[^<]++|<(?!/(?P=raw)[\s/>]))*+)(?=</(?P=raw)[\s/>])
    | (?P<open_raw><{_RAW}{_ATTRIBUTES}>)
    | <(?P<name>[a-z][^\s/>]*+)(?P<attributes>{_ATTRIBUTES})>
    | </(?P<end>[a-z][^\s/>]*+)[^>]*+>
    | <[!?/][^>]*+>
    | (?P<open_tag><[a-z!?/])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_START_TAG = re.compile(rf"<([a-z][^\s/>]*+)({_ATTRIBUTES})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rf"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+({_VALUE}))?+")
_OPEN_END = frozenset({"open_comment", "open_raw", "open_tag"})


def markup(source: str) -> Iterator[re.Match[str]]:
    """Yield every tag, comment and declaration in order, and stop at one that never ends.

    Groups of a match: ``name`` and ``attributes`` of a start tag; ``raw``, ``raw_attributes`` and
    ``content`` of a style, script, title or textarea up to its end tag; ``end`` of an end tag;
    none of them for comments and declarations.
    """
    for match in _MARKUP.finditer(source):
        if match.lastgroup in _OPEN_END:
            return
        yield match


def start_tag_at(source: str, position: int) -> re.Match[str] | None:
    """Return the start tag at ``position``: group 1 is its name, group 2 its attributes."""
    return _START_TAG.match(source, position)


def attributes(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the attributes between two offsets: group 1 the name, group 2 the value as written."""
    return _ATTRIBUTE.finditer(text, start, end)


def is_document(source: str) -> bool:
    """Tell whether a text is a whole document rather than a piece of one."""
    for match in markup(source):
        name = match["name"]
        if name is not None:
            return name.lower() in {"html", "head", "body"}
        if match["raw"] is not None:
            continue
        if source.startswith("<!doctype", match.start()) or source.startswith(
            "<!DOCTYPE", match.start()
        ):
            return True
    return False


def body_start(source: str) -> int:
    """Return the offset behind the ``<body>`` tag, or where a browser would open the body."""
    fallback = 0
    for match in markup(source):
        tag = (match["name"] or match["end"] or "").lower()
        if tag == "body":
            return match.end()
        if tag in {"html", "head"}:
            fallback = match.end()
        elif tag and match["name"] and fallback == 0:
            return match.start()
    return fallback
