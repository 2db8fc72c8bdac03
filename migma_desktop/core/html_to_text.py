"""Turn HTML into the plain text of an email, with the addresses that its links lead to."""

from __future__ import annotations

import re

from migma_desktop.core.rendering import plain_text
from migma_desktop.core.shielding import shielded

_EMPTY_LINES = re.compile(r"\n{3,}")


def to_text(html: str) -> str:
    """Return the words of some HTML. A link's address stands behind its words.

    What nobody sees (styles, a hidden preview line) is left out; a picture is its description.
    """
    return shielded(html, _words)


def _words(html: str) -> str:
    from lxml.etree import ParserError  # type: ignore[import-untyped]
    from lxml.html import document_fromstring, tostring  # type: ignore[import-untyped]

    try:
        tree = document_fromstring(html)
    except (ParserError, ValueError):
        return ""
    for each in list(tree.iter("a", "img")):
        if each.tag == "img":
            words = (each.get("alt") or "").strip()
            each.tail = f"{words}{each.tail or ''}"
            continue
        address = (each.get("href") or "").removeprefix("mailto:").strip()
        shown = "".join(each.itertext()).strip()
        if address and not address.startswith("#") and address != shown:
            each.tail = f" ({address}){each.tail or ''}" if shown else f"{address}{each.tail or ''}"
    for hidden in tree.xpath("//*[contains(translate(@style, ' ', ''), 'display:none')]"):
        hidden.drop_tree()
    for box in tree.iter("div"):
        box.tag = "article"  # a block that, other than <div>, isn't indented
    text = plain_text(str(tostring(tree, encoding="unicode")))
    return _EMPTY_LINES.sub("\n\n", text)
