"""Asks before an email is stored in the user's Migma account, and leads through it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from migma_desktop.core.errors import KnownError
from migma_desktop.core.importing import StoredCopy
from migma_desktop.core.models import KeyKind
from migma_desktop.core.wording import button_text
from migma_desktop.ui.controllers.storing_controller import StoringPlan
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import Banner
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.chip import Chip
from migma_desktop.ui.widgets.send_facts import WIDTH, SendFacts
from migma_desktop.ui.widgets.spinner import Spinner
from migma_desktop.ui.widgets.stored_comparison import StoredComparison


class StoreAndSendDialog(QDialog):
    """Says what will happen, shows how it goes, and asks again when Migma changed the email.

    Closing it at any time sends nothing.

    Signals:
        store_wanted(): the user agreed that a copy is stored.
        send_wanted(StoredCopy): send Migma's version, though it isn't what was written.
    """

    store_wanted = Signal()
    send_wanted = Signal(object)

    def __init__(self, plan: StoringPlan, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._icons = icons
        self._copy: StoredCopy | None = None
        self.setObjectName("storeAndSendDialog")
        self.setWindowTitle(self.tr("Store in Migma and send?"))
        self.setModal(True)
        letter = plan.letter
        self._text = self._label(self._what_happens())
        self._text.setObjectName("storeText")
        self._facts = SendFacts(
            recipient=letter.recipient,
            sender=letter.sender,
            subject=letter.subject,
            kind=letter.kind,
            profile=letter.profile,
        )
        self._facts.add(self.tr("Stored in"), plan.project_name)
        self._progress = self._progress_row()
        self._banner = Banner(icons=icons, closable=False, object_name="storeBanner")
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self._column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        self._column.setSpacing(SPACE_2)
        self._column.addLayout(self._headline())
        for widget in (self._text, self._facts, self._progress, self._banner):
            self._column.addWidget(widget)
        self._column.addLayout(self._buttons())

    def begin(self) -> None:
        """Store the email: the user has agreed, here or in the question before."""
        self._banner.hide()
        self._progress.show()
        self._act.setEnabled(False)
        self._cancel.setText(self.tr("Stop"))
        self.store_wanted.emit()

    def refuse(self, title: str, text: str) -> None:
        """Say why the email can't be stored with this key; nothing is tried."""
        self._banner.show_message("warning", title, text)
        self._act.setEnabled(False)
        self._act.setToolTip(title)

    def show_failure(self, error: KnownError) -> None:
        """Say why the email isn't stored, and let the user try again."""
        self._progress.hide()
        self._banner.show_message(
            "error", translated(error.title), translated(error.advice), details=error.details
        )
        self._act.setText(self.tr("Try again"))
        self._act.setEnabled(True)
        self._cancel.setText(self.tr("Close"))

    def show_changed(self, copy: StoredCopy) -> None:
        """Show that Migma's version differs, and ask whether it shall be sent."""
        self._copy = copy
        for widget in (self._progress, self._facts, self._text):
            widget.hide()
        self._banner.show_message("warning", self.tr("Migma changed the email"), self._changes())
        comparison = StoredComparison(
            ours=self._plan.letter.html, stored=copy.filled, icons=self._icons
        )
        self._column.insertWidget(self._column.indexOf(self._banner) + 1, comparison)
        self._act.setText(self.tr("Send Migma's version"))
        self._act.setEnabled(True)
        self._cancel.setText(self.tr("Don't send"))

    def _headline(self) -> QVBoxLayout:
        profile = self._plan.letter.profile
        title = QLabel(translated(button_text(self._plan.letter.recipient)) + "?")
        title.setObjectName("storeTitle")
        title.setTextFormat(Qt.TextFormat.PlainText)
        set_look(title, "kind", "title")
        title.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        column.addWidget(
            Chip(
                profile.name,
                icons=self._icons,
                kind=profile.kind.value,
                object_name="storeChip",
            )
        )
        column.addWidget(title)
        return column

    def _what_happens(self) -> str:
        return self.tr(
            "This Migma account sends only what is stored in it. So a copy of this email is first "
            "stored in the project {project}, where everyone who works with the account can see "
            "it. Then it is sent from there. The copy stays in the account."
        ).format(project=self._plan.project_name)

    def _changes(self) -> str:
        copy = self._copy
        sentences = [
            self.tr("What is stored isn't what you wrote. Nothing was sent. Look at both versions.")
        ]
        if copy is not None and copy.lost:
            sentences.append(
                self.tr("Migma's version no longer has {names}.").format(names=_listed(copy.lost))
            )
        if copy is not None and copy.added:
            sentences.append(
                self.tr("It has {names}, which you didn't write.").format(names=_listed(copy.added))
            )
        sentences.append(
            self.tr(
                "If you don't send it, the copy stays in the project {project}; you can delete it "
                "in Migma."
            ).format(project=self._plan.project_name)
        )
        return " ".join(sentences)

    def _progress_row(self) -> QWidget:
        row = QWidget()
        row.setObjectName("storeProgress")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(Spinner(icons=self._icons))
        words = self.tr("Migma is storing the email. This takes from a few seconds to a minute.")
        layout.addWidget(QLabel(words), 1)
        row.hide()
        return row

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFixedWidth(WIDTH)
        return label

    def _buttons(self) -> QHBoxLayout:
        letter = self._plan.letter
        is_loud = letter.profile.kind is not KeyKind.SANDBOX and letter.recipient.type.is_batch
        self._cancel = Button(self.tr("Cancel"), icons=self._icons, object_name="storeCancelButton")
        self._cancel.clicked.connect(self.reject)
        self._act = Button(
            self.tr("Store in Migma and send"),
            kind="danger" if is_loud else "primary",
            icon_name="send",
            icons=self._icons,
            object_name="storeConfirmButton",
        )
        self._act.clicked.connect(self._on_act_clicked)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._act)
        return row

    def _on_act_clicked(self) -> None:
        if self._copy is None:
            self.begin()
            return
        self._act.setEnabled(False)
        self.send_wanted.emit(self._copy)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in names)
