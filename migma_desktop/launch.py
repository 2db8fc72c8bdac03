"""From the command line to a running program: the window first, the rest behind it."""

from __future__ import annotations

import dataclasses
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from migma_desktop import __version__
from migma_desktop.commandline import Options
from migma_desktop.core.errors import KnownError
from migma_desktop.first_light import FirstLight
from migma_desktop.ui.preview.environment import prepare_environment
from migma_desktop.ui.preview.preload import preload_web_engine
from migma_desktop.ui.theme import STYLE_ARGUMENTS

if TYPE_CHECKING:
    from migma_desktop.app import App


def run(options: Options) -> int:
    """Show the window, build the program behind it, run it, and return its exit code."""
    if options.tour_dir is not None and options.profile_dir is None:
        from tempfile import TemporaryDirectory

        # The tour sees a first start, and leaves nothing in its user's folders.
        with TemporaryDirectory(prefix="migma-tour-", ignore_cleanup_errors=True) as folder:
            return run(dataclasses.replace(options, profile_dir=Path(folder)))
    application = make_application()
    try:
        app = launch(application, options)
    except KnownError as error:
        from migma_desktop.ui.start_failure import show_start_failure

        show_start_failure(error)
        return 1
    from migma_desktop.app import use

    return use(app, options)


def make_application() -> QApplication:
    """Make Qt's application object, with all that must be said before it."""
    prepare_environment()
    preload_web_engine()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication([*sys.argv[:1], *STYLE_ARGUMENTS])
    application.setApplicationName("migma-desktop")
    application.setApplicationDisplayName("Migma Desktop")
    application.setApplicationVersion(__version__)
    application.setQuitOnLastWindowClosed(False)  # the window's closing decides
    return application


def launch(application: QApplication, options: Options) -> App:
    """Show a window that takes typing, then build the program around it.

    Raises:
        KnownError: the user's records can't be opened.
    """
    first = FirstLight(application=application, options=options)
    if first.has_work:
        first.show()
        first.bring_in_the_rest(_load_the_rest)
    from migma_desktop.app import App

    return App(application=application, options=options, first=first)


def _load_the_rest() -> None:
    import_module("migma_desktop.app")
