"""Keeps the window of the four looks in step with the draft while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from migma_desktop.core.remote_permission import RemotePermission
from migma_desktop.ui.controllers.remote_desk import RemoteDesk
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:  # it brings the browser engine, which the window must not wait for
    from migma_desktop.ui.dialogs.looks_window import LooksWindow

_REST_MS = 120  # after the last change: who types looks at the preview, not at four of them


class LooksController(QObject):
    """Opens the window, feeds it, and lets it go."""

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        renders: RenderController,
        remote: RemoteDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._remote = remote
        self._renders = renders
        self._looks: LooksWindow | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._show)
        renders.shown.connect(self._on_rendered)
        remote.changed.connect(self._on_permission_changed)
        window.preview_pane.looks_wanted.connect(self.show_looks)

    def show_looks(self) -> LooksWindow:
        """Show the present email in its four looks."""
        from migma_desktop.ui.dialogs.looks_window import LooksWindow

        if self._looks is None:
            self._looks = LooksWindow(icons=self._icons, parent=self._window)
            self._looks.finished.connect(self._on_closed)
            self._looks.set_permission(self._remote.permission)
            self._show()
        self._looks.show()
        self._looks.raise_()
        self._looks.activateWindow()
        return self._looks

    def _show(self) -> None:
        email = self._renders.latest_shown
        if self._looks is not None and email is not None:
            self._looks.show_html(email.html, email.missing)

    def _on_rendered(self) -> None:
        if self._looks is not None:
            self._rest.start()

    def _on_permission_changed(self, permission: RemotePermission) -> None:
        if self._looks is not None:
            self._looks.set_permission(permission)

    def _on_closed(self) -> None:
        if self._looks is not None:
            self._looks.deleteLater()
            self._looks = None
