"""Turn HTML that was made elsewhere into the Markdown of the Write view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from migma_desktop.core.markdown_words import escaped, escaped_start
from migma_desktop.core.shielding import shielded
from migma_desktop.core.tidying import tidied

if TYPE_CHECKING:
    from markdownify import MarkdownConverter

_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Written:
    """Markdown, and how many pictures it lacks since nobody else could see them."""

    markdown: str
    pictures_left_out: int = 0


def to_markdown(html: str) -> Written:
    """Return the Markdown that says what some HTML says. Placeholders stay as they are.

    Takes its time with a long text: not for the GUI thread.
    """
    left_out = 0

    def make(source: str) -> str:
        nonlocal left_out
        found = tidied(source)
        left_out = found.pictures_left_out
        try:
            markdown = _converter()().convert_soup(found.soup)
        except RecursionError:  # nobody sees a hundred boxes in each other: words are what counts
            words = found.soup.get_text("\n", strip=True).splitlines()
            markdown = "\n\n".join(escaped_start(escaped(line)) for line in words)
        lines = (line.rstrip() for line in markdown.splitlines())
        return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")

    return Written(shielded(html, make), left_out)


@cache
def _converter() -> type[MarkdownConverter]:
    """Return the converter's class; its library is loaded when something is converted."""
    from migma_desktop.core.markdown_writer import MarkdownWriter

    return MarkdownWriter
