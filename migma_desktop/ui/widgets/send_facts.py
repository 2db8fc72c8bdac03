"""What a send will do, line by line: to whom, from whom, what kind of mail, with which key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from migma_desktop.core.models import MailKind, Profile, Recipient, RecipientType, Sender
from migma_desktop.core.wording import key_warning, kind_consequence, kind_name, recipient_label
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated

WIDTH = 480


class SendFacts(QFrame):
    """A card with the facts that a person looks at before saying yes."""

    def __init__(
        self,
        *,
        recipient: Recipient,
        sender: Sender,
        subject: str,
        kind: MailKind,
        profile: Profile,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_look(self, "kind", "card")
        self.setFixedWidth(WIDTH)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._grid.setHorizontalSpacing(SPACE_3)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnStretch(1, 1)
        self.add(self.tr("To"), self._recipient(recipient))
        self.add(self.tr("From"), f"{sender.name} <{sender.address}>")
        if sender.reply_to:
            self.add(self.tr("Replies to"), sender.reply_to)
        self.add(self.tr("Subject"), subject)
        consequence = translated(kind_consequence(kind, recipient.type))
        self.add(self.tr("Kind"), f"{translated(kind_name(kind))}. {consequence}")
        self.add(self.tr("Key"), translated(key_warning(profile)))

    def add(self, name: str, value: str) -> None:
        """Show one more fact."""
        label = QLabel(name)
        set_look(label, "kind", "muted")
        text = QLabel(value)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)

    def _recipient(self, recipient: Recipient) -> str:
        name = recipient_label(recipient)
        if recipient.type is RecipientType.PERSON:
            return name
        if recipient.count is None:
            return self.tr("Everyone in {name}; how many isn't known here").format(name=name)
        if recipient.count == 1:
            return self.tr("{name}, one person").format(name=name)
        return self.tr("{name}, up to {count} people").format(
            name=name, count=f"{recipient.count:,}"
        )
