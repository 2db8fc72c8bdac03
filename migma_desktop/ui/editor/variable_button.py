"""Inserts a variable for people who don't type braces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import CONTROL_HEIGHT


class VariableButton(QToolButton):
    """Opens a menu of the known variables; the chosen one goes to the caret."""

    def __init__(
        self, *, editor: TemplateEditor, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setObjectName("insertVariable")
        self.setText(" " + self.tr("Variable"))  # the style leaves the icon no room
        self.setAccessibleName(self.tr("Insert variable"))
        self.setToolTip(self.tr("Insert variable (or type {{ in the text)"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("menuSign", "")
        self.setFixedHeight(CONTROL_HEIGHT)
        icons.bind(self, "braces")
        self._menu = QMenu(self)
        self._menu.setObjectName("insertVariableMenu")
        self.setMenu(self._menu)
        self.set_placeholder_names(())

    def set_compact(self, is_compact: bool) -> None:
        """Show the sign alone, where there is no room for the word."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonIconOnly if is_compact else style.ToolButtonTextBesideIcon
        )
        set_look(self, "menuSign", "none" if is_compact else "")

    def set_placeholder_names(
        self, names: Sequence[str], notes: Mapping[str, str] | None = None
    ) -> None:
        """Offer these variables; a note is shown beside a name."""
        self._menu.clear()
        for name in names:
            note = (notes or {}).get(name, "")
            text = f"{name}\t{note}" if note else name
            action = self._menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(partial(self._insert, name))
        if names:
            self._menu.addSeparator()
        new = self._menu.addAction(self.tr("New variable"))
        new.setObjectName("insertNewVariable")
        new.triggered.connect(self._editor.begin_placeholder)

    def _insert(self, name: str) -> None:
        self._editor.insert_placeholder(name)
