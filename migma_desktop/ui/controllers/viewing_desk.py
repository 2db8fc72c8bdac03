"""All the ways of looking at an email beside the preview's own: looks, hosts, files, devices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication

from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.batch_gate import BatchGate
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.look_desk import LookDesk
from migma_desktop.ui.controllers.looks_controller import LooksController
from migma_desktop.ui.controllers.remote_desk import RemoteDesk
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:  # what the menu does is loaded when it is first opened
    from migma_desktop.ui.controllers.export_desk import Save
    from migma_desktop.ui.controllers.more_menu import MoreMenu


class ViewingDesk(QObject):
    """Builds the controllers around the preview and connects them to its orders.

    Signals:
        trouble(KnownError): an order can't be carried out; nothing typed is lost.
        test_wanted(): a test is to be sent, to compare with later.
    """

    trouble = Signal(object)
    test_wanted = Signal()

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        renders: RenderController,
        settings: SettingsController,
        account: AccountController,
        gate: BatchGate,
        save: Save,
        pages: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._renders = renders
        self._settings = settings
        self._account = account
        self._gate = gate
        self._save = save
        self._pages = pages
        self._menu: MoreMenu | None = None
        self.remote = RemoteDesk(
            runtime=runtime,
            window=window,
            icons=icons,
            drafts=drafts,
            renders=renders,
            settings=settings,
            parent=self,
        )
        self.looks = LooksController(
            window=window, icons=icons, renders=renders, remote=self.remote, parent=self
        )
        LookDesk(
            runtime=runtime,
            pane=window.preview_pane,
            renders=renders,
            parent=self,
        )
        window.preview_pane.more_wanted.connect(self._on_more_wanted)

    def show_comparison(self) -> None:
        """Show what was tested last beside what is written now."""
        self._the_menu().comparing.show_comparison()

    def end(self) -> None:
        """Take away what a browser was given, as the program ends. May block for a moment."""
        forget_pages(self._pages)

    def _on_more_wanted(self, place: QPoint) -> None:
        self._the_menu().show_at(place)

    def _the_menu(self) -> MoreMenu:
        if self._menu is None:
            self._menu = self._build_menu()
        return self._menu

    def _build_menu(self) -> MoreMenu:
        from migma_desktop.ui.controllers.compare_desk import CompareDesk
        from migma_desktop.ui.controllers.devices_desk import DevicesDesk
        from migma_desktop.ui.controllers.export_desk import ExportDesk
        from migma_desktop.ui.controllers.more_menu import MoreMenu

        comparing = CompareDesk(
            runtime=self._runtime,
            window=self._window,
            icons=self._icons,
            drafts=self._drafts,
            renders=self._renders,
            remote=self.remote,
            gate=self._gate,
            parent=self,
        )
        comparing.test_wanted.connect(self.test_wanted)
        exports = ExportDesk(
            runtime=self._runtime,
            window=self._window,
            clipboard=QGuiApplication.clipboard(),
            drafts=self._drafts,
            renders=self._renders,
            remote=self.remote,
            settings=self._settings,
            save=self._save,
            pages=self._pages,
            parent=self,
        )
        exports.trouble.connect(self.trouble)
        devices = DevicesDesk(
            runtime=self._runtime,
            window=self._window,
            icons=self._icons,
            renders=self._renders,
            account=self._account,
            parent=self,
        )
        return MoreMenu(
            window=self._window,
            icons=self._icons,
            renders=self._renders,
            exports=exports,
            comparing=comparing,
            devices=devices,
            remote=self.remote,
            parent=self,
        )


def forget_pages(folder: Path) -> None:
    """Take away the emails that were written for a browser."""
    for page in folder.glob("email-*.html"):
        page.unlink(missing_ok=True)
