"""An email's tags as they were written: which holds which, where each stands, what never closes.

``html_scan`` gives the tags; a parser would repair them, and nobody could be shown the place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import NamedTuple

from migma_desktop.core import filling, html_scan
from migma_desktop.core.html_elements import CLOSED_BY, OPEN_ENDED, TABLE_PARTS, VOID
from migma_desktop.core.models import JsonValue, PlaceholderSpot, PlaceholderUse

_DEEPEST = 400  # levels; deeper ones are taken as lying beside each other
_LONGEST_TEXT = 400  # characters of an element that are read
_MOST_FAULTS = 50
_CELLS = frozenset({"td", "th", "caption", "table"})


@dataclass(slots=True, eq=False)
class Element:
    """A start tag with what is in it."""

    name: str
    number: int  # among the start tags
    mark: int  # among all tags, comments and declarations
    start: int
    end: int
    parent: Element | None
    attributes: Mapping[str, str]  # as written, unescaped; the names in lower case
    inner_end: int = -1
    has_text: bool = False  # of its own, not that of the elements in it


class Fault(NamedTuple):
    """A tag without its counterpart; ``closer`` is the end tag that came instead of its own."""

    name: str
    start: int
    end: int
    is_end: bool
    closer: str = ""


@dataclass(eq=False)
class Page:
    """The tags of an HTML text, with the values that stand in their attributes."""

    html: str
    values: Mapping[str, JsonValue]
    elements: list[Element] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    sheets: list[tuple[int, int]] = field(default_factory=list)  # contents of style elements
    texts: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        _Reading(self).run()

    def named(self, *names: str) -> Iterator[Element]:
        """Yield the elements of these names, in order."""
        return (element for element in self.elements if element.name in names)

    def value(self, element: Element, name: str) -> str | None:
        """Return an attribute with its placeholders filled, None when there is none."""
        written = element.attributes.get(name)
        return None if written is None else self.filled(written)

    def filled(self, text: str) -> str:
        """Return a text with the values that are known."""
        return filling.fill(text, self.values, filling.for_header)

    def value_span(self, element: Element, name: str) -> tuple[int, int] | None:
        """Return where an attribute's value stands, without its quotes."""
        after_name = element.start + 1 + len(element.name)
        for match in html_scan.attributes(self.html, after_name, element.end - 1):
            if match[1].lower() == name and match[2]:
                start, end = match.span(2)
                is_quoted = match[2][:1] in {'"', "'"}
                return (start + 1, end - 1) if is_quoted else (start, end)
        return None

    def text_in(self, element: Element) -> str:
        """Return the beginning of what is read in an element, on one line."""
        if element.inner_end <= element.end:
            return ""
        stop = min(element.inner_end, element.end + _LONGEST_TEXT)
        first = bisect_right(self.texts, (element.end,))
        pieces = []
        for start, end in self.texts[first:]:
            if start >= stop:
                break
            pieces.append(self.html[start : min(end, stop)])
        return " ".join(self.filled(unescape("".join(pieces))).split())

    @cached_property
    def text(self) -> str:
        """The words of the email, those of placeholders filled, on one line."""
        written = " ".join(self.html[start:end] for start, end in self.texts)
        return " ".join(self.filled(unescape(written)).split())

    @cached_property
    def _lines(self) -> list[int]:
        found, at = [0], self.html.find("\n")
        while at >= 0:
            found.append(at + 1)
            at = self.html.find("\n", at + 1)
        return found

    def place(self, start: int, end: int) -> PlaceholderUse:
        """Return a piece of the text as a place that can be shown."""
        return PlaceholderUse(PlaceholderSpot.BODY, start, end, bisect_right(self._lines, start))


