"""Qt's application object, and the little that the composition root needs of Qt's event loop."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from migma_desktop import __version__
from migma_desktop.ui.preview.environment import prepare_environment
from migma_desktop.ui.preview.preload import preload_web_engine
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import STYLE_ARGUMENTS

_DESKTOP_ENTRY = "ai.migma.Desktop"  # by which Linux knows the window's icon

Application = QApplication
"""The name by which the composition root knows it."""


class Owner(QObject):
    """Owns the program's objects: they end with it."""


class _AppleApplication(QApplication):
    """macOS hands files and links to the program that runs as events, not as arguments."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._take: Callable[[str], None] | None = None
        self._early: list[str] = []

    def set_taker(self, take: Callable[[str], None]) -> None:
        """Say who opens them; those that came before are opened now."""
        self._take = take
        for what in self._early:
            take(what)
        self._early.clear()

    @override
    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        what = event.file() or event.url().toString()
        if self._take is None:
            self._early.append(what)
        else:
            self._take(what)
        return True


def opens_files(application: Application, take: Callable[[str], None]) -> None:
    """Let the system hand files and links to ``take`` while the program runs (macOS)."""
    if isinstance(application, _AppleApplication):
        application.set_taker(take)


def make_application() -> Application:
    """Make Qt's application object, with all that must be said before it."""
    prepare_environment()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    kind = _AppleApplication if sys.platform == "darwin" else QApplication
    application = kind([*sys.argv[:1], *STYLE_ARGUMENTS])
    preload_web_engine()  # not sooner: Qt loads its platform just now, one library at a time
    application.setApplicationName("migma-desktop")
    application.setApplicationDisplayName("Migma Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(_DESKTOP_ENTRY)
    application.setQuitOnLastWindowClosed(False)  # the window's closing decides
    return application


def live(application: Application, milliseconds: int) -> None:
    """Handle the events that are there, and those that they cause, for a while."""
    application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, milliseconds)


def soon(work: Callable[[], None]) -> None:
    """Do something once the window has handled what is there."""
    QTimer.singleShot(0, work)
