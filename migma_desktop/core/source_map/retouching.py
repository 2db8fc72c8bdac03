"""Changing a text where it is shown: what may be changed, and what that changes in the source.

Only what the author typed can be changed: not values, fallbacks, the preheader or what Markdown
adds. And a change is carried out only if the email then shows what was typed, and nothing else
becomes another: each way of writing it is tried with the renderer, the plainest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from html import escape

from migma_desktop.core import filling
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.placeholders import marks
from migma_desktop.core.rendering import render
from migma_desktop.core.source_map.aligning import Letter, letters, run_around
from migma_desktop.core.source_map.mapping import shown_texts
from migma_desktop.core.source_map.places import PieceKind, SourceMap, stop_before

_SPACE = re.compile(r"[\t\n\f\r ]+")
_BLANK = "\t\n\f\r "
# What python-markdown lets a backslash take the meaning from, tables included.
_USUAL_SIGNS = re.compile(r"[\\`*_\[\]{}|]")
_ALL_SIGNS = re.compile(r"[\\`*_\[\]{}|()#+\-.!]")


class Fixed(Enum):
    """Why a text can't be changed where it is shown."""

    VALUE = auto()  # of a variable, or its fallback
    MADE = auto()  # by the program, or of something else than text


@dataclass(frozen=True, slots=True)
class Retouch:
    """A piece of a shown text that may be changed: between two offsets of the text ``number``.

    ``text`` is what people read there, with each run of white space as one space; ``caret`` is the
    letter in it that was asked for.
    """

    number: int
    start: int
    end: int
    text: str
    caret: int
    letters: Sequence[Letter]


@dataclass(frozen=True, slots=True)
class SourceEdit:
    """What to put in the place of what stands between two offsets of the source."""

    start: int
    end: int
    text: str


def retouch_at(source_map: SourceMap, number: int, offset: int) -> Retouch | Fixed:
    """Return what may be changed of a text around one of its letters.

    An offset behind the last letter is taken for it.
    """
    if not 0 <= number < len(source_map.texts):
        return Fixed.MADE
    shown = source_map.texts[number]
    found = letters(source_map, number)
    at = min(offset, len(found) - 1)
    if found[at] is not None and (retouch := _retouch(number, found, at)):
        return retouch
    if shown.stops:
        stop = shown.stops[stop_before(shown.stops, offset)]
        if source_map.pieces[stop.piece].kind is PieceKind.PLACEHOLDER:
            return Fixed.VALUE
    return Fixed.MADE


def _retouch(number: int, found: Sequence[Letter | None], at: int) -> Retouch | None:
    run = run_around(found, at)
    start, end = run.start, run.stop
    chars = [letter.char for letter in found[start:end] if letter is not None]
    while start < end and chars[start - run.start] in _BLANK:
        start += 1
    while end > start and chars[end - 1 - run.start] in _BLANK:
        end -= 1
    if start == end:
        return None
    shown = list(_with_single_spaces(found[start:end]))
    asked = found[at]
    caret = sum(1 for letter in shown if asked is not None and letter.end <= asked.start)
    text = "".join(letter.char for letter in shown)
    return Retouch(number, start, end, text, caret, shown)


def _with_single_spaces(found: Sequence[Letter | None]) -> Iterator[Letter]:
    space: Letter | None = None
    for letter in found:
        if letter is None:
            continue
        if letter.char in _BLANK:
            space = Letter(" ", letter.start if space is None else space.start, letter.end)
            continue
        if space is not None:
            yield space
            space = None
        yield letter


def retouched(
    draft: Draft, source_map: SourceMap, retouch: Retouch, typed: str
) -> SourceEdit | None:
    """Return how the source must change for the email to show what was typed there.

    None when no change does that and nothing else. Renders: not for the GUI thread.
    """
    wanted = _SPACE.sub(" ", typed).strip(_BLANK)
    start, end, inserted = _difference(retouch.letters, wanted)
    expected = _expected(draft, source_map, retouch, wanted)
    for written in _ways_of_writing(source_map.way, inserted):
        source = source_map.source[:start] + written + source_map.source[end:]
        try:
            html = render(draft.with_written(source)).html
        except DraftRefused:
            continue
        if _joined(shown_texts(html)) == expected:
            return SourceEdit(start, end, written)
    return None


def _difference(shown: Sequence[Letter], wanted: str) -> tuple[int, int, str]:
    """Return what differs: from where to where in the source, and what is to stand there."""
    most = min(len(shown), len(wanted))
    prefix = 0
    while prefix < most and shown[prefix].char == wanted[prefix]:
        prefix += 1
    suffix = 0
    while suffix < most - prefix and shown[-1 - suffix].char == wanted[-1 - suffix]:
        suffix += 1
    inserted = wanted[prefix : len(wanted) - suffix]
    start = shown[prefix].start if prefix < len(shown) else shown[-1].end
    behind = len(shown) - suffix
    end = shown[behind - 1].end if behind > prefix else start
    return start, end, inserted


def _expected(draft: Draft, source_map: SourceMap, retouch: Retouch, wanted: str) -> str:
    texts = [shown.text for shown in source_map.texts]
    before = texts[retouch.number]
    filled = filling.fill(wanted, draft.variables, filling.as_text)
    texts[retouch.number] = before[: retouch.start] + filled + before[retouch.end :]
    return _joined(texts)


def _joined(texts: Sequence[str]) -> str:
    # Joined, since an address that was typed may become a link, which is a text of its own.
    return _SPACE.sub(" ", "".join(texts)).strip(_BLANK)


def _ways_of_writing(way: ContentSource, text: str) -> Iterator[str]:
    if way in {ContentSource.HTML, ContentSource.MJML}:
        yield _around_placeholders(text, _as_html)
        return
    yield text
    if way is ContentSource.MARKDOWN:
        yield _around_placeholders(text, _as_html)
        yield _around_placeholders(text, lambda part: _escaped(part, _USUAL_SIGNS))
        yield _around_placeholders(text, lambda part: _escaped(part, _ALL_SIGNS))


def _as_html(text: str) -> str:
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")


def _escaped(text: str, signs: re.Pattern[str]) -> str:
    return escape(signs.sub(r"\\\g<0>", text), quote=False)


def _around_placeholders(text: str, write: Callable[[str], str]) -> str:
    """Write a text in another way, but leave its placeholders as they are."""
    parts: list[str] = []
    position = 0
    for mark in marks(text):
        if mark.name:
            parts += (write(text[position : mark.start]), text[mark.start : mark.end])
            position = mark.end
    parts.append(write(text[position:]))
    return "".join(parts)
