"""Find what other programs would fill in, and Migma doesn't: people would read it as it stands.

Between braces that is whatever ``placeholders.marks`` finds no plain name in. The languages of
other mailing programs are looked for in the text alone: not in style sheets, scripts and comments,
nor where a per cent sign belongs to an address (``%20``).

Each search is bounded, so hostile text costs no more than its length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from migma_desktop.core import html_scan
from migma_desktop.core.models import PlaceholderSpot, PlaceholderUse
from migma_desktop.core.placeholders import ForeignKind, Mark, Spots, marks, plain_name, uses_of

_SHOWN_LENGTH = 60  # characters that a person needs to recognise it
_MOST = 200
_ENCODED = re.compile(r"%7B%7B(?P<name>[^{}%<>\"']*+)%7D%7D", re.IGNORECASE)
_DEFAULT = re.compile(r"default\s*+[:(]\s*+([\"'])(?P<text>[^\"'|<>]*+)\1\s*+\)?")
_HEX = re.compile(r"[0-9A-Fa-f]{2}")
_ADDRESS_BEFORE = re.compile(r"[:=/?&][^\s<>\"']*+$")
_ADDRESS_REACH = 200  # characters of an address before a per cent sign

# What a simple one names stands in the group ``name``; without it, there is nothing to put there.
_LANGUAGES = (
    (ForeignKind.STATEMENT, "{%", re.compile(r"\{%[^{}%]{1,300}+%\}")),
    (ForeignKind.STATEMENT, "{#", re.compile(r"\{#[^{}#]{1,300}+#\}")),
    (
        ForeignKind.MAILCHIMP,
        "*|",
        re.compile(r"\*\|(?:(?P<name>[A-Z][A-Z0-9_]{0,40})|[A-Z][^|*<>\n]{0,80})\|\*"),
    ),
    (
        ForeignKind.PERCENT,
        "%",
        re.compile(r"(?<![\w%])(%%?)(?P<name>[A-Za-z_]\w{0,40}+)\1(?![\w%])"),
    ),
    (
        ForeignKind.SQUARE,
        "[[",
        re.compile(r"(?<![\[A])\[\[\s?(?P<name>[A-Za-z_][\w.\-]{0,40}+)\s?\]\](?![\]>(])"),
    ),
    (ForeignKind.DOLLAR, "${", re.compile(r"\$\{\s?(?P<name>[A-Za-z_][\w.]{0,40}+)\s?\}(?!\})")),
    (
        ForeignKind.ANGLE,
        "<%",
        re.compile(r"<%(?:[=\-]\s*+(?P<name>[A-Za-z_][\w.]{0,40}+)\s*+%>|[^%<>]{1,300}+%>)"),
    ),
)
_KNOWN_NAMES = {"FNAME": "firstName", "LNAME": "lastName", "EMAIL": "email"}
_NO_VALUE = frozenset({"UNSUB", "ARCHIVE", "FORWARD", "UPDATE_PROFILE", "REWARDS", "DATE"})


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that no value is put into: it would arrive as written."""

    kind: ForeignKind
    text: str  # as written, cut to what a person needs to recognise it
    use: PlaceholderUse
    replacement: str | None = None  # what says the same here, None when nothing does


class _Hit(NamedTuple):
    start: int
    end: int
    kind: ForeignKind
    name: str


def find_foreign(
    subject: str, preheader: str, source: str, *, is_html: bool
) -> tuple[Foreign, ...]:
    """Return what is no plain placeholder but looks like something to be filled, in order.

    Only the first ones of a text full of them: no one reads more, and hostile text has millions.
    """
    texts = {PlaceholderSpot.SUBJECT: subject, PlaceholderSpot.PREHEADER: preheader}
    found = [
        _foreign(texts.get(use.spot, source), mark, use)
        for mark, use in islice(
            uses_of(subject, preheader, source, is_html=is_html, plain=False), _MOST
        )
    ]
    for spot, text in texts.items():
        found += [
            Foreign(hit.kind, _shown(text, hit), _use(spot, hit, 1), _by_name(hit))
            for hit in islice(_hits(text, is_html=False), _MOST)
        ]
    line, counted = 1, 0
    spots = Spots(source, is_html=is_html)
    for hit in islice(_hits(source, is_html=True), _MOST):
        line += source.count("\n", counted, hit.start)
        counted = hit.start
        spot = PlaceholderSpot.LINK if hit.kind is ForeignKind.ENCODED else spots.at(hit.start)
        found.append(Foreign(hit.kind, _shown(source, hit), _use(spot, hit, line), _by_name(hit)))
    return tuple(found)


