"""What is on a clipboard, as the editor sees it."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor

LONGEST = 1_000_000
"""Characters of text that are taken: as many as of a file. More would hold the window."""

LONGEST_HTML = 8_000_000
"""Characters of HTML: what Word writes is ten times as long as what it says."""

# Editors of code bring colours and lines; these are what people see: headings, lists, links...
_RICH = re.compile(
    r"<(?:p|h[1-6]|[bi]|strong|em|ul|ol|li|table|a|img|blockquote|hr|o:p)[\s/>]", re.IGNORECASE
)
_START, _END = "<!--StartFragment-->", "<!--EndFragment-->"


class PasteAs(Enum):
    """What a paste makes of formatted content."""

    USUAL = auto()  # in the Write view what it says, elsewhere its plain text
    PLAIN = auto()
    CLEAN_HTML = auto()


class RichPaste(NamedTuple):
    """Formatted content that waits to be made into the editor's language."""

    html: str
    text: str  # the same as plain text
    place: QTextCursor  # where it goes, whatever is typed meanwhile
    as_html: bool


def rich_html(source: QMimeData) -> str:
    """Return the formatted content of a clipboard, "" where it is but plain text."""
    if not source.hasHtml():
        return ""
    html = source.html()
    start, end = html.find(_START), html.rfind(_END)
    fragment = html[start + len(_START) : end] if 0 <= start < end else html
    return fragment if len(html) <= LONGEST_HTML and _RICH.search(fragment) else ""
