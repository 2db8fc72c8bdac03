"""From the command line to a running program: the window first, the rest behind it."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from migma_desktop.commandline import Options
from migma_desktop.core.errors import KnownError
from migma_desktop.core.start_request import whole
from migma_desktop.first_light import FirstLight, folders_of
from migma_desktop.handover import hand_over
from migma_desktop.ui.application import Application, make_application

if TYPE_CHECKING:
    from migma_desktop.app import App


def run(options: Options) -> int:
    """Show the window, build the program behind it, run it, and return its exit code."""
    if options.tour_dir is not None and options.profile_dir is None:
        from tempfile import TemporaryDirectory

        # The tour sees a first start, and leaves nothing in its user's folders.
        with TemporaryDirectory(prefix="migma-tour-", ignore_cleanup_errors=True) as folder:
            return run(options._replace(profile_dir=Path(folder)))
    if options.open is not None:
        options = options._replace(open=whole(options.open, folder=Path.cwd()))
    if _is_handed_over(options):
        return 0
    application = make_application()
    try:
        app = launch(application, options)
    except KnownError as error:
        from migma_desktop.ui.start_failure import show_start_failure

        show_start_failure(error)
        return 1
    from migma_desktop.app import use

    return use(app, options)


def launch(application: Application, options: Options) -> App:
    """Show a window that takes typing, then build the program around it.

    Raises:
        KnownError: the user's records can't be opened.
    """
    # What is made here lives as long as the program. Looking for garbage in it took 15 ms of the
    # start, and would take as long in the middle of typing, time and again. From here on the GUI
    # thread alone collects it: see ``ui.garbage``.
    gc.disable()
    try:
        first = FirstLight(application=application, options=options)
        if first.has_work:
            first.show()
            first.show_preview()
            first.bring_in_the_rest()
        from migma_desktop.app import App

        return App(application=application, options=options, first=first)
    finally:
        gc.freeze()


def _is_handed_over(options: Options) -> bool:
    """Whether a window that is open already does what was asked for.

    The tour is a run of its own, and so is one that asks for the sandbox: the window that is open
    may stand in a real account.
    """
    if options.tour_dir is not None or options.sandbox:
        return False
    return hand_over(folders_of(options).data, options.open or "")
