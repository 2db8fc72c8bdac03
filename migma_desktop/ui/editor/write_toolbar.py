"""The buttons above the Write view, for people who don't want to learn Markdown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from migma_desktop.ui.editor import markdown_edits
from migma_desktop.ui.editor.markdown_edits import Edited
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE, SPACE_HALF

Edit = Callable[[str, int, int], Edited]


class _Tool(NamedTuple):
    object_name: str
    icon_name: str
    text: str
    shortcut: str
    edit: Edit


class WriteToolbar(QFrame):
    """Acts on the selection of one editor, each time as one step to undo."""

    def __init__(
        self, *, editor: TemplateEditor, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("writeToolbar")
        self.setAccessibleName(self.tr("Writing tools"))
        self._editor = editor
        self._icons = icons
        self._actions: list[QAction] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE, SPACE_HALF, SPACE, SPACE_HALF)
        self._row.setSpacing(2)
        self._add_headings()
        for group in self._groups():
            self._row.addSpacing(SPACE_HALF)
            for tool in group:
                self._add_tool(tool)
        self._row.addStretch(1)

    def set_active(self, is_active: bool) -> None:
        """Show the tools and let their shortcuts work, or not."""
        self.setVisible(is_active)
        for action in self._actions:
            action.setEnabled(is_active)

    def _groups(self) -> tuple[tuple[_Tool, ...], ...]:
        edits = markdown_edits
        return (
            (
                _Tool("writeBold", "bold", self.tr("Bold"), "Ctrl+B", edits.toggle_bold),
                _Tool("writeItalic", "italic", self.tr("Italic"), "Ctrl+I", edits.toggle_italic),
            ),
            (
                _Tool(
                    *("writeLink", "link", self.tr("Link"), "Ctrl+K"),
                    partial(edits.link, label=self.tr("link text")),
                ),
                _Tool(
                    *("writeButton", "mouse-pointer-click", self.tr("Button"), "Ctrl+Shift+K"),
                    partial(edits.button, label=self.tr("Button text")),
                ),
                _Tool(
                    *("writeImage", "image", self.tr("Image by its address"), "Ctrl+Shift+I"),
                    partial(edits.image, label=self.tr("What the image shows")),
                ),
            ),
            (
                _Tool(
                    *("writeBullets", "list", self.tr("Bulleted list"), "Ctrl+Shift+8"),
                    edits.toggle_bullets,
                ),
                _Tool(
                    *("writeNumbers", "list-ordered", self.tr("Numbered list"), "Ctrl+Shift+7"),
                    edits.toggle_numbers,
                ),
                _Tool(
                    *("writeQuote", "quote", self.tr("Quotation"), "Ctrl+Shift+9"),
                    edits.toggle_quote,
                ),
            ),
            (
                _Tool(
                    *("writeTable", "table", self.tr("Table"), ""),
                    partial(edits.table, column=self.tr("Column")),
                ),
                _Tool("writeDivider", "minus", self.tr("Divider"), "", edits.divider),
            ),
        )

    def _add_headings(self) -> None:
        button = self._menu_button("writeHeading", "heading", self.tr("Heading"))
        menu = QMenu(button)
        for level, text in (
            (1, self.tr("Large heading")),
            (2, self.tr("Medium heading")),
            (3, self.tr("Small heading")),
        ):
            edit = partial(markdown_edits.set_heading, level=level)
            action = self._action(text, f"Ctrl+{level}", edit)
            action.setObjectName(f"writeHeading{level}")
            menu.addAction(action)
        button.setMenu(menu)
        self._row.addWidget(button)

    def _add_tool(self, tool: _Tool) -> None:
        action = self._action(tool.text, tool.shortcut, tool.edit)
        button = self._button(tool.object_name, tool.icon_name, tool.text)
        if tool.shortcut:
            keys = QKeySequence(tool.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(self.tr("{tool} ({keys})").format(tool=tool.text, keys=keys))
        button.clicked.connect(action.trigger)
        self._row.addWidget(button)

    def _action(self, text: str, shortcut: str, edit: Edit) -> QAction:
        """Make what a button, a menu and a shortcut share; the shortcut works in the editor."""
        action = QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(self._apply, edit))
        self._editor.addAction(action)
        self._actions.append(action)
        return action

    def _button(self, object_name: str, icon_name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.bind(button, icon_name)
        return button

    def _menu_button(self, object_name: str, icon_name: str, text: str) -> QToolButton:
        button = self._button(object_name, icon_name, text)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def _apply(self, edit: Edit) -> None:
        edited = edit(self._editor.text(), *self._editor.selection())
        self._editor.replace_text(edited.text)
        self._editor.select(edited.start, edited.end)
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
