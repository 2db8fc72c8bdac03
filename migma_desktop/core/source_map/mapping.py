"""From a draft and its rendering to a map of where everything comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from migma_desktop.core import html_scan
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.rendering import render
from migma_desktop.core.source_map.dyeing import Dyed, dye
from migma_desktop.core.source_map.marks import (
    Stop,
    can_dye,
    piece_in,
    read_marks,
    tag_attribute,
    tag_number,
    without_marks,
)
from migma_desktop.core.source_map.places import Piece, PieceKind, ShownText, SourceMap, no_map

_BLANK = "\t\n\f\r "
_NOT_SHOWN = frozenset({"style", "script"})


def map_source(draft: Draft, html: str) -> SourceMap:
    """Return where what ``html`` shows comes from in the source of the draft it was made of.

    ``fits`` is False when nothing is known: the email is made in Migma, or ``html`` isn't what
    this draft makes. It works as long as rendering does and somewhat more: not for the GUI thread.
    """
    source = draft.written
    if not draft.source.is_written_here or not can_dye(source + html):
        return no_map(draft.source, source)
    for sparingly in (False, True):
        dyed = dye(draft.source, source, sparingly=sparingly)
        try:
            rendered = render(draft.with_written(dyed.text)).html
        except DraftRefused:
            continue
        if without_marks(rendered) == html:
            return _read(draft, dyed, rendered)
    return no_map(draft.source, source)


def shown_texts(html: str) -> list[str]:
    """Return the texts of a document, in the order and number in which a map counts them."""
    return [text for text, _element, _attributes in _walk(html) if text and text.strip(_BLANK)]


def _walk(html: str) -> Iterator[tuple[str | None, int, dict[str, str | None]]]:
    """Yield each text with the element around it, and each element with its attributes."""
    from selectolax.lexbor import LexborHTMLParser  # only where somebody looks for a place

    body = LexborHTMLParser(html).body
    if body is None:
        return
    numbers: dict[int, int] = {body.mem_id: -1}
    for node in body.traverse(include_text=True):
        if node.is_text_node:
            text, around = node.text_content or "", node.parent
            if around is not None and around.tag not in _NOT_SHOWN:
                yield text, numbers.get(around.mem_id, -1), {}
        elif node.is_element_node and node.mem_id not in numbers:
            numbers[node.mem_id] = len(numbers) - 1
            yield None, len(numbers) - 2, node.attributes


def _read(draft: Draft, dyed: Dyed, rendered: str) -> SourceMap:
    pieces = list(dyed.pieces)
    numbered = rendered
    tag_pieces: dict[int, int] = {}
    if draft.source is ContentSource.HTML:
        numbered, tag_pieces = _with_numbers(draft.written, rendered, draft.preheader, pieces)
    collected = _Texts(pieces)
    tags: dict[int, int] = {}
    taken: set[int] = set()  # a parser repeats what is misnested; the first is the author's
    for text, element, attributes in _walk(numbered):
        if text is not None:
            collected.add(text, element)
            continue
        number = tag_number(attributes)
        piece = piece_in(attributes) if number is None else tag_pieces.get(number)
        if piece is not None and piece not in taken:
            taken.add(piece)
            tags[element] = piece
    texts = collected.texts
    if draft.source is not ContentSource.HTML:
        _find_signs(draft.written, pieces, texts)
    return SourceMap(way=draft.source, source=draft.written, pieces=pieces, texts=texts, tags=tags)


class _Texts:
    """Collects the texts that are shown, with the marks in them.

    A mark before an address stays behind alone when Markdown makes a link of the address: it
    belongs to the text that follows.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.texts: list[ShownText] = []
        self._pieces = pieces
        self._left: int | None = None  # the piece of a mark that stayed behind

    def add(self, text: str, element: int) -> None:
        """Take the next text of the document, with its marks."""
        plain, stops = read_marks(text)
        is_shown = bool(plain.strip(_BLANK))
        if is_shown:
            if self._left is not None and not (stops and stops[0].at == 0):
                stops = (Stop(0, self._left), *stops)
            self._left = None
        if stops and stops[-1].at == len(plain):
            last, stops = stops[-1].piece, stops[:-1]
            self._left = last if self._pieces[last].kind is PieceKind.TEXT else None
        if is_shown:
            self.texts.append(ShownText(plain, element, stops))


# Tags, which HTML's renderer keeps in their order


def _with_numbers(
    source: str, rendered: str, preheader: str, pieces: list[Piece]
) -> tuple[str, dict[int, int]]:
    """Number the tags of a rendering; add those of the source to the pieces."""
    ours = [match for match in html_scan.markup(rendered) if match["name"]]
    theirs = [match for match in html_scan.markup(source) if match["name"]]
    numbered = _numbered(rendered, ours)
    added = set() if html_scan.is_document(source) else set(range(_tags_before(rendered)))
    if preheader:
        start = html_scan.body_start(rendered)
        added.add(next((n for n, match in enumerate(ours) if match.start() >= start), -1))
    kept = [number for number in range(len(ours)) if number not in added]
    names = [match["name"] for match in theirs]
    if [ours[number]["name"] for number in kept] != names:
        return numbered, {}
    first = len(pieces)
    pieces += [Piece(*match.span(), PieceKind.TAG) for match in theirs]
    return numbered, {number: first + index for index, number in enumerate(kept)}


def _tags_before(rendered: str) -> int:
    """Count the tags that the renderer puts before a piece of HTML: all up to its body's."""
    for number, match in enumerate(each for each in html_scan.markup(rendered) if each["name"]):
        if match["name"] == "body":
            return number + 1
    return 0


def _numbered(rendered: str, tags: list[re.Match[str]]) -> str:
    parts: list[str] = []
    position = 0
    for number, match in enumerate(tags):
        end = match.end("name")
        parts += (rendered[position:end], tag_attribute(number))
        position = end
    parts.append(rendered[position:])
    return "".join(parts)


# Texts without a word, which Markdown's dye leaves out


def _find_signs(source: str, pieces: list[Piece], texts: list[ShownText]) -> None:
    """Find texts that bear no mark between their neighbours: a colon between two bold words."""
    before = 0
    for index, shown in enumerate(texts):
        if shown.stops:
            before = max(before, pieces[shown.stops[-1].piece].end)
            continue
        after = _start_of_next(pieces, texts, index)
        wanted = shown.text.strip(_BLANK)
        end = after if after >= before else len(source)
        found = _as_written(wanted).search(source, before, end)
        if found is None:
            continue
        pieces.append(Piece(*found.span(), PieceKind.TEXT))
        at = shown.text.index(wanted)
        texts[index] = ShownText(shown.text, shown.element, (Stop(at, len(pieces) - 1),))
        before = found.end()


def _start_of_next(pieces: list[Piece], texts: list[ShownText], index: int) -> int:
    for shown in texts[index + 1 : index + 20]:
        if shown.stops:
            return pieces[shown.stops[0].piece].start
    return -1


def _as_written(text: str) -> re.Pattern[str]:
    """Return what finds a text in Markdown, whether its signs are escaped or not."""
    return re.compile("".join(_SPACE if char.isspace() else _sign(char) for char in text))


def _sign(char: str) -> str:
    entity = escape(char, quote=False)
    alternative = f"|{re.escape(entity)}" if entity != char else ""
    return rf"(?:\\?{re.escape(char)}{alternative})"


_SPACE = r"\s+"
