"""Tells that what is written can't be read: beside the text, and where its last good view stays."""

from __future__ import annotations

from PySide6.QtCore import QObject

from migma_desktop.core.errors import KnownError, SourceRefused
from migma_desktop.core.models import RenderedEmail
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.editor.editor_pane import EditorPane
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.preview_pane import PreviewPane


class FaultTeller(QObject):
    """Follows the renderer: says what it refuses, and takes it back once it goes through."""

    def __init__(
        self,
        *,
        editor: EditorPane,
        preview: PreviewPane,
        renders: RenderController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._preview = preview
        self._is_told = False
        renders.refused.connect(self._on_refused)
        renders.rendered.connect(self._on_rendered)

    def _on_refused(self, error: KnownError) -> None:
        self._is_told = True
        words = f"{translated(error.title)} {translated(error.advice)}"
        place = (error.start, error.end, error.line) if isinstance(error, SourceRefused) else None
        self._editor.show_fault(words, place)
        self._preview.show_outdated(translated(error.title))

    def _on_rendered(self, _rendered: RenderedEmail) -> None:
        if self._is_told:  # most keystrokes have nothing to take back
            self._is_told = False
            self._editor.show_fault("", None)
            self._preview.show_outdated("")
