"""The whole program, built as its composition root builds it, with one draft already there.

The profile is made by the run that does not count, so that the others start as on any day but
the first: the sandbox's account is known, and the last draft comes back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from migma_desktop.app import App
from migma_desktop.commandline import Options
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.paths import UserFolders
from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.ui.preview.environment import prepare_environment
from migma_desktop.ui.preview.preload import preload_web_engine
from tests.bench.processes import FOLDER


def run(profile: str, html: str, watch: Callable[[App], None], *, anew: bool = False) -> int:
    """Start the program on a draft that holds ``html``; ``watch`` comes before the event loop.

    Args:
        profile: the name of the folder that is kept from run to run.
        html: what the draft holds when the folder is made.
        watch: puts the probes in place.
        anew: put the draft back as it was, since the last run typed into it.
    """
    folder = Path(os.environ[FOLDER], profile)
    if anew or not folder.exists():
        _keep_draft(folder, html)
    prepare_environment()
    preload_web_engine()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    app = App(application=application, options=Options(sandbox=True, profile_dir=folder))
    watch(app)
    app.start()
    app.runtime.run()
    app.close()
    return 0


def leave(app: App) -> None:
    """End the program as its user does, by closing the window."""
    QTimer.singleShot(0, app.window, app.window.close)


def _keep_draft(folder: Path, html: str) -> None:
    folders = UserFolders.below(folder)
    folders.make()
    database = open_database(folders.data / "migma.db", now=_now).database
    draft = Draft(id="bench", subject="Measured", source=ContentSource.HTML, html=html)
    DraftStore(database=database, now=_now).save(draft)
    database.close()


def _now() -> datetime:
    return datetime.now(UTC)
