"""The middle of the window: how to write, the tools for it, the editor, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.template_editor import TemplateEditor, openable_file
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.tokens import CONTROL_HEIGHT, SPACE, SPACE_2

if TYPE_CHECKING:  # at run time ``furnish`` loads them: typing must not wait for them
    from migma_desktop.ui.editor.editor_tools import EditorTools
    from migma_desktop.ui.editor.source_button import SourceButton
    from migma_desktop.ui.editor.spelling_button import SpellingButton
    from migma_desktop.ui.icons import Icons

# What the tools will take at the usual font size, so that the text stays where it was when they
# come: the header, the tools for writing, the line below.
_HEADER_ROOM = CONTROL_HEIGHT + SPACE_2 + 1
_TOOLS_ROOM = CONTROL_HEIGHT + SPACE - 1
_STATUS_ROOM = SPACE_2 + SPACE


class EditorPane(QWidget):
    """Lays the editor's parts out and passes their news on.

    It begins as the editor alone, which takes typing at once; ``furnish`` brings the tools.

    Signals:
        content_changed: the source became another.
        language_change_requested(Language): the user wants to write the other way; whoever owns
            the draft converts it, then calls ``set_language``.
        file_dropped(Path): a file that the program can open was dropped.
    """

    content_changed = Signal()
    language_change_requested = Signal(Language)
    file_dropped = Signal(Path)

    def __init__(
        self,
        *,
        theme: Theme,
        language: Language = Language.MARKDOWN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("editorPane")
        self.setAcceptDrops(True)
        self._tools: EditorTools | None = None
        self.editor = TemplateEditor(theme=theme, language=language, parent=self)
        self.editor.content_changed.connect(self.content_changed)
        self.editor.file_dropped.connect(self.file_dropped)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.editor, 1)
        self.setFocusProxy(self.editor)
        self.set_language(language)

    def furnish(self, icons: Icons) -> Iterator[None]:
        """Bring the tools in, a few at a turn; events may be handled between the turns."""
        from migma_desktop.ui.editor.editor_tools import EditorTools

        yield
        tools = EditorTools(editor=self.editor, icons=icons, pane=self)
        tools.language_chosen.connect(self.language_change_requested)
        yield from tools.lay_out(self._column)
        tools.set_language(self.editor.language)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._tools = tools

    # ---- What others call ----

    def set_language(self, language: Language) -> None:
        """Show the source as Markdown, with tools, as code, with line numbers, or as text."""
        self.editor.set_language(language)
        hints = {
            Language.HTML: self.tr("Paste or type your HTML here, or drop a file."),
            Language.MJML: self.tr("Paste or type your MJML here, or drop a file."),
        }
        usual = self.tr("Write your email here, or drop a file. Type {{ for a variable.")
        self.editor.setPlaceholderText(hints.get(language, usual))
        if self._tools is None:
            top = _HEADER_ROOM + (_TOOLS_ROOM if language is Language.MARKDOWN else 0)
            self._column.setContentsMargins(0, top, 0, _STATUS_ROOM)
        else:
            self._tools.set_language(language)

    def set_placeholder_names(
        self, names: Sequence[str], notes: Mapping[str, str] | None = None
    ) -> None:
        """Offer these variables behind ``{{`` and in the menu."""
        self.editor.set_placeholder_names(names, notes)
        if self._tools is not None:
            self._tools.set_placeholder_names(names, notes)

    def set_missing_placeholders(self, names: frozenset[str]) -> None:
        """Mark these placeholders as being without a value."""
        self.editor.set_missing_placeholders(names)

    def set_encoding(self, encoding: str) -> None:
        """Show which encoding the file had; the codec's name will do."""
        if self._tools is not None:
            self._tools.set_encoding(encoding)

    def show_fault(self, words: str, place: tuple[int, int, int] | None) -> None:
        """Say what can't be read, at its place: two offsets and the line. No words: all is well."""
        self.editor.set_fault_line(place[2] - 1 if place is not None else -1)
        if self._tools is not None:
            self._tools.show_fault(words, place)

    @property
    def source_button(self) -> SourceButton:
        """What people do with tags; there once the pane is furnished."""
        if self._tools is None:
            raise RuntimeError("the pane has no tools yet")
        return self._tools.source

    @property
    def spelling_button(self) -> SpellingButton:
        """What people do about spelling; there once the pane is furnished."""
        if self._tools is None:
            raise RuntimeError("the pane has no tools yet")
        return self._tools.spelling

    def set_spelling(self, said: str, details: str = "") -> None:
        """Show in which language the spelling is checked, or why it isn't."""
        if self._tools is not None:
            self._tools.set_spelling(said, details)

    def open_find(self, *, with_replace: bool = False) -> None:
        """Open the bar that finds, or finds and replaces."""
        if self._tools is not None:
            self._tools.open_find(with_replace=with_replace)

    # ---- Dropping ----

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that the program can open, wherever on the pane."""
        if openable_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Hand a dropped file on."""
        path = openable_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)
