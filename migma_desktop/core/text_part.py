"""The plain-text part of an email, made from its HTML by inscriptis."""

from __future__ import annotations

import re
from functools import lru_cache

# Both ship without types.
from inscriptis.html_engine import Inscriptis  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]
from inscriptis.model.css import CssParse  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]
from lxml.html import HtmlElement, document_fromstring  # type: ignore[import-untyped]

_DECLARATION = re.compile(r"\A<\?xml [^>]*+>")
_TABLE_PARTS = ("table", "tbody", "tr", "td")
_SPOKEN = "|".join(
    name.removeprefix("attr_").replace("_", "-")
    for name in dir(CssParse)
    if name.startswith("attr_") and name != "attr_style"
)
_SAYS_SOMETHING = re.compile(rf"(?:{_SPOKEN})\s*+:", re.IGNORECASE)
"""The styles that inscriptis understands. To read all others takes it a fifth of its time."""


def text_of(html: str) -> str:
    """Return the text of a document as it comes from inscriptis.

    Raises:
        ValueError: the HTML can't be read as a document.
    """
    html = _DECLARATION.sub("", html.strip())  # a text is decoded: it names no encoding
    try:
        tree = document_fromstring(html)
    except ParserError:  # there is no element in it
        tree = document_fromstring(f"<pre>{html}</pre>")
    if "presentation" in html:
        _flatten_layout_tables(tree)
    _drop_mute_styles(tree)
    return str(Inscriptis(tree, ParserConfig()).get_text())


def _flatten_layout_tables(tree: HtmlElement) -> None:
    """Make blocks of tables that only lay an email out, to be read one after another.

    They are the ones with the role "presentation", as WAI-ARIA has it.
    """
    for part in list(tree.iter(*_TABLE_PARTS)):
        # In the order of the document: what is around it has become a block already.
        owner = part if part.tag == "table" else part.getparent()
        if owner is not None and owner.get("role") == "presentation":
            part.tag = "article"  # a block that, other than <div>, isn't indented
            part.set("role", "presentation")


def _drop_mute_styles(tree: HtmlElement) -> None:
    for element in tree.xpath("//*[@style]"):
        if not _says_something(element.get("style")):
            del element.attrib["style"]


@lru_cache(maxsize=1000)  # an email repeats its styles
def _says_something(style: str) -> bool:
    return _SAYS_SOMETHING.search(style) is not None
