"""Reduce a document to its numbered tags and its style sheets, for an inliner to read.

The skeleton is well-formed where the document isn't. A parser opens an unclosed ``<b>`` anew in
every paragraph that follows, so a careless page would grow without bounds; and css-inline's
parser recurses, so a page nested thousands of levels deep would end the whole program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from migma_desktop.core import html_scan

NUMBER = "data-migma-n"
_DEEPEST = 200  # levels; at 1000 a thread with a stack of 512 KB overflows
_TEMPLATE_TAG = re.compile(r"\{{2,}+[^{}]*+\}{2,}+")
_STAND_IN = re.compile(r"migmastandin(\d+)x")


class Tag(NamedTuple):
    """A start tag of the original: where its style attribute is, or where one would stand."""

    style_start: int
    style_end: int  # equal to style_start when there is none
    style: str  # its value as written


class Block(NamedTuple):
    """The contents of a ``<style>`` element of the original."""

    start: int
    end: int


@dataclass(slots=True)
class Skeleton:
    """What an inliner has to know of a document, and where it stands in the original."""

    html: str = ""
    tags: dict[int, Tag] = field(default_factory=dict)  # by their number
    blocks: dict[int, Block] = field(default_factory=dict)
    text_starts: list[int] = field(default_factory=list)  # of the text between two tags
    text_ends: list[int] = field(default_factory=list)
    _template_tags: list[str] = field(default_factory=list)

    def take(self, html: str) -> None:
        """Keep the skeleton's HTML, with words that a style sheet can hold for template tags."""
        self.html = _TEMPLATE_TAG.sub(self._stand_in, html)

    def restored(self, text: str) -> str:
        """Return a piece of the inliner's result with the template tags back in their place."""
        if not self._template_tags:
            return text
        return _STAND_IN.sub(lambda match: self._template_tags[int(match[1])], text)

    def _stand_in(self, match: re.Match[str]) -> str:
        self._template_tags.append(match[0])
        return f"migmastandin{len(self._template_tags) - 1}x"


def skeleton_of(html: str) -> Skeleton | None:
    """Return the skeleton of a document, or None when it is nested too deeply to be parsed."""
    found = Skeleton()
    nesting = _Nesting()
    parts: list[str] = []
    position = 0
    for number, match in enumerate(html_scan.markup(html)):
        start, end = match.span()
        if start > position:
            # Text matters to a style only by being there or not (:empty).
            parts.append("x" if html[position:start].strip() else " ")
            found.text_starts.append(position)
            found.text_ends.append(start)
        position = end
        if (name := match["name"]) is not None:
            nesting.begin(name.lower())
            if len(nesting.open) > _DEEPEST:
                return None
            found.tags[number] = _tag_of(html, match)
            parts.append(f'<{name} {NUMBER}="{number}"{match["attributes"]}>')
        elif (name := match["end"]) is not None:
            parts.append(nesting.end(name.lower()))
        elif (name := match["raw"]) is not None:
            parts.append(_raw_part(found, number, match))
        elif not html.startswith("<!--", start):
            parts.append(match[0])  # the doctype decides about quirks
    found.take("".join(parts))
    return found


def _raw_part(found: Skeleton, number: int, match: re.Match[str]) -> str:
    name = match["raw"].lower()
    if name != "style":
        return f"<{name}></{name}>"
    found.blocks[number] = Block(*match.span("content"))
    return f'<style {NUMBER}="{number}"{match["raw_attributes"]}>{match["content"]}</style>'


def _tag_of(html: str, match: re.Match[str]) -> Tag:
    name_end, end = match.end("name"), match.end("attributes")
    if "style" in match["attributes"].lower():
        for attribute in html_scan.attributes(html, name_end, end):
            if attribute[1].lower() == "style":
                return Tag(*attribute.span(), (attribute[2] or "").strip("\"'"))
    return Tag(name_end, name_end, "")


_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
     "source", "track", "wbr"}
)  # fmt: skip
_ROW_PARTS = frozenset({"td", "th", "tr"})
_TABLE_PARTS = _ROW_PARTS | {"tbody", "thead", "tfoot", "caption", "colgroup"}
_CLOSED_BY = {
    "p": frozenset({"p"}),
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "option": frozenset({"option"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tr": _ROW_PARTS | {"p"},
    "tbody": _TABLE_PARTS | {"p"},
    "thead": _TABLE_PARTS | {"p"},
    "tfoot": _TABLE_PARTS | {"p"},
}
_CELLS = frozenset({"td", "th", "caption", "table"})
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong",
     "tt", "u"}
)  # fmt: skip


class _Nesting:
    """Follows which elements are open, as the HTML standard's parser would (13.2.6.4)."""

    def __init__(self) -> None:
        self.open: list[str] = []

    def begin(self, name: str) -> None:
        """Open an element; those that can't hold it are closed."""
        if name in _VOID:
            return
        closed = _CLOSED_BY.get(name)
        if closed is not None:
            while self.open and self.open[-1] in closed:
                self.open.pop()
        self.open.append(name)

    def end(self, name: str) -> str:
        """Close an element; return its end tag behind those of what was left open in it.

        An end tag without a beginning is left out, as parsers do.
        """
        if not self.open:
            return ""
        if self.open[-1] == name:
            self.open.pop()
            return f"</{name}>"
        index = self._last(name)
        if index is None:
            return ""
        left_open = reversed(self.open[index + 1 :])
        del self.open[index:]
        return "".join(f"</{inner}>" for inner in left_open if inner in _FORMATTING) + f"</{name}>"

    def _last(self, name: str) -> int | None:
        """Return where an element was opened, not looking out of the table cell around."""
        walls = {"table"} if name in _TABLE_PARTS else _CELLS
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index] == name:
                return index
            if self.open[index] in walls:
                return None
        return None
