"""What can be done with sends of the past: open, use again, copy, save, export, forget."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog

from migma_desktop.core.errors import KnownError
from migma_desktop.core.forgetting import Places, still_needed
from migma_desktop.core.models import Send
from migma_desktop.core.person import Person
from migma_desktop.core.ports import Archive
from migma_desktop.core.reusing import draft_like
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.history_controller import HistoryController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.widgets.status_log_filter import Days

_LONGEST_NAME = 60  # characters of a subject in the name of a file


class HistoryOrders(QObject):
    """Carries out the orders that are given in the status log.

    Signals:
        trouble(KnownError): an order can't be carried out.
        person_forgotten(): somebody is taken out of everything.
    """

    trouble = Signal(object)
    person_forgotten = Signal()
    _written = Signal(int)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        history: HistoryController,
        archive: Archive,
        drafts: DraftController,
        settings: SettingsController,
        base_url: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._history = history
        self._archive = archive
        self._drafts = drafts
        self._settings = settings
        self._base_url = base_url
        panel = window.log_panel
        panel.open_wanted.connect(lambda send_id: self._with(send_id, self._open))
        panel.draft_wanted.connect(lambda send_id: self._with(send_id, self._use_again))
        panel.curl_wanted.connect(lambda send_id: self._with(send_id, self._copy_curl))
        panel.eml_wanted.connect(lambda send_id: self._with(send_id, self._save_eml))
        panel.export_wanted.connect(self._on_export_wanted)
        panel.forget_wanted.connect(self._on_forget_wanted)
        panel.retention_wanted.connect(self._on_retention_wanted)
        panel.days_wanted.connect(self._on_days_wanted)
        self._written.connect(panel.show_exporting)

    def _with(self, send_id: str, use: Callable[[Send], Awaitable[None]]) -> None:
        self._spawn(self._read_and_use(send_id, use))

    async def _read_and_use(self, send_id: str, use: Callable[[Send], Awaitable[None]]) -> None:
        send = await self._runtime.in_thread(self._archive.get, send_id)
        if send is None or not send.body:
            self._window.messages.show_message(
                "info",
                self.tr("What was sent is not kept any more"),
                self.tr("Its record was removed, or its recipient was forgotten."),
            )
            return
        await use(send)

    async def _open(self, send: Send) -> None:
        from migma_desktop.ui.dialogs.sent_email import SentEmailDialog

        dialog = SentEmailDialog(send, icons=self._icons, parent=self._window)
        dialog.draft_wanted.connect(lambda: self._with(send.id, self._use_again))
        dialog.eml_wanted.connect(lambda: self._with(send.id, self._save_eml))
        dialog.curl_wanted.connect(lambda: self._with(send.id, self._copy_curl))
        self._show(dialog)

    async def _use_again(self, send: Send) -> None:
        self._drafts.start_new(draft_like(send))
        self._window.show_workspace()
        self._window.messages.show_message(
            "info",
            self.tr("This is a new draft, made from an email that you sent"),
            self.tr("Change what you like. Nothing is sent until you press Send."),
        )

    async def _copy_curl(self, send: Send) -> None:
        from migma_desktop.core.send_exports import as_curl

        command = await self._runtime.in_thread(as_curl, send, base_url=self._base_url())
        QGuiApplication.clipboard().setText(command)
        self._window.messages.show_message(
            "info",
            self.tr("Copied as a cURL command"),
            self.tr(
                "It holds the exact request, but not your key. Whoever runs it sends the email "
                "once more: the Idempotency-Key is left out, so Migma takes it for a new one."
            ),
        )

    async def _save_eml(self, send: Send) -> None:
        from migma_desktop.core.send_exports import as_eml

        data = await self._runtime.in_thread(as_eml, send)

        async def save(path: Path) -> None:
            await self._runtime.in_thread(self._archive.save, path, data)
            self._tell_saved(path)

        self._ask_for_file("emlDialog", self.tr("Save the email"), _file_name(send), "eml", save)

    def _on_export_wanted(self, kind: str) -> None:
        async def export(path: Path) -> None:
            await self._export(path, kind)

        self._ask_for_file(
            "exportDialog", self.tr("Export the list"), self.tr("Sent emails"), kind, export
        )

    async def _export(self, path: Path, kind: str) -> None:
        self._written.emit(0)
        try:
            count = await self._runtime.in_thread(
                self._archive.export,
                self._window.log_panel.wanted,
                path,
                kind,
                self._written.emit,
            )
        finally:
            self._window.log_panel.show_exporting(None)
        self._window.messages.show_message(
            "success",
            self.tr("Exported as {file}").format(file=path.name),
            self.tr("Emails in it: {count}. Your key is not among them.").format(count=count),
        )

    def _on_days_wanted(self, days: Days) -> None:
        from migma_desktop.ui.dialogs.log_days import LogDaysDialog

        panel = self._window.log_panel
        dialog = LogDaysDialog(*days, icons=self._icons, parent=self._window)
        dialog.days_chosen.connect(lambda first, last: panel.show_days((first, last)))
        dialog.rejected.connect(lambda: panel.show_days(None))
        self._show(dialog)

    def _on_retention_wanted(self) -> None:
        from migma_desktop.ui.dialogs.retention import RetentionDialog

        days = self._settings.settings.keep_days
        dialog = RetentionDialog(days, icons=self._icons, parent=self._window)
        dialog.days_changed.connect(
            lambda days: self._spawn(self._count_older(dialog, days), owner=dialog)
        )
        dialog.confirmed.connect(self._history.keep_for)
        self._show(dialog)
        dialog.begin()

    async def _count_older(self, dialog: QDialog, days: int) -> None:
        from migma_desktop.ui.dialogs.retention import RetentionDialog

        before = self._history.oldest_kept(days)
        count = await self._runtime.in_thread(self._archive.count_older, before) if days else 0
        if isinstance(dialog, RetentionDialog):
            dialog.show_count(days, count)

    def _on_forget_wanted(self, address: str) -> None:
        from migma_desktop.ui.dialogs.forget_person import ForgetPersonDialog

        dialog = ForgetPersonDialog(address, icons=self._icons, parent=self._window)

        async def look(address: str) -> None:
            try:
                places = await self._runtime.in_thread(self._archive.places_of, address)
            except KnownError as error:
                dialog.show_refusal(error)
                return
            if places.unfinished:
                dialog.show_refusal(still_needed(places.unfinished))
            else:
                dialog.show_places(address, places._replace(settings=self._in_settings(address)))

        dialog.look_wanted.connect(lambda address: self._spawn(look(address), owner=dialog))
        dialog.confirmed.connect(lambda address: self._spawn(self._forget(address)))
        self._show(dialog)

    async def _forget(self, address: str) -> None:
        """Take a person out of everything; what is open first, or it would be saved again.

        All of it or nothing: an email may have been sent to them since the question was asked.
        """
        await self._drafts.flush()
        places = await self._runtime.in_thread(self._archive.places_of, address)
        if places.unfinished:
            raise still_needed(places.unfinished)
        settings = self._forget_in_settings(address)
        self._drafts.forget_person(address)
        self.person_forgotten.emit()
        places = await self._runtime.in_thread(self._archive.forget, address)
        self._history.show_anew()
        self._tell_forgotten(places._replace(settings=settings))

    def _in_settings(self, address: str) -> int:
        person, settings = Person(address), self._settings
        senders = [profile.sender for profile in settings.profiles]
        places = [settings.settings.test_address]
        places += [text for sender in senders for text in (sender.address, sender.reply_to)]
        return sum(person.is_(place) for place in places)

    def _forget_in_settings(self, address: str) -> int:
        count, person = self._in_settings(address), Person(address)
        self._settings.forget_person(person)
        return count

    def _tell_forgotten(self, places: Places) -> None:
        self._window.messages.show_message(
            "success",
            self.tr("Forgotten"),
            self.tr(
                "Places on this computer that held the address: {count}. What Migma itself keeps "
                "about this person is still there: delete the contact in Migma too."
            ).format(count=places.number),
        )

    def _tell_saved(self, path: Path) -> None:
        self._window.messages.show_message(
            "success", self.tr("Saved as {file}").format(file=path.name)
        )

    def _ask_for_file(
        self,
        object_name: str,
        title: str,
        name: str,
        ending: str,
        use: Callable[[Path], Coroutine[object, object, None]],
    ) -> None:
        dialog = QFileDialog(self._window, title)
        dialog.setObjectName(object_name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        folder = self._settings.settings.last_folder
        if folder:
            dialog.setDirectory(folder)
        dialog.selectFile(f"{name}.{ending}")
        dialog.fileSelected.connect(lambda chosen: self._spawn(use(Path(chosen))))
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _spawn(
        self, coroutine: Coroutine[object, object, object], *, owner: QObject | None = None
    ) -> None:
        self._runtime.spawn(coroutine, owner=owner, on_known_error=self.trouble.emit)


def _file_name(send: Send) -> str:
    """Return a subject as a name that every file system takes."""
    subject = send.subject or send.request.subject
    plain = "".join(c if c.isalnum() or c in " -_.,()" else " " for c in subject)
    return " ".join(plain.split()).strip(". ")[:_LONGEST_NAME] or send.id
