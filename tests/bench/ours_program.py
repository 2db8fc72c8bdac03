"""The whole program, started as its own entry starts it, with one draft already there.

The profile is made by the run that does not count, so that the others start as on any day but
the first: the sandbox's account is known, and the last draft comes back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

import migma_desktop.launch
from migma_desktop.commandline import Options
from migma_desktop.first_light import FirstLight
from migma_desktop.ui.application import Application, make_application
from migma_desktop.ui.main_window import MainWindow
from tests.bench.processes import FOLDER


class Visit(QObject):
    """One run: tells when the window is shown, and closes it when all is measured."""

    def __init__(self, watch: Callable[[MainWindow, Visit], None]) -> None:
        super().__init__()
        self._watch = watch
        self._window: MainWindow | None = None
        self._can_close = False
        self._wants_to_leave = False

    def meet(self, window: MainWindow) -> None:
        """Put the probes in place just before the window is seen."""
        if self._window is None:
            self._window = window
            self._watch(window, self)

    def leave(self) -> None:
        """End the program as its user does, by closing the window, once that is possible."""
        self._wants_to_leave = True
        if self._can_close and self._window is not None:
            QTimer.singleShot(0, self._window, self._window.close)

    def built(self) -> None:
        """Take note that the program is whole."""
        self._can_close = True
        if self._wants_to_leave:
            self.leave()


class _Watched(FirstLight):
    """Lets the visit know the window just before it is seen.

    Not by a filter of the application's events: each event of the start would then become an
    object of Python, which takes longer than what is to be measured may.
    """

    def __init__(self, *, application: Application, options: Options, visit: Visit) -> None:
        super().__init__(application=application, options=options)
        self._visit = visit

    def show(self) -> None:
        self._visit.meet(self.window)
        super().show()


def run(
    profile: str,
    html: str,
    watch: Callable[[MainWindow, Visit], None],
    *,
    anew: bool = False,
) -> int:
    """Start the program on a draft that holds ``html``.

    Args:
        profile: the name of the folder that is kept from run to run.
        html: what the draft holds when the folder is made.
        watch: puts the probes in place, when the window is about to be shown.
        anew: put the draft back as it was, since the last run typed into it.
    """
    folder = Path(os.environ[FOLDER], profile)
    if anew or not folder.exists():
        _keep_profile(folder, html)
    options = Options(sandbox=True, profile_dir=folder)
    application = make_application()
    visit = Visit(watch)
    vars(migma_desktop.launch)["FirstLight"] = partial(_Watched, visit=visit)
    app = migma_desktop.launch.launch(application, options)
    from migma_desktop.app import use  # as late as the program itself does

    QTimer.singleShot(0, visit, visit.built)
    return use(app, options)


def when_there(window: MainWindow, name: str, then: Callable[[QWidget], object]) -> None:
    """Call back with a part of the window that may come in later than the window itself."""
    timer = QTimer(window, interval=1)

    def look() -> None:
        part = window.findChild(QWidget, name)
        if part is not None:
            timer.stop()
            then(part)

    timer.timeout.connect(look)
    timer.start()


def _keep_profile(folder: Path, html: str) -> None:
    # Only here: the program itself doesn't load all of this before its window.
    from datetime import UTC, datetime

    from migma_desktop.core.draft import ContentSource, Draft, KeyKind, Profile
    from migma_desktop.core.settings import Settings
    from migma_desktop.paths import UserFolders
    from migma_desktop.storage.database import open_database
    from migma_desktop.storage.drafts import DraftStore
    from migma_desktop.storage.settings_file import SettingsFile

    folders = UserFolders.below(folder)
    folders.make()
    database = open_database(folders.data / "migma.db", now=lambda: datetime.now(UTC)).database
    draft = Draft(id="bench", subject="Measured", source=ContentSource.HTML, html=html)
    DraftStore(database=database, now=lambda: datetime.now(UTC)).save(draft)
    database.close()
    account = Profile(id="sandbox", name="Sandbox", kind=KeyKind.SANDBOX)
    file = SettingsFile(folders.config / "settings.json", now=lambda: datetime.now(UTC))
    file.save(Settings(), [account])
