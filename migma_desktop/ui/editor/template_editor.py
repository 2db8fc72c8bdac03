"""The editor for an email's source, in each way of writing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from migma_desktop.ui.editor import typing_aids
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.source_view import SourceView
from migma_desktop.ui.editor.text_mirror import code_points, normalised
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from migma_desktop.ui.editor.completion_popup import CompletionPopup

OPENABLE_SUFFIXES = frozenset({".migma", ".html", ".htm", ".md", ".markdown", ".txt"})

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ZOOM_IN = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Equal})
_CONTROL = Qt.KeyboardModifier.ControlModifier


class TemplateEditor(SourceView):
    """Helps while writing: indents, list items, variables behind ``{{``, files that are dropped.

    Tab indents; Esc, then Tab, leaves the editor, so that the keyboard is never trapped.

    Signals:
        file_dropped(Path): a file that the program can open was dropped or pasted.
        menu_opening(QMenu, int, int): the context menu is about to open at a line and column,
            both counted from 0; others may add to it.
    """

    file_dropped = Signal(Path)
    menu_opening = Signal(object, int, int)

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

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the usual menu, with what others add to it."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line, column = cursor.blockNumber(), self._line_and_column(cursor)[1]
        self.menu_opening.emit(menu, line, column)
        place = event.globalPos()
        if not by_mouse:
            place = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        menu.popup(place)

    # ---- Pasting and dropping ----

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text, and files that the program can open."""
        return openable_file(source) is not None or _is_text(source)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert text; hand a file on."""
        path = openable_file(source)
        if path is not None:
            self.file_dropped.emit(path)
            return
        if _is_text(source):
            self.textCursor().insertText(normalised(source.text()))
            self.ensureCursorVisible()

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the text as it is; Qt would make plain spaces of no-break ones."""
        data = QMimeData()
        data.setText(normalised(self.textCursor().selectedText()))
        return data


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
