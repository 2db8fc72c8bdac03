"""What an inbox shows of an email before it is opened."""

from __future__ import annotations

import re
from html import unescape

from migma_desktop.core import html_scan

LONGEST = 140  # characters that the widest inbox shows
_INVISIBLE = re.compile(r"[\u00ad\u034f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def first_words(html: str, *, limit: int = LONGEST) -> str:
    """Return the first words of an email's text, hidden preview text included, as inboxes do."""
    words: list[str] = []
    length = 0
    position = html_scan.body_start(html)
    for match in html_scan.markup(html):
        if match.start() > position:
            text = html[position : match.start()]
            words += _INVISIBLE.sub("", unescape(text)).split()
            length += len(text)
            if length > limit and len(" ".join(words)) >= limit:
                break
        position = max(position, match.end())
    else:
        words += _INVISIBLE.sub("", unescape(html[position:])).split()
    return " ".join(words)[:limit].rstrip()
