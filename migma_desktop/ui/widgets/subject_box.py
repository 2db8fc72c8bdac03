"""Subject and preheader: the two lines that an inbox shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE_2
from migma_desktop.ui.widgets.field import Field, FieldState
from migma_desktop.ui.widgets.one_line import OneLine

_SUBJECT_COMFORT = 60  # characters that most phones show
_PREHEADER_COMFORT = 100


class SubjectBox(QWidget):
    """Edits the two lines and counts their characters.

    Signals:
        subject_changed(str), preheader_changed(str): the user typed.
    """

    subject_changed = Signal(str)
    preheader_changed = Signal(str)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = QLineEdit()
        self._subject.setObjectName("subject")
        self._subject.setValidator(OneLine(self._subject))
        self._subject.setPlaceholderText(self.tr("What is it about?"))
        self._subject.textEdited.connect(self.subject_changed)
        self._subject.textChanged.connect(self._on_subject_shown)
        self._subject_field = Field(self.tr("Sub&ject"), self._subject, icons=icons)
        self._preheader = QLineEdit()
        self._preheader.setObjectName("preheader")
        self._preheader.setValidator(OneLine(self._preheader))
        self._preheader.setPlaceholderText(self.tr("The line after the subject in an inbox"))
        self._preheader.textEdited.connect(self.preheader_changed)
        self._preheader.textChanged.connect(self._on_preheader_shown)
        self._preheader_field = Field(self.tr("P&reheader"), self._preheader, icons=icons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._subject_field)
        layout.addWidget(self._preheader_field)

    def show_lines(self, subject: str, preheader: str) -> None:
        """Show both lines, as another draft is opened."""
        for edit, text in ((self._subject, subject), (self._preheader, preheader)):
            if edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(0)

    def set_subject_message(self, message: str, state: FieldState) -> None:
        """Say something about the subject."""
        self._subject_field.set_message(message, state)

    def set_preheader_allowed(self, allowed: bool, reason: str = "") -> None:
        """Close the preheader where an email made in Migma brings its own."""
        self._preheader.setEnabled(allowed)
        self._preheader_field.set_message(reason)

    def _on_subject_shown(self, text: str) -> None:
        self._subject_field.set_hint(self._count(len(text), _SUBJECT_COMFORT))

    def _on_preheader_shown(self, text: str) -> None:
        self._preheader_field.set_hint(self._count(len(text), _PREHEADER_COMFORT))

    def _count(self, length: int, comfort: int) -> str:
        if not length:
            return ""
        if length > comfort:
            return self.tr("{length}: phones cut it").format(length=length)
        return str(length)
