"""Find the ``{{placeholders}}`` of an email, and whatever only looks like one.

A plain placeholder is a name between exactly two braces: letters, digits, dots, underscores and
hyphens of any script, with spaces around it or between its words. Everything else that stands
between double braces (sections, comments, fallbacks, three braces...) is foreign: Migma's
documents know no such syntax (contract, section 11), so it would arrive as it is written.

One pass over the text and no backtracking: hostile input costs no more than its length.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from migma_desktop.core import html_scan
from migma_desktop.core.models import Placeholder, PlaceholderSpot, PlaceholderUse

_BRACES = re.compile(r"(?P<opening>\{{2,}+)(?P<inner>[^{}]*+)(?P<closing>\}*+)")
_ENCODED = re.compile(r"%7B%7B(?P<inner>[^{}%<>\"']*+)%7D%7D", re.IGNORECASE)
_NAME = re.compile(r"[\w.\-]+(?: [\w.\-]+)*+")
_RESERVED = frozenset({"else", "this", ".", "-"})
_LINK_ATTRIBUTES = frozenset({"href", "src", "action", "background", "srcset", "poster", "cite"})
_SHOWN_LENGTH = 60  # characters of a foreign construct that a person needs to recognise it
_FOREIGN_SHOWN = 200
_FAILURES_ALLOWED = 20  # tags without an end, after which no more are looked for
_LINK_REACH = 500  # characters that a Markdown link's address may hold before its placeholder


class ForeignKind(StrEnum):
    """What a construct between braces would be elsewhere."""

    UNESCAPED = "unescaped"  # {{{name}}} and {{& name}}
    SECTION = "section"  # {{#each items}}, {{^items}}, {{/each}}, {{else}}
    COMMENT = "comment"  # {{! note }}
    PARTIAL = "partial"  # {{> footer}}
    FALLBACK = "fallback"  # {{name|there}}
    UNCLOSED = "unclosed"  # {{name} and {{name
    EMPTY = "empty"  # {{}}
    ENCODED = "encoded"  # %7B%7Bname%7D%7D
    EXPRESSION = "expression"  # anything else


_KIND_BY_SIGN = {
    "#": ForeignKind.SECTION,
    "^": ForeignKind.SECTION,
    "/": ForeignKind.SECTION,
    "!": ForeignKind.COMMENT,
    ">": ForeignKind.PARTIAL,
    "&": ForeignKind.UNESCAPED,
}


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something between braces that is no placeholder and would arrive as written."""

    kind: ForeignKind
    text: str  # as written, cut to what a person needs to recognise it
    use: PlaceholderUse


class Mark(NamedTuple):
    """One construct between braces in a text: a plain ``name``, or else a foreign ``kind``."""

    start: int
    end: int
    name: str = ""
    kind: ForeignKind = ForeignKind.EXPRESSION


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
    inner = match["inner"]
    if name := plain_name(inner):
        return Mark(start, end, name)
    return Mark(start, end, kind=_foreign_kind(inner.strip()))


def _foreign_kind(inner: str) -> ForeignKind:
    if not inner:
        return ForeignKind.EMPTY
    if inner == "else" or inner.startswith("else "):
        return ForeignKind.SECTION
    if kind := _KIND_BY_SIGN.get(inner[0]):
        return kind
    return ForeignKind.FALLBACK if "|" in inner else ForeignKind.EXPRESSION


def find(subject: str, preheader: str, source: str, *, is_html: bool) -> tuple[Placeholder, ...]:
    """Return all plain placeholders in the order of their first appearance.

    ``source`` is what the author wrote: HTML, or else Markdown. Offsets are those of the text
    in which the placeholder stands.
    """
    uses: dict[str, list[PlaceholderUse]] = {}
    for mark, use in _uses(subject, preheader, source, is_html=is_html, plain=True):
        uses.setdefault(mark.name, []).append(use)
    return tuple(Placeholder(name, tuple(found)) for name, found in uses.items())


def find_foreign(
    subject: str, preheader: str, source: str, *, is_html: bool
) -> tuple[Foreign, ...]:
    """Return what stands between braces without being a plain placeholder, in order.

    Only the first ones of a text full of them: no one reads more, and hostile text has millions.
    """
    texts = {PlaceholderSpot.SUBJECT: subject, PlaceholderSpot.PREHEADER: preheader}
    found = [
        Foreign(mark.kind, _shown(texts.get(use.spot, source)[use.start : use.end]), use)
        for mark, use in islice(
            _uses(subject, preheader, source, is_html=is_html, plain=False), _FOREIGN_SHOWN
        )
    ]
    found += [
        Foreign(
            ForeignKind.ENCODED,
            _shown(match[0]),
            PlaceholderUse(
                PlaceholderSpot.LINK, *match.span(), source.count("\n", 0, match.start()) + 1
            ),
        )
        for match in islice(_ENCODED.finditer(source), _FOREIGN_SHOWN)
        if plain_name(match["inner"].replace("%20", " "))
    ]
    return tuple(found)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def _uses(
    subject: str, preheader: str, source: str, *, is_html: bool, plain: bool
) -> Iterator[tuple[Mark, PlaceholderUse]]:
    for text, spot in (
        (subject, PlaceholderSpot.SUBJECT),
        (preheader, PlaceholderSpot.PREHEADER),
    ):
        for mark in marks(text):
            if bool(mark.name) is plain:
                yield mark, PlaceholderUse(spot, mark.start, mark.end, 1)
    line, counted = 1, 0
    spots = _Spots(source, is_html=is_html)
    for mark in marks(source):
        if bool(mark.name) is not plain:
            continue
        line += source.count("\n", counted, mark.start)
        counted = mark.start
        yield mark, PlaceholderUse(spots.at(mark.start), mark.start, mark.end, line)


class _Spots:
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
