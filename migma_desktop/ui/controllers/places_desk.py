"""The roads between the editor and the preview: each shows its place in the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QAction, QKeySequence

from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.email_map import EmailMap, in_editor
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.retouch_desk import RetouchDesk
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme

if TYPE_CHECKING:  # loaded with the browser engine, or when somebody looks for a place
    from migma_desktop.core.source_map.places import SourceMap
    from migma_desktop.core.source_map.pointing import SourceSpan
    from migma_desktop.ui.preview.places import Spot
    from migma_desktop.ui.preview.view import PreviewView

_REST_MS = 250  # from the last key: who types looks at the words, not at their outline
_FIRST_LOOK = 1 / 3  # of the view's height: where somebody is reading


class PlacesDesk(QObject):
    """Goes from a click to the source, and outlines the caret's place in the preview."""

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
        self._pane = window.preview_pane
        self._editor = window.editor_pane.editor
        self._view: PreviewView | None = None
        self._map = EmailMap(
            runtime=runtime, editor=self._editor, shown=lambda: renders.made, parent=self
        )
        self._retouch = RetouchDesk(
            runtime=runtime,
            window=window,
            email_map=self._map,
            drafts=drafts,
            shown=lambda: renders.made,
            outline=self._outline,
            parent=self,
        )
        self._going: asyncio.Task[None] | None = None  # to the source
        self._is_outlined = False
        self._has_typed = False  # since the outline was drawn
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._add_to_menu()
        self._editor.cursorPositionChanged.connect(self._on_caret_moved)
        self._editor.content_changed.connect(self._on_typed)
        self._editor.text_loaded.connect(self._on_text_loaded)
        self._editor.installEventFilter(self)
        drafts.replaced.connect(self._on_draft_replaced)
        window.closing.connect(self._on_closing)
        self._pane.view_started.connect(self._on_view_started)

    # From the preview to the editor

    def _on_clicked(self, place: QPointF) -> None:
        self._pane.tell("")
        if not self._retouch.is_open:
            self._going = self._runtime.spawn(self._go_to_source(place), owner=self)

    def _on_double_clicked(self, place: QPointF) -> None:
        if self._going is not None:
            self._going.cancel()  # the first of two clicks must not take the focus any more
        self._retouch.begin_at(place)

    async def _go_to_source(self, place: QPointF) -> None:
        found = await self._map.look_at(self._view, place) if self._view is not None else None
        if found is None:
            return
        source_map, spot = found
        span = await self._runtime.in_thread(_span, source_map, spot)
        if span is not None and self._map.is_of_editor(source_map):
            self._editor.setFocus()  # first: the preview outlines where somebody is
            self._editor.select(*in_editor(source_map, *span))

    # From the editor to the preview

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
        source_map = await self._map.get() if self._view is not None else None
        if source_map is None or self._view is None:
            return False
        caret = self._map.caret_in(source_map)
        target = await self._runtime.in_thread(source_map.target_at, caret)
        if target is None:
            self._clear_outline()
            return False
        colour = self._theme.tokens.accent
        places = self._view.places
        self._is_outlined = await places.outline(
            target, colour=colour, scroll=scroll, middle=middle
        )
        return self._is_outlined

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
        self._pane.tell("")
        if not await self._outline(scroll=True, middle=True):
            self._pane.tell(self.tr("The line with the cursor shows nothing in the email."))

    # What happens around

    def _on_view_started(self, view: PreviewView) -> None:
        self._view = view
        self._retouch.set_view(view)
        view.offer_source(True)
        view.clicked.connect(self._on_clicked)
        view.double_clicked.connect(self._on_double_clicked)
        view.source_wanted.connect(self._on_clicked)
        view.retouch_wanted.connect(self._retouch.begin_at)
        view.hovered.connect(self._on_hovered)

    def _on_hovered(self, is_over: bool) -> None:
        is_ours = is_over and self._drafts.draft.source.is_written_here
        hint = self.tr("Click: go to its place · Double-click a text: change it here")
        self._pane.stage.set_hint(hint if is_ours else "")

    def _on_draft_replaced(self) -> None:
        self._rest.stop()
        self._map.forget()
        self._pane.tell("")
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

    def _add_to_menu(self) -> None:
        show = self._action(self.tr("Show in preview"), "F4", self._on_show_wanted)
        edit = self._action(
            self.tr("Edit text in preview"), "Shift+F4", self._retouch.begin_at_caret
        )
        menu = self._window.top_bar.more_menu
        first_line = next((each for each in menu.actions() if each.isSeparator()), None)
        if first_line is not None:
            menu.insertSeparator(first_line)
            menu.insertActions(first_line, [show, edit])

    def _action(self, text: str, keys: str, run: Callable[[], None]) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        return action


def _span(source_map: SourceMap, spot: Spot) -> SourceSpan | None:
    from migma_desktop.core.source_map.pointing import span_of_element, span_of_text

    if spot.text >= 0:
        return span_of_text(source_map, spot.text, spot.offset)
    return span_of_element(source_map, spot.element)
