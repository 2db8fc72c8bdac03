"""The logic of changing the way in which an email is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.widgets.banner import MessageAction

if TYPE_CHECKING:
    from migma_desktop.core.ways import Change


class WaysController(QObject):
    """Takes the text along, asks where something would be lost, and offers the way back.

    ``show`` puts a text into the editor, as what it is written in.
    """

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        show: Callable[[Language, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._show = show
        self._wanted: ContentSource | None = None
        window.editor_pane.language_change_requested.connect(self._on_language_wanted)

    def _on_language_wanted(self, language: Language) -> None:
        is_working = self._wanted is not None
        self._wanted = ContentSource(language.value)
        draft = self._drafts.draft
        if not draft.written.strip():  # nothing to take along
            to, self._wanted = self._wanted, None
            self._go(to, draft.written_as(to))
        elif not is_working:
            self._runtime.spawn(self._change(), owner=self)

    async def _change(self) -> None:
        """Find out what it would mean; what is typed or pressed meanwhile counts too."""
        try:
            while True:
                draft, to = self._drafts.draft, self._wanted
                if to is None or to is draft.source:
                    return
                change = await self._runtime.in_thread(_change, draft, to)
                if draft is self._drafts.draft and to is self._wanted:
                    break
        finally:
            self._wanted = None
        if change.needs_an_answer:
            self._ask(change)
        else:
            self._go(to, change.fresh.text)

    def _ask(self, change: Change) -> None:
        from migma_desktop.ui.dialogs.change_way import ChangeWayDialog

        draft = self._drafts.draft
        dialog = ChangeWayDialog(
            change, present=draft.source, icons=self._icons, parent=self._window
        )

        def on_chosen(text: str) -> None:
            if self._drafts.draft.id == draft.id:
                self._go(change.to, text)

        dialog.chosen.connect(on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go(self, to: ContentSource, text: str) -> None:
        before = self._drafts.draft
        self._become(to, text)
        replaced = before.written_as(to)
        if not replaced.strip() or replaced == text:
            return
        after = self._drafts.draft
        undo = MessageAction(self.tr("Undo"), lambda: self._take_back(before, after))
        self._window.messages.show_message(
            "info",
            self.tr("The former text was replaced"),
            self.tr("What was written this way before gave way to what was taken over."),
            actions=[undo],
        )

    def _take_back(self, before: Draft, after: Draft) -> None:
        now = self._drafts.draft
        if (now.id, now.source, now.written) != (after.id, after.source, after.written):
            self._window.messages.show_message(
                "info",
                self.tr("It can't be taken back any more"),
                self.tr("The text was changed since then. Versions, in the ••• menu, has it."),
            )
            return
        self._drafts.edit(**_text_of(after.source, before.written_as(after.source)))
        self._become(before.source, before.written)

    def _become(self, way: ContentSource, text: str) -> None:
        self._show(Language(way.value), text)
        self._drafts.edit(source=way, **_text_of(way, text))


def _change(draft: Draft, to: ContentSource) -> Change:
    from migma_desktop.core.ways import change  # the window must not wait for its libraries

    return change(draft, to)


def _text_of(way: ContentSource, text: str) -> dict[str, Any]:
    return {way.value: text}
