"""A message in its place: what happened, what to do, the technical detail on demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.icon_label import IconLabel

MessageKind = Literal["info", "success", "warning", "error"]

_LOOK: dict[MessageKind, tuple[str, str]] = {
    "info": ("info", "info"),
    "success": ("circle-check", "success"),
    "warning": ("triangle-alert", "warning"),
    "error": ("circle-alert", "danger"),
}
_DETAILS_HEIGHT = 14 * SPACE
_ICON = 18
_FIRST_LINE = 26  # as high as the close button: icon, title and button stand on one line


@dataclass(frozen=True, slots=True)
class MessageAction:
    """A button of a message: its text and what it starts."""

    text: str
    run: Callable[[], object]


class Banner(QFrame):
    """A message bar inside the window; it never covers anything.

    Signals:
        closed: the user dismissed it (it has hidden itself).
    """

    closed = Signal()

    def __init__(
        self,
        *,
        icons: Icons,
        closable: bool = True,
        floating: bool = False,
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty, hidden banner; ``floating`` gives it the look of a raised card."""
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setProperty("kind", "toast" if floating else "banner")
        self._icons = icons
        self._icon = IconLabel(icons=icons, size=_ICON)
        self._title = _text_label("label")
        self._text = _text_label("")
        self._details = _details_view()
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setObjectName(f"{object_name}.details")
        self._more = Button(
            self.tr("Details"),
            icons=icons,
            kind="link",
            icon_name="chevron-right",
            small=True,
            object_name=f"{object_name}.showDetails",
        )
        self._more.setCheckable(True)
        self._more.toggled.connect(self._on_details_toggled)
        self._close = Button(
            icons=icons,
            kind="quiet",
            icon_name="x",
            small=True,
            accessible_name=self.tr("Dismiss this message"),
            object_name=f"{object_name}.close",
        )
        self._close.setVisible(closable)
        self._close.clicked.connect(self._on_close_clicked)
        self._action_row = QWidget()
        self._actions = QHBoxLayout(self._action_row)
        self._action_buttons: list[Button] = []
        self._lay_out()
        self.hide()

    def show_message(
        self,
        kind: MessageKind,
        title: str,
        text: str = "",
        *,
        details: str = "",
        actions: Sequence[MessageAction] = (),
    ) -> None:
        """Replace the message and show it."""
        name, role = _LOOK[kind]
        self._icon.set_icon(name, role=role)
        set_look(self, "state", kind)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._details.setPlainText(details)
        self._more.setChecked(False)
        self._more.setVisible(bool(details))
        self._set_actions(actions)
        self._action_row.setVisible(bool(actions or details))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.show()

    def clear(self) -> None:
        """Take the message away without a signal."""
        self.hide()

    def title(self) -> str:
        """Return the title of the message."""
        return self._title.text()

    def text(self) -> str:
        """Return the sentence below the title."""
        return self._text.text()

    def _set_actions(self, actions: Sequence[MessageAction]) -> None:
        for button in self._action_buttons:
            self._actions.removeWidget(button)
            button.deleteLater()
        self._action_buttons = []
        for index, action in enumerate(actions):
            button = Button(
                action.text,
                icons=self._icons,
                small=True,
                object_name=f"{self.objectName()}.action{index}",
            )
            button.clicked.connect(action.run)
            self._actions.insertWidget(index, button)
            self._action_buttons.append(button)

    def _lay_out(self) -> None:
        self._actions.setContentsMargins(0, SPACE, 0, 2)
        self._actions.setSpacing(SPACE)
        self._actions.addWidget(self._more)
        self._actions.addStretch(1)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addWidget(self._action_row)
        words.addWidget(self._details)
        words.addStretch(1)
        self._icon.setFixedHeight(_FIRST_LINE)
        self._title.setMinimumHeight(_FIRST_LINE)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2 - 4, SPACE, SPACE, SPACE + 2)
        row.setSpacing(SPACE + 2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @Slot(bool)
    def _on_details_toggled(self, shown: bool) -> None:
        self._more.set_icon_name("chevron-down" if shown else "chevron-right")
        self._details.setVisible(shown)
        self.updateGeometry()

    @Slot()
    def _on_close_clicked(self) -> None:
        self.hide()
        self.closed.emit()


def _text_label(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _details_view() -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setProperty("kind", "mono")
    view.setReadOnly(True)
    view.setFixedHeight(_DETAILS_HEIGHT)
    view.hide()
    return view
