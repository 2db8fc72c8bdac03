"""The plain-text part of an email, and whether it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from migma_desktop.core import html_scan, rendering
from migma_desktop.core.draft import Draft
from migma_desktop.core.texts import Text, say

_LONGEST = 20_000  # characters: some ten minutes of reading
_FEW = 20  # characters, below which an email in HTML says nothing as text
_ALT = frozenset({"alt", "title", "aria-label"})


@dataclass(frozen=True, slots=True)
class TextPart:
    """What programs without HTML show, and what is poor about it."""

    text: str
    hints: tuple[Text, ...] = ()


def text_part(draft: Draft, html: str) -> TextPart:
    """Build the text part of a final email, by the same function as an email that leaves.

    ``html`` is what the draft was rendered to. May take some 100 ms. Raises ValueError when the
    HTML can't be read as a document.
    """
    text = rendering.text_part(draft, html)
    return TextPart(text, tuple(_hints(html, text)))


def _hints(html: str, text: str) -> list[Text]:
    hints = []
    words = " ".join(text.split())
    if not words:
        hints.append(say("There is no text in it: people without HTML get an empty email."))
    elif len(words) < _FEW < len(html) // 20:
        hints.append(say("There is hardly any text in it. Say in words what the pictures show."))
    if count := _links_without_words(html):
        hints.append(
            say("A link has no words: it is missing here. Describe its picture in alt=“…”.")
            if count == 1
            else say(
                "{count} links have no words: they are missing here. Describe their pictures in "
                "alt=“…”.",
                count=count,
            )
        )
    if len(text) > _LONGEST:
        hints.append(
            say("It is very long: {count} characters. Few people read that far.", count=len(text))
        )
    return hints


def _links_without_words(html: str) -> int:
    """Count the links that neither a text nor a description says anything about."""
    found = 0
    position = 0
    is_open = has_words = False
    for match in html_scan.markup(html):
        if is_open and _has_words(html[position : match.start()]):
            has_words = True
        position = match.end()
        name = (match["name"] or "").lower()
        if name == "a":
            found += is_open and not has_words
            attributes = _attributes(html, match)
            is_open, has_words = "href" in attributes, _is_described(attributes)
        elif is_open and name:
            has_words = has_words or _is_described(_attributes(html, match))
        elif is_open and (match["end"] or "").lower() == "a":
            found += not has_words
            is_open = False
    return found


def _has_words(written: str) -> bool:
    return bool(re.search(r"\w|[^\s\W]|[^\s\x00-\x7f]", unescape(written)))


def _is_described(attributes: dict[str, str]) -> bool:
    return any(attributes.get(name, "").strip("\"' ") for name in _ALT)


def _attributes(html: str, match: re.Match[str]) -> dict[str, str]:
    found = html_scan.attributes(html, *match.span("attributes"))
    return {each[1].lower(): each[2] or "" for each in found}
