"""From the command line to a window that takes typing; the rest of the program comes behind it.

Loading and building everything takes several times as long as loading Qt. So the editor stands
first, with the last draft in it, and while its user reads and types, the other parts come in.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication

from migma_desktop import __version__
from migma_desktop.commandline import Options
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.paths import UserFolders
from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.settings_file import SettingsFile
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.preview.environment import prepare_environment
from migma_desktop.ui.preview.preload import preload_web_engine
from migma_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from migma_desktop.app import App
    from migma_desktop.ui.icons import Icons

_T = TypeVar("_T")

_TURN = 0.004  # seconds between two looks at the window while modules load beside it


class FirstLight:
    """What a window needs that takes typing: settings, looks, the last draft, the editor."""

    icons: Icons  # come with the furniture

    def __init__(self, *, application: QApplication, options: Options) -> None:
        self._application = application
        self.folders = _folders(options)
        self.folders.make()
        opened = open_database(self.folders.data / "migma.db", now=_now)
        self.database = opened.database
        self.draft = DraftStore(database=self.database, now=_now).latest()
        self.settings_file = SettingsFile(self.folders.config / "settings.json", now=_now)
        loaded = self.settings_file.load()
        self.settings, self.profiles = loaded.settings, loaded.profiles
        self.notices = [text for text in (*opened.notices, loaded.notice) if text is not None]
        self.theme = Theme(
            application=application,
            hints=application.styleHints(),
            mode=self.settings.theme,
            parent=application,
        )
        self.window = MainWindow(theme=self.theme)
        self.window.restore_layout(self.settings.layout)
        self._show_text()
        self._is_furnished = False

    @property
    def has_work(self) -> bool:
        """Whether there is something to go on with; a first start begins with the welcome."""
        return bool(self.profiles) and self.draft is not None

    def show(self) -> None:
        """Show the window, ready for typing."""
        if self.window.isVisible():
            return
        self.window.show()
        self.window.editor_pane.editor.setFocus()

    def furnish(self) -> None:
        """Bring in the parts around the editor, with typing going on between them."""
        if self._is_furnished:
            return
        self._is_furnished = True
        self._live()
        from migma_desktop.ui.icons import Icons

        self.icons = Icons(self.theme)
        for _turn in self.window.furnish(icons=self.icons, clipboard=self._application.clipboard()):
            self._live()

    def as_typed(self, draft: Draft) -> Draft:
        """Return a draft with the text that stands in the editor now."""
        if not draft.source.is_written_here:
            return draft
        text = self.window.editor_pane.editor.text()
        if draft.source is ContentSource.HTML:
            return dataclasses.replace(draft, html=text)
        return dataclasses.replace(draft, markdown=text)

    def beside_the_window(self, work: Callable[[], _T]) -> _T:
        """Do something in a thread while the window goes on living, and return its result."""
        with ThreadPoolExecutor(1, thread_name_prefix="launch") as executor:
            result = executor.submit(work)
            while not result.done():
                self._live()
                wait([result], timeout=_TURN)
        return result.result()

    def _show_text(self) -> None:
        if self.draft is None or not self.draft.source.is_written_here:
            return
        language, text = _language_and_text(self.draft)
        self.window.editor_pane.set_language(language)
        self.window.editor_pane.editor.load_text(text)

    def _live(self) -> None:
        self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


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
    application = QApplication(sys.argv[:1])
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
        first.furnish()
        first.beside_the_window(_load_the_rest)
    from migma_desktop.app import App

    return App(application=application, options=options, first=first)


def _load_the_rest() -> None:
    import_module("migma_desktop.app")


def _language_and_text(draft: Draft) -> tuple[Language, str]:
    if draft.source is ContentSource.HTML:
        return Language.HTML, draft.html
    return Language.MARKDOWN, draft.markdown


def _folders(options: Options) -> UserFolders:
    if options.profile_dir is not None:
        return UserFolders.below(options.profile_dir)
    return UserFolders.of_this_user()


def _now() -> datetime:
    return datetime.now(UTC)
