"""Keeps the rendered email in step with the draft.

Rendering belongs into a thread: css-inline alone takes tens of milliseconds. But a letter typed
into some HTML is rendered in one or two, and the way into a thread and back takes ten, for the
window paints in between. So what surely takes but a moment is done on the spot.

While a sample person is looked at, each draft is rendered twice: as it would leave, and as it
would be for that person. Only the preview is shown the second one.
"""

from __future__ import annotations

import math
from time import thread_time
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft, RenderedEmail, StoredContent
from migma_desktop.core.sample_people import Guise, dressed
from migma_desktop.ui.async_runtime import AsyncRuntime

_MOMENT = 0.003  # seconds of work: a fifth of a frame


class Render(Protocol):
    """The one renderer: ``core.rendering.Renderer``."""

    def __call__(self, draft: Draft, *, stored: StoredContent | None = None) -> RenderedEmail:
        """Turn a draft into what arrives."""

    def at_once(self, draft: Draft) -> RenderedEmail | None:
        """Do the same if hardly anything changed since the last time, or else return None."""


class RenderController(QObject):
    """Renders the newest draft; drafts that were overtaken while it worked are left out.

    Signals:
        rendered(RenderedEmail): what the draft looks like now, as it would leave.
        shown(RenderedEmail): what the preview is to show of it: the same, unless it is looked at
            as somebody.
        refused(KnownError): the draft can't be rendered as it stands.
    """

    rendered = Signal(object)
    shown = Signal(object)
    refused = Signal(object)

    def __init__(
        self, *, runtime: AsyncRuntime, render: Render, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._render = render
        self._wanted: tuple[Draft, StoredContent | None] | None = None
        self._working = False
        self._cost = math.inf  # seconds that the last rendering worked
        self._guise: Guise | None = None
        self._latest: RenderedEmail | None = None
        self._latest_shown: RenderedEmail | None = None
        self._latest_draft: Draft | None = None  # that the preview's was made of
        self._refusal: KnownError | None = None

    @property
    def latest(self) -> RenderedEmail | None:
        """The newest result, as it would leave; it may be a keystroke behind the draft."""
        return self._latest

    @property
    def latest_shown(self) -> RenderedEmail | None:
        """The newest result, as the preview shows it."""
        return self._latest_shown

    @property
    def made(self) -> tuple[Draft, RenderedEmail] | None:
        """The newest result, as the preview shows it, and the very draft that it was made of."""
        if self._latest_draft is None or self._latest_shown is None:
            return None
        return self._latest_draft, self._latest_shown

    @property
    def guise(self) -> Guise | None:
        """As whom the email is looked at; None: as it would leave."""
        return self._guise

    def look_as(self, guise: Guise | None) -> None:
        """Show the next drafts as they would be for somebody, or as they would leave."""
        self._guise = guise

    def show(self, draft: Draft, stored: StoredContent | None) -> None:
        """Render this draft as soon as possible."""
        if self._working or not self._show_at_once(draft):
            self._wanted = (draft, stored)
        if self._wanted is not None and not self._working:
            self._working = True
            self._runtime.spawn(self._work(), owner=self)

    @property
    def refusal(self) -> KnownError | None:
        """Why the newest draft could not be rendered; ``latest`` shows an older one then."""
        return self._refusal

    @property
    def is_settled(self) -> bool:
        """Whether ``latest`` shows the newest draft."""
        return not self._working

    async def render_now(
        self, draft: Draft, stored: StoredContent | None, *, guise: Guise | None = None
    ) -> RenderedEmail:
        """Render for a send, or a test: the same renderer, and surely this very draft."""
        rendered = await self._runtime.in_thread(self._render, draft, stored=stored)
        if guise is None:
            return rendered
        return await self._runtime.in_thread(self._as_somebody, draft, stored, rendered, guise)

    def _as_somebody(
        self, draft: Draft, stored: StoredContent | None, rendered: RenderedEmail, guise: Guise
    ) -> RenderedEmail:
        return self._render(dressed(draft, guise, rendered.placeholders), stored=stored)

    def _show_at_once(self, draft: Draft) -> bool:
        if self._cost > _MOMENT or self._guise is not None:
            return False
        began = thread_time()
        rendered = self._render.at_once(draft)
        if rendered is None:
            return False
        self._cost = thread_time() - began
        self._take(draft, rendered, rendered)
        return True

    def _render_timed(
        self, draft: Draft, stored: StoredContent | None, guise: Guise | None
    ) -> tuple[Draft, RenderedEmail, RenderedEmail]:
        """Return the draft as the preview shows it, the email, and the one that is shown."""
        began = thread_time()
        try:
            rendered = self._render(draft, stored=stored)
        finally:
            self._cost = thread_time() - began
        if guise is None:
            return draft, rendered, rendered
        theirs = dressed(draft, guise, rendered.placeholders)
        return theirs, rendered, self._render(theirs, stored=stored)

    def _take(self, draft: Draft, rendered: RenderedEmail, shown: RenderedEmail) -> None:
        self._latest, self._latest_shown, self._latest_draft = rendered, shown, draft
        self._refusal = None
        self.rendered.emit(rendered)
        self.shown.emit(shown)

    async def _work(self) -> None:
        try:
            while self._wanted is not None:
                draft, stored = self._wanted
                self._wanted = None
                try:
                    made = await self._runtime.in_thread(
                        self._render_timed, draft, stored, self._guise
                    )
                except KnownError as error:
                    self._refusal = error
                    self.refused.emit(error)
                    continue
                self._take(*made)
        finally:
            self._working = False
