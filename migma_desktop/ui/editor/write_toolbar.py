"""The buttons above the Write view, for people who don't want to learn Markdown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from migma_desktop.ui.editor import markdown_edits
from migma_desktop.ui.editor.lexing import Style
from migma_desktop.ui.editor.markdown_edits import Edited
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.editor.tool_row import ToolRow
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE_HALF

Edit = Callable[[str, int, int], Edited]

_SHOWN_BY = {  # a tool is lit where the caret stands in its style
    "writeBold": frozenset({Style.BOLD, Style.BOLD_ITALIC}),
    "writeItalic": frozenset({Style.ITALIC, Style.BOLD_ITALIC}),
    "writeQuote": frozenset({Style.QUOTE}),
    "writeLink": frozenset({Style.LINK}),
    "writeHeading": frozenset({Style.HEADING_1, Style.HEADING_2, Style.HEADING_3}),
}


class _Tool(NamedTuple):
    object_name: str
    icon_name: str
    text: str
    shortcut: str
    edit: Edit


class WriteToolbar(ToolRow):
    """Acts on the selection of one editor, each time as one step to undo."""

    def __init__(
        self, *, editor: TemplateEditor, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(icons=icons, parent=parent)
        self.setObjectName("writeToolbar")
        self.setAccessibleName(self.tr("Writing tools"))
        self._editor = editor
        self._actions: list[QAction] = []
        self._lights: dict[str, QToolButton] = {}
        self._add_headings()
        for group in self._groups():
            for number, tool in enumerate(group):
                self._add_tool(tool, gap=0 if number else SPACE_HALF)
        editor.cursorPositionChanged.connect(self._on_caret_moved)

    def set_active(self, is_active: bool) -> None:
        """Show the tools and let their shortcuts work, or not."""
        self.setVisible(is_active)
        for action in self._actions:
            action.setEnabled(is_active)
        self._on_caret_moved()

    def _groups(self) -> tuple[tuple[_Tool, ...], ...]:
        """Return the tools in their order; the last ones are the first to move into the menu."""
        edits = markdown_edits
        link = partial(edits.link, label=self.tr("link text"))
        button = partial(edits.button, label=self.tr("Button text"))
        image = partial(edits.image, label=self.tr("What the image shows"))
        columns = partial(
            edits.columns, heading=self.tr("Heading"), words=self.tr("Words of this column")
        )
        table = partial(edits.table, column=self.tr("Column"))
        return (
            (
                _Tool("writeBold", "bold", self.tr("Bold"), "Ctrl+B", edits.toggle_bold),
                _Tool("writeItalic", "italic", self.tr("Italic"), "Ctrl+I", edits.toggle_italic),
            ),
            (
                _Tool("writeLink", "link", self.tr("Link"), "Ctrl+K", link),
                _Tool(
                    *("writeButton", "mouse-pointer-click", self.tr("Button"), "Ctrl+Shift+K"),
                    button,
                ),
                _Tool(
                    *("writeImage", "image", self.tr("Image by its address"), "Ctrl+Shift+I"),
                    image,
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
                _Tool("writeColumns", "columns-2", self.tr("Two columns"), "", columns),
                _Tool("writeTable", "table", self.tr("Table"), "", table),
                _Tool("writeDivider", "minus", self.tr("Divider"), "", edits.divider),
            ),
        )

    def _add_headings(self) -> None:
        button = self.make_button("writeHeading", "heading", self.tr("Heading"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
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
        self.add_tool(button, menu.menuAction())
        self._light(button)

    def _add_tool(self, tool: _Tool, *, gap: int) -> None:
        action = self._action(tool.text, tool.shortcut, tool.edit)
        self._icons.bind(action, tool.icon_name)
        button = self.make_button(tool.object_name, tool.icon_name, tool.text)
        if tool.shortcut:
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(self.tr("{tool} ({keys})").format(tool=tool.text, keys=keys))
        button.clicked.connect(action.trigger)
        self.add_tool(button, action, gap=gap)
        self._light(button)

    def _action(self, text: str, shortcut: str, edit: Edit) -> QAction:
        """Make what a button, a menu and a shortcut share; the shortcut works in the editor."""
        action = QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(self._apply, edit))
        self._editor.addAction(action)
        self._actions.append(action)
        return action

    def _light(self, button: QToolButton) -> None:
        if button.objectName() in _SHOWN_BY:
            button.setCheckable(True)
            self._lights[button.objectName()] = button

    def _apply(self, edit: Edit) -> None:
        edited = edit(self._editor.text(), *self._editor.selection())
        self._editor.replace_text(edited.text)
        self._editor.select(edited.start, edited.end)
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_caret_moved()

    def _on_caret_moved(self) -> None:
        if self.isHidden():
            return
        styles = self._editor.styles_at_caret()
        for name, button in self._lights.items():
            button.setChecked(not styles.isdisjoint(_SHOWN_BY[name]))
