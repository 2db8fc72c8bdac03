"""What the validation endpoints need to know about an HTML email."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "title", "head"})


@dataclass(slots=True)
class PageFacts:
    """Links, elements, styles and words of a page."""

    links: list[str] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)
    images_without_alt: int = 0
    styles: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = PageFacts()
        self._silent = 0
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.facts.elements.add(tag)
        if tag == "a" and given.get("href") is not None:
            self.facts.links.append(given["href"] or "")
        if tag == "img" and not given.get("alt"):
            self.facts.images_without_alt += 1
        if given.get("style"):
            self.facts.styles.append(given["style"] or "")
        self._in_style = tag == "style"
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
        if tag in _SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.facts.styles.append(data)
        if not self._silent:
            self.facts.words += data.split()


def read_page(html: str) -> PageFacts:
    """Read as much of the page as can be read."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:
        pass  # the standard library's word for a declaration that it cannot read
    return reader.facts
