"""Offers what may be written at the caret: variables behind ``{{``; tags, attributes and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QKeyEvent

from migma_desktop.ui.editor import typing_aids
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.translation import translated

if TYPE_CHECKING:  # loaded when they are first needed: the first letter must not wait
    from migma_desktop.core.completing import Context, Offer
    from migma_desktop.ui.editor.completion_popup import CompletionPopup
    from migma_desktop.ui.editor.source_view import SourceView

Unsupported = Mapping[str, tuple[str, ...]]


class Completions(QObject):
    """Keeps the list of one editor: when it opens, what it offers, what a choice writes."""

    def __init__(self, *, editor: SourceView, theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = theme
        self._names: list[str] = []
        self._notes: Mapping[str, str] = {}
        self._unsupported: Unsupported | None = None  # None: no tags are offered yet
        self._context: Context | None = None  # of the tags on offer; None: variables are
        self._offers: dict[str, Offer] = {}
        self._popup: CompletionPopup | None = None  # comes with something to offer

    def set_names(self, names: Sequence[str], notes: Mapping[str, str] | None = None) -> None:
        """Offer these variables; a note is what is shown beside one."""
        self._names = list(names)
        self._notes = notes or {}
        if self._names:
            self._make_popup()

    def offer_tags(self, unsupported: Unsupported) -> None:
        """Offer tags, attributes and values too; mail programs ignore what is ``unsupported``."""
        self._unsupported = unsupported
        self._make_popup()

    def update(self, *, is_asked: bool = False) -> None:
        """Open, change or close the list after a keystroke, or because somebody asks for it."""
        if self._popup is None or self._editor.textCursor().hasSelection():
            self.hide()
        elif self._variable_being_typed() is not None:
            self._offer_variables()
        elif not self._offer_markup(is_asked=is_asked):
            self.hide()

    def follow_caret(self) -> None:
        """Close the list when the caret leaves what it is about."""
        if self.is_open:
            self.update(is_asked=True)

    @property
    def is_open(self) -> bool:
        """Whether the list is on the screen."""
        return self._popup is not None and self._popup.isVisible()

    def hide(self) -> None:
        """Close the list."""
        if self._popup is not None:
            self._popup.hide()

    def take_key(self, event: QKeyEvent) -> bool:
        """Let the open list act on a key; tell whether it did."""
        return self.is_open and self._popup is not None and self._popup.take_key(event)

    # ---- What is on offer ----

    def _offer_variables(self) -> None:
        typing = self._variable_being_typed()
        names = typing_aids.matching_names(typing.typed, self._names) if typing else []
        is_complete = typing is not None and names == [typing.typed] and not typing.closing
        if not names or is_complete:
            self.hide()
            return
        self._context = None
        self._show(names, self._notes, {})

    def _offer_markup(self, *, is_asked: bool) -> bool:
        if self._unsupported is None or not self._editor.language.is_code:
            return False
        from migma_desktop.core import completing

        source, caret = self._editor.text(), self._editor.selection()[1]
        context = completing.context_at(source, caret)
        if context is None or not (is_asked or context.typed or context.offers_before_typing):
            return False
        is_end = context.kind is completing.Kind.END_TAG
        offers = completing.offers(
            context,
            is_mjml=self._editor.language is Language.MJML,
            after=source[caret : caret + 80],
            open_tag=self._open_tag(source, context.start - 2) if is_end else "",
            unsupported=self._unsupported,
        )
        if not offers:
            return False
        self._context = context
        self._offers = {offer.name: offer for offer in offers}
        self._show(
            list(self._offers),
            {each.name: translated(each.note) for each in offers if each.note is not None},
            {
                each.name: translated(hint)
                for each in offers
                if (hint := completing.hint(each.unsupported)) is not None
            },
        )
        return True

    def _open_tag(self, source: str, offset: int) -> str:
        from migma_desktop.core.tag_pairs import closing_name

        return closing_name(source, offset)

    def _variable_being_typed(self) -> typing_aids.Completion | None:
        return typing_aids.completion(*self._editor.line_and_column())

    def _show(
        self, names: list[str], notes: Mapping[str, str], warnings: Mapping[str, str]
    ) -> None:
        if self._popup is None:
            return
        caret = self._editor.cursorRect().translated(self._editor.viewport().pos())
        self._popup.offer(names, notes, warnings)
        self._popup.place(caret, QRect(self._editor.contentsRect()))

    def _make_popup(self) -> None:
        if self._popup is not None:
            return
        # Item views and their styles are 7 ms to load: too much for a window's first letter.
        from migma_desktop.ui.editor.completion_popup import CompletionPopup

        self._popup = CompletionPopup(tokens=self._theme.tokens, parent=self._editor)
        self._popup.name_chosen.connect(self._on_name_chosen)
        self._theme.changed.connect(self._popup.set_tokens)

    # ---- What a choice writes ----

    def _on_name_chosen(self, name: str) -> None:
        self.hide()
        if self._context is None:
            self._write_variable(name)
        else:
            self._write_markup(self._offers[name], self._context)

    def _write_variable(self, name: str) -> None:
        typing = self._variable_being_typed()
        if typing is None:
            return
        line, _column = self._editor.place_of(self._editor.selection()[1])
        start = self._editor.offset_of(line, typing.start)
        end = self._editor.offset_of(line, typing.end)
        written = name + typing.closing
        self._editor.replace_range(start, end, written)
        caret = start + len(written) + typing.passed
        self._editor.select(caret, caret)

    def _write_markup(self, offer: Offer, context: Context) -> None:
        end = self._editor.selection()[1]
        self._editor.replace_range(context.start, end, offer.insert)
        caret = context.start + len(offer.insert) - offer.back
        self._editor.select(caret, caret)
        if offer.back or offer.insert.endswith(": "):
            self.update(is_asked=True)  # its values
