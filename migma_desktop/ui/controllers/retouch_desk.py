"""Changing a text where the preview shows it; the source follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QSize

from migma_desktop.core.models import Draft, RenderedEmail
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.email_map import EmailMap, in_editor
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.tokens import SPACE

if TYPE_CHECKING:  # loaded when somebody changes a text
    from migma_desktop.core.source_map.places import SourceMap
    from migma_desktop.core.source_map.retouching import Fixed, Retouch
    from migma_desktop.ui.preview.places import TextBox
    from migma_desktop.ui.preview.view import PreviewView
    from migma_desktop.ui.widgets.retouch_box import RetouchBox


class Outline(Protocol):
    """Outlines what the caret's place makes in the preview."""

    async def __call__(self, *, scroll: bool) -> bool:
        """Tell whether it makes anything."""


class RetouchDesk(QObject):
    """Opens a field over a text of the preview, and carries out what is typed there."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        email_map: EmailMap,
        drafts: DraftController,
        shown: Callable[[], tuple[Draft, RenderedEmail] | None],
        outline: Outline,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._map = email_map
        self._drafts = drafts
        self._shown = shown
        self._outline = outline
        self._pane = window.preview_pane
        self._editor = window.editor_pane.editor
        self._view: PreviewView | None = None
        self._box: RetouchBox | None = None  # comes with the first text
        self._changing: tuple[SourceMap, Retouch] | None = None
        self._scrolled = QPointF()
        drafts.replaced.connect(self._on_draft_replaced)

    @property
    def is_open(self) -> bool:
        """Whether a text is being changed."""
        return self._box is not None and self._box.isVisible()

    def set_view(self, view: PreviewView) -> None:
        """Work on this preview."""
        self._view = view
        view.scrolled.connect(self._on_scrolled)

    def begin_at(self, place: QPointF) -> None:
        """Let the text at a place of the preview be changed, or say why it can't."""
        self._pane.tell("")
        self._runtime.spawn(self._begin_at(place), owner=self)

    def begin_at_caret(self) -> None:
        """Let the text be changed that the caret's place makes."""
        self._pane.tell("")
        self._runtime.spawn(self._begin_at_caret(), owner=self)

    async def _begin_at(self, place: QPointF) -> None:
        if not self._drafts.draft.source.is_written_here:
            self._pane.tell(self.tr("This email is written in Migma: it can be changed there."))
            return
        found = await self._map.look_at(self._view, place) if self._view is not None else None
        if found is not None and found[1].text >= 0:
            source_map, spot = found
            await self._begin(source_map, spot.text, spot.offset)

    async def _begin_at_caret(self) -> None:
        source_map = await self._map.get() if await self._outline(scroll=True) else None
        place = None
        if source_map is not None:
            caret = self._map.caret_in(source_map)
            place = await self._runtime.in_thread(_text_at, source_map, caret)
        if source_map is None or place is None:
            self._pane.tell(self.tr("The line with the cursor shows no text in the email."))
            return
        await self._begin(source_map, *place)

    async def _begin(self, source_map: SourceMap, number: int, offset: int) -> None:
        from migma_desktop.core.source_map.retouching import Fixed, retouch_at

        retouch = await self._runtime.in_thread(retouch_at, source_map, number, offset)
        if isinstance(retouch, Fixed):
            piece = source_map.place_of_text(number, offset)
            what = source_map.source[piece.start : piece.end] if piece is not None else ""
            self._pane.tell(self._why_fixed(retouch, what))
            return
        if self._view is None:
            return
        shown = source_map.texts[number].text
        box = await self._view.places.box(number, shown, retouch.start, retouch.end)
        if box is not None:
            self._changing = source_map, retouch
            self._open(self._view, box, retouch)

    def _open(self, view: PreviewView, box: TextBox, retouch: Retouch) -> None:
        zoom, area = view.zoomFactor(), box.area
        corner = QPoint(round(area.x() * zoom), round(area.y() * zoom))
        size = QSize(round(area.width() * zoom), round(area.height() * zoom))
        self._scrolled = view.page().scrollPosition()
        self._the_box().open_box(
            retouch.text,
            caret=retouch.caret,
            place=QRect(view.mapTo(self._pane.stage, corner), size),
            room=self._pane.stage.rect().adjusted(SPACE, SPACE, -SPACE, -SPACE),
            pixels=box.font_size * zoom,
            is_bold=box.is_bold,
            is_italic=box.is_italic,
        )

    def _the_box(self) -> RetouchBox:
        if self._box is None:
            from migma_desktop.ui.widgets.retouch_box import RetouchBox

            self._box = RetouchBox(parent=self._pane.stage)
            self._box.committed.connect(self._on_committed)
            self._box.given_up.connect(self._on_given_up)
        return self._box

    def _why_fixed(self, fixed: Fixed, what: str) -> str:
        if fixed is type(fixed).VALUE:
            text = self.tr("{what} is filled in here. Change its value under Variables.")
            return text.format(what=what)
        return self.tr("This text is made by the program: it can't be changed here.")

    def _on_given_up(self) -> None:
        self._editor.setFocus()

    def _on_committed(self, typed: str) -> None:
        self._runtime.spawn(self._carry_out(typed), owner=self)

    async def _carry_out(self, typed: str) -> None:
        from migma_desktop.core.source_map.retouching import retouched

        if self._changing is None or self._box is None:
            return
        source_map, retouch = self._changing
        shown, edit = self._shown(), None
        if shown is not None and shown[0].written == source_map.source:
            edit = await self._runtime.in_thread(retouched, shown[0], source_map, retouch, typed)
        if edit is None or not self._map.is_of_editor(source_map):
            self._box.refuse(
                self.tr("That would change more than this text. Change it in the editor instead.")
            )
            return
        focused = self._window.focusWidget()
        had_focus = focused is not None and self._box.isAncestorOf(focused)
        self._box.close_box()
        start, end = in_editor(source_map, edit.start, edit.end)
        self._editor.replace_range(start, end, edit.text)
        if had_focus:
            self._editor.setFocus()
            caret = start + len(edit.text)
            self._editor.select(caret, caret)

    def _on_scrolled(self, _place: QPointF) -> None:
        if self._view is not None and self._box is not None and self._box.isVisible():
            now = self._view.page().scrollPosition()
            self._box.move_by(round(self._scrolled.y() - now.y()))
            self._scrolled = now

    def _on_draft_replaced(self) -> None:
        if self._box is not None:
            self._box.close_box()


def _text_at(source_map: SourceMap, caret: int) -> tuple[int, int] | None:
    from migma_desktop.core.source_map.pointing import text_at

    return text_at(source_map, caret)
