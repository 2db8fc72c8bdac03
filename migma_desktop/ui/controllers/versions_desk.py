"""An email's past beside its present, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.draft_shelf import DraftVersion
from migma_desktop.core.errors import KnownError
from migma_desktop.core.kept_draft import KeptDraft
from migma_desktop.core.models import Draft, RenderedEmail
from migma_desktop.core.ports import DraftShelf
from migma_desktop.core.text_diff import changes
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.dialogs.drafts_model import when
from migma_desktop.ui.dialogs.versions_dialog import VersionsDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.widgets.banner import MessageAction


class VersionsDesk(QObject):
    """Shows the versions of the current email and brings one back.

    Signals:
        trouble(KnownError): what was asked for could not be done.
    """

    trouble = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        shelf: DraftShelf,
        render: Callable[[Draft], RenderedEmail],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._shelf = shelf
        self._render = render
        self._dialog: VersionsDialog | None = None
        self._then: Draft | None = None  # the chosen version
        self._chosen = 0  # its number

    def show_current(self) -> None:
        """Show the past of the email in the window."""
        self.show(
            self._drafts.draft.id,
            self._drafts.name or self._drafts.draft.subject or self.tr("New email"),
        )

    def show(self, draft_id: str, name: str) -> None:
        """Show the past of the draft with this id, which is the current one."""
        if self._dialog is not None:
            self._dialog.reject()
        dialog = self._dialog = VersionsDialog(name, icons=self._icons, parent=self._window)
        dialog.chosen.connect(lambda version: self._start(self._show_version(version)))
        dialog.preview_wanted.connect(lambda: self._start(self._show_previews()))
        dialog.bring_back_wanted.connect(lambda version: self._start(self._bring_back(version)))
        dialog.finished.connect(lambda _result: self._on_closed(dialog))
        dialog.open()
        self._start(self._load(draft_id, dialog))

    async def _load(self, draft_id: str, dialog: VersionsDialog) -> None:
        versions = await self._runtime.in_thread(self._shelf.versions, draft_id)
        if self._dialog is dialog:
            dialog.show_versions(versions)

    async def _show_version(self, version: DraftVersion) -> None:
        self._chosen = version.seq
        then = await self._runtime.in_thread(self._shelf.version, version.seq)
        found = await self._runtime.in_thread(changes, then, self._drafts.draft)
        if self._dialog is None or self._chosen != version.seq:
            return
        self._then = then
        self._dialog.show_changes(found)
        if self._dialog.shows_preview:
            await self._show_previews()

    async def _show_previews(self) -> None:
        then = self._then
        if then is None:
            return
        old = await self._runtime.in_thread(self._html, then)
        new = await self._runtime.in_thread(self._html, self._drafts.draft)
        if self._dialog is not None and self._then is then:
            self._dialog.show_previews(old, new)

    def _html(self, draft: Draft) -> str:
        """Render in a thread. What can't be rendered is an empty page beside the words."""
        try:
            return self._render(draft).html
        except KnownError:
            return ""

    async def _bring_back(self, version: DraftVersion) -> None:
        await self._drafts.flush()
        draft, undo = await self._runtime.in_thread(self._shelf.bring_back, version.seq)
        self._drafts.open(KeptDraft(draft, self._drafts.name))
        if self._dialog is not None:
            self._dialog.accept()
        actions = []
        if undo is not None:
            actions.append(
                MessageAction(self.tr("Undo"), lambda: self._start(self._undo(version, undo)))
            )
        self._window.messages.show_message(
            "success",
            self.tr("The version of {time} is back").format(time=when(version.made_at)),
            self.tr("How the email was just before is kept as a version, too."),
            actions=actions,
        )

    async def _undo(self, version: DraftVersion, undo: int) -> None:
        if self._drafts.draft.id != version.draft_id:
            return  # another email is in the window; its list of versions has the way back
        await self._drafts.flush()
        draft, _again = await self._runtime.in_thread(self._shelf.bring_back, undo)
        self._drafts.open(KeptDraft(draft, self._drafts.name))
        self._window.messages.show_message("success", self.tr("The email is as it was before"))

    def _on_closed(self, dialog: VersionsDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
            self._then = None
        dialog.deleteLater()

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self._runtime.spawn(work, owner=self, on_known_error=self.trouble.emit)
