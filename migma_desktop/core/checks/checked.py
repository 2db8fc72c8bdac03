"""What all checks of a text look at: the draft, what it was rendered to, and their tags."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from migma_desktop.core.account import FieldCatalog
from migma_desktop.core.checks.finding import Edit, Finding, Fix, Level
from migma_desktop.core.checks.page import Counterparts, Element, Page
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    PlaceholderSpot,
    PlaceholderUse,
    RenderedEmail,
)
from migma_desktop.core.texts import Text

FIELD = "templateEditor"


@dataclass(eq=False)
class Checked:
    """A draft under the lens. ``page`` is what the author wrote in HTML, else what it became."""

    draft: Draft
    rendered: RenderedEmail
    catalog: FieldCatalog | None = None  # what the people of a batch have, as far as known

    @cached_property
    def source(self) -> str:
        """The text that the author can change; for an email made in Migma, what it shows."""
        return self.draft.written if self.draft.source.is_written_here else self.rendered.html

    @property
    def is_html_written_here(self) -> bool:
        """Whether the author wrote the very tags that are sent."""
        return self.draft.source is ContentSource.HTML

    @cached_property
    def page(self) -> Page:
        """The tags: of an HTML source as it was written, else of what is sent."""
        if self.is_html_written_here:
            return Page(self.source, self.rendered.variables)
        return self.rendered_page

    @cached_property
    def rendered_page(self) -> Page:
        """The tags of what is sent, with their styles in attributes."""
        return Page(self.rendered.html, {})

    @cached_property
    def _counterparts(self) -> Counterparts:
        return Counterparts(self.page, self.rendered_page)

    def place(self, element: Element) -> PlaceholderUse | None:
        """Return where the author finds an element of ``page``."""
        if self._is_made_of_another:
            return self._place_by_address(element)
        return self.page.place(element.start, element.end)

    def place_of_rendered(self, element: Element) -> PlaceholderUse | None:
        """Return where the author finds an element of ``rendered_page``."""
        if self.is_html_written_here:
            return self._counterparts.place(element)
        return self.place(element)

    def place_of_css(self, start: int, end: int) -> PlaceholderUse | None:
        """Return where the author finds a piece of ``page``'s text."""
        if self._is_made_of_another:
            return None
        return self.page.place(start, end)

    @property
    def _is_made_of_another(self) -> bool:
        """Whether the tags were made here, of a source that has others or none."""
        return self.draft.source.is_written_here and not self.is_html_written_here

    def _place_by_address(self, element: Element) -> PlaceholderUse | None:
        address = element.attributes.get("href") or element.attributes.get("src") or ""
        start = self.source.find(address) if address else -1
        if start < 0:
            return None
        line = self.source.count("\n", 0, start) + 1
        return PlaceholderUse(PlaceholderSpot.LINK, start, start + len(address), line)

    def fix(self, label: Text, *spans: tuple[int, int, str]) -> Fix | None:
        """Return a fix that replaces pieces of ``page``'s text, None where nobody can change it."""
        if not self.is_html_written_here or not spans:
            return None
        html = self.page.html
        return Fix(
            label,
            tuple(
                Edit(PlaceholderSpot.BODY, start, end, html[start:end], new)
                for start, end, new in spans
            ),
        )

    def warning(
        self, text: Text, advice: Text, element: Element, fix: Fix | None = None
    ) -> Finding:
        """Return a finding about an element that some people will see go wrong."""
        return Finding(Level.WARNING, text, advice, FIELD, self.place(element), fix)

    def hint(self, text: Text, advice: Text, element: Element, fix: Fix | None = None) -> Finding:
        """Return a finding about an element that could be better."""
        return Finding(Level.HINT, text, advice, FIELD, self.place(element), fix)
