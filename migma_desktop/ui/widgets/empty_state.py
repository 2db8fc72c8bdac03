"""What stands where nothing is yet: what belongs here and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpacerItem, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3, SPACE_HALF
from migma_desktop.ui.widgets.button import Button, ButtonKind
from migma_desktop.ui.widgets.icon_label import IconLabel

_ICON = 32
_TEXT_WIDTH = 45 * SPACE


class EmptyState(QWidget):
    """An icon, a title, a sentence, and perhaps one button.

    Signals:
        action_triggered: the button was pressed.
    """

    action_triggered = Signal()

    def __init__(
        self,
        icon_name: str,
        title: str,
        text: str = "",
        *,
        icons: Icons,
        action_text: str = "",
        action_kind: ButtonKind = "secondary",
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._icon = IconLabel(icon_name, icons=icons, role="text_faint", size=_ICON)
        self._title = QLabel(title)
        self._title.setProperty("kind", "heading")
        self._text = QLabel(text)
        self._text.setProperty("kind", "muted")
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMaximumWidth(_TEXT_WIDTH)
        self._button = Button(
            action_text, icons=icons, kind=action_kind, object_name=f"{object_name}.action"
        )
        self._button.clicked.connect(self.action_triggered)
        self._above_button = QSpacerItem(0, 0)
        self._lay_out()
        self.set_texts(title, text, action_text)

    def set_texts(self, title: str, text: str = "", action_text: str = "") -> None:
        """Say something else; an empty action text takes the button away."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(action_text)
        self._button.setAccessibleName(action_text or title)
        self._button.setVisible(bool(action_text))
        self._above_button.changeSize(0, SPACE_2 if action_text else 0)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def set_icon(self, icon_name: str, *, role: str = "text_faint") -> None:
        """Show another icon."""
        self._icon.set_icon(icon_name, role=role)

    def _lay_out(self) -> None:
        center = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE, SPACE_3, SPACE)  # low enough for a small window
        column.setSpacing(SPACE_HALF)
        column.addStretch(2)
        column.addWidget(self._icon, 0, center)
        column.addSpacing(SPACE)
        column.addLayout(_in_the_middle(self._title))
        column.addLayout(_in_the_middle(self._text))
        column.addItem(self._above_button)
        column.addWidget(self._button, 0, center)
        column.addStretch(3)


def _in_the_middle(label: QLabel) -> QHBoxLayout:
    """Centre a label that wraps; an alignment would keep it from growing with its lines."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, 1000)
    row.addStretch(1)
    return row
