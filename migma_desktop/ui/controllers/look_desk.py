"""Fills the pages of the preview that show no page: the plain text, and the rows of inboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from migma_desktop.core.looks import Look
from migma_desktop.core.models import Draft, RenderedEmail
from migma_desktop.core.texts import say
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.widgets.preview_pane import PreviewPane

if TYPE_CHECKING:  # read beside the GUI thread when they are wanted
    from migma_desktop.core.inbox_row import Listing
    from migma_desktop.core.plain_part import TextPart

_REST_MS = 150  # after the last letter


class LookDesk(QObject):
    """Works beside the GUI thread, and only while one of the two is looked at."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        pane: PreviewPane,
        renders: RenderController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._pane = pane
        self._renders = renders
        self._is_wanted = self._is_working = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._begin)
        renders.shown.connect(self._on_rendered)
        pane.look_changed.connect(self._on_look_changed)

    def _on_rendered(self, _rendered: RenderedEmail) -> None:
        if not self._pane.look.shows_page:
            self._rest.start()

    def _on_look_changed(self, look: Look) -> None:
        if not look.shows_page:
            self._begin()

    def _begin(self) -> None:
        self._is_wanted = True
        if not self._is_working:
            self._runtime.spawn(self._work(), owner=self)

    async def _work(self) -> None:
        self._is_working = True
        try:
            while self._is_wanted and (made := self._renders.made) is not None:
                self._is_wanted = False
                await self._fill(self._pane.look, *made)
        finally:
            self._is_working = False

    async def _fill(self, look: Look, draft: Draft, rendered: RenderedEmail) -> None:
        if look is Look.TEXT:
            self._pane.text_page().show_part(
                await self._runtime.in_thread(_text_part, draft, rendered.html)
            )
        elif look is Look.INBOX:
            listed = await self._runtime.in_thread(_listing, draft, rendered)
            self._pane.inbox_page().show_listing(listed)


def _text_part(draft: Draft, html: str) -> TextPart:
    from migma_desktop.core.plain_part import TextPart, text_part

    try:
        return text_part(draft, html)
    except ValueError:
        return TextPart("", (say("The text part can't be made from this HTML."),))


def _listing(draft: Draft, rendered: RenderedEmail) -> Listing:
    from migma_desktop.core.inbox_row import listing

    sender = draft.sender
    return listing(
        sender=sender.name or sender.address,
        subject=rendered.subject,
        preheader=rendered.preheader,
        html=rendered.html,
    )
