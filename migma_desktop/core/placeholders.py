"""Find the ``{{placeholders}}`` of an email, and mark whatever only looks like one.

A plain placeholder is a name between exactly two braces: letters, digits, dots, underscores and
hyphens of any script, with spaces around it or between its words. Behind a bar it may have a
fallback, ``{{name|there}}``: that is filled here, before sending, since Migma's documents know no
such syntax (contract, section 11). Everything else that stands between double braces (sections,
comments, filters, three braces...) is foreign: it would arrive as it is written.

One pass over the text and no backtracking: hostile input costs no more than its length.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from migma_desktop.core import html_scan
from migma_desktop.core.rendered import Placeholder, PlaceholderSpot, PlaceholderUse

_BRACES = re.compile(r"(?P<opening>\{{2,}+)(?P<inner>[^{}]*+)(?P<closing>\}*+)")
_NAME = re.compile(r"[\w.\-]+(?: [\w.\-]+)*+")
_RESERVED = frozenset({"else", "this", ".", "-"})
_LINK_ATTRIBUTES = frozenset({"href", "src", "action", "background", "srcset", "poster", "cite"})
_SHOWN_LENGTH = 60  # characters of something unclosed that a person needs to recognise it
# What other engines do with a value behind a bar. These words are read as such, not as a fallback.
_FILTERS = frozenset(
    {"abs", "append", "capfirst", "capitalize", "ceil", "currency", "date", "default", "divided_by",
     "e", "escape", "first", "float", "floor", "format", "html", "int", "join", "json", "last",
     "length", "ljust", "lower", "lowercase", "lstrip", "minus", "money", "number", "nl2br", "plus",
     "prepend", "raw", "replace", "reverse", "round", "rstrip", "safe", "size", "slice", "sort",
     "split", "strip", "striptags", "strip_html", "time", "times", "title", "titlecase", "trim",
     "truncate", "truncatewords", "unescape", "upcase", "downcase", "upper", "uppercase", "url",
     "url_encode", "urlencode", "wordcount"}
)  # fmt: skip
_FILTER = re.compile(r"(?P<word>[A-Za-z_]\w*+)\s*+(?P<call>[:(]\s*+[\"'\d]|[:(]|$)")
_FAILURES_ALLOWED = 20  # tags without an end, after which no more are looked for
_LINK_REACH = 500  # characters that a Markdown link's address may hold before its placeholder


class ForeignKind(StrEnum):
    """What a construct between braces would be elsewhere."""

    UNESCAPED = "unescaped"  # {{{name}}} and {{& name}}
    SECTION = "section"  # {{#each items}}, {{^items}}, {{/each}}, {{else}}
    COMMENT = "comment"  # {{! note }}
    PARTIAL = "partial"  # {{> footer}}
    FILTER = "filter"  # {{name | upper}}, {{name | default: "there"}}
    UNCLOSED = "unclosed"  # {{name} and {{name
    EMPTY = "empty"  # {{}}
    ENCODED = "encoded"  # %7B%7Bname%7D%7D
    EXPRESSION = "expression"  # anything else between braces
    STATEMENT = "statement"  # {% if %}: Jinja, Liquid, Twig
    MAILCHIMP = "mailchimp"  # *|FNAME|*
    PERCENT = "percent"  # %name% and %%name%%
    SQUARE = "square"  # [[name]]
    DOLLAR = "dollar"  # ${name}
    ANGLE = "angle"  # <%= name %>


_KIND_BY_SIGN = {
    "#": ForeignKind.SECTION,
    "^": ForeignKind.SECTION,
    "/": ForeignKind.SECTION,
    "!": ForeignKind.COMMENT,
    ">": ForeignKind.PARTIAL,
    "&": ForeignKind.UNESCAPED,
}


class Mark(NamedTuple):
    """One construct between braces in a text: a plain ``name``, or else a foreign ``kind``."""

    start: int
    end: int
    name: str = ""
    kind: ForeignKind = ForeignKind.EXPRESSION
    fallback: str | None = None  # as written in the source, so in HTML with entities


def plain_name(inner: str) -> str:
    """Return the name that stands between two braces, or "" when it isn't a plain one."""
    name = " ".join(inner.split())
    if name in _RESERVED or name.startswith("else "):
        return ""
    if _NAME.fullmatch(name) or (not name.isascii() and _has_name_letters(name)):
        return name
    return ""


def _has_name_letters(name: str) -> bool:
    # Vowel signs, accents on their own and joiners belong to words, though \w leaves them out.
    return all(
        letter.isalnum()
        or letter in "_.- \u200c\u200d"
        or unicodedata.category(letter).startswith("M")
        for letter in name
    )


def with_fallback(inner: str) -> tuple[str, str | None]:
    """Return the name and the fallback that stand between two braces; no name: it is foreign."""
    name, bar, second = inner.partition("|")
    if not bar:
        return plain_name(inner), None
    fallback = " ".join(second.split())
    if is_filter(fallback) or "|" in fallback or "<" in fallback or ">" in fallback:
        return "", None
    return plain_name(name), fallback


def is_filter(words: str) -> bool:
    """Tell whether what stands behind a bar is another engine's order, such as ``upper``."""
    call = _FILTER.match(words)
    if call is None:
        return False
    return call["word"].lower() in _FILTERS or len(call["call"]) > 1


