"""Gets the pictures of templates: remembered ones at once, others one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft
from migma_desktop.core.rendering import render
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.dialogs.gallery_model import Card
from migma_desktop.ui.preview.thumbnail_cache import ThumbnailCache
from migma_desktop.ui.preview.thumbnails import ThumbnailMaker


class GalleryPictures(QObject):
    """Pictures for an open gallery, in its theme.

    Signals:
        ready(str, QImage): the picture of the template of this id.
    """

    ready = Signal(str, QImage)

    def __init__(
        self, *, runtime: AsyncRuntime, folder: Path, is_dark: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._cache = ThumbnailCache(folder=folder)
        self._is_dark = is_dark
        self._wanted: dict[str, Draft] = {}  # by template, the drafts that were asked for
        self._templates: dict[str, list[str]] = {}  # by key, who waits for the picture
        self._maker = ThumbnailMaker(parent=parent)
        self._maker.made.connect(self._on_made)

    def want(self, cards: Sequence[Card]) -> None:
        """Get the pictures of those templates that have none yet."""
        new = [card for card in cards if self._wanted.get(card.id) is not card.draft]
        self._wanted.update((card.id, card.draft) for card in new)
        if new:
            self._runtime.spawn(self._get(new), owner=self)

    def stop(self) -> None:
        """Make no more of them."""
        self._maker.stop()

    async def _get(self, cards: Sequence[Card]) -> None:
        for card in cards:
            html = await self._runtime.in_thread(_html_of, card.draft)
            key = self._cache.key_of(html, is_dark=self._is_dark)
            picture = await self._runtime.in_thread(self._cache.get, key)
            if picture is not None:
                self.ready.emit(card.id, picture)
            elif key in self._templates:
                self._templates[key].append(card.id)
            else:
                self._templates[key] = [card.id]
                self._maker.make(key, html, is_dark=self._is_dark)

    def _on_made(self, key: str, picture: QImage) -> None:
        for template in self._templates.pop(key, []):
            self.ready.emit(template, picture)
        self._runtime.spawn(self._keep(key, picture), owner=self)

    async def _keep(self, key: str, picture: QImage) -> None:
        await self._runtime.in_thread(self._cache.put, key, picture)


def _html_of(draft: Draft) -> str:
    """Render a template; what can't be rendered is shown as an empty page."""
    try:
        return render(draft).html
    except KnownError:
        return ""
