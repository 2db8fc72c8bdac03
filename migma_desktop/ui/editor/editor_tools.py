"""The tools around the editor: the ways of writing, buttons, find and replace, the line below.

A part of ``EditorPane`` that is loaded and built once the editor takes typing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from migma_desktop.ui.editor import line_breaking
from migma_desktop.ui.editor.find_bar import FindBar
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.source_button import SourceButton
from migma_desktop.ui.editor.spelling_button import SpellingButton
from migma_desktop.ui.editor.status_strip import StatusStrip
from migma_desktop.ui.editor.template_editor import (
    PASTE_CLEAN_KEYS,
    PASTE_PLAIN_KEYS,
    TemplateEditor,
)
from migma_desktop.ui.editor.variable_button import VariableButton
from migma_desktop.ui.editor.write_toolbar import WriteToolbar
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import CONTROL_HEIGHT, SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.preview_notice import PreviewNotice
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl


class EditorTools(QObject):
    """Puts the tools of one editor into its pane.

    Signals:
        language_chosen(Language): the user wants to write the other way.
    """

    language_chosen = Signal(Language)

    def __init__(self, *, editor: TemplateEditor, icons: Icons, pane: QWidget) -> None:
        super().__init__(pane)
        self._editor = editor
        self._icons = icons
        self._pane = pane
        self._saved = 0  # px that a narrow header gives up
        self._find = self._action("editFind", self.tr("Find"), "Ctrl+F")
        self._replace = self._action("editReplace", self.tr("Find and replace"), "Ctrl+H")
        self._find_next = self._action("editFindNext", self.tr("Find next"), "F3")
        self._find_previous = self._action("editFindPrevious", self.tr("Find previous"), "Shift+F3")
        plain = self._action("editPastePlain", self.tr("Paste as plain text"), PASTE_PLAIN_KEYS)
        plain.triggered.connect(editor.paste_plain)
        self._clean = self._action(
            "editPasteClean", self.tr("Paste as clean HTML"), PASTE_CLEAN_KEYS
        )
        self._clean.triggered.connect(editor.paste_clean_html)

    def lay_out(self, column: QVBoxLayout) -> Iterator[None]:
        """Build everything around the editor that is in ``column``, a few parts at a turn.

        Each part is made inside the pane: a widget that changes its parent is styled once more.
        """
        column.insertLayout(0, self._make_header())
        column.insertWidget(1, self._line("headLine"))
        yield
        self._toolbar = WriteToolbar(editor=self._editor, icons=self._icons, parent=self._pane)
        self._toolbar_line = self._line()
        column.insertWidget(2, self._toolbar)
        column.insertWidget(3, self._toolbar_line)
        yield
        self._notice = self._make_notice()
        column.insertWidget(4, self._notice)
        self._find_bar = FindBar(editor=self._editor, icons=self._icons, parent=self._pane)
        column.addWidget(self._find_bar)
        yield
        self._fault = PreviewNotice(
            "circle-alert", icons=self._icons, object_name="editorFault", parent=self._pane
        )
        self._fault_place: tuple[int, int, int] | None = None
        self._show_fault = self._fault.add_button(self.tr("Show me"), name="show")
        column.addWidget(self._fault)
        self.spelling = SpellingButton(icons=self._icons, pane=self._pane)
        self._status = StatusStrip(editor=self._editor, parent=self._pane)
        self._status.add_tool(self.spelling)
        column.addWidget(self._line())
        column.addWidget(self._status)
        QWidget.setTabOrder(self.spelling, self._editor)  # which was made long before its tools
        self._connect()
        self._on_text_loaded()

    def set_language(self, language: Language) -> None:
        """Show the tools of a language."""
        self.source.set_active(language.is_code)
        self._languages.set_value(language)
        self._toolbar.set_active(language is Language.MARKDOWN)
        self._toolbar_line.setVisible(language is Language.MARKDOWN)
        self._clean.setEnabled(language.is_code)

    def set_placeholder_names(
        self, names: Sequence[str], notes: Mapping[str, str] | None = None
    ) -> None:
        """Offer these variables in the menu."""
        self._variables.set_placeholder_names(names, notes)

    def set_encoding(self, encoding: str) -> None:
        """Show which encoding the file had; the codec's name will do."""
        self._status.set_encoding(encoding)

    def show_fault(self, words: str, place: tuple[int, int, int] | None) -> None:
        """Say below the text what can't be read in it, and offer the way there."""
        self._fault_place = place
        self._show_fault.setVisible(place is not None)
        if words:
            self._fault.say(words)
        else:
            self._fault.hide()

    def set_spelling(self, said: str, details: str = "") -> None:
        """Show in which language the spelling is checked, or why it isn't."""
        self.spelling.set_said(said, details)

    def open_find(self, *, with_replace: bool = False) -> None:
        """Open the bar that finds, or finds and replaces."""
        self._find_bar.open(with_replace=with_replace)

    # ---- Building ----

    def _action(self, object_name: str, text: str, shortcut: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(object_name)
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._pane.addAction(action)
        return action

    def _make_header(self) -> QHBoxLayout:
        self._languages = SegmentedControl(
            [
                Segment(Language.MARKDOWN, self.tr("Write")),
                Segment(Language.HTML, self.tr("HTML")),
                Segment(Language.MJML, self.tr("MJML")),
                Segment(Language.TEXT, self.tr("Text")),
            ],
            icons=self._icons,
            accessible_name=self.tr("How to write this email"),
            object_name="editorLanguage",
            parent=self._pane,
        )
        self._variables = VariableButton(editor=self._editor, icons=self._icons, parent=self._pane)
        find = QToolButton(self._pane)
        find.setObjectName("findButton")
        find.setAccessibleName(self.tr("Find"))
        find.setToolTip(self.tr("Find (Ctrl+F)"))
        find.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        find.setFixedHeight(CONTROL_HEIGHT)
        find.clicked.connect(self._find.trigger)
        self._icons.bind(find, "search")
        header = QHBoxLayout()
        header.setSpacing(SPACE_HALF)
        header.addWidget(self._languages)
        header.addStretch(1)
        self.source = SourceButton(icons=self._icons, pane=self._pane)
        header.addWidget(self._variables)
        header.addWidget(self.source)
        header.addWidget(find)
        self._header = header
        self._set_compact(False)
        self._pane.installEventFilter(self)
        self._fit_header()
        return header

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the pane."""
        if watched is self._pane and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._fit_header()
        return False

    def _fit_header(self) -> None:
        """Leave the button for variables its word where there is room for it."""
        wanted = self._header.sizeHint().width()
        is_compact = wanted + self._saved > self._pane.width()
        if is_compact is not bool(self._saved):
            self._set_compact(is_compact)
            self._saved = wanted - self._header.sizeHint().width() if is_compact else 0

    def _set_compact(self, is_compact: bool) -> None:
        side = SPACE_HALF if is_compact else SPACE
        self._header.setContentsMargins(side, SPACE, side, SPACE)
        self._variables.set_compact(is_compact)

    def _make_notice(self) -> QFrame:
        notice = QFrame(self._pane)
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

    def _line(self, object_name: str = "") -> QFrame:
        line = QFrame(self._pane)
        line.setObjectName(object_name)
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        return line

    def _connect(self) -> None:
        self._editor.text_loaded.connect(self._on_text_loaded)
        self._languages.value_changed.connect(self._on_language_pressed)
        self._break_lines.clicked.connect(self._on_break_lines_pressed)
        self._show_fault.clicked.connect(self._on_show_fault_pressed)
        self._find.triggered.connect(partial(self.open_find, with_replace=False))
        self._replace.triggered.connect(partial(self.open_find, with_replace=True))
        self._find_next.triggered.connect(self._find_bar.find_next)
        self._find_previous.triggered.connect(self._find_bar.find_previous)

    # ---- Answers ----

    def _on_language_pressed(self, value: str) -> None:
        self._languages.set_value(self._editor.language)  # until the draft's owner agrees
        self.language_chosen.emit(Language(value))

    def _on_text_loaded(self) -> None:
        is_html = self._editor.language is Language.HTML
        self._notice.setVisible(is_html and self._editor.longest_line > line_breaking.LONG_LINE)
        self._status.refresh()

    def _on_show_fault_pressed(self) -> None:
        if self._fault_place is not None:
            start, end, _line = self._fault_place
            self._editor.select(start, end)
            self._editor.setFocus()

    def _on_break_lines_pressed(self) -> None:
        self._editor.replace_text(line_breaking.broken(self._editor.text()))
        self._notice.hide()
