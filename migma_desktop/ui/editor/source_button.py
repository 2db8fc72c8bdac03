"""What people do with tags: go to the other one, select, comment out, lay everything out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import CONTROL_HEIGHT


class SourceButton(QToolButton):
    """A menu behind a button, for HTML and MJML; its shortcuts work in the whole editor pane.

    Signals:
        formatting_wanted: lay the source out.
        partner_wanted: go to the tag that belongs to the one at the caret.
        element_wanted: select the element around the caret or the selection.
        comment_wanted: make a comment of the selected lines, or bring them back.
    """

    formatting_wanted = Signal()
    partner_wanted = Signal()
    element_wanted = Signal()
    comment_wanted = Signal()

    def __init__(self, *, icons: Icons, pane: QWidget) -> None:
        super().__init__(pane)
        self.setObjectName("sourceButton")
        self.setAccessibleName(self.tr("Tags"))
        self.setToolTip(self.tr("Tags: lay out, go to the other one, comment out"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("menuSign", "none")  # in a narrow pane its icon has to do
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFixedHeight(CONTROL_HEIGHT)
        icons.bind(self, "code")
        self._menu = QMenu(self)
        self._menu.setObjectName("sourceMenu")
        self._add(
            "formatDocument", self.tr("Lay out the source"), "Ctrl+Shift+F"
        ).triggered.connect(self.formatting_wanted)
        self._menu.addSeparator()
        self.partner = self._add("goToPartner", self.tr("Go to the matching tag"), "Ctrl+M")
        self.partner.triggered.connect(self.partner_wanted)
        self.element = self._add("selectElement", self.tr("Select the element"), "Ctrl+Shift+M")
        self.element.triggered.connect(self.element_wanted)
        self.comment = self._add("toggleComment", self.tr("Comment out, or back"), "Ctrl+/")
        self.comment.triggered.connect(self.comment_wanted)
        for action in self._menu.actions():
            pane.addAction(action)
        self.setMenu(self._menu)

    def set_active(self, is_active: bool) -> None:
        """Show the tools and let their shortcuts work, or not."""
        self.setVisible(is_active)
        for action in self._menu.actions():
            action.setEnabled(is_active)

    def _add(self, object_name: str, text: str, keys: str) -> QAction:
        action = self._menu.addAction(text)
        action.setObjectName(object_name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action
