"""Keeps how the window stands while it is used, so that a crash brings it back as it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QSplitter

from migma_desktop.core.errors import KnownError
from migma_desktop.core.kept_draft import EditorView
from migma_desktop.core.models import Draft
from migma_desktop.core.ports import DraftStore
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.qt import override

_PAUSE_MS = 600  # from a move to its being written down; moves meanwhile go with it
_STANDING = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange})


class WindowKeeper(QObject):
    """Writes the layout into the settings, and caret and scroll to the draft.

    Both matter less than what is typed: where they can't be written, nothing is said, since the
    same trouble is told about the text.
    """

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        drafts: DraftController,
        store: DraftStore,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._drafts = drafts
        self._store = store
        self._settings = settings
        self._editor = window.editor_pane.editor
        self._opened = ""  # id of a draft that is to be remembered as the one last opened
        self._kept: tuple[str, EditorView] | None = None
        self._layout_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._layout_soon.timeout.connect(self._on_time_for_layout)
        self._view_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._view_soon.timeout.connect(self._on_time_for_view)
        drafts.replaced.connect(self._on_draft_replaced)
        self._editor.cursorPositionChanged.connect(self._on_view_changed)
        self._editor.verticalScrollBar().valueChanged.connect(self._on_view_changed)
        window.installEventFilter(self)
        window.tabs.currentChanged.connect(self._on_layout_changed)
        for splitter in window.findChildren(QSplitter):
            splitter.splitterMoved.connect(self._on_layout_changed)

    def keep_now(self) -> None:
        """Write without waiting, as the program ends."""
        self._layout_soon.stop()
        self._view_soon.stop()
        self._settings.change(layout=self._window.layout_now())
        where = self._where()
        if where == self._kept and not self._opened:
            return
        try:
            self._store.save_view(*where, opened=self._opened == where[0])
        except KnownError:
            return  # told about the text already

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _STANDING:
            self._on_layout_changed()
        return False

    def _on_layout_changed(self) -> None:
        if not self._layout_soon.isActive():
            self._layout_soon.start()

    def _on_time_for_layout(self) -> None:
        self._settings.change(layout=self._window.layout_now())

    def _on_draft_replaced(self, draft: Draft) -> None:
        self._opened = draft.id
        view = self._drafts.view
        if view is not None and draft.source.is_written_here:
            self._editor.set_view(view)
        self._view_soon.start()

    def _on_view_changed(self) -> None:
        if not self._view_soon.isActive():
            self._view_soon.start()

    def _on_time_for_view(self) -> None:
        where = self._where()
        if where != self._kept or self._opened:
            self._runtime.spawn(self._keep_view(where), owner=self, on_known_error=_hush)

    async def _keep_view(self, where: tuple[str, EditorView]) -> None:
        opened = self._opened == where[0]
        is_kept = await self._runtime.in_thread(self._store.save_view, *where, opened=opened)
        if not is_kept:  # the draft itself isn't on disk yet
            self._view_soon.start()
            return
        self._kept = where
        if opened and self._opened == where[0]:
            self._opened = ""

    def _where(self) -> tuple[str, EditorView]:
        return self._drafts.draft.id, self._editor.view()


def _hush(_error: KnownError) -> None:
    """Say nothing: the same trouble is told about the text."""