def _use(spot: PlaceholderSpot, hit: _Hit, line: int) -> PlaceholderUse:
    return PlaceholderUse(spot, hit.start, hit.end, line)


def _shown(text: str, hit: _Hit | PlaceholderUse) -> str:
    written = text[hit.start : min(hit.end, hit.start + _SHOWN_LENGTH + 1)]
    return written if len(written) <= _SHOWN_LENGTH else f"{written[:_SHOWN_LENGTH]}…"


def _foreign(text: str, mark: Mark, use: PlaceholderUse) -> Foreign:
    return Foreign(mark.kind, _shown(text, use), use, _said_here(text, mark))


def _said_here(text: str, mark: Mark) -> str | None:
    """Return the placeholder that means the same as something between braces, or None."""
    written = text[mark.start : mark.end]
    if mark.kind is ForeignKind.COMMENT:
        return ""
    if mark.kind is ForeignKind.UNCLOSED:
        has_one_brace = text.startswith("}", mark.end)
        return f"{written}}}" if has_one_brace and plain_name(written[2:]) else None
    inner = written.strip("{}").strip()
    if mark.kind is ForeignKind.UNESCAPED or inner.startswith("&"):
        name = plain_name(inner.lstrip("&"))
        return f"{{{{{name}}}}}" if name else None
    if mark.kind is ForeignKind.FILTER:
        return _without_filters(inner)
    return None


def _without_filters(inner: str) -> str | None:
    name, _, rest = inner.partition("|")
    if not (name := plain_name(name)):
        return None
    default = _DEFAULT.search(rest)
    return f"{{{{{name}|{default['text'].strip()}}}}}" if default else f"{{{{{name}}}}}"


def _by_name(hit: _Hit) -> str | None:
    if not hit.name or hit.name in _NO_VALUE:
        return None
    return f"{{{{{_KNOWN_NAMES.get(hit.name, hit.name)}}}}}"


def _hits(text: str, *, is_html: bool) -> Iterator[_Hit]:
    """Yield what other languages would fill, in order and without overlaps."""
    found = sorted(_all_hits(text))
    if not found:
        return
    unread = _Unread(text) if is_html else None
    braces = [(mark.start, mark.end) for mark in marks(text)]
    starts = [start for start, _ in braces]
    reached = 0
    for hit in found:
        index = bisect_right(starts, hit.start) - 1
        is_in_braces = index >= 0 and hit.start < braces[index][1]
        if hit.start < reached or is_in_braces or (unread and unread.holds(hit.start)):
            continue
        reached = hit.end
        yield hit


def _all_hits(text: str) -> Iterator[_Hit]:
    for match in _ENCODED.finditer(text):
        if name := plain_name(match["name"].replace("%20", " ")):
            yield _Hit(*match.span(), ForeignKind.ENCODED, name)
    for kind, sign, language in _LANGUAGES:
        if sign not in text:
            continue
        for match in language.finditer(text):
            name = match.groupdict().get("name") or ""
            if kind is not ForeignKind.PERCENT or not _is_in_address(text, match.start(), name):
                yield _Hit(*match.span(), kind, name)


def _is_in_address(text: str, start: int, name: str) -> bool:
    if not _HEX.match(name):
        return False
    before = text[max(0, start - _ADDRESS_REACH) : start]
    return _ADDRESS_BEFORE.search(before.rpartition("\n")[2]) is not None


class _Unread:
    """The parts of a text that nobody reads: style sheets, scripts, comments."""

    def __init__(self, source: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for match in html_scan.markup(source):
            if match["raw"] is not None and match["raw"].lower() in {"style", "script"}:
                self._add(*match.span("content"))
            elif source.startswith("<!--", match.start()) and not source.startswith(
                "<!--[if", match.start()
            ):
                self._add(*match.span())

    def _add(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)

    def holds(self, position: int) -> bool:
        """Tell whether a place is in one of them."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]
