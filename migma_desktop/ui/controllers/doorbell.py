"""Listens for later starts of the program on the same profile, and opens what they were given."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from migma_desktop.core.start_request import LONGEST_REQUEST, REFUSED, TAKEN, Request, read_request

_log = logging.getLogger(__name__)

_PATIENCE = 250  # ms between two looks whether a question on the screen was answered


class Doorbell(QObject):
    """Answers other starts. What they bring waits until no dialog asks something.

    Signals:
        open_wanted(str): a mailto: link or a file's path.
    """

    open_wanted = Signal(str)

    def __init__(
        self,
        *,
        window: QWidget,
        address: str,
        is_meant: Callable[[Request], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._address = address
        self._is_meant = is_meant
        self._waiting: list[str] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._look = QTimer(self)
        self._look.setInterval(_PATIENCE)
        self._look.timeout.connect(self._on_look)

    @property
    def is_listening(self) -> bool:
        """Whether later starts find this program."""
        return self._server.isListening()

    def listen(self) -> None:
        """Begin to answer, unless another program on the profile does."""
        if self._somebody_answers():
            return  # to listen would take the address away from it
        QLocalServer.removeServer(self._address)  # if a crash left it behind
        if not self._server.listen(self._address):
            _log.warning("Later starts will open a second window: %s", self._server.errorString())

    def close(self) -> None:
        """Answer nobody any more."""
        self._look.stop()
        self._server.close()

    def take(self, what: str) -> None:
        """Bring the window to the front and open something, at once or after a question."""
        self._come_forward()
        if what:
            self._waiting.append(what)
            self._on_look()

    def _somebody_answers(self) -> bool:
        probe = QLocalSocket()
        probe.connectToServer(self._address)
        answers = probe.state() is not QLocalSocket.LocalSocketState.UnconnectedState
        probe.abort()
        return answers

    def _on_connection(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.readyRead.connect(self._on_ready_read)
            caller.disconnected.connect(caller.deleteLater)
            self._hear(caller)

    def _on_ready_read(self) -> None:
        caller = self.sender()
        if isinstance(caller, QLocalSocket):
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > LONGEST_REQUEST:
                caller.abort()
            return
        request = read_request(bytes(caller.readLine(LONGEST_REQUEST + 1).data()))
        is_taken = request is not None and self._is_meant(request)
        caller.write(TAKEN if is_taken else REFUSED)
        caller.flush()
        caller.disconnectFromServer()
        if request is None or not is_taken:
            _log.warning("A request on the local socket was refused.")
            return
        if request.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = request.token  # Qt's Wayland plugin looks here
        self.take(request.open)

    def _on_look(self) -> None:
        """Open what waits; not beneath a dialog, whose question is about the email as it is."""
        if QApplication.activeModalWidget() is not None:
            self._look.start()
            return
        self._look.stop()
        waiting, self._waiting = self._waiting, []
        for what in waiting:
            self.open_wanted.emit(what)

    def _come_forward(self) -> None:
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()
