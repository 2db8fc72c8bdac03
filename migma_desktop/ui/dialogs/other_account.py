"""Asks before an email goes out with another account than the one it was written for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from migma_desktop.core.models import Profile
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.chip import Chip

_WIDTH = 440
_WIDEST = 200  # px of a button's words


class OtherAccountDialog(QDialog):
    """Offers to go back to the email's own account, or to let it move to the open one.

    Signals:
        back_wanted(): open the email's own account.
        move_wanted(): let it belong to the open account, and go on.
    """

    back_wanted = Signal()
    move_wanted = Signal()

    def __init__(
        self,
        written_for: Profile,
        open_now: Profile,
        *,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("otherAccountDialog")
        self.setWindowTitle(self.tr("Another account is open"))
        self.setModal(True)
        title = QLabel(self.tr("This email was written for {name}").format(name=written_for.name))
        set_look(title, "kind", "title")
        text = QLabel(
            self.tr(
                "{other} is open now. Go back to {name} to send it as it is. Or use it with "
                "{other}: then its project, its segment or tag, and a sender that {other} doesn't "
                "have are chosen anew. Nothing is sent before you have said yes."
            ).format(name=written_for.name, other=open_now.name)
        )
        for label in (title, text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setFixedWidth(_WIDTH)
        chips = QHBoxLayout()
        chips.setSpacing(SPACE)
        for profile in (written_for, open_now):
            chip = Chip(profile.name, icons=icons, kind=profile.kind.value)
            chip.set_mark(profile.color)
            chips.addWidget(chip)
        chips.insertWidget(1, QLabel("→"))
        chips.addStretch(1)
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="otherAccountCancel")
        cancel.clicked.connect(self.reject)
        move = Button(icons=icons, object_name="otherAccountMove")
        move.set_words(self.tr("Use it with {name}").format(name=open_now.name), widest=_WIDEST)
        move.clicked.connect(self._on_move)
        back = Button(icons=icons, kind="primary", object_name="otherAccountBack")
        back.set_words(self.tr("Back to {name}").format(name=written_for.name), widest=_WIDEST)
        back.setDefault(True)
        back.clicked.connect(self._on_back)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        for button in (cancel, move, back):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addLayout(chips)
        column.addWidget(title)
        column.addWidget(text)
        column.addSpacing(SPACE)
        column.addLayout(buttons)

    def _on_back(self) -> None:
        self.accept()
        self.back_wanted.emit()

    def _on_move(self) -> None:
        self.accept()
        self.move_wanted.emit()