def fallback_of(placeholder: Placeholder) -> str | None:
    """Return what people read where there is no value, None when one of the uses needs one."""
    fallbacks = [use.fallback for use in placeholder.uses]
    return None if None in fallbacks else fallbacks[0]


def marks(text: str) -> Iterator[Mark]:
    """Yield every construct between braces, in order and without overlaps."""
    at = text.find("{{")  # ten times as fast as letting the expression search
    while at >= 0 and (match := _BRACES.match(text, at)):
        yield _mark(match)
        at = text.find("{{", match.end())


def _mark(match: re.Match[str]) -> Mark:
    start, end = match.span()
    opening, closing = len(match["opening"]), len(match["closing"])
    if closing < 2:
        cut = match["inner"][:_SHOWN_LENGTH].partition("\n")[0].partition("<")[0]
        return Mark(start, start + opening + len(cut), kind=ForeignKind.UNCLOSED)
    if opening > 2:
        end -= max(closing - opening, 0)
        return Mark(start, end, kind=ForeignKind.UNESCAPED)
    end -= closing - 2  # a brace behind the placeholder belongs to the style rule around it
    name, fallback = with_fallback(match["inner"])
    if name:
        return Mark(start, end, name, fallback=fallback)
    return Mark(start, end, kind=_foreign_kind(match["inner"].strip()))


def _foreign_kind(inner: str) -> ForeignKind:
    if not inner:
        return ForeignKind.EMPTY
    if inner == "else" or inner.startswith("else "):
        return ForeignKind.SECTION
    if kind := _KIND_BY_SIGN.get(inner[0]):
        return kind
    return ForeignKind.FILTER if "|" in inner else ForeignKind.EXPRESSION


def find(subject: str, preheader: str, source: str, *, is_html: bool) -> tuple[Placeholder, ...]:
    """Return all plain placeholders in the order of their first appearance.

    ``source`` is what the author wrote: HTML, or else Markdown. Offsets are those of the text
    in which the placeholder stands.
    """
    uses: dict[str, list[PlaceholderUse]] = {}
    for mark, use in uses_of(subject, preheader, source, is_html=is_html, plain=True):
        uses.setdefault(mark.name, []).append(use)
    return tuple(Placeholder(name, tuple(found)) for name, found in uses.items())


def uses_of(
    subject: str, preheader: str, source: str, *, is_html: bool, plain: bool
) -> Iterator[tuple[Mark, PlaceholderUse]]:
    """Yield the placeholders with their places, or else what is foreign."""
    for text, spot in (
        (subject, PlaceholderSpot.SUBJECT),
        (preheader, PlaceholderSpot.PREHEADER),
    ):
        for mark in marks(text):
            if bool(mark.name) is plain:
                yield mark, PlaceholderUse(spot, mark.start, mark.end, 1, mark.fallback)
    line, counted = 1, 0
    spots = Spots(source, is_html=is_html)
    for mark in marks(source):
        if bool(mark.name) is not plain:
            continue
        line += source.count("\n", counted, mark.start)
        counted = mark.start
        spot = spots.at(mark.start)
        yield mark, PlaceholderUse(spot, mark.start, mark.end, line, mark.fallback)


class Spots:
    """Tells in which part of a source a placeholder stands; asked in ascending order."""

    def __init__(self, source: str, *, is_html: bool) -> None:
        self._source = source
        self._is_html = is_html
        self._searched = 0
        self._failures = 0
        self._tag_start = -1
        self._tag_end = -1
        self._attribute_starts: list[int] = []
        self._attribute_names: list[str] = []

    def at(self, position: int) -> PlaceholderSpot:
        """Return the spot of a placeholder that begins at ``position``."""
        opening = self._source.rfind("<", self._searched, position)
        self._searched = position
        if opening >= 0 and opening >= self._tag_end:
            self._enter(opening)
        if position < self._tag_end:
            index = bisect_right(self._attribute_starts, position) - 1
            name = self._attribute_names[index] if index >= 0 else ""
            return PlaceholderSpot.LINK if name in _LINK_ATTRIBUTES else PlaceholderSpot.ATTRIBUTE
        if not self._is_html and self._is_in_markdown_link(position):
            return PlaceholderSpot.LINK
        return PlaceholderSpot.BODY

    def _enter(self, opening: int) -> None:
        if self._failures > _FAILURES_ALLOWED:
            return
        match = html_scan.start_tag_at(self._source, opening)
        if match is None:
            # Each failure may have read up to the end of the text.
            self._failures += self._source[opening + 1 : opening + 2].isalpha()
            return
        start, self._tag_end = match.span(2)
        found = list(html_scan.attributes(self._source, start, self._tag_end))
        self._attribute_starts = [attribute.start() for attribute in found]
        self._attribute_names = [attribute[1].lower() for attribute in found]

    def _is_in_markdown_link(self, position: int) -> bool:
        before = self._source[max(0, position - _LINK_REACH) : position].rpartition("\n")[2]
        _, bracket, address = before.rpartition("](")
        if bracket and not re.search(r"[\s)]", address.lstrip(" <")):
            return True
        return re.fullmatch(r" {0,3}\[[^\]]++\]: *+<?\S*+", before) is not None
