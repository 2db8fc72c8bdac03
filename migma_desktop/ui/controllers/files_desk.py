"""Files in and out: the text of an email, and whole emails as .migma files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from migma_desktop.core.models import ContentSource
from migma_desktop.core.ports import DraftShelf
from migma_desktop.core.textfiles import encoding_label
from migma_desktop.core.texts import Text
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.body_controller import DRAFT_ENDING, BodyController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated

_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*{}]+')
_LONGEST_NAME = 80


class FilesDesk(QObject):
    """Asks for files, and tells what became of them.

    Signals:
        trouble(KnownError): a file could not be read or written; nothing typed is lost.
    """

    trouble = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        drafts: DraftController,
        body: BodyController,
        shelf: DraftShelf,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._drafts = drafts
        self._body = body
        self._shelf = shelf
        self._settings = settings
        body.file_opened.connect(self._on_file_opened)
        body.file_saved.connect(self._on_file_saved)
        body.file_refused.connect(self.trouble)
        body.encoding_guessed.connect(self._on_encoding_guessed)
        body.noted.connect(self._on_noted)
        body.draft_file_wanted.connect(self._open_draft_file)

    @property
    def file_name(self) -> str:
        """Name of the file that the text came from or went to last; empty when there is none."""
        return "" if self._body.file is None else self._body.file.name

    def ask_to_open(self) -> None:
        """Ask for a file and open it as a new email."""
        dialog = QFileDialog(self._window, self.tr("Open an email or its text"))
        dialog.setObjectName("openDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(
            self.tr(
                "Emails and their texts (*.migma *.eml *.html *.htm *.mjml *.md *.markdown *.txt)"
            )
        )
        self._run(dialog, self._body.open_file)

    def ask_to_save(self) -> None:
        """Ask where the text goes, as HTML or Markdown, or the whole email as .migma."""
        text, ending = {
            ContentSource.HTML: (self.tr("Text as HTML (*.html)"), "html"),
            ContentSource.MJML: (self.tr("Text as MJML (*.mjml)"), "mjml"),
            ContentSource.TEXT: (self.tr("Plain text (*.txt)"), "txt"),
        }.get(self._drafts.draft.source, (self.tr("Text as Markdown (*.md)"), "md"))
        whole = self.tr("The whole email (*.migma)")
        dialog = QFileDialog(self._window, self.tr("Save the email as a file"))
        dialog.setObjectName("saveDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([text, whole])
        dialog.setDefaultSuffix(ending)
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("migma" if chosen == whole else ending)
        )
        dialog.selectFile(self._suggestion())
        self._run(dialog, self._save)

    def ask_to_export(self) -> None:
        """Ask where a copy of the whole email goes."""
        dialog = QFileDialog(self._window, self.tr("Export a copy of the email"))
        dialog.setObjectName("exportDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("The whole email (*.migma)"))
        dialog.setDefaultSuffix("migma")
        dialog.selectFile(self._suggestion())
        self._run(dialog, self._export)

    def save_to_its_file(self) -> None:
        """Write the text back into the file that it came from."""
        if self._body.file is not None:
            self._body.save_file(self._body.file)

    def _save(self, path: Path) -> None:
        if path.suffix.lower() == DRAFT_ENDING:
            self._export(path)
        else:
            self._body.save_file(path)

    def _export(self, path: Path) -> None:
        self._runtime.spawn(self._write(path), owner=self, on_known_error=self.trouble.emit)

    async def _write(self, path: Path) -> None:
        draft, name = self._drafts.draft, self._drafts.name
        await self._runtime.in_thread(self._shelf.write_file, draft, path, name=name)
        self._on_file_saved(path)

    def _open_draft_file(self, path: Path) -> None:
        self._runtime.spawn(self._read(path), owner=self, on_known_error=self.trouble.emit)

    async def _read(self, path: Path) -> None:
        await self._drafts.flush()
        kept = await self._runtime.in_thread(self._shelf.open_file, path)
        self._drafts.open(kept)
        self._on_file_opened(path)

    def _suggestion(self) -> str:
        """Suggest a name that every system takes."""
        name = self._drafts.name or self._drafts.draft.subject or self.tr("Email")
        return _NOT_IN_A_NAME.sub(" ", name).strip(" .")[:_LONGEST_NAME] or self.tr("Email")

    def _run(self, dialog: QFileDialog, use: Callable[[Path], None]) -> None:
        folder = self._settings.settings.last_folder
        if folder:
            dialog.setDirectory(folder)

        def on_chosen(name: str) -> None:
            self._settings.change(last_folder=str(Path(name).parent))
            use(Path(name))

        dialog.fileSelected.connect(on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_opened(self, path: Path) -> None:
        self._window.show_editor(self._drafts.draft.source.is_written_here)
        self._window.messages.show_message("info", self.tr("{file} is open").format(file=path.name))

    def _on_encoding_guessed(self, path: Path, encoding: str) -> None:
        self._window.messages.show_message(
            "warning",
            self.tr("Look at the accents in {file}").format(file=path.name),
            self.tr(
                "The file doesn't say how its characters are written. It was read as {encoding}; "
                "if letters look wrong, save it as UTF-8 where it comes from and open it again."
            ).format(encoding=encoding_label(encoding)),
        )

    def _on_noted(self, path: Path, notes: Sequence[Text]) -> None:
        self._window.messages.show_message(
            "warning",
            self.tr("What to know about {file}").format(file=path.name),
            "\n".join(map(translated, notes)),
        )

    def _on_file_saved(self, path: Path) -> None:
        self._window.messages.show_message(
            "success", self.tr("Saved as {file}").format(file=path.name)
        )