class _Reading:
    """Reads the tags once, and follows which elements are open."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: list[Element] = []
        self._count: Counter[str] = Counter()  # of the open elements by name
        self._owed: Counter[str] = Counter()  # end tags that came too late for their element
        self._mark = -1

    def run(self) -> None:
        page, html, position = self._page, self._page.html, 0
        for self._mark, match in enumerate(html_scan.markup(html)):
            self._take_text(position, match.start())
            position = match.end()
            if match["name"] is not None:
                self._begin(match, match["name"].lower(), "attributes")
            elif match["end"] is not None:
                self._end(match["end"].lower(), *match.span())
            elif match["raw"] is not None:
                name = match["raw"].lower()
                element = self._element(match, name, "raw_attributes", match.start("content"))
                element.inner_end = match.end("content")
                if name == "style":
                    page.sheets.append(match.span("content"))
                self._owed[name] += 1  # its end tag follows
        self._take_text(position, len(html))
        while self._open:
            self._close(len(html), closer="")

    def _take_text(self, start: int, end: int) -> None:
        if start < end and not self._page.html[start:end].isspace():
            self._page.texts.append((start, end))
            if self._open:
                self._open[-1].has_text = True

    def _element(self, match: re.Match[str], name: str, group: str, end: int) -> Element:
        html = self._page.html
        found: dict[str, str] = {}
        for attribute in html_scan.attributes(html, *match.span(group)):
            written = attribute[2] or ""
            if written[:1] in {'"', "'"}:
                written = written[1:-1]
            found.setdefault(attribute[1].lower(), unescape(written))
        parent = self._open[-1] if self._open else None
        elements = self._page.elements
        element = Element(name, len(elements), self._mark, match.start(), end, parent, found)
        elements.append(element)
        return element

    def _begin(self, match: re.Match[str], name: str, group: str) -> None:
        closed = CLOSED_BY.get(name)
        if closed is not None:
            while self._open and self._open[-1].name in closed:
                self._close(match.start(), closer="")
        element = self._element(match, name, group, match.end())
        if name in VOID or (match[0].endswith("/>") and ":" in name):
            return
        if len(self._open) >= _DEEPEST:
            self._owed[name] += 1
            return
        self._open.append(element)
        self._count[name] += 1

    def _end(self, name: str, start: int, end: int) -> None:
        if self._open and self._open[-1].name == name:
            self._close(start, closer=name)
        elif self._can_close(name):
            while self._open[-1].name != name:
                inner = self._open[-1].name
                self._owed[inner] += 1
                self._close(start, closer=name)
            self._close(start, closer=name)
        elif self._owed[name]:
            self._owed[name] -= 1
        elif name not in {"p", "br"} and name not in VOID:
            self._fault(Fault(name, start, end, is_end=True))

    def _can_close(self, name: str) -> bool:
        if not self._count[name]:
            return False
        walls = {"table"} if name in TABLE_PARTS else _CELLS
        for element in reversed(self._open):
            if element.name == name:
                return True
            if element.name in walls:
                return False
        return False

    def _close(self, at: int, *, closer: str) -> None:
        element = self._open.pop()
        self._count[element.name] -= 1
        element.inner_end = at
        if element.name != closer and element.name not in OPEN_ENDED:
            fault = Fault(element.name, element.start, element.end, is_end=False, closer=closer)
            self._fault(fault)

    def _fault(self, fault: Fault) -> None:
        if len(self._page.faults) < _MOST_FAULTS:
            self._page.faults.append(fault)


class Counterparts:
    """Finds the tags of a source by those of the email that it was rendered to.

    The renderer adds tags around a fragment, and one for the preheader; it takes none away.
    """

    def __init__(self, source: Page, rendered: Page) -> None:
        self._source = source
        self._head = 0 if html_scan.is_document(source.html) else _tags_before(rendered)
        added = len(rendered.elements) - len(source.elements) - self._head
        self._fits = added in {0, 1}
        body = html_scan.body_start(source.html) if not self._head else 0
        before = sum(element.start < body for element in source.elements)
        self._preheader = self._head + before if added == 1 else len(rendered.elements)

    def place(self, element: Element) -> PlaceholderUse | None:
        """Return where the source has an element of the rendered email."""
        number = element.number - self._head
        if not self._fits or element.number == self._preheader or number < 0:
            return None
        written = self._source.elements[number - (element.number > self._preheader)]
        if written.name != element.name:
            return None
        return self._source.place(written.start, written.end)


def _tags_before(rendered: Page) -> int:
    return next((e.number + 1 for e in rendered.elements if e.name == "body"), 0)
