"""Turn Markdown into the HTML that stands inside the base style."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from migma_desktop.core.email_blocks import EmailBlocks
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.texts import say

# Noncharacters (Unicode 23.7): no text holds them, and Markdown gives them no meaning.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_SHIELD = re.compile(f"[{_OPEN}{_CLOSE}]")
_SHIELDED = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_TEMPLATE_TAG = re.compile(r"\{{2,}+[^{}]*+\}{2,}+")
# Not behind python-markdown's mark for raw HTML (U+0003): that may be a link already.
_BARE_ADDRESS = r"""(?<![\w\x03"'=/])https?://[^\s<>"\x02]+[^\s<>"\x02.,;:!?)']"""
_BEHIND_ADDRESSES = ".,;:!?)'"
_EXTENSIONS = ["tables", "fenced_code", "attr_list", "sane_lists", "nl2br"]


def to_html(markdown: str) -> str:
    """Return the HTML of a Markdown text; everything between double braces stays as written.

    Line breaks are kept, since people who write an address expect its lines; raw HTML is
    allowed, web addresses become links, and ``[Text](address){.button}`` becomes a button. The
    other blocks that a class makes are told in ``email_blocks``.

    Raises:
        DraftRefused: lists or quotes are nested deeper than anyone can read.
    """
    tags: list[str] = []

    def shield(match: re.Match[str]) -> str:
        tags.append(match[0])
        return f"{_OPEN}{len(tags) - 1}{_CLOSE}"

    shielded = _TEMPLATE_TAG.sub(shield, _SHIELD.sub("", markdown))
    try:
        html = Markdown(extensions=[*_EXTENSIONS, _EmailMarkdown()]).convert(shielded)
    except RecursionError as error:
        raise DraftRefused(
            say("Lists or quotes are nested too deeply."),
            say("Take some of the levels away: the email can't be shown or sent like this."),
            field="templateEditor",
        ) from error
    return _SHIELDED.sub(lambda match: tags[int(match[1])], html)


class _EmailMarkdown(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - python-markdown's name
        # Behind inline patterns (20) and attributes (8): the classes are there by then.
        md.treeprocessors.register(EmailBlocks(md), "email_blocks", 5)
        # Behind raw HTML (90), whose attributes hold addresses too, and before emphasis (60).
        md.inlinePatterns.register(_BareAddresses(_BARE_ADDRESS, md), "email_addresses", 85)


class _BareAddresses(InlineProcessor):
    """Makes links of web addresses, as most mail programs would: so the preview shows them."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - python-markdown's name and types
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        address = m[0].rstrip(_BEHIND_ADDRESSES)
        link = ET.Element("a", {"href": address})
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)
