"""A window that takes typing, before anything else of the program is loaded.

Loading and building everything takes several times as long as loading Qt. So the editor stands
first, with the last draft in it; then the preview's engine starts, in processes of its own; and
while its user reads and types, the other parts come in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from math import inf
from time import monotonic, sleep
from typing import TYPE_CHECKING

from migma_desktop.commandline import Options
from migma_desktop.core.draft import ContentSource, Draft
from migma_desktop.core.errors import StoreError
from migma_desktop.loading import load_in_turns, load_plain
from migma_desktop.paths import UserFolders
from migma_desktop.storage.database import Opened, open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.settings_file import SettingsFile
from migma_desktop.ui.application import Application, live
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.theme import Theme

if TYPE_CHECKING:  # at run time they come when the window is there
    from concurrent.futures import Future, ThreadPoolExecutor
    from pathlib import Path

    from migma_desktop.core.kept_draft import KeptDraft
    from migma_desktop.core.models import RenderedEmail
    from migma_desktop.core.rendering import Renderer
    from migma_desktop.ui.icons import Icons
    from migma_desktop.ui.preview.ignition import Spark

_PREVIEW_MODULES = ("migma_desktop.ui.preview.view", "migma_desktop.ui.widgets.preview_pane")
_LIVE_MS = 20  # for events, and those that they cause, before work goes on
_PREVIEW_SECONDS = 1.0  # that the rest of the program waits for the preview, at the most
_PAINT_SECONDS = 0.034  # two frames: the page has the email, and paints it now
_LOOK_SECONDS = 0.002  # between two looks at what a thread has done
_SWITCH_SECONDS = 0.0005  # instead of Python's 5 ms: how long a busy thread may hold the window up


class FirstLight:
    """What a window needs that takes typing: settings, looks, the last draft, the editor.

    Raises:
        KnownError: the user's records can't be opened.
    """

    icons: Icons  # come with the furniture

    def __init__(self, *, application: Application, options: Options) -> None:
        self._application = application
        self.folders = folders_of(options)
        self.folders.make()
        opened, self.kept = open_records(self.folders.data / "migma.db")
        self.database = opened.database
        self.draft = None if self.kept is None else self.kept.draft
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
        self._renderer: Renderer | None = None
        self._has_preview = self._is_furnished = False

    @property
    def has_work(self) -> bool:
        """Whether there is something to go on with; a first start begins with the welcome."""
        return bool(self.profiles) and self.draft is not None

    @property
    def renderer(self) -> Renderer:
        """The one renderer; it remembers the work for the first preview."""
        if self._renderer is None:
            from migma_desktop.core.rendering import Renderer

            self._renderer = Renderer()
        return self._renderer

    def show(self) -> None:
        """Show the window, ready for typing."""
        if self.window.isVisible():
            return
        self.window.show()
        editor = self.window.editor_pane.editor
        if self.kept is not None and self.kept.draft.source.is_written_here and any(self.kept.view):
            editor.set_view(self.kept.view)
        editor.setFocus()

    def show_preview(self) -> None:
        """Show the last email as it will arrive; typing goes on.

        The engine is started before anything that shows it, since it takes its time in other
        processes; a thread renders the email while this one waits for them. All else comes when
        the email is seen: it would take the processors from them.
        """
        editor = self.window.editor_pane.editor
        editor.wait_with_colors()
        self._live()
        with self._helper() as thread:
            rendering = thread.submit(self._render)
            spark = self._start_preview(rendering, thread)
            self._wait_for(rendering.done)
            self._show_rendered(rendering.result())
            self._wait_for(self.window.preview_pane.is_settled, patience=_PREVIEW_SECONDS)
            self._live_on(_PAINT_SECONDS)
        spark.deleteLater()
        editor.dress()

    def bring_in_the_rest(self) -> None:
        """Load what else the program is made of, and furnish the window; typing goes on.

        Modules come in a thread, or in turns with typing between them: see ``loading``. Widgets
        can be made by this thread alone, so they come last, a few milliseconds at a turn.
        """
        with self._helper() as thread:
            plain = thread.submit(load_plain)
            self._wait_for(plain.done)
            plain.result()
        for _turn in load_in_turns():
            self._live()
        self.furnish()

    def furnish(self) -> None:
        """Bring in the parts around the editor, with typing going on between them."""
        if self._is_furnished:
            return
        self._is_furnished = True
        for _turn in self._add_preview():
            self._live()
        for _turn in self.window.furnish(icons=self.icons):
            self._live()

    def as_typed(self, draft: Draft) -> Draft:
        """Return a draft with the text that stands in the editor now."""
        if not draft.source.is_written_here:
            return draft
        return draft.with_written(self.window.editor_pane.editor.text())

    @contextmanager
    def _helper(self) -> Iterator[ThreadPoolExecutor]:
        """Return a thread that the window does not wait for."""
        from concurrent.futures import ThreadPoolExecutor

        interval = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        try:
            with ThreadPoolExecutor(1, thread_name_prefix="launch") as thread:
                yield thread
        finally:
            sys.setswitchinterval(interval)

    def _show_text(self) -> None:
        if self.draft is None or not self.draft.source.is_written_here:
            return
        self.window.editor_pane.set_language(Language(self.draft.source.value))
        self.window.editor_pane.editor.load_text(self.draft.written)

    def _add_preview(self) -> Iterator[None]:
        """Bring in the preview's pane; events may be handled between the turns."""
        if self._has_preview:
            return
        self._has_preview = True
        from migma_desktop.ui.icons import Icons

        self.icons = Icons(self.theme)
        yield from self.window.add_preview(
            icons=self.icons, clipboard=self._application.clipboard()
        )

    def _start_preview(
        self, rendering: Future[RenderedEmail | None], thread: ThreadPoolExecutor
    ) -> Spark:
        """Start the engine, then the view; the pane is built while the view's process starts."""
        from migma_desktop.ui.preview.ignition import ignite

        loading = thread.submit(_load_preview)
        spark = ignite()
        loading.result()
        from migma_desktop.ui.preview.view import PreviewView

        view = PreviewView()
        email = rendering.result() if rendering.done() else None
        if email is not None and self.draft is not None:  # the page begins with it
            view.set_remote_allowed(self.draft.remote_content_allowed)
            view.show_html(email.html, email.missing)
        else:
            view.expect(self._whole_document())
        for _turn in self._add_preview():
            self._live()
        self._show_rendered(email)
        self.window.preview_pane.start_web_view(view)
        return spark

    def _whole_document(self) -> str:
        """Return the draft's HTML if it is a whole document, whose doctype the email will have."""
        from migma_desktop.core.html_scan import is_document

        if self.draft is None or self.draft.source is not ContentSource.HTML:
            return ""
        return self.draft.html if is_document(self.draft.html) else ""

    def _render(self) -> RenderedEmail | None:
        """Render the last draft. What can't be is left to the program, which says why."""
        from migma_desktop.core.errors import KnownError

        if self.draft is None or not self.draft.source.is_written_here:
            return None
        try:
            return self.renderer(self.draft)
        except KnownError:
            return None

    def _show_rendered(self, email: RenderedEmail | None) -> None:
        """Show the last draft's email, once."""
        preview = self.window.preview_pane
        if email is None or self.draft is None or preview.html == email.html:
            return
        preview.set_remote_allowed(self.draft.remote_content_allowed)
        preview.show_html(email.html, email.missing)

    def _wait_for(self, is_done: Callable[[], bool], *, patience: float = inf) -> None:
        """Let the window live until something is done, or for ``patience`` seconds."""
        end = monotonic() + patience
        while not is_done() and monotonic() < end:
            self._live()
            sleep(_LOOK_SECONDS)

    def _live_on(self, seconds: float) -> None:
        """Let the window live for so long."""
        self._wait_for(lambda: False, patience=seconds)

    def _live(self) -> None:
        live(self._application, _LIVE_MS)


def _load_preview() -> None:
    """Import what shows the preview. It knows Qt: see ``loading`` for when a thread may do that."""
    for name in _PREVIEW_MODULES:
        import_module(name)


def open_records(path: Path) -> tuple[Opened, KeptDraft | None]:
    """Open the database and read the draft to go on with.

    Damage that only the reading meets is mended by opening once more, which looks at every page.
    """
    opened = open_database(path, now=_now)
    try:
        return opened, DraftStore(database=opened.database, now=_now).reopen()
    except StoreError:
        opened.database.close()
        opened = open_database(path, now=_now)
        return opened, DraftStore(database=opened.database, now=_now).reopen()


def folders_of(options: Options) -> UserFolders:
    """Return the user's folders that the command line means."""
    if options.profile_dir is not None:
        return UserFolders.below(options.profile_dir)
    return UserFolders.of_this_user()


def _now() -> datetime:
    return datetime.now(UTC)
