"""A labelled control: its name above, a hint beside the name, what is wrong below."""

from __future__ import annotations

from typing import Literal, Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE_HALF
from migma_desktop.ui.widgets.icon_label import IconLabel

FieldState = Literal["none", "ok", "warning", "error"]

_MESSAGE_ICON_SIZE = 14
_LOOK: dict[FieldState, tuple[str, str]] = {
    "none": ("info", "text_muted"),
    "ok": ("circle-check", "success"),
    "warning": ("triangle-alert", "warning"),
    "error": ("circle-alert", "danger"),
}


@runtime_checkable
class ShowsState(Protocol):
    """A control made of several, which knows itself where its edge is."""

    def set_state(self, state: str) -> None: ...


class Field(QWidget):
    """Puts a label, a hint and a message around any control.

    The label is the control's buddy: an ``&`` in it makes a mnemonic, and the control takes the
    label as its accessible name unless it has one. The message is its accessible description.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        icons: Icons,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._control = control
        self._state: FieldState = "none"
        self._label = _Label(label)
        self._label.setBuddy(control)
        self._hint = QLabel(hint)
        self._hint.setProperty("kind", "small")
        self._label.setVisible(bool(label))
        self._hint.setVisible(bool(hint))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._message_icon = IconLabel(icons=icons, size=_MESSAGE_ICON_SIZE)
        self._message = QLabel()
        self._message.setProperty("kind", "small")
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message_row = QWidget()
        if not control.accessibleName():
            control.setAccessibleName(label.replace("&", ""))
        self._lay_out()

    @property
    def control(self) -> QWidget:
        """The control inside."""
        return self._control

    @property
    def state(self) -> FieldState:
        """What the message below says about the control."""
        return self._state

    def message(self) -> str:
        """Return the text below the control."""
        return self._message.text()

    def set_label(self, label: str) -> None:
        """Name the control."""
        self._label.setText(label)
        self._label.tell_shortcut()
        self._control.setAccessibleName(label.replace("&", ""))

    def set_hint(self, hint: str) -> None:
        """Show a few words at the right of the label, such as a character count."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def set_message(self, message: str, state: FieldState = "none") -> None:
        """Say something below the control; an empty message takes the line away."""
        self._state = state
        self._message.setText(message)
        set_look(self._message, "state", state)
        if isinstance(self._control, ShowsState):
            self._control.set_state(state)
        else:
            set_look(self._control, "state", state)
        for said_by in (self._control, self._control.focusProxy()):
            if said_by is not None:
                said_by.setAccessibleDescription(message)
        self._message_row.setVisible(bool(message))
        name, role = _LOOK[state]
        self._message_icon.set_icon(name, role=role)
        self._message_icon.setVisible(state != "none")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._label)
        top.addStretch(1)
        top.addWidget(self._hint)
        below = QHBoxLayout(self._message_row)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACE_HALF + 2)
        below.addWidget(self._message_icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._message, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_HALF)
        column.addLayout(top)
        column.addWidget(self._control)
        column.addWidget(self._message_row)
        self._message_row.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class _Label(QLabel):
    """The name of a control; its mnemonic is in the tooltip instead of under a letter."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("kind", "label")
        self.tell_shortcut()

    def tell_shortcut(self) -> None:
        """Name the keys that lead to the control."""
        keys = QKeySequence.mnemonic(self.text())
        self.setToolTip(keys.toString(QKeySequence.SequenceFormat.NativeText))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        flags = self.alignment() | Qt.TextFlag.TextHideMnemonic
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(flags),
            self.palette(),
            self.isEnabled(),
            self.text(),
            self.foregroundRole(),
        )
        painter.end()
