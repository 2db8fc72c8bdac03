"""Qt's application object, and the little that the composition root needs of Qt's event loop."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from migma_desktop import __version__
from migma_desktop.ui.preview.environment import prepare_environment
from migma_desktop.ui.preview.preload import preload_web_engine
from migma_desktop.ui.theme import STYLE_ARGUMENTS

Application = QApplication
"""The name by which the composition root knows it."""


class Owner(QObject):
    """Owns the program's objects: they end with it."""


def make_application() -> Application:
    """Make Qt's application object, with all that must be said before it."""
    prepare_environment()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication([*sys.argv[:1], *STYLE_ARGUMENTS])
    preload_web_engine()  # not sooner: Qt loads its platform just now, one library at a time
    application.setApplicationName("migma-desktop")
    application.setApplicationDisplayName("Migma Desktop")
    application.setApplicationVersion(__version__)
    application.setQuitOnLastWindowClosed(False)  # the window's closing decides
    return application


def live(application: Application, milliseconds: int) -> None:
    """Handle the events that are there, and those that they cause, for a while."""
    application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, milliseconds)


def soon(work: Callable[[], None]) -> None:
    """Do something once the window has handled what is there."""
    QTimer.singleShot(0, work)
