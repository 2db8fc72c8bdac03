"""Asks how long sent emails are kept, and says what would go before anything does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button

_WIDTH = 440
_CHOICES = (0, 365, 90, 30)


class RetentionDialog(QDialog):
    """Offers to keep everything, or the emails of the last year, quarter or month.

    Signals:
        days_changed(int): somebody should count what would go; ``show_count`` tells.
        confirmed(int): keep sends for so many days, 0 for always.
    """

    days_changed = Signal(int)
    confirmed = Signal(int)

    def __init__(self, days: int, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("retentionDialog")
        self.setWindowTitle(self.tr("How long emails are kept"))
        self.setModal(True)
        title = QLabel(self.tr("How long are sent emails kept?"))
        set_look(title, "kind", "title")
        text = QLabel(
            self.tr(
                "This computer keeps a copy of every email that you send. Emails that are still "
                "on their way, or whose outcome is unclear, are always kept. Drafts, and what "
                "Migma itself keeps, are not touched."
            )
        )
        set_look(text, "kind", "muted")
        text.setWordWrap(True)
        text.setFixedWidth(_WIDTH)
        self._choices = {each: self._choice(each) for each in _CHOICES}
        self._choices.get(days, self._choices[0]).setChecked(True)
        self._consequence = QLabel()
        self._consequence.setObjectName("retentionConsequence")
        self._consequence.setWordWrap(True)
        self._consequence.setFixedWidth(_WIDTH)
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="retentionCancel")
        cancel.clicked.connect(self.reject)
        self._ok = Button(
            self.tr("Keep everything"), icons=icons, kind="primary", object_name="retentionConfirm"
        )
        self._ok.clicked.connect(self._on_confirmed)
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
        choices = QVBoxLayout()
        choices.setSpacing(SPACE)
        for choice in self._choices.values():
            choices.addWidget(choice)
        layout.addLayout(choices)
        layout.addWidget(self._consequence)
        layout.addLayout(buttons)

    @property
    def days(self) -> int:
        """What is chosen; 0 for always."""
        return next(days for days, choice in self._choices.items() if choice.isChecked())

    def begin(self) -> None:
        """Ask for the count of what is chosen now."""
        self._on_chosen()

    def show_count(self, days: int, count: int) -> None:
        """Say what the choice would remove."""
        if days != self.days:
            return
        self._ok.setEnabled(True)
        if not days:
            self._consequence.setText(self.tr("Nothing is removed."))
        elif count:
            number = self.locale().toString(count)
            self._consequence.setText(
                self.tr(
                    "Emails older than that: {count}. They are removed now, oldest first, and from "
                    "then on each email when it gets that old. This can't be undone."
                ).format(count=number)
            )
        else:
            self._consequence.setText(
                self.tr(
                    "No email is older than that now. From now on each one is removed when it "
                    "gets that old. This can't be undone."
                )
            )
        self._ok.setText(self._ok_text(days, count))
        self._ok.set_kind("danger" if days and count else "primary")

    def _ok_text(self, days: int, count: int) -> str:
        if not days:
            return self.tr("Keep everything")
        return self.tr("Remove them") if count else self.tr("Keep for that long")

    def _choice(self, days: int) -> QRadioButton:
        texts = {
            0: self.tr("Keep &everything"),
            365: self.tr("Keep one &year"),
            90: self.tr("Keep &90 days"),
            30: self.tr("Keep &30 days"),
        }
        choice = QRadioButton(texts[days])
        choice.setObjectName(f"retention{days}")
        choice.clicked.connect(self._on_chosen)
        return choice

    def _on_chosen(self) -> None:
        self._ok.setEnabled(False)
        self._consequence.setText(self.tr("Counting…"))
        self.days_changed.emit(self.days)

    def _on_confirmed(self) -> None:
        self.accept()
        self.confirmed.emit(self.days)
