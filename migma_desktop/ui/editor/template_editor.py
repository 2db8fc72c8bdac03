"""The editor for an email's source, in each way of writing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from migma_desktop.ui.editor import typing_aids
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.pasting import LONGEST, PasteAs, RichPaste, rich_html
from migma_desktop.ui.editor.source_view import SourceView
from migma_desktop.ui.editor.text_mirror import code_points, normalised
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from migma_desktop.ui.editor.completion_popup import CompletionPopup

OPENABLE_SUFFIXES = frozenset(
    {".migma", ".html", ".htm", ".md", ".markdown", ".mjml", ".txt", ".eml"}
)

PASTE_PLAIN_KEYS = "Ctrl+Shift+V"
PASTE_CLEAN_KEYS = "Ctrl+Alt+V"

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ZOOM_IN = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Equal})
_CONTROL = Qt.KeyboardModifier.ControlModifier


class TemplateEditor(SourceView):
    """Helps while writing: indents, list items, variables behind ``{{``, files that are dropped.

    Tab indents; Esc, then Tab, leaves the editor, so that the keyboard is never trapped.

    Signals:
        file_dropped(Path): a file that the program can open was dropped or pasted.
        rich_pasted(RichPaste): formatted content was pasted; its owner makes clean content of it
            and hands that to ``insert_pasted``.
        formatting_left_out: formatted content was pasted into some source as plain text.
        paste_too_large(int): so many characters were to be pasted; nothing was.
    """

    file_dropped = Signal(Path)
    rich_pasted = Signal(object)
    formatting_left_out = Signal()
    paste_too_large = Signal(int)

    def __init__(
        self, *, theme: Theme, language: Language = Language.HTML, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, language=language, parent=parent)
        self.setObjectName("templateEditor")
        self.setAccessibleName(self.tr("Email text"))
        self.setAccessibleDescription(self.tr("Press Esc, then Tab, to leave the editor."))
        self._names: list[str] = []
        self._notes: Mapping[str, str] = {}
        self._is_leaving = False  # the next Tab goes to the next control
        self._popup: CompletionPopup | None = None  # comes with the names
        self._paste_as = PasteAs.USUAL
        self._plain_paste: tuple[int, str] | None = None  # where it begins, and what it was
        self.cursorPositionChanged.connect(self._on_caret_left_name)

    # ---- Variables ----

    def set_placeholder_names(
        self, names: Sequence[str], notes: Mapping[str, str] | None = None
    ) -> None:
        """Offer these names behind ``{{``; a note is what is shown beside one."""
        self._names = list(names)
        self._notes = notes or {}
        if self._names and self._popup is None:
            self._popup = self._make_popup()

    def insert_placeholder(self, name: str) -> None:
        """Write ``{{name}}`` in the place of the selection."""
        self.textCursor().insertText(f"{{{{{name}}}}}")
        self.setFocus()

    def begin_placeholder(self) -> None:
        """Write the braces of a new placeholder; the caret waits between them for its name."""
        start, end = self.selection()
        self.replace_range(start, end, "{{}}")
        self.select(start + 2, start + 2)
        self.setFocus()
        self._show_completions()

    def _show_completions(self) -> None:
        typing = self._name_being_typed()
        names = typing_aids.matching_names(typing.typed, self._names) if typing else []
        is_complete = typing is not None and names == [typing.typed] and not typing.closing
        if self._popup is None or not names or is_complete:
            self._hide_completions()
            return
        caret = self.cursorRect().translated(self.viewport().pos())
        self._popup.offer(names, self._notes)
        self._popup.place(caret, QRect(self.contentsRect()))

    def _make_popup(self) -> CompletionPopup:
        # Item views and their styles are 7 ms to load: too much for a window's first letter.
        from migma_desktop.ui.editor.completion_popup import CompletionPopup

        popup = CompletionPopup(tokens=self._theme.tokens, parent=self)
        popup.name_chosen.connect(self._on_name_chosen)
        self._theme.changed.connect(popup.set_tokens)
        return popup

    def _hide_completions(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def _name_being_typed(self) -> typing_aids.Completion | None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return None
        line, column = self._line_and_column(cursor)
        return typing_aids.completion(line, column)

    def _on_name_chosen(self, name: str) -> None:
        typing = self._name_being_typed()
        self._hide_completions()
        if typing is None:
            return
        start = self._mirror.offset(self.textCursor().block().position())
        written = name + typing.closing
        self.replace_range(start + typing.start, start + typing.end, written)
        caret = start + typing.start + len(written) + typing.passed
        self.setTextCursor(self._cursor_over(caret, caret))

    def _on_caret_left_name(self) -> None:
        if self._popup is not None and self._popup.isVisible():
            self._show_completions()

    # ---- Keys ----

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a key to the list of variables, to what the editor adds, or to Qt."""
        is_leaving, self._is_leaving = self._is_leaving, event.key() == Qt.Key.Key_Escape
        popup = self._popup
        if popup is not None and popup.isVisible() and popup.take_key(event):
            self._is_leaving = False
            return
        if event.key() == Qt.Key.Key_Space and event.modifiers() == _CONTROL:
            self._show_completions()
            return
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not self.isReadOnly():
            self._take_tab(is_backwards=event.key() == Qt.Key.Key_Backtab, is_leaving=is_leaving)
            return
        if event.modifiers() & _CONTROL and self._take_zoom_key(Qt.Key(event.key())):
            return
        if event.key() in _ENTER and not event.modifiers() & _CONTROL and not self.isReadOnly():
            self._break_line()
            return
        super().keyPressEvent(event)
        if event.text().isprintable() and event.text():
            self._show_completions()

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Offer variables behind braces that came from a dead key or an input method."""
        super().inputMethodEvent(event)
        if event.commitString():
            self._show_completions()

    def _take_zoom_key(self, key: Qt.Key) -> bool:
        if key in _ZOOM_IN:
            self.set_zoom(self.zoom + 1)
        elif key == Qt.Key.Key_Minus:
            self.set_zoom(self.zoom - 1)
        elif key == Qt.Key.Key_0:
            self.set_zoom(0)
        else:
            return False
        return True

    def _take_tab(self, *, is_backwards: bool, is_leaving: bool) -> None:
        if is_leaving:
            self.setTabChangesFocus(True)
            self.focusNextPrevChild(not is_backwards)
            self.setTabChangesFocus(False)
            return
        cursor = self.textCursor()
        if is_backwards or self._spans_lines(cursor):
            self._shift_lines(cursor, is_backwards=is_backwards)
        else:
            cursor.insertText(typing_aids.INDENT)

    def _spans_lines(self, cursor: QTextCursor) -> bool:
        first = self.document().findBlock(cursor.selectionStart())
        return cursor.selectionEnd() > first.position() + first.length() - 1

    def _shift_lines(self, cursor: QTextCursor, *, is_backwards: bool) -> None:
        block = self.document().findBlock(cursor.selectionStart())
        end = max(cursor.selectionEnd() - (1 if cursor.hasSelection() else 0), block.position())
        last = self.document().findBlock(end).blockNumber()
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        for number in range(block.blockNumber(), last + 1):
            edit.setPosition(self.document().findBlockByNumber(number).position())
            if not is_backwards:
                edit.insertText(typing_aids.INDENT)
                continue
            for _ in range(typing_aids.removable_indent(self._mirror.lines[number])):
                edit.deleteChar()
        edit.endEditBlock()

    def _break_line(self) -> None:
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        line, column = self._line_and_column(cursor)
        aid = typing_aids.new_line(line[:column], line[column:], self.language)
        for _ in range(aid.remove_before):
            cursor.deletePreviousChar()
        start = cursor.position()
        cursor.insertText(aid.insert)
        cursor.setPosition(start + aid.caret)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _line_and_column(self, cursor: QTextCursor) -> tuple[str, int]:
        line = cursor.block().text()  # not the mirror's, which waits for the end of an edit
        return line, code_points(line, cursor.positionInBlock())

    # ---- Pasting and dropping ----

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text, and files that the program can open."""
        return openable_file(source) is not None or _is_text(source) or source.hasHtml()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert text; hand a file on, and formatted content where that is wanted."""
        path = openable_file(source)
        if path is not None:
            self.file_dropped.emit(path)
            return
        html = "" if self._paste_as is PasteAs.PLAIN else rich_html(source)
        as_html = self._paste_as is PasteAs.CLEAN_HTML and self.language.is_code
        text = normalised(source.text()) if _is_text(source) else ""
        if html and (as_html or self.language is Language.MARKDOWN):
            self.rich_pasted.emit(RichPaste(html, text, self.textCursor(), as_html))
        elif len(text) > LONGEST:
            self.paste_too_large.emit(len(text))
        elif text:
            self._insert_plain(text, has_formatting=bool(html))

    def _insert_plain(self, text: str, *, has_formatting: bool) -> None:
        start, _end = self.selection()
        self.textCursor().insertText(text)
        self.ensureCursorVisible()
        self._plain_paste = (start, text)
        if has_formatting and self.language.is_code and "<" not in text:
            self.formatting_left_out.emit()

    def paste_plain(self) -> None:
        """Paste the words alone, exactly as they are."""
        self._paste_with(PasteAs.PLAIN)

    def paste_clean_html(self) -> None:
        """Paste formatted content as HTML without the styles of the program that made it."""
        self._paste_with(PasteAs.CLEAN_HTML)

    def paste_as_html_instead(self) -> None:
        """Put clean HTML in the place of what was pasted last, if it stands there still."""
        if self._plain_paste is not None:
            start, text = self._plain_paste
            if self.text()[start : start + len(text)] == text:
                self.select(start, start + len(text))
        self.paste_clean_html()

    def insert_pasted(self, paste: RichPaste, text: str) -> None:
        """Put clean content where it was pasted, as one step to undo."""
        if len(text) > LONGEST:
            self.paste_too_large.emit(len(text))
            return
        cursor = paste.place
        if not paste.as_html:
            start, end = (self._mirror.offset(at) for at in _ends(cursor))
            whole = self.text()
            text = typing_aids.fitted(text, whole[:start], whole[end:])
        cursor.insertText(normalised(text))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _paste_with(self, way: PasteAs) -> None:
        self._paste_as = way
        try:
            self.paste()
        finally:
            self._paste_as = PasteAs.USUAL

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the other ways to paste below Qt's own."""
        menu = self.createStandardContextMenu(event.pos())
        menu.setObjectName("editorMenu")
        menu.addSeparator()
        plain = menu.addAction(self.tr("Paste as plain text"), self.paste_plain)
        plain.setShortcut(QKeySequence(PASTE_PLAIN_KEYS))
        plain.setEnabled(self.canPaste())
        if self.language.is_code:
            clean = menu.addAction(self.tr("Paste as clean HTML"), self.paste_clean_html)
            clean.setShortcut(QKeySequence(PASTE_CLEAN_KEYS))
            clean.setEnabled(self.canPaste())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the text as it is; Qt would make plain spaces of no-break ones."""
        data = QMimeData()
        data.setText(normalised(self.textCursor().selectedText()))
        return data


def _ends(cursor: QTextCursor) -> tuple[int, int]:
    return cursor.selectionStart(), cursor.selectionEnd()


def _is_text(source: QMimeData) -> bool:
    """Tell text from files, which Qt would write down as addresses."""
    return source.hasText() and not any(url.isLocalFile() for url in source.urls())


def openable_file(source: QMimeData) -> Path | None:
    """Return the first file in what is dragged or pasted that the program can open."""
    for url in source.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in OPENABLE_SUFFIXES:
            return path
    return None
