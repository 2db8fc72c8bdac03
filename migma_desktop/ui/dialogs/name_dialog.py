"""Gives an email a name: what Save is for, where everything is saved as it is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.one_line import OneLine

_WIDTH = 400
_LONGEST = 200  # characters


class NameDialog(QDialog):
    """Takes a name; an empty one takes the present name away.

    Signals:
        name_given(str): call the email so.
        file_wanted(): write the text back into the file that it came from.
    """

    name_given = Signal(str)
    file_wanted = Signal()

    def __init__(
        self,
        name: str,
        *,
        subject: str,
        file_name: str = "",
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("nameDialog")
        self.setModal(True)
        heading = self.tr("Name this email")
        self.setWindowTitle(heading)
        title = QLabel(heading)
        set_look(title, "kind", "title")
        text = QLabel(
            self.tr(
                "It is saved already: everything you type is, within a second. A name helps you "
                "to find it again. Nobody who gets the email sees it."
            )
        )
        set_look(text, "kind", "muted")
        text.setWordWrap(True)
        text.setFixedWidth(_WIDTH)
        self._name = QLineEdit(name)
        self._name.setObjectName("draftName")
        self._name.setValidator(OneLine(self._name))
        self._name.setMaxLength(_LONGEST)
        self._name.setPlaceholderText(subject or self.tr("Such as “Friday newsletter”"))
        self._name.selectAll()
        ok = Button(self.tr("Save name"), icons=icons, kind="primary", object_name="saveNameButton")
        ok.setDefault(True)
        ok.clicked.connect(self._on_ok)
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="nameCancelButton")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        if file_name:
            file = Button(
                self.tr("Also save to {file}").format(file=file_name),
                icons=icons,
                kind="quiet",
                icon_name="file-text",
                object_name="saveToFileButton",
            )
            file.clicked.connect(self._on_file)
            buttons.addWidget(file)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(ok)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(Field(self.tr("&Name"), self._name, icons=icons))
        layout.addSpacing(SPACE)
        layout.addLayout(buttons)
        self._name.setFocus()

    def _on_ok(self) -> None:
        self.name_given.emit(" ".join(self._name.text().split()))
        self.accept()

    def _on_file(self) -> None:
        self.file_wanted.emit()
        self._on_ok()
