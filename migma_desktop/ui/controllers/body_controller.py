"""The logic between the editor and the draft: typing, and files."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.line_endings import LineEnding
from migma_desktop.core.models import Draft
from migma_desktop.core.opening import open_as_email
from migma_desktop.core.textfiles import write_text_file
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.editor.editor_pane import EditorPane
from migma_desktop.ui.editor.language import Language

DRAFT_ENDING = ".migma"


class BodyController(QObject):
    """Carries the editor's text into the draft, and files into the editor.

    Signals:
        file_opened(Path), file_saved(Path): it went well.
        file_refused(KnownError): it did not; nothing that was typed is lost.
        encoding_guessed(Path, str): the file doesn't tell its encoding; this one fits best.
        noted(Path, tuple[Text, ...]): what there is to know about a file that was opened.
        draft_file_wanted(Path): the file to open is no text but a whole email.
    """

    file_opened = Signal(object)
    file_saved = Signal(object)
    file_refused = Signal(object)
    encoding_guessed = Signal(object, str)
    draft_file_wanted = Signal(object)
    noted = Signal(object, object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        pane: EditorPane,
        drafts: DraftController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._pane = pane
        self._drafts = drafts
        self._file: Path | None = None
        self._line_ending = LineEnding.LF
        pane.content_changed.connect(self._on_content_changed)
        pane.file_dropped.connect(self.open_file)
        drafts.replaced.connect(self._on_draft_replaced)

    @property
    def file(self) -> Path | None:
        """The file that the text came from or went to last."""
        return self._file

    def open_file(self, path: Path) -> None:
        """Begin a new draft with a file's text; the present draft is kept."""
        if path.suffix.lower() == DRAFT_ENDING:
            self.draft_file_wanted.emit(path)
            return
        self._runtime.spawn(self._open(path), on_known_error=self.file_refused.emit)

    def save_file(self, path: Path) -> None:
        """Write the text into a file, in one step."""
        self._runtime.spawn(self._save(path), on_known_error=self.file_refused.emit)

    def show_text(self, language: Language, text: str) -> None:
        """Put a text into the editor, as what it is written in; it counts as no edit."""
        editor = self._pane.editor
        if editor.language is language and editor.text() == text:
            return  # as the program starts, what was typed meanwhile keeps its undo
        self._pane.set_language(language)
        blocked = self._pane.blockSignals(True)
        self._pane.editor.load_text(text)
        self._pane.blockSignals(blocked)

    async def _open(self, path: Path) -> None:
        opened = await self._runtime.in_thread(open_as_email, path)
        present = self._drafts.draft
        sender = opened.draft.sender if opened.draft.sender.address else present.sender
        self._drafts.start_new(
            dataclasses.replace(opened.draft, sender=sender, project_id=present.project_id)
        )
        self._file = path if opened.can_be_written_back else None
        self._line_ending = opened.line_ending
        self._pane.set_encoding(opened.encoding)
        self.file_opened.emit(path)
        if opened.is_guess:
            self.encoding_guessed.emit(path, opened.encoding)
        if opened.notes:
            self.noted.emit(path, opened.notes)

    async def _save(self, path: Path) -> None:
        draft = self._drafts.draft
        text = draft.written
        await self._runtime.in_thread(write_text_file, path, text, line_ending=self._line_ending)
        self._file = path
        self.file_saved.emit(path)

    def _on_content_changed(self) -> None:
        self._drafts.edit(**{self._pane.editor.language.value: self._pane.editor.text()})

    def _on_draft_replaced(self, draft: Draft) -> None:
        self._file = None
        self._line_ending = LineEnding.LF
        if draft.source.is_written_here:
            self.show_text(Language(draft.source.value), draft.written)
        else:
            self.show_text(Language.MARKDOWN, draft.markdown)
