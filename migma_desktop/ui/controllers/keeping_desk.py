"""What keeps emails: how safe they are, the list of them, their pasts, their files."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from migma_desktop.core.models import Draft, RenderedEmail
from migma_desktop.core.ports import DraftShelf, DraftStore
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.body_controller import BodyController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.drafts_desk import DraftsDesk
from migma_desktop.ui.controllers.files_desk import FilesDesk
from migma_desktop.ui.controllers.save_teller import SaveTeller
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.controllers.shell_controller import ShellController
from migma_desktop.ui.controllers.versions_desk import VersionsDesk
from migma_desktop.ui.controllers.window_keeper import WindowKeeper
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow


class KeepingDesk(QObject):
    """Builds the controllers around the drafts and connects them to the window's orders."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        shell: ShellController,
        drafts: DraftController,
        body: BodyController,
        sends: SendController,
        settings: SettingsController,
        store: DraftStore,
        shelf: DraftShelf,
        render: Callable[[Draft], RenderedEmail],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._standing = WindowKeeper(
            runtime=runtime,
            window=window,
            drafts=drafts,
            store=store,
            settings=settings,
            parent=self,
        )
        safety = SaveTeller(window=window, icons=icons, drafts=drafts, parent=self)
        files = FilesDesk(
            runtime=runtime,
            window=window,
            drafts=drafts,
            body=body,
            shelf=shelf,
            settings=settings,
            parent=self,
        )
        self.emails = emails = DraftsDesk(
            runtime=runtime, window=window, icons=icons, drafts=drafts, shelf=shelf, parent=self
        )
        versions = VersionsDesk(
            runtime=runtime,
            window=window,
            icons=icons,
            drafts=drafts,
            shelf=shelf,
            render=render,
            parent=self,
        )
        shell.list_wanted.connect(emails.show_list)
        shell.name_wanted.connect(lambda: emails.name_current(file_name=files.file_name))
        shell.versions_wanted.connect(versions.show_current)
        shell.open_wanted.connect(files.ask_to_open)
        shell.save_file_wanted.connect(files.ask_to_save)
        shell.export_wanted.connect(files.ask_to_export)
        safety.copy_wanted.connect(files.ask_to_export)
        emails.versions_wanted.connect(versions.show)
        emails.file_wanted.connect(files.save_to_its_file)
        sends.changed.connect(emails.on_send_changed)
        for desk in (files, emails, versions):
            desk.trouble.connect(shell.show_error)

    def begin(self) -> None:
        """Tidy up, once the window takes typing."""
        self.emails.tidy_up()

    def end(self) -> None:
        """Keep how the window stands, as the program ends."""
        self._standing.keep_now()
