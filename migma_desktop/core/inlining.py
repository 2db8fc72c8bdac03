"""Copy the rules of ``<style>`` blocks into style attributes, where every mail program reads them.

css-inline is given a skeleton of the document: its tags, numbered, without its text. The styles
that it finds are then written into the tags of the original. So whatever the author wrote
(entities, comments for Outlook, template tags between table rows...) stays as it was written,
which no parser could promise; and since typing text doesn't change the skeleton, the answer
for the last few skeletons is remembered. ``LiveInliner`` goes further: while text is typed
between two tags, it only replaces that text in the result.

Rules that can't live in an attribute (media queries, ``:hover``, fonts) stay in their block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from migma_desktop.core.common_text import common_end, common_start
from migma_desktop.core.skeleton import NUMBER, Skeleton, skeleton_of

_STYLE_BLOCK = re.compile(r"<style[\s/>]", re.IGNORECASE)
# A tag as css-inline writes it: every value stands in double quotes, and those in it are escaped.
_TAG = re.compile(
    rf"""<(?P<name>[^\s>/!]++)
    (?:\s(?:{NUMBER}="(?P<number>\d++)"|style="(?P<style>[^"]*+)"|[^\s=">]++(?:="[^"]*+")?+))++
    >""",
    re.VERBOSE,
)
_MOST_TYPED = 2000  # characters between two versions, beyond which somebody pasted
_REMEMBERED = 4  # skeletons: the draft's, the one before, and those of an open gallery


class _Inlined(NamedTuple):
    styles: Mapping[int, str]  # attribute values by tag number, escaped for double quotes
    blocks: Mapping[int, str]  # what is left of each style block


@dataclass(frozen=True, slots=True)
class Inlining:
    """A document with its styles in attributes, and how its places relate to the original's."""

    html: str
    was_inlined: bool
    text_starts: Sequence[int] = ()
    text_ends: Sequence[int] = ()
    change_ends: Sequence[int] = ()  # offsets in the original behind each change
    shifts: Sequence[int] = ()  # how much further right a place behind that change is now


def inline(html: str) -> Inlining:
    """Put the rules of a document's style blocks into style attributes, where there are any.

    Nothing is fetched: linked and imported style sheets stay links. A document that can't be
    read, or is nested hundreds of levels deep, comes back as it was.
    """
    if not _STYLE_BLOCK.search(html):
        return Inlining(html, was_inlined=False)
    skeleton = skeleton_of(html)
    if skeleton is None or not skeleton.blocks:
        return Inlining(html, was_inlined=False)
    return _written_into(html, skeleton, _inline_skeleton(skeleton.html))


class LiveInliner:
    """Inlines the versions of a document that is being typed, each with the same result as
    ``inline``. May be called from several threads.
    """

    def __init__(self) -> None:
        self._base: tuple[str, Inlining] = ("", Inlining("", was_inlined=False))

    def inline(self, html: str) -> Inlining:
        """Return the document with its styles in attributes."""
        original, inlining = self._base
        if inlining.was_inlined and (typed := _typed_into(original, inlining, html)) is not None:
            return typed
        fresh = inline(html)
        self._base = (html, fresh)
        return fresh

    def inline_typed(self, html: str) -> Inlining | None:
        """Return the same where it takes but a moment, or else None.

        That is where a little text was typed into the last document, or one without style blocks.
        """
        original, inlining = self._base
        if abs(len(html) - len(original)) > _MOST_TYPED:
            return None
        if inlining.was_inlined:
            return _typed_into(original, inlining, html)
        return None if _STYLE_BLOCK.search(html) else Inlining(html, was_inlined=False)


def _typed_into(original: str, inlining: Inlining, html: str) -> Inlining | None:
    """Return the result of a version that differs within the text between two tags, or None."""
    start = common_start(original, html)
    tail = common_end(original, html, most=min(len(original), len(html)) - start)
    end, typed = len(original) - tail, html[start : len(html) - tail]
    index = bisect_right(inlining.text_starts, start) - 1
    if index < 0 or end > inlining.text_ends[index]:
        return None
    text_start, text_end = inlining.text_starts[index], inlining.text_ends[index]
    before, after = original[text_start:start], original[end:text_end]
    # A "<" may begin a tag, or have begun one but for what was typed behind it.
    if "<" in typed or before.endswith("<"):
        return None
    was_blank = not original[text_start:text_end].strip()
    if was_blank or not (before + typed + after).strip():
        return None
    change = bisect_right(inlining.change_ends, text_start) - 1
    shift = inlining.shifts[change] if change >= 0 else 0
    result = f"{inlining.html[: start + shift]}{typed}{inlining.html[end + shift :]}"
    return Inlining(result, was_inlined=True)


@lru_cache(maxsize=_REMEMBERED)
def _inline_skeleton(skeleton: str) -> _Inlined:
    import css_inline  # 30 ms: the window must not wait for it

    inliner = css_inline.CSSInliner(
        keep_style_tags=True,
        keep_link_tags=True,
        remove_inlined_selectors=True,
        load_remote_stylesheets=False,
    )
    try:
        result = inliner.inline(skeleton)
    except css_inline.InlineError:
        return _Inlined({}, {})
    styles: dict[int, str] = {}
    blocks: dict[int, str] = {}
    for match in _TAG.finditer(result):
        name, number, style = match.groups()
        if number is None:
            continue
        if name == "style":
            blocks[int(number)] = result[match.end() : result.find("</style>", match.end())]
        elif style:
            # Misnested formatting makes the parser repeat an element; the first is the author's.
            styles.setdefault(int(number), style)
    return _Inlined(styles, blocks)


def _written_into(html: str, skeleton: Skeleton, inlined: _Inlined) -> Inlining:
    parts: list[str] = []
    change_ends: list[int] = []
    shifts: list[int] = []
    position = shift = 0
    for start, end, replacement in _changes(skeleton, inlined):
        text = skeleton.restored(replacement)
        parts += (html[position:start], text)
        position = end
        shift += len(text) - (end - start)
        change_ends.append(end)
        shifts.append(shift)
    parts.append(html[position:])
    return Inlining(
        "".join(parts),
        was_inlined=True,
        text_starts=skeleton.text_starts,
        text_ends=skeleton.text_ends,
        change_ends=change_ends,
        shifts=shifts,
    )


def _changes(skeleton: Skeleton, inlined: _Inlined) -> Iterator[tuple[int, int, str]]:
    """Yield what to replace in the original, in order: from where, to where, by what."""
    for number in sorted(inlined.styles.keys() | inlined.blocks.keys()):
        if block := skeleton.blocks.get(number):
            rest = inlined.blocks.get(number, "")
            yield block.start, block.end, f"\n{rest}\n" if rest else ""
        elif tag := skeleton.tags.get(number):
            style = inlined.styles[number]
            if tag.style and unescape(style) == unescape(tag.style):
                continue
            space = " " if tag.style_start == tag.style_end else ""
            yield tag.style_start, tag.style_end, f'{space}style="{style}"'
