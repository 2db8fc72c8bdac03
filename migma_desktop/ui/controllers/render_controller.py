"""Keeps the rendered email in step with the draft, off the GUI thread."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft, RenderedEmail, StoredContent
from migma_desktop.ui.async_runtime import AsyncRuntime


class Render(Protocol):
    """The one renderer: ``core.rendering.render``."""

    def __call__(self, draft: Draft, *, stored: StoredContent | None = None) -> RenderedEmail:
        """Turn a draft into what arrives."""


class RenderController(QObject):
    """Renders the newest draft; drafts that were overtaken while it worked are left out.

    Signals:
        rendered(RenderedEmail): what the draft looks like now.
        refused(KnownError): the draft can't be rendered as it stands.
    """

    rendered = Signal(object)
    refused = Signal(object)

    def __init__(
        self, *, runtime: AsyncRuntime, render: Render, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._render = render
        self._wanted: tuple[Draft, StoredContent | None] | None = None
        self._working = False
        self._latest: RenderedEmail | None = None

    @property
    def latest(self) -> RenderedEmail | None:
        """The newest result; it may be a keystroke behind the draft."""
        return self._latest

    def show(self, draft: Draft, stored: StoredContent | None) -> None:
        """Render this draft as soon as possible."""
        self._wanted = (draft, stored)
        if not self._working:
            self._working = True
            self._runtime.spawn(self._work(), owner=self)

    @property
    def is_settled(self) -> bool:
        """Whether ``latest`` shows the newest draft."""
        return not self._working

    async def render_now(self, draft: Draft, stored: StoredContent | None) -> RenderedEmail:
        """Render for a send: the same renderer, and surely this very draft."""
        return await self._runtime.in_thread(self._render, draft, stored=stored)

    async def _work(self) -> None:
        try:
            while self._wanted is not None:
                draft, stored = self._wanted
                self._wanted = None
                try:
                    self._latest = await self.render_now(draft, stored)
                except KnownError as error:
                    self.refused.emit(error)
                    continue
                self.rendered.emit(self._latest)
        finally:
            self._working = False
