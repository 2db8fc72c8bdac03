"""Removes one person from everything on this computer, after saying how much that is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from migma_desktop.core.errors import DraftRefused, KnownError
from migma_desktop.core.forgetting import Places
from migma_desktop.core.rules import parse_address
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.one_line import OneLine

_WIDTH = 440


class ForgetPersonDialog(QDialog):
    """Asks for an address, tells where it is kept, and asks once more.

    Signals:
        look_wanted(str): look for this address; ``show_places`` or ``show_refusal`` answers.
        confirmed(str): forget this address.
    """

    look_wanted = Signal(str)
    confirmed = Signal(str)

    def __init__(self, address: str, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = ""  # the address whose places are shown
        self.setObjectName("forgetPersonDialog")
        self.setWindowTitle(self.tr("Forget a person"))
        self.setModal(True)
        title = QLabel(self.tr("Forget a person"))
        set_look(title, "kind", "title")
        text = self._words(
            self.tr(
                "Removes one address from sent emails, drafts and settings on this computer. Of "
                "emails to this person only the time and the outcome remain."
            )
        )
        set_look(text, "kind", "muted")
        self._address = QLineEdit(address)
        self._address.setObjectName("forgetAddress")
        self._address.setValidator(OneLine(self._address, address=True))
        self._address.setPlaceholderText(self.tr("somebody@example.com"))
        self._address.textChanged.connect(self._on_edited)
        self._field = Field(self.tr("&Address"), self._address, icons=icons)
        self._result = self._words("")
        self._result.setObjectName("forgetResult")
        self._result.hide()
        self._left = self._words(
            self.tr(
                "Not reached from here: what Migma keeps about this person (delete the contact "
                "there), emails that have arrived, the practice inbox, and files that you have "
                "saved or exported."
            )
        )
        set_look(self._left, "kind", "small")
        self._left.hide()
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="forgetCancel")
        cancel.clicked.connect(self.reject)
        self._look = Button(
            self.tr("Look for it"),
            icons=icons,
            kind="primary",
            icon_name="search",
            object_name="forgetLook",
        )
        self._look.clicked.connect(self._on_look_clicked)
        self._forget = Button(
            self.tr("Forget"),
            icons=icons,
            kind="danger",
            icon_name="trash-2",
            object_name="forgetConfirm",
        )
        self._forget.clicked.connect(self._on_forget_clicked)
        self._forget.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        for button in (cancel, self._look, self._forget):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        for widget in (title, text, self._field, self._result, self._left):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self._address.selectAll()

    def show_places(self, address: str, places: Places) -> None:
        """Tell where an address is kept, and offer to remove it there."""
        self._look.setEnabled(True)
        self._found = address
        kinds = (
            (self.tr("Emails to this person: {count}"), len(places.to_them)),
            (self.tr("Emails that mention the address: {count}"), len(places.mentioned)),
            (self.tr("Drafts: {count}"), places.drafts),
            (self.tr("Settings: {count}"), places.settings),
            (self.tr("Safety copies from before an update: {count}"), places.copies),
        )
        lines = [f"• {text.format(count=count)}" for text, count in kinds if count]
        head = self.tr("Kept in {count} places:").format(count=places.number)
        if places.number == 1:
            head = self.tr("Kept in one place:")
        if not places.number and places.damaged:
            head = self.tr("Not found in any file that can be looked through.")
        elif not places.number:
            head = self.tr("In no email, draft or setting on this computer.")
        if places.damaged:
            text = self.tr("Damaged files, set aside, which may hold it: {count}")
            lines.append(f"• {text.format(count=places.damaged)}")
        lists = self.tr(
            "Contacts and pictures of emails that were read from Migma are deleted as well, and "
            "read anew when they are needed."
        )
        end = self.tr("Forgetting can't be undone. These copies and files are deleted as a whole.")
        if not places.copies and not places.damaged:
            end = self.tr("Forgetting can't be undone.")
        self._say("\n".join([head, *lines, lists, end]))
        self._left.show()
        self._look.hide()
        self._forget.show()

    def show_refusal(self, error: KnownError) -> None:
        """Say why this person can't be forgotten now."""
        self._look.setEnabled(True)
        self._say(f"{translated(error.title)}\n{translated(error.advice)}", "warning")

    def _words(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setFixedWidth(_WIDTH)
        return label

    def _say(self, text: str, kind: str = "") -> None:
        set_look(self._result, "kind", kind)
        self._result.setText(text)
        self._result.show()

    def _on_edited(self) -> None:
        self._found = ""
        self._field.set_message("")
        for widget in (self._result, self._left, self._forget):
            widget.hide()
        self._look.setEnabled(True)
        self._look.show()

    def _on_look_clicked(self) -> None:
        try:
            address = parse_address(self._address.text())
        except DraftRefused as refusal:
            self._field.set_message(
                f"{translated(refusal.title)} {translated(refusal.advice)}", "error"
            )
            self._address.setFocus()
            return
        self._look.setEnabled(False)
        self._say(self.tr("Looking through everything that was sent…"))
        self.look_wanted.emit(address)

    def _on_forget_clicked(self) -> None:
        if self._found:
            self.accept()
            self.confirmed.emit(self._found)
