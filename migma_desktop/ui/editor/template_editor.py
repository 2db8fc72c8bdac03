"""The editor for an email's source, in each way of writing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QWidget

from migma_desktop.ui.editor import tag_aids, typing_aids
from migma_desktop.ui.editor.completions import Completions
from migma_desktop.ui.editor.echo import Echo
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.pasting import LONGEST, PasteAs, RichPaste, rich_html
from migma_desktop.ui.editor.source_view import SourceView
from migma_desktop.ui.editor.text_mirror import normalised
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme

OPENABLE_SUFFIXES = frozenset(
    {".migma", ".html", ".htm", ".md", ".markdown", ".mjml", ".txt", ".eml"}
)

PASTE_PLAIN_KEYS = "Ctrl+Shift+V"
PASTE_CLEAN_KEYS = "Ctrl+Alt+V"

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ZOOM_IN = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Equal})
_ZOOM = _ZOOM_IN | {Qt.Key.Key_Minus, Qt.Key.Key_0}
_CONTROL = Qt.KeyboardModifier.ControlModifier
_MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}
)
_SIGNS = {">": tag_aids.end_of_tag, "/": tag_aids.slash, '"': tag_aids.quote}


class TemplateEditor(SourceView):
    """Helps while writing: indents, list items, variables behind ``{{``, files that are dropped.

    Tab indents; Esc, then Tab, leaves the editor, so that the keyboard is never trapped.

    Signals:
        file_dropped(Path): a file that the program can open was dropped or pasted.
        rich_pasted(RichPaste): formatted content was pasted; its owner makes clean content of it
            and hands that to ``insert_pasted``.
        formatting_left_out: formatted content was pasted into some source as plain text.
        paste_too_large(int): so many characters were to be pasted; nothing was.
        menu_opening(QMenu, int, int): the context menu is about to open at a line and column,
            both counted from 0; others may add to it.
    """

    file_dropped = Signal(Path)
    rich_pasted = Signal(object)
    formatting_left_out = Signal()
    paste_too_large = Signal(int)
    menu_opening = Signal(object, int, int)

    def __init__(
        self, *, theme: Theme, language: Language = Language.HTML, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, language=language, parent=parent)
        self.setObjectName("templateEditor")
        self.setAccessibleName(self.tr("Email text"))
        self.setAccessibleDescription(self.tr("Press Esc, then Tab, to leave the editor."))
        self._is_leaving = False  # the next Tab goes to the next control
        self._paste_as = PasteAs.USUAL
        self._plain_paste: tuple[int, str] | None = None  # where it begins, and what it was
        self._echo = Echo(self)
        self.text_loaded.connect(self._echo.forget)
        self._completions = Completions(editor=self, theme=theme)
        self.cursorPositionChanged.connect(self._completions.follow_caret)

    # ---- Variables ----

    def set_placeholder_names(
        self, names: Sequence[str], notes: Mapping[str, str] | None = None
    ) -> None:
        """Offer these names behind ``{{``; a note is what is shown beside one."""
        self._completions.set_names(names, notes)

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
        self._completions.update()

    def offer_tags(self, unsupported: Mapping[str, tuple[str, ...]]) -> None:
        """Offer tags, attributes and values too; mail programs ignore what is ``unsupported``."""
        self._completions.offer_tags(unsupported)

    # ---- Keys ----

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the keys that size the text: elsewhere in the window they size the preview."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() & _CONTROL
            and event.key() in _ZOOM
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a key to the list of variables, to what the editor adds, or to Qt."""
        if not event.text() and event.key() not in _MODIFIERS:
            self._echo.end()
        is_leaving, self._is_leaving = self._is_leaving, event.key() == Qt.Key.Key_Escape
        if self._completions.take_key(event):
            self._is_leaving = False
            return
        if event.key() == Qt.Key.Key_Space and event.modifiers() == _CONTROL:
            self._completions.update(is_asked=True)
            return
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not self.isReadOnly():
            self._take_tab(is_backwards=event.key() == Qt.Key.Key_Backtab, is_leaving=is_leaving)
            return
        if event.modifiers() & _CONTROL and self._take_zoom_key(Qt.Key(event.key())):
            return
        if event.key() in _ENTER and not event.modifiers() & _CONTROL and not self.isReadOnly():
            self._break_line()
            return
        if self._echo.take(event.text()):
            return
        if not self._take_sign(event.text()):
            super().keyPressEvent(event)
        if event.text().isprintable() and event.text():
            self._completions.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whoever clicks has stopped writing."""
        self._echo.end()
        super().mousePressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Offer variables behind braces that came from a dead key or an input method."""
        super().inputMethodEvent(event)
        if event.commitString():
            self._completions.update()

    def _take_sign(self, sign: str) -> bool:
        """Write what belongs to a sign in HTML with it, as one step to undo."""
        if sign not in _SIGNS or not self.language.is_code or self.isReadOnly():
            return False
        start, end = self.selection()
        aid = _SIGNS[sign](self.text(), end) if start == end else None
        if aid is None:
            return False
        start -= aid.remove_before
        self.replace_range(start, end, aid.insert)
        self.select(start + aid.caret, start + aid.caret)
        if aid.echo:
            self._echo.begin(aid.echo, self.textCursor())
        return True

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
        line, column = self.line_and_column(cursor)
        aid = typing_aids.new_line(line[:column], line[column:], self.language)
        for _ in range(aid.remove_before):
            cursor.deletePreviousChar()
        start = cursor.position()
        cursor.insertText(aid.insert)
        cursor.setPosition(start + aid.caret)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the usual menu, with what others add to it."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        menu = self.createStandardContextMenu(event.pos())
        menu.setObjectName("editorMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offer_pastes(menu)
        line, column = cursor.blockNumber(), self.line_and_column(cursor)[1]
        self.menu_opening.emit(menu, line, column)
        place = event.globalPos()
        if not by_mouse:
            place = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        menu.popup(place)

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

    def _offer_pastes(self, menu: QMenu) -> None:
        """Offer the other ways to paste below Qt's own."""
        menu.addSeparator()
        plain = menu.addAction(self.tr("Paste as plain text"), self.paste_plain)
        plain.setShortcut(QKeySequence(PASTE_PLAIN_KEYS))
        plain.setEnabled(self.canPaste())
        if self.language.is_code:
            clean = menu.addAction(self.tr("Paste as clean HTML"), self.paste_clean_html)
            clean.setShortcut(QKeySequence(PASTE_CLEAN_KEYS))
            clean.setEnabled(self.canPaste())

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
