"""Lets waiting emails go the moment in which the computer is online again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from migma_desktop.core.models import Send, SendState
from migma_desktop.ui.controllers.send_controller import SendController


class NetworkWatch(QObject):
    """Asks the system to tell, from the first email on that waits: asking costs some milliseconds.

    Where the system doesn't tell, waiting emails are tried again in their own time.
    """

    def __init__(
        self,
        *,
        sends: SendController,
        came_back: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._came_back = came_back
        self._is_watching = False
        sends.changed.connect(self._on_send_changed)

    def _on_send_changed(self, send: Send) -> None:
        if send.state is not SendState.WAITING or self._is_watching:
            return
        self._is_watching = True
        from PySide6.QtNetwork import QNetworkInformation

        online = QNetworkInformation.Reachability.Online
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            QNetworkInformation.instance().reachabilityChanged.connect(
                lambda state: self._came_back() if state is online else None
            )
