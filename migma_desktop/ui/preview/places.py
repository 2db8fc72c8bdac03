"""Asks the page of a preview which text or element is where, and lets it outline one."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

from migma_desktop.core.source_map.places import Target
from migma_desktop.paths import resource

_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld  # the page's own scripts stay off


@dataclass(frozen=True, slots=True)
class Spot:
    """What is shown at a place: a letter of a text, or an element (then ``text`` is -1).

    Counted as in ``core.source_map.places``; ``offset`` in characters.
    """

    text: int
    offset: int
    element: int
    shown: str


@dataclass(frozen=True, slots=True)
class TextBox:
    """Where a piece of a text is in the page, in CSS pixels, and how it looks."""

    area: QRectF
    font_size: float
    is_bold: bool
    is_italic: bool


class PreviewPlaces(QObject):
    """Speaks with ``places.js`` in the isolated world of a page. Nothing there calls back."""

    def __init__(self, *, page: QWebEnginePage, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._script = ""

    async def at(self, place: QPointF) -> Spot | None:
        """Return what is shown at a place, in CSS pixels of the window."""
        found = await self._ask(f"at({place.x()}, {place.y()})")
        if not isinstance(found, dict):
            return None
        return Spot(
            text=int(found["text"]),
            offset=int(found["offset"]),
            element=int(found["element"]),
            shown=str(found["shown"]),
        )

    async def box(self, text: int, shown: str, start: int, end: int) -> TextBox | None:
        """Return where the letters between two offsets of a text are; None: it is another now."""
        found = await self._ask(f"box({text}, {json.dumps(shown)}, {start}, {end})")
        if not isinstance(found, dict):
            return None
        return TextBox(
            area=QRectF(found["x"], found["y"], found["width"], found["height"]),
            font_size=float(found["size"]),
            is_bold=float(found["weight"]) >= _BOLD,
            is_italic=bool(found["italic"]),
        )

    async def outline(
        self, target: Target, *, colour: str, scroll: bool, middle: bool = False
    ) -> bool:
        """Draw a line around an element, or around the block of a text, and no other.

        ``scroll`` brings it into view where it isn't, ``middle`` into the middle in any case.
        """
        order = {
            "text": target.text,
            "element": target.element,
            "shown": target.shown,
            "colour": colour,
            "scroll": scroll,
            "middle": middle,
        }
        return bool(await self._ask(f"outline({json.dumps(order)})"))

    def clear(self) -> None:
        """Take the outline away."""
        self._page.runJavaScript("globalThis.migmaPlaces?.clear()", _WORLD.value)

    async def _ask(self, call: str) -> Any:
        """Return what a call answers; None when the page went away meanwhile."""
        if not self._script:
            self._script = resource("preview/places.js").read_text(encoding="utf-8")
        answered: asyncio.Future[object] = asyncio.get_running_loop().create_future()

        def on_answer(answer: object) -> None:
            if not answered.done():
                answered.set_result(answer)

        source = f"{self._script}\nJSON.stringify(migmaPlaces.{call} ?? null)"
        self._page.runJavaScript(source, _WORLD.value, on_answer)
        answer = await answered
        return json.loads(answer) if isinstance(answer, str) and answer else None


_BOLD = 600
