"""All the ways of looking at an email beside the preview's own: looks, hosts, files, devices."""

from __future__ import annotations

from PySide6.QtCore import QObject

from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.look_desk import LookDesk
from migma_desktop.ui.controllers.looks_controller import LooksController
from migma_desktop.ui.controllers.remote_desk import RemoteDesk
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow


class ViewingDesk(QObject):
    """Builds the controllers around the preview and connects them to its orders."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        renders: RenderController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
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
            drafts=drafts,
            renders=renders,
            parent=self,
        )
