"""The menu of the preview: everything that can be done with the email as it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from migma_desktop.ui.controllers.compare_desk import CompareDesk
from migma_desktop.ui.controllers.devices_desk import DevicesDesk
from migma_desktop.ui.controllers.export_desk import ExportDesk
from migma_desktop.ui.controllers.remote_desk import RemoteDesk
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow


class MoreMenu(QObject):
    """Offers the orders of other desks in one menu."""

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        renders: RenderController,
        exports: ExportDesk,
        comparing: CompareDesk,
        devices: DevicesDesk,
        remote: RemoteDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._renders = renders
        self._exports = exports
        self.comparing = comparing
        self._devices = devices
        self._remote = remote
        self._menu = self._build()

    def show_at(self, place: QPoint) -> None:
        """Open the menu; what can't be done without an email is closed while there is none."""
        has_email = self._renders.latest_shown is not None and bool(
            self._renders.latest_shown.html.strip()
        )
        for action in self._menu.actions():
            action.setEnabled(has_email)
        self._menu.popup(place)

    def _build(self) -> QMenu:
        menu = QMenu(self._window.preview_pane)
        menu.setObjectName("previewMore.menu")
        exports = self._exports
        for icon, text, run in (
            ("image", self.tr("Save as a picture…"), exports.save_picture),
            ("", self.tr("Save as a picture, twice as sharp…"), exports.save_sharp_picture),
            ("file-text", self.tr("Save as a PDF…"), exports.save_pdf),
            ("file-code", self.tr("Save the final HTML…"), exports.save_html),
            ("mail", self.tr("Save as an email file…"), exports.save_eml),
            ("", "", None),
            ("external-link", self.tr("Open in the browser"), exports.open_in_browser),
            ("copy", self.tr("Copy for pasting elsewhere"), exports.copy),
            ("code", self.tr("Copy the HTML"), exports.copy_html),
            ("", "", None),
            ("history", self.tr("Compare with the last test…"), self.comparing.show_comparison),
            ("smartphone", self.tr("See it on real devices…"), self._devices.show_devices),
            ("globe", self.tr("What it loads from the internet…"), self._remote.show_hosts),
        ):
            if run is None:
                menu.addSeparator()
                continue
            action = menu.addAction(text)
            if icon:
                self._icons.bind(action, icon, role="text_muted")
            action.triggered.connect(partial(_run, run))
        return menu


def _run(order: Callable[[], None], _checked: bool = False) -> None:
    order()
