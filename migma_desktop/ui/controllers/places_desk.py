"""The roads between the editor and the preview: each shows its place in the other.

A map of where everything comes from is made when somebody asks for it, beside the GUI thread, and
kept for as long as the email stays the same. So it costs nothing while somebody types.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QTimer
from PySide6.QtGui import QAction, QKeySequence

from migma_desktop.core.models import Draft, RenderedEmail
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.editor.text_mirror import normalised
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.tokens import SPACE

if TYPE_CHECKING:  # loaded with the browser engine, or when somebody looks for a place
    from migma_desktop.core.source_map.places import SourceMap
    from migma_desktop.core.source_map.pointing import SourceSpan
    from migma_desktop.core.source_map.retouching import Retouch
    from migma_desktop.ui.preview.places import Spot
    from migma_desktop.ui.preview.view import PreviewView
    from migma_desktop.ui.widgets.retouch_box import RetouchBox

_REST_MS = 250  # from the last key: who types looks at the words, not at their outline
_FIRST_LOOK = 1 / 3  # of the view's height: where somebody is reading


class PlacesDesk(QObject):
    """Goes from a click to the source, outlines the caret's place, and lets texts be changed."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        theme: Theme,
        drafts: DraftController,
        renders: RenderController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._theme = theme
        self._drafts = drafts
        self._renders = renders
        self._pane = window.preview_pane
        self._editor = window.editor_pane.editor
        self._view: PreviewView | None = None
        self._box: RetouchBox | None = None
        self._retouch: tuple[SourceMap, Retouch] | None = None  # that the box is open for
        self._scrolled = QPointF()
        self._mapped: tuple[RenderedEmail, SourceMap] | None = None
        self._mapping = asyncio.Lock()
        self._going: asyncio.Task[None] | None = None  # to the source
        self._is_outlined = False
        self._has_typed = False  # since the outline was drawn
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._show = self._action(self.tr("Show in preview"), "F4", self._on_show_wanted)
        self._edit = self._action(
            self.tr("Edit text in preview"), "Shift+F4", self._on_retouch_by_key
        )
        menu = window.top_bar.more_menu
        first_line = next((each for each in menu.actions() if each.isSeparator()), None)
        if first_line is not None:
            menu.insertSeparator(first_line)
            menu.insertActions(first_line, [self._show, self._edit])
        self._editor.cursorPositionChanged.connect(self._on_caret_moved)
        self._editor.content_changed.connect(self._on_typed)
        self._editor.text_loaded.connect(self._on_text_loaded)
        self._editor.installEventFilter(self)
        drafts.replaced.connect(lambda _draft: self._forget())
        window.closing.connect(self._on_closing)
        self._pane.view_started.connect(self._on_view_started)

    # ---- The map ----

    async def _map(self) -> SourceMap | None:
        """Return the map of the email that the preview shows; None where there can be none."""
        for _ in range(2):  # once more, should the email have become another meanwhile
            rendered = self._renders.latest
            if rendered is None or not self._drafts.draft.source.is_written_here:
                return None
            async with self._mapping:  # once, though several may wait for it
                if self._mapped is None or self._mapped[0] is not rendered:
                    draft = self._drafts.draft
                    found = await self._runtime.in_thread(_map_source, draft, rendered.html)
                    self._mapped = rendered, found
                source_map = self._mapped[1]
            if source_map.fits:
                return source_map
        return None

    # ---- From the preview to the editor ----

    def _on_clicked(self, place: QPointF) -> None:
        self._pane.tell("")
        if self._box is None or not self._box.isVisible():
            self._going = self._runtime.spawn(self._go_to_source(place), owner=self)

    async def _go_to_source(self, place: QPointF) -> None:
        found = await self._look_at(place)
        if found is None:
            return
        source_map, spot = found
        span = await self._runtime.in_thread(_span, source_map, spot)
        if span is not None:
            self._select(source_map, span)

    async def _look_at(self, place: QPointF) -> tuple[SourceMap, Spot] | None:
        """Return what is shown at a place, and the map that knows it."""
        if self._view is None:
            return None
        spot = await self._view.places.at(place)
        source_map = await self._map() if spot is not None else None
        if spot is None or source_map is None:
            return None
        is_text = 0 <= spot.text < len(source_map.texts)
        if spot.text >= 0 and not (is_text and source_map.texts[spot.text].text == spot.shown):
            return None  # the page is a moment behind, or ahead
        return source_map, spot

    def _select(self, source_map: SourceMap, span: SourceSpan) -> None:
        source = source_map.source
        if normalised(source) != self._editor.text():
            return
        start, end = (len(normalised(source[:at])) for at in span)
        self._editor.setFocus()  # first: the preview outlines where somebody is who is there
        self._editor.select(start, end)

    # ---- From the editor to the preview ----

    def _on_caret_moved(self) -> None:
        if self._editor.hasFocus():
            self._rest.start()

    def _on_typed(self) -> None:
        self._has_typed = True

    def _on_text_loaded(self) -> None:
        """Outline nothing before the user has gone somewhere: it is shown as it will arrive."""
        self._has_typed = False
        self._rest.stop()

    def _on_rest(self) -> None:
        if self._editor.hasFocus():
            scroll, self._has_typed = not self._has_typed, False
            self._runtime.spawn(self._outline(scroll=scroll), owner=self)
        else:
            self._clear_outline()

    async def _outline(self, *, scroll: bool, middle: bool = False) -> bool:
        """Outline what the caret's place makes; tell whether it makes anything."""
        source_map = await self._map() if self._view is not None else None
        if source_map is None or self._view is None:
            return False
        target = await self._runtime.in_thread(source_map.target_at, self._caret_in(source_map))
        if target is None:
            self._clear_outline()
            return False
        self._is_outlined = await self._view.places.outline(
            target, colour=self._theme.tokens.accent, scroll=scroll, middle=middle
        )
        return self._is_outlined

    def _caret_in(self, source_map: SourceMap) -> int:
        """Return the caret's offset in the draft's own text, whose lines may end otherwise."""
        caret, _end = self._editor.selection()
        source = source_map.source
        if "\r" not in source:
            return caret
        lines = self._editor.text()[:caret].split("\n")
        starts = source.replace("\r\n", "\r").replace("\n", "\r").split("\r")
        return sum(len(line) + 2 for line in starts[: len(lines) - 1]) + len(lines[-1])

    def _clear_outline(self) -> None:
        if self._is_outlined and self._view is not None:
            self._is_outlined = False
            self._view.places.clear()

    def _on_show_wanted(self) -> None:
        """Show the caret's place in the preview; from the preview, go to what is read there."""
        if self._view is not None and self._view.hasFocus():
            size = self._view.size() / self._view.zoomFactor()
            self._on_clicked(QPointF(size.width() / 2, size.height() * _FIRST_LOOK))
            return
        self._runtime.spawn(self._show_caret(), owner=self)

    async def _show_caret(self) -> None:
        if not await self._outline(scroll=True, middle=True):
            self._pane.tell(self.tr("The line with the cursor shows nothing in the email."))

    # ---- Changing a text in the preview ----

    def _on_retouch_wanted(self, place: QPointF) -> None:
        if self._going is not None:
            self._going.cancel()  # the first of two clicks must not take the focus any more
        self._runtime.spawn(self._retouch_at(place), owner=self)

    def _on_retouch_by_key(self) -> None:
        self._runtime.spawn(self._retouch_at_caret(), owner=self)

    async def _retouch_at(self, place: QPointF) -> None:
        found = await self._look_at(place)
        if found is not None and found[1].text >= 0:
            source_map, spot = found
            await self._open_box(source_map, spot.text, spot.offset)
        elif not self._drafts.draft.source.is_written_here:
            self._pane.tell(self.tr("This email is written in Migma: it can be changed there."))

    async def _retouch_at_caret(self) -> None:
        source_map = await self._map() if await self._outline(scroll=True) else None
        if source_map is None:
            self._pane.tell(self.tr("The line with the cursor shows no text in the email."))
            return
        caret = self._caret_in(source_map)
        place = await self._runtime.in_thread(_text_at, source_map, caret)
        if place is not None:
            await self._open_box(source_map, *place)

    async def _open_box(self, source_map: SourceMap, number: int, offset: int) -> None:
        from migma_desktop.core.source_map.retouching import Fixed, retouch_at

        retouch = await self._runtime.in_thread(retouch_at, source_map, number, offset)
        if isinstance(retouch, Fixed):
            piece = source_map.place_of_text(number, offset)
            what = source_map.source[piece.start : piece.end] if piece is not None else ""
            self._pane.tell(self._why_fixed(retouch, what))
            return
        shown = source_map.texts[number].text
        view = self._view
        if view is None:
            return
        box = await view.places.box(number, shown, retouch.start, retouch.end)
        if box is None:
            return
        zoom = view.zoomFactor()
        area = QRect(
            round(box.area.x() * zoom) + view.x(),
            round(box.area.y() * zoom) + view.y(),
            round(box.area.width() * zoom),
            round(box.area.height() * zoom),
        )
        self._retouch = source_map, retouch
        self._scrolled = view.page().scrollPosition()
        self._retouch_box().open_box(
            retouch.text,
            place=area,
            room=self._pane.stage.rect().adjusted(SPACE, SPACE, -SPACE, -SPACE),
            pixels=box.font_size * zoom,
            is_bold=box.is_bold,
            is_italic=box.is_italic,
        )

    def _why_fixed(self, fixed: object, what: str) -> str:
        from migma_desktop.core.source_map.retouching import Fixed

        if fixed is Fixed.VALUE:
            text = self.tr("{what} is filled in here. Change its value under Variables.")
            return text.format(what=what)
        return self.tr("This text doesn't stand in the email as it is shown: change it there.")

    def _retouch_box(self) -> RetouchBox:
        if self._box is None:
            from migma_desktop.ui.widgets.retouch_box import RetouchBox

            self._box = RetouchBox(parent=self._pane.stage)
            self._box.committed.connect(self._on_committed)
            self._box.given_up.connect(self._editor.setFocus)
        return self._box

    def _on_committed(self, typed: str) -> None:
        self._runtime.spawn(self._carry_out(typed), owner=self)

    async def _carry_out(self, typed: str) -> None:
        from migma_desktop.core.source_map.retouching import retouched

        if self._retouch is None or self._box is None:
            return
        source_map, retouch = self._retouch
        draft = self._drafts.draft
        edit = None
        if draft.written == source_map.source:
            edit = await self._runtime.in_thread(retouched, draft, source_map, retouch, typed)
        source = source_map.source
        if edit is None or normalised(source) != self._editor.text():
            self._box.refuse(
                self.tr("That would change more than this text. Change it in the editor instead.")
            )
            return
        start, end = (len(normalised(source[:at])) for at in (edit.start, edit.end))
        had_focus = self._box.isAncestorOf(self._window.focusWidget() or self._window)
        self._box.close_box()
        self._editor.replace_range(start, end, edit.text)
        if had_focus:
            self._editor.setFocus()
            self._editor.select(start + len(edit.text), start + len(edit.text))

    # ---- What happens around ----

    def _on_view_started(self, view: PreviewView) -> None:
        self._view = view
        view.offer_source(True)
        view.clicked.connect(self._on_clicked)
        view.double_clicked.connect(self._on_retouch_wanted)
        view.source_wanted.connect(self._on_clicked)
        view.retouch_wanted.connect(self._on_retouch_wanted)
        view.hovered.connect(self._on_hovered)
        view.scrolled.connect(self._on_scrolled)

    def _on_hovered(self, is_over: bool) -> None:
        is_ours = is_over and self._drafts.draft.source.is_written_here
        hint = self.tr("Click: go to its place · Double-click a text: change it here")
        self._pane.stage.set_hint(hint if is_ours else "")

    def _on_scrolled(self, _place: QPointF) -> None:
        if self._box is not None and self._view is not None and self._box.isVisible():
            now = self._view.page().scrollPosition()
            self._box.move_by(round(self._scrolled.y() - now.y()))
            self._scrolled = now

    def _forget(self) -> None:
        """Let go of the email before."""
        self._rest.stop()
        self._mapped = None
        self._pane.tell("")
        if self._box is not None:
            self._box.give_up()
        self._clear_outline()

    def _on_closing(self) -> None:
        self._rest.stop()
        self._editor.removeEventFilter(self)
        self._view = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut} and self._is_outlined:
            self._rest.start()
        return super().eventFilter(watched, event)

    def _action(self, text: str, keys: str, run: Callable[[], None]) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        return action


# They load their modules in the thread that runs them.


def _map_source(draft: Draft, html: str) -> SourceMap:
    from migma_desktop.core.source_map.mapping import map_source

    return map_source(draft, html)


def _span(source_map: SourceMap, spot: Spot) -> SourceSpan | None:
    from migma_desktop.core.source_map.pointing import span_of_element, span_of_text

    if spot.text >= 0:
        return span_of_text(source_map, spot.text, spot.offset)
    return span_of_element(source_map, spot.element)


def _text_at(source_map: SourceMap, caret: int) -> tuple[int, int] | None:
    from migma_desktop.core.source_map.pointing import text_at

    return text_at(source_map, caret)
