"""What the shown email may load from the internet: decided by its user, host by host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.models import Draft
from migma_desktop.core.remote_permission import EVERYTHING, RemotePermission
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:  # rarely wanted
    from migma_desktop.core.remote_content import RemoteHost
    from migma_desktop.ui.dialogs.hosts_dialog import HostsDialog


class RemoteDesk(QObject):
    """Keeps what may load: once, in this draft (kept with it), from some hosts (kept here).

    Nothing loads until its user says so.

    Signals:
        changed(RemotePermission): something else may load now.
    """

    changed = Signal(object)

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
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._renders = renders
        self._settings = settings
        self._is_once = False  # until another draft is opened, or the program ends
        self._permission = self._wanted()
        self._dialog: HostsDialog | None = None
        pane = window.preview_pane
        pane.set_permission(self._permission)
        pane.remote_allowed_changed.connect(self._on_allowed_in_draft)
        pane.hosts_wanted.connect(self.show_hosts)
        drafts.edited.connect(self._on_draft_edited)
        drafts.replaced.connect(self._on_draft_replaced)

    @property
    def permission(self) -> RemotePermission:
        """What may load now."""
        return self._permission

    def show_hosts(self) -> None:
        """Show from where the email would load something, and let its user choose."""
        self._runtime.spawn(self._show_hosts(), owner=self)

    async def _show_hosts(self) -> None:
        email = self._renders.latest_shown
        html = "" if email is None else email.html
        hosts = await self._runtime.in_thread(_hosts, html)
        from migma_desktop.ui.dialogs.hosts_dialog import HostsDialog

        if self._dialog is not None:
            self._dialog.raise_()
            return
        dialog = HostsDialog(
            hosts,
            allowed=frozenset(self._settings.settings.image_hosts),
            allows_all=self._permission.everything,
            icons=self._icons,
            parent=self._window,
        )
        dialog.host_changed.connect(self._on_host_changed)
        dialog.once_wanted.connect(self._on_once)
        dialog.draft_changed.connect(self._on_allowed_in_draft)
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_host_changed(self, host: str, allowed: bool) -> None:
        hosts = set(self._settings.settings.image_hosts) - {host}
        if allowed:
            hosts.add(host)
        self._settings.change(image_hosts=tuple(sorted(hosts)))
        self._decide()

    def _on_once(self) -> None:
        self._is_once = True
        self._decide()

    def _on_allowed_in_draft(self, allowed: bool) -> None:
        self._is_once = False
        self._drafts.edit(remote_content_allowed=allowed)
        self._decide()

    def _on_draft_edited(self, _draft: Draft) -> None:
        self._decide()

    def _on_draft_replaced(self, _draft: Draft) -> None:
        self._is_once = False
        self._decide()

    def _wanted(self) -> RemotePermission:
        if self._is_once or self._drafts.draft.remote_content_allowed:
            return EVERYTHING
        return RemotePermission(hosts=frozenset(self._settings.settings.image_hosts))

    def _decide(self) -> None:
        wanted = self._wanted()
        if wanted != self._permission:
            self._permission = wanted
            self._window.preview_pane.set_permission(wanted)
            self.changed.emit(wanted)


def _hosts(html: str) -> tuple[RemoteHost, ...]:
    from migma_desktop.core.remote_content import remote_hosts  # read beside the GUI thread

    return remote_hosts(html)
