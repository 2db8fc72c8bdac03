"""Tells tables that only lay an email out from those that say something."""

from __future__ import annotations

_PARTS = ("table", "tbody", "tr", "td")


def without_layout_tables(html: str) -> str:
    """Return a document in which such tables are plain blocks, for reading one after another.

    They are the ones with the role "presentation", as WAI-ARIA has it. What can't be read as a
    document comes back as it is.
    """
    if "presentation" not in html:
        return html
    # 15 ms: the window must not wait for them. They ship without types.
    from lxml.etree import ParserError  # type: ignore[import-untyped]
    from lxml.html import document_fromstring, tostring  # type: ignore[import-untyped]

    try:
        tree = document_fromstring(html)
    except (ParserError, ValueError):
        return html
    for part in list(tree.iter(*_PARTS)):
        # In the order of the document: what is around it has become a block already.
        owner = part if part.tag == "table" else part.getparent()
        if owner.get("role") == "presentation":
            part.tag = "article"  # a block that, other than <div>, isn't indented
            part.set("role", "presentation")
    return str(tostring(tree, encoding="unicode"))
