"""Asks what a template is to be called."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.one_line import OneLine

_WIDTH = 50 * SPACE
_LONGEST = 200  # characters


class TemplateNameDialog(QDialog):
    """Takes the name of a template; an empty one is not taken.

    Signals:
        name_given(str): call it so.
    """

    name_given = Signal(str)

    def __init__(
        self, name: str, *, is_new: bool, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("templateNameDialog")
        heading = self.tr("Save as a template") if is_new else self.tr("Rename the template")
        self.setWindowTitle(heading)
        title = QLabel(heading)
        set_look(title, "kind", "title")
        text = QLabel(
            self.tr(
                "The text, the subject and the values are kept; to whom this email goes is not. "
                "You find it under “From a template…”."
            )
        )
        set_look(text, "kind", "muted")
        text.setWordWrap(True)
        text.setFixedWidth(_WIDTH)
        text.setVisible(is_new)
        self._name = QLineEdit(name[:_LONGEST])
        self._name.setObjectName("templateName")
        self._name.setValidator(OneLine(self._name))
        self._name.setMaxLength(_LONGEST)
        self._name.setPlaceholderText(self.tr("Such as “Monthly letter”"))
        self._name.setMinimumWidth(_WIDTH)
        self._name.textChanged.connect(self._on_typed)
        self._name.selectAll()
        words = self.tr("Save template") if is_new else self.tr("Rename")
        self._ok = Button(words, icons=icons, kind="primary", object_name="templateNameOkButton")
        self._ok.setDefault(True)
        self._ok.clicked.connect(self._on_ok)
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="templateNameCancelButton")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._ok)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(Field(self.tr("&Name"), self._name, icons=icons))
        layout.addSpacing(SPACE)
        layout.addLayout(buttons)
        self._on_typed(self._name.text())
        self._name.setFocus()

    def _on_typed(self, text: str) -> None:
        self._ok.setEnabled(bool(text.strip()))

    def _on_ok(self) -> None:
        self.name_given.emit(" ".join(self._name.text().split()))
        self.accept()
