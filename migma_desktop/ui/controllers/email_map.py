"""The map between the editor's text and the preview, made when somebody asks for it.

Beside the GUI thread, and kept for as long as the email stays the same: it costs nothing while
somebody types.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from migma_desktop.core.models import Draft, RenderedEmail
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.editor.text_mirror import normalised

if TYPE_CHECKING:  # loaded with the browser engine, or when somebody looks for a place
    from migma_desktop.core.source_map.places import SourceMap
    from migma_desktop.ui.preview.places import Spot
    from migma_desktop.ui.preview.view import PreviewView


class EmailMap(QObject):
    """Knows where the email in the preview comes from, in the editor's own offsets too.

    ``shown`` tells what the preview shows, and the draft that it was made of.
    """

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        editor: TemplateEditor,
        shown: Callable[[], tuple[Draft, RenderedEmail] | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._editor = editor
        self._shown = shown
        self._made: tuple[RenderedEmail, SourceMap] | None = None
        self._making = asyncio.Lock()

    def forget(self) -> None:
        """Let go of the email before."""
        self._made = None

    async def get(self) -> SourceMap | None:
        """Return the map of the newest email; None where there can be none."""
        shown = self._shown()
        if shown is None or not shown[0].source.is_written_here:
            return None
        draft, rendered = shown
        async with self._making:  # once, though several may wait for it
            if self._made is None or self._made[0] is not rendered:
                found = await self._runtime.in_thread(_map_source, draft, rendered.html)
                self._made = rendered, found
            source_map = self._made[1]
        return source_map if source_map.fits else None

    async def look_at(self, view: PreviewView, place: QPointF) -> tuple[SourceMap, Spot] | None:
        """Return what a preview shows at a place, and the map that knows it."""
        spot = await view.places.at(place)
        source_map = await self.get() if spot is not None else None
        if spot is None or source_map is None:
            return None
        is_text = 0 <= spot.text < len(source_map.texts)
        if spot.text >= 0 and not (is_text and source_map.texts[spot.text].text == spot.shown):
            return None  # the page is a moment behind, or ahead
        return source_map, spot

    def is_of_editor(self, source_map: SourceMap) -> bool:
        """Tell whether the editor still holds the text that a map was made of."""
        return normalised(source_map.source) == self._editor.text()

    def caret_in(self, source_map: SourceMap) -> int:
        """Return where the caret is, or the selection begins, in the source of a map."""
        caret, _end = self._editor.selection()
        source = source_map.source
        if "\r" not in source:
            return caret
        before = self._editor.text()[:caret]
        lines = source.splitlines(keepends=True)
        behind_breaks = before.rpartition("\n")[2]
        return sum(map(len, lines[: before.count("\n")])) + len(behind_breaks)


def in_editor(source_map: SourceMap, start: int, end: int) -> tuple[int, int]:
    """Return two offsets of a source as the editor counts, which knows but one line ending."""
    source = source_map.source
    return len(normalised(source[:start])), len(normalised(source[:end]))


def _map_source(draft: Draft, html: str) -> SourceMap:
    from migma_desktop.core.source_map.mapping import map_source  # in the thread that runs it

    return map_source(draft, html)
