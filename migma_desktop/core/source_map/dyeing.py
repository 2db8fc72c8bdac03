"""Where the dye goes, for each way of writing.

A mark must not change what its surroundings mean. In HTML and MJML that is simple: text is what
stands between two tags. Markdown's signs have a meaning that depends on their neighbours, so there
only words are dyed, and not those in addresses, classes, tags and the names of links.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from migma_desktop.core import html_scan, placeholders
from migma_desktop.core.models import ContentSource
from migma_desktop.core.source_map.marks import address_mark, piece_mark
from migma_desktop.core.source_map.places import Piece, PieceKind

_VISIBLE = re.compile(r"[^\t\n\f\r ]")
_BLANK = "\t\n\f\r "
_TAG_BEGINS = re.compile(r"<[A-Za-z!?/]")
_ADDRESSES = frozenset({"src", "href", "alt", "background-url", "background"})
_NO_TEXT_IN = frozenset({"mj-style", "mj-title"})  # of MJML: goes into style sheets, attributes

# What has a meaning as it stands, from the outside in.
_UNTOUCHABLE = re.compile(
    r"""
      ^[ ]{0,3}(?:`{3,}|~{3,})[^\n]*                     # a fence, with the name of a language
    | ^[ ]{0,3}\[[^\]\n]+\]:[^\n]*                       # the address that a name stands for
    | ^[ ]*\d{1,9}[.)](?=\s)                             # the number of an item
    | <!--.*?-->
    | <(?P<raw>style|script|title|textarea)\b.*?</(?P=raw)\s*>
    | </?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>
    | <(?:https?|ftp|mailto):[^<>\s]*> | <[^<>\s@]+@[^<>\s]+>
    | \]\(\s*(?P<address>(?:[^()\n]|\([^()\n]*\))*)\)    # behind the text of a link
    | \]\[[^\]\n]*\]
    | (?<!\{)\{:?[ ]*[.#\w][^{}\n]*\}(?!\})              # classes
    | &(?:\#\d+|\#[xX][0-9a-fA-F]+|\w+);
    """,
    re.MULTILINE | re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ASCII_SIGNS = "!-/:-@\\[-`{-~"
_WORD = re.compile(
    rf"""
      (?P<url>https?://[^\s<>"]+)
    | (?:(?<![\w])|(?<=[^\W_]_))(?P<word>[^\s{_ASCII_SIGNS}]+)
    """,
    re.VERBOSE,
)
_GOES_ON = re.compile(r"[^\S\n]|[\w,.;:!?'\"]")  # behind a placeholder, and is no sign
_PLAIN_WORD = re.compile(r"(?<!\S)[^\W\d_][^\W_]*(?!\S)")
_NAMED_LINK = re.compile(r"^[ ]{0,3}\[([^\]\n]+)\]:", re.MULTILINE)


@dataclass(slots=True)
class Dyed:
    """A source with marks in it, and the piece of the source that each mark stands for."""

    pieces: list[Piece] = field(default_factory=list)
    text: str = ""


def dye(way: ContentSource, source: str, *, sparingly: bool = False) -> Dyed:
    """Put marks into a source. ``sparingly``: only where nothing can come of it."""
    pieces = sorted(set(_pieces(way, source, sparingly=sparingly)))
    return _with_marks(source, pieces)


def _pieces(way: ContentSource, source: str, *, sparingly: bool) -> Iterator[Piece]:
    if way is ContentSource.HTML:
        return _pieces_of_tags(source, addresses=False)
    if way is ContentSource.MJML:
        return _pieces_of_tags(source, addresses=not sparingly)
    if sparingly:
        return _plain_words(source)
    return _pieces_of_words(source, is_markdown=way is ContentSource.MARKDOWN)


def _with_marks(source: str, pieces: list[Piece]) -> Dyed:
    parts: list[str] = []
    position = 0
    for number, piece in enumerate(pieces):
        mark = address_mark if piece.kind is PieceKind.ADDRESS else piece_mark
        parts += (source[position : piece.start], mark(number))
        position = piece.start
    parts.append(source[position:])
    return Dyed(pieces, "".join(parts))


# HTML and MJML


def _pieces_of_tags(source: str, *, addresses: bool) -> Iterator[Piece]:
    found = _Placeholders(source)
    position = 0
    for match in html_scan.markup(source):
        yield from _pieces_of_run(source, position, match.start(), found)
        position = match.end()
        name = (match["name"] or "").lower()
        if name in _NO_TEXT_IN:
            end = source.lower().find(f"</{name}", position)
            position = end if end >= 0 else position
        if addresses and name:
            yield from _addresses_of(source, match)
    endless = _TAG_BEGINS.search(source, position)  # it swallows the rest
    yield from _pieces_of_run(source, position, endless.start() if endless else len(source), found)


def _pieces_of_run(source: str, start: int, end: int, found: _Placeholders) -> Iterator[Piece]:
    """Yield the pieces of a text between two tags: what is written, and its placeholders."""
    first = _VISIBLE.search(source, start, end)
    if first is None:
        return
    position = first.start()
    for mark in found.between(position, end):
        if mark.start > position:
            yield Piece(position, mark.start, PieceKind.TEXT)
        yield Piece(mark.start, mark.end, PieceKind.PLACEHOLDER)
        position = mark.end
    if source[position:end].strip(_BLANK):
        yield Piece(position, end, PieceKind.TEXT)


def _addresses_of(source: str, tag: re.Match[str]) -> Iterator[Piece]:
    for attribute in html_scan.attributes(source, tag.end("name"), tag.end("attributes")):
        value = attribute[2] or ""
        if attribute[1].lower() in _ADDRESSES and value[:1] in {'"', "'"} and len(value) > 2:
            start = attribute.start(2) + 1
            yield Piece(start, attribute.end(2) - 1, PieceKind.ADDRESS)


# Markdown and plain text


def _pieces_of_words(source: str, *, is_markdown: bool) -> Iterator[Piece]:
    found = _Placeholders(source)
    position = 0
    if is_markdown:
        names = {name.lower() for name in _NAMED_LINK.findall(source)}
        for match in _UNTOUCHABLE.finditer(source):
            yield from _words(source, position, match.start(), found, names)
            if match["address"]:
                yield from _address(source, match)
            elif match[0].startswith("<") and not match["raw"]:
                yield from _addresses_in_raw_tag(source, match)
            position = match.end()
    else:
        names = set()
    yield from _words(source, position, len(source), found, names)


def _address(source: str, link: re.Match[str]) -> Iterator[Piece]:
    start, end = link.span("address")
    if not source.startswith("<", start):
        yield Piece(start, end, PieceKind.ADDRESS)


def _addresses_in_raw_tag(source: str, match: re.Match[str]) -> Iterator[Piece]:
    tag = html_scan.start_tag_at(source, match.start())
    if tag is None:
        return
    for attribute in html_scan.attributes(source, tag.end(1), tag.end(2)):
        value = attribute[2] or ""
        if attribute[1].lower() in _ADDRESSES and value[:1] in {'"', "'"} and len(value) > 2:
            yield Piece(attribute.start(2) + 1, attribute.end(2) - 1, PieceKind.ADDRESS)


def _words(
    source: str, start: int, end: int, found: _Placeholders, names: set[str]
) -> Iterator[Piece]:
    position = start
    for mark in found.between(start, end):
        yield from _words_between(source, position, mark.start, names)
        yield Piece(mark.start, mark.end, PieceKind.PLACEHOLDER)
        position = mark.end
        if position < end and _GOES_ON.match(source, position):
            yield Piece(position, position + 1, PieceKind.TEXT)
    yield from _words_between(source, position, end, names)


def _words_between(source: str, start: int, end: int, names: set[str]) -> Iterator[Piece]:
    for word in _WORD.finditer(source, start, end):
        if names and _is_name_of_link(source, word.start(), names):
            continue
        yield Piece(word.start(), word.end(), PieceKind.TEXT)


def _is_name_of_link(source: str, at: int, names: set[str]) -> bool:
    """Tell whether a word stands in the brackets of a name that has an address elsewhere."""
    opening = source.rfind("[", 0, at)
    closing = source.find("]", at)
    if opening < 0 or closing < 0 or "\n" in source[opening:closing]:
        return False
    return source[opening + 1 : closing].lower() in names


def _plain_words(source: str) -> Iterator[Piece]:
    """Yield words of letters between white space, on lines that hold no more than prose."""
    position = 0
    for line in source.splitlines(keepends=True):
        if not any(sign in line for sign in "<>[]{}&`\\"):
            for word in _PLAIN_WORD.finditer(line):
                yield Piece(position + word.start(), position + word.end(), PieceKind.TEXT)
        position += len(line)


class _Placeholders:
    """The plain placeholders of a text, by place."""

    def __init__(self, source: str) -> None:
        self._marks: Sequence[placeholders.Mark] = [
            mark for mark in placeholders.marks(source) if mark.name
        ]

    def between(self, start: int, end: int) -> Iterator[placeholders.Mark]:
        first = bisect_left(self._marks, start, key=lambda mark: mark.start)
        for mark in self._marks[first:]:
            if mark.end > end:
                return
            yield mark
