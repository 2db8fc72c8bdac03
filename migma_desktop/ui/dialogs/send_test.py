"""Asks for the one address that a test goes to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.rules import parse_address
from migma_desktop.core.wording import key_warning
from migma_desktop.ui.controllers.send_controller import SendPlan
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.one_line import OneLine

_WIDTH = 400


class SendTestDialog(QDialog):
    """Shows what a test is and takes one address; a group can't be named here.

    Signals:
        confirmed(SendPlan, str): send the test to this address.
    """

    confirmed = Signal(object, str)

    def __init__(
        self, plan: SendPlan, *, address: str, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._plan = plan
        self.setObjectName("sendTestDialog")
        self.setWindowTitle(self.tr("Send a test"))
        self.setModal(True)
        title = QLabel(self.tr("Send a test to yourself"))
        set_look(title, "kind", "title")
        text = QLabel(f"{self._what(plan)} {translated(key_warning(plan.profile))}")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        set_look(text, "kind", "muted")
        self._address = QLineEdit(address)
        self._address.setObjectName("testAddress")
        self._address.setValidator(OneLine(self._address, address=True))
        self._address.setPlaceholderText(self.tr("you@example.com"))
        self._field = Field(self.tr("&Address"), self._address, icons=icons)
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="testCancelButton")
        cancel.clicked.connect(self.reject)
        send = Button(
            self.tr("Send test"),
            icons=icons,
            kind="primary",
            icon_name="mail-check",
            object_name="testSendButton",
        )
        send.setDefault(True)
        send.clicked.connect(self._on_send_clicked)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(send)
        text.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(self._field)
        layout.addSpacing(SPACE)
        layout.addLayout(buttons)
        self._address.setFocus()
        self._address.selectAll()

    def _what(self, plan: SendPlan) -> str:
        """Say whose values the test carries: those that the preview shows."""
        if plan.sample:
            return self.tr(
                "One address gets this email exactly as the preview shows it, with the values of "
                "“{sample}”. The email’s own values stay as they are."
            ).format(sample=plan.sample)
        return self.tr(
            "One address gets this email exactly as it is now, with the values of its variables."
        )

    def _on_send_clicked(self) -> None:
        try:
            address = parse_address(self._address.text())
        except DraftRefused as refusal:
            self._field.set_message(
                f"{translated(refusal.title)} {translated(refusal.advice)}", "error"
            )
            self._address.setFocus()
            return
        self.accept()
        self.confirmed.emit(self._plan, address)
