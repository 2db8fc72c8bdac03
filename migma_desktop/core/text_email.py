"""Turn plain text into the HTML that stands inside the base style."""

from __future__ import annotations

import re
from html import escape

_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def to_html(text: str) -> str:
    """Return the HTML of a plain text: paragraphs, with every line as it was broken."""
    paragraphs = filter(None, map(str.strip, _BETWEEN_PARAGRAPHS.split(text)))
    return "\n".join(
        "<p>" + escape(each, quote=False).replace("\n", "<br>\n") + "</p>" for each in paragraphs
    )
