"""From whom: a name, an address at one of the account's domains, and where replies go."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from migma_desktop.core.listing import Listing
from migma_desktop.core.models import Domain, DomainState, Sender
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE_2, SPACE_HALF
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field, FieldState
from migma_desktop.ui.widgets.listing_note import show_listing
from migma_desktop.ui.widgets.one_line import OneLine
from migma_desktop.ui.widgets.picker_list import PickerItem, PickerState
from migma_desktop.ui.widgets.search_picker import SearchPicker

_COLORS: dict[DomainState, PickerState] = {
    DomainState.VERIFIED: "success",
    DomainState.MANAGED: "success",
    DomainState.WAITING: "warning",
    DomainState.FAILED: "danger",
}


class SenderBox(QWidget):
    """Edits the sender. The address is typed as a whole or put together from two parts.

    Signals:
        name_changed(str), address_changed(str), reply_to_changed(str): the user typed or chose;
            the address comes whole.
        domains_wanted(): the list of domains was opened.
        domains_page_wanted(): look after the domains themselves.
    """

    name_changed = Signal(str)
    address_changed = Signal(str)
    reply_to_changed = Signal(str)
    domains_wanted = Signal()
    domains_page_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLineEdit()
        self._name.setObjectName("fromName")
        self._name.setValidator(OneLine(self._name))
        self._name.setPlaceholderText(self.tr("Your brand"))
        self._name.textEdited.connect(self.name_changed)
        self._name_field = Field(self.tr("&From"), self._name, icons=icons)
        self._local = QLineEdit()
        self._local.setObjectName("fromAddress")
        self._local.setAccessibleName(self.tr("Sender's address"))
        self._local.setValidator(OneLine(self._local, address=True))
        self._local.setPlaceholderText(self.tr("hello"))
        self._local.setToolTip(self.tr("The part before the @, or a whole address"))
        self._local.textEdited.connect(self._on_address_edited)
        self._local.editingFinished.connect(self._on_local_left)
        self._domain = SearchPicker(
            icons=icons,
            accessible_name=self.tr("Sending domain"),
            object_name="fromDomain",
            placeholder=self.tr("your-domain.com"),
            allow_free_id=True,
            free_id_text=self.tr("Type another domain"),
        )
        self._domain.item_chosen.connect(self._on_domain_given)
        self._domain.id_typed.connect(self._on_domain_given)
        self._domain.opened.connect(self.domains_wanted)
        self._domain.retry_requested.connect(self.domains_wanted)
        self._manage = Button(
            icons=icons,
            icon_name="globe",
            kind="quiet",
            accessible_name=self.tr("Look after your domains"),
            object_name="manageDomainsButton",
        )
        self._manage.clicked.connect(self.domains_page_wanted)
        self._address_field = Field(self.tr("&Address"), self._address_row(), icons=icons)
        self._reply_to = QLineEdit()
        self._reply_to.setObjectName("replyTo")
        self._reply_to.setValidator(OneLine(self._reply_to, address=True))
        self._reply_to.setPlaceholderText(self.tr("The sender's address"))
        self._reply_to.textEdited.connect(self.reply_to_changed)
        self._reply_field = Field(
            self.tr("Rep&lies go to"), self._reply_to, icons=icons, hint=self.tr("optional")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        for field in (self._name_field, self._address_field, self._reply_field):
            layout.addWidget(field)

    def show_sender(self, sender: Sender) -> None:
        """Show the sender of the draft."""
        for edit, text in ((self._name, sender.name), (self._reply_to, sender.reply_to)):
            if edit.text() != text:
                edit.setText(text)
        if sender.address == self._address():
            return
        local, _, domain = sender.address.rpartition("@")
        self._local.setText(local or sender.address)
        self._domain.set_current_id(domain if local else "")

    def show_domains(self, listing: Listing[Domain]) -> None:
        """Show the domains that can be chosen, with their state."""
        show_listing(self._domain, listing, [self._item(domain) for domain in listing.items])

    def set_address_message(self, message: str, state: FieldState) -> None:
        """Say something about the address or its domain."""
        self._address_field.set_message(message, state)

    def set_reply_to_message(self, message: str, state: FieldState) -> None:
        """Say something about the reply-to address."""
        self._reply_field.set_message(message, state)

    def _address_row(self) -> QWidget:
        at = QLabel("@")
        set_look(at, "kind", "muted")
        row = QWidget()
        row.setFocusProxy(self._local)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_HALF)
        layout.addWidget(self._local, 2)
        layout.addWidget(at)
        layout.addWidget(self._domain, 3)
        layout.addWidget(self._manage)
        return row

    def _address(self) -> str:
        local = self._local.text().strip()
        domain = self._domain.current_id()
        if "@" in local or not domain:
            return local
        return f"{local}@{domain}" if local else ""

    def _on_address_edited(self) -> None:
        self.address_changed.emit(self._address())

    def _on_local_left(self) -> None:
        """Take a whole address that was typed or pasted apart."""
        local, at, domain = self._local.text().strip().rpartition("@")
        if at and local and domain:
            self._local.setText(local)
            self._domain.set_current_id(domain.lower())
            self._on_address_edited()

    def _on_domain_given(self, _domain: str) -> None:
        """Let the chosen domain win over one that still stands in the typed address."""
        local, at, _typed = self._local.text().strip().rpartition("@")
        if at and local:
            self._local.setText(local)
        self._on_address_edited()

    def _item(self, domain: Domain) -> PickerItem:
        words = {
            DomainState.VERIFIED: self.tr("Verified"),
            DomainState.MANAGED: self.tr("Managed by Migma"),
            DomainState.WAITING: self.tr("Waiting for its DNS records"),
            DomainState.FAILED: self.tr("Not verified"),
        }
        return PickerItem(
            id=domain.name,
            title=domain.name,
            subtitle=words[domain.state],
            state=_COLORS[domain.state],
        )
