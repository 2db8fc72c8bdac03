"""What can be done with whole emails: find, open, name, copy, put away and bring back."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.draft_shelf import DraftQuery, DraftSummary, VersionReason
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Send
from migma_desktop.core.ports import DraftShelf
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.dialogs.drafts_dialog import DraftsDialog
from migma_desktop.ui.dialogs.name_dialog import NameDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.widgets.banner import MessageAction


class DraftsDesk(QObject):
    """Opens the list of emails and carries out what is asked for there.

    Signals:
        versions_wanted(str, str): show the past of the draft with this id, called so.
        file_wanted(): write the text back into the file that it came from.
        trouble(KnownError): what was asked for could not be done.
    """

    versions_wanted = Signal(str, str)
    file_wanted = Signal()
    trouble = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        shelf: DraftShelf,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._shelf = shelf
        self._dialog: DraftsDialog | None = None
        self._asked = 0  # how often the list was asked for: the newest answer counts

    # ---- The list ----

    def show_list(self) -> None:
        """Show all emails."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        dialog = self._dialog = DraftsDialog(icons=self._icons, parent=self._window)
        dialog.query_changed.connect(lambda _query: self._refresh())
        dialog.open_wanted.connect(lambda draft_id: self._start(self._open(draft_id)))
        dialog.duplicate_wanted.connect(lambda draft_id: self._start(self._duplicate(draft_id)))
        dialog.rename_wanted.connect(self._on_rename_wanted)
        dialog.versions_wanted.connect(self._on_versions_wanted)
        dialog.remove_wanted.connect(lambda draft: self._start(self._remove(draft)))
        dialog.put_back_wanted.connect(lambda draft_id: self._start(self._put_back(draft_id)))
        dialog.delete_wanted.connect(self._on_delete_wanted)
        dialog.finished.connect(self._on_list_closed)
        dialog.choose(self._drafts.draft.id)
        dialog.open()
        self._refresh()

    def tidy_up(self) -> None:
        """Delete what was taken away weeks ago."""
        self._runtime.spawn(self._runtime.in_thread(self._shelf.delete_expired), owner=self)

    def _refresh(self) -> None:
        self._asked += 1
        if self._dialog is not None:
            self._start(self._read_list(self._dialog.query, self._asked))

    async def _read_list(self, query: DraftQuery, number: int) -> None:
        with suppress(KnownError):  # told about already; the list shows what is on disk
            await self._drafts.flush()
        found = await self._runtime.in_thread(self._shelf.list, query)
        if self._dialog is not None and number == self._asked:
            self._dialog.show_drafts(found)

    # ---- One email ----

    def on_send_changed(self, send: Send) -> None:
        """Keep how an email was when it left."""
        if send.draft is None or len(send.events) > 1:
            return
        reason = VersionReason.TESTED if send.is_test else VersionReason.SENT
        self._start(self.keep_version(send.draft.id, reason))

    def name_current(self, *, file_name: str = "") -> None:
        """Ask for the current email's name; it may be written back to its file, too."""
        draft = self._drafts.draft
        dialog = NameDialog(
            self._drafts.name,
            subject=draft.subject,
            file_name=file_name,
            icons=self._icons,
            parent=self._window,
        )
        dialog.name_given.connect(lambda name: self._start(self._rename(draft.id, name)))
        dialog.file_wanted.connect(self.file_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def keep_version(self, draft_id: str, reason: VersionReason) -> None:
        """Keep how an email is now. Raises KnownError."""
        await self._drafts.flush()
        await self._runtime.in_thread(self._shelf.keep_version, draft_id, reason)

    async def _open(self, draft_id: str) -> None:
        if draft_id != self._drafts.draft.id:
            with suppress(KnownError):  # it goes on trying, with another email on the screen too
                await self._drafts.flush()
            kept = await self._runtime.in_thread(self._shelf.get, draft_id)
            if kept is None:
                self._refresh()
                return
            await self._runtime.in_thread(self._shelf.keep_version, draft_id, VersionReason.OPENED)
            self._drafts.open(kept)
        if self._dialog is not None:
            self._dialog.accept()

    async def _duplicate(self, draft_id: str) -> None:
        await self._drafts.flush()
        kept = await self._runtime.in_thread(self._shelf.get, draft_id)
        if kept is None:
            self._refresh()
            return
        name = kept.name or kept.draft.subject or self.tr("New email")
        copy = await self._runtime.in_thread(
            self._shelf.duplicate, draft_id, name=self.tr("{name} (copy)").format(name=name)
        )
        if self._dialog is not None:
            self._dialog.choose(copy)
        self._refresh()

    async def _rename(self, draft_id: str, name: str) -> None:
        await self._drafts.flush()
        await self._runtime.in_thread(self._shelf.rename, draft_id, name)
        if draft_id == self._drafts.draft.id:
            self._drafts.show_name(name)
        self._refresh()

    async def _remove(self, draft: DraftSummary) -> None:
        await self._drafts.flush()
        await self._runtime.in_thread(self._shelf.remove, draft.id)
        was_current = draft.id == self._drafts.draft.id
        if was_current:
            await self._show_another()
        self._refresh()
        undo = MessageAction(
            self.tr("Undo"), lambda: self._start(self._put_back(draft.id, show=was_current))
        )
        if self._dialog is not None:
            name = draft.name or draft.subject or self.tr("No subject yet")
            self._dialog.offer_undo(self.tr("“{name}” is deleted").format(name=name), undo)

    async def _show_another(self) -> None:
        """Go on with the email that was changed last, or with a new one."""
        others = await self._runtime.in_thread(self._shelf.list, DraftQuery())
        kept = await self._runtime.in_thread(self._shelf.get, others[0].id) if others else None
        if kept is not None:
            self._drafts.open(kept)
        else:
            self._drafts.start_new()

    async def _put_back(self, draft_id: str, *, show: bool = False) -> None:
        await self._runtime.in_thread(self._shelf.put_back, draft_id)
        kept = await self._runtime.in_thread(self._shelf.get, draft_id) if show else None
        if kept is not None:
            self._drafts.open(kept)
        if self._dialog is not None:
            self._dialog.withdraw_offer()
            self._dialog.choose(draft_id)
        self._refresh()

    async def _delete(self, draft: DraftSummary) -> None:
        await self._runtime.in_thread(self._shelf.delete, draft.id)
        if self._dialog is not None:
            self._dialog.withdraw_offer()
        self._refresh()

    def _on_delete_wanted(self, draft: DraftSummary) -> None:
        if self._dialog is not None:
            name = draft.name or draft.subject or self.tr("No subject yet")
            self._dialog.ask_first(
                self.tr("Delete “{name}” for good?").format(name=name),
                self.tr("It can't be put back then, and its earlier versions go with it."),
                MessageAction(self.tr("Delete for good"), lambda: self._start(self._delete(draft))),
            )

    def _on_rename_wanted(self, draft: DraftSummary) -> None:
        dialog = NameDialog(
            draft.name, subject=draft.subject, icons=self._icons, parent=self._dialog
        )
        dialog.name_given.connect(lambda name: self._start(self._rename(draft.id, name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_versions_wanted(self, draft_id: str) -> None:
        self._start(self._show_versions(draft_id))

    async def _show_versions(self, draft_id: str) -> None:
        """Show the past of an email, with the email itself in the window."""
        await self._open(draft_id)
        name = self._drafts.name or self._drafts.draft.subject or self.tr("New email")
        self.versions_wanted.emit(draft_id, name)

    def _on_list_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self._runtime.spawn(work, owner=self, on_known_error=self.trouble.emit)
