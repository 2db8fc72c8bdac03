"""The middle of the window: how to write, the tools for it, the editor, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from migma_desktop.ui.editor import line_breaking
from migma_desktop.ui.editor.find_bar import FindBar
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.status_strip import StatusStrip
from migma_desktop.ui.editor.template_editor import TemplateEditor, openable_file
from migma_desktop.ui.editor.variable_button import VariableButton
from migma_desktop.ui.editor.write_toolbar import WriteToolbar
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl


class EditorPane(QWidget):
    """Lays the editor's parts out and passes their news on.

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
        icons: Icons,
        language: Language = Language.MARKDOWN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("editorPane")
        self.setAcceptDrops(True)
        self._icons = icons
        self.editor = TemplateEditor(theme=theme, language=language)
        self._toolbar = WriteToolbar(editor=self.editor, icons=icons)
        self._variables = VariableButton(editor=self.editor, icons=icons)
        self._find_bar = FindBar(editor=self.editor, icons=icons)
        self._status = StatusStrip(editor=self.editor)
        self._languages = SegmentedControl(
            [Segment(Language.MARKDOWN, self.tr("Write")), Segment(Language.HTML, self.tr("HTML"))],
            icons=icons,
            accessible_name=self.tr("How to write this email"),
            object_name="editorLanguage",
        )
        self._notice = self._make_notice()
        self.find_action = self._action("editFind", self.tr("Find"), "Ctrl+F")
        self.replace_action = self._action("editReplace", self.tr("Find and replace"), "Ctrl+H")
        self.find_next_action = self._action("editFindNext", self.tr("Find next"), "F3")
        self.find_previous_action = self._action(
            "editFindPrevious", self.tr("Find previous"), "Shift+F3"
        )
        self._connect()
        self._lay_out()
        self.set_language(language)

    # ---- What others call ----

    def set_language(self, language: Language) -> None:
        """Show the source as Markdown, with tools, or as HTML, with line numbers."""
        self.editor.set_language(language)
        self._languages.set_value(language)
        self._toolbar.set_active(language is Language.MARKDOWN)
        self._toolbar_line.setVisible(language is Language.MARKDOWN)
        if language is Language.HTML:
            hint = self.tr("Paste or type your HTML here, or drop a file.")
        else:
            hint = self.tr("Write your email here, or drop a file. Type {{ for a variable.")
        self.editor.setPlaceholderText(hint)

    def set_placeholder_names(
        self, names: Sequence[str], notes: Mapping[str, str] | None = None
    ) -> None:
        """Offer these variables behind ``{{`` and in the menu."""
        self.editor.set_placeholder_names(names, notes)
        self._variables.set_placeholder_names(names, notes)

    def set_missing_placeholders(self, names: frozenset[str]) -> None:
        """Mark these placeholders as being without a value."""
        self.editor.set_missing_placeholders(names)

    def set_encoding(self, encoding: str) -> None:
        """Show which encoding the file had; the codec's name will do."""
        self._status.set_encoding(encoding)

    def open_find(self, *, with_replace: bool = False) -> None:
        """Open the bar that finds, or finds and replaces."""
        self._find_bar.open(with_replace=with_replace)

    # ---- Building ----

    def _action(self, object_name: str, text: str, shortcut: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(object_name)
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    def _make_notice(self) -> QFrame:
        notice = QFrame()
        notice.setObjectName("longLineNotice")
        notice.setProperty("kind", "sunken")
        text = QLabel(
            self.tr(
                "This email is one very long line, which makes typing slow. It can be broken "
                "into shorter lines; what arrives will look the same."
            )
        )
        text.setWordWrap(True)
        text.setProperty("kind", "small")
        self._break_lines = Button(
            self.tr("Break lines"), icons=self._icons, small=True, object_name="breakLines"
        )
        leave = Button(
            self.tr("Leave it"),
            icons=self._icons,
            kind="quiet",
            small=True,
            object_name="leaveLongLine",
        )
        leave.clicked.connect(notice.hide)
        row = QHBoxLayout(notice)
        row.setContentsMargins(SPACE_2, SPACE_HALF, SPACE, SPACE_HALF)
        row.addWidget(text, 1)
        row.addWidget(self._break_lines)
        row.addWidget(leave)
        notice.hide()
        return notice

    def _connect(self) -> None:
        self.editor.content_changed.connect(self.content_changed)
        self.editor.text_loaded.connect(self._on_text_loaded)
        self.editor.file_dropped.connect(self.file_dropped)
        self._languages.value_changed.connect(self._on_language_pressed)
        self._break_lines.clicked.connect(self._on_break_lines_pressed)
        self.find_action.triggered.connect(partial(self.open_find, with_replace=False))
        self.replace_action.triggered.connect(partial(self.open_find, with_replace=True))
        self.find_next_action.triggered.connect(self._find_bar.find_next)
        self.find_previous_action.triggered.connect(self._find_bar.find_previous)

    def _lay_out(self) -> None:
        find = QToolButton()
        find.setObjectName("findButton")
        find.setAccessibleName(self.tr("Find"))
        find.setToolTip(self.tr("Find (Ctrl+F)"))
        find.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        find.clicked.connect(self.find_action.trigger)
        self._icons.bind(find, "search")
        header = QHBoxLayout()
        header.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        header.setSpacing(SPACE_HALF)
        header.addWidget(self._languages)
        header.addStretch(1)
        header.addWidget(self._variables)
        header.addWidget(find)
        self._toolbar_line = _line()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(header)
        column.addWidget(_line())
        column.addWidget(self._toolbar)
        column.addWidget(self._toolbar_line)
        column.addWidget(self._notice)
        column.addWidget(self.editor, 1)
        column.addWidget(self._find_bar)
        column.addWidget(_line())
        column.addWidget(self._status)
        self.setFocusProxy(self.editor)

    # ---- Answers ----

    def _on_language_pressed(self, value: str) -> None:
        self._languages.set_value(self.editor.language)  # until the draft's owner agrees
        self.language_change_requested.emit(Language(value))

    def _on_text_loaded(self) -> None:
        is_html = self.editor.language is Language.HTML
        self._notice.setVisible(is_html and self.editor.longest_line > line_breaking.LONG_LINE)
        self._status.refresh()

    def _on_break_lines_pressed(self) -> None:
        self.editor.replace_text(line_breaking.broken(self.editor.text()))
        self._notice.hide()

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


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedHeight(1)
    return line
