"""To whom: one person, or a segment, tag or audience chosen by name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from migma_desktop.core.account import Contact
from migma_desktop.core.listing import Listing
from migma_desktop.core.models import Group, Recipient, RecipientType
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.widgets.field import Field, FieldState
from migma_desktop.ui.widgets.listing_note import show_listing
from migma_desktop.ui.widgets.one_line import OneLine
from migma_desktop.ui.widgets.people_popup import PeoplePopup
from migma_desktop.ui.widgets.picker_list import PickerItem
from migma_desktop.ui.widgets.search_picker import SearchPicker
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl


class RecipientBox(QWidget):
    """Edits the recipient.

    Signals:
        type_changed(RecipientType): the user chose another type.
        email_changed(str): the user typed in the address.
        group_chosen(str): the id of a segment or tag in the list.
        group_id_typed(str): an id that may stand in no list.
        groups_wanted(): the list was opened.
        people_wanted(str): a part of an address or a name is typed; ``show_people`` offers some.
    """

    type_changed = Signal(object)
    email_changed = Signal(str)
    group_chosen = Signal(str)
    group_id_typed = Signal(str)
    groups_wanted = Signal()
    people_wanted = Signal(str)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why_no_list = ""
        self._recipient = Recipient()
        self._insight = ""
        self._type = SegmentedControl(
            [
                Segment(RecipientType.PERSON.value, self.tr("Person")),
                Segment(RecipientType.SEGMENT.value, self.tr("Segment")),
                Segment(RecipientType.TAG.value, self.tr("Tag")),
                Segment(RecipientType.AUDIENCE.value, self.tr("Audience")),
            ],
            icons=icons,
            accessible_name=self.tr("Send to"),
            object_name="recipientType",
            stretch=True,
        )
        self._type.value_changed.connect(lambda value: self.type_changed.emit(RecipientType(value)))
        self._type_field = Field(self.tr("&To"), self._type, icons=icons)
        self._email = QLineEdit()
        self._email.setObjectName("recipientEmail")
        self._email.setValidator(OneLine(self._email, address=True))
        self._email.setAccessibleName(self.tr("Recipient's address"))
        self._email.setPlaceholderText(self.tr("ada@example.com"))
        self._email.textEdited.connect(self.email_changed)
        self._email.textEdited.connect(self.people_wanted)
        self._people: PeoplePopup | None = None
        self._icons = icons
        self._email_field = Field("", self._email, icons=icons)
        self._group = SearchPicker(
            icons=icons,
            accessible_name=self.tr("Recipients"),
            object_name="recipientId",
            placeholder=self.tr("Choose by name"),
            allow_free_id=True,
        )
        self._group.item_chosen.connect(self.group_chosen)
        self._group.id_typed.connect(self.group_id_typed)
        self._group.opened.connect(self.groups_wanted)
        self._group.retry_requested.connect(self.groups_wanted)
        self._group_field = Field("", self._group, icons=icons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self._type_field)
        layout.addWidget(self._email_field)
        layout.addWidget(self._group_field)
        self._group_field.hide()

    def show_recipient(self, recipient: Recipient) -> None:
        """Show the recipient of the draft."""
        self._type.set_value(recipient.type.value)
        self._email_field.setVisible(not recipient.type.is_batch)
        self._group_field.setVisible(recipient.type.is_batch)
        if self._email.text() != recipient.email:
            self._email.setText(recipient.email)
        if self._group.current_id() != recipient.id:
            self._group.set_current_id(recipient.id)
        self._recipient = recipient
        self._tell_about_group()

    def explain_no_list(self, why: str) -> None:
        """Say why segments and tags can't be listed; an empty text takes that back."""
        self._why_no_list = why
        self._tell_about_group()

    def show_groups(self, listing: Listing[Group]) -> None:
        """Show the segments or tags that can be chosen."""
        show_listing(self._group, listing, [self._item(group) for group in listing.items])

    def show_people(self, people: Sequence[Contact], typed: str) -> None:
        """Offer contacts for what is typed; what was typed since needs others."""
        if self._people is None:
            if not people:
                return
            self._people = PeoplePopup(self._email, icons=self._icons)
            self._people.chosen.connect(self._on_person_chosen)
        is_new = typed == self._email.text() and not any(
            person.email == typed.strip() for person in people
        )
        self._people.show_people(people if is_new else ())

    def _on_person_chosen(self, address: str) -> None:
        self._email.setText(address)
        self.email_changed.emit(address)

    def set_email_message(self, message: str, state: FieldState) -> None:
        """Say something about the address."""
        self._email_field.set_message(message, state)

    @property
    def has_email_message(self) -> bool:
        """Whether something is said about the address."""
        return bool(self._email_field.message())

    def focus_recipient(self) -> None:
        """Put the cursor where the recipient is typed or chosen."""
        (self._email if self._email.isVisible() else self._group).setFocus()

    def show_insight(self, insight: str) -> None:
        """Say more about the people of the chosen group; an empty text takes that back."""
        self._insight = insight
        self._tell_about_group()

    def _tell_about_group(self) -> None:
        if self._why_no_list:
            self._group_field.set_message(self._why_no_list, "warning")
        else:
            about = self._about_group(self._recipient)
            self._group_field.set_message(f"{about} {self._insight}".strip())

    def _item(self, group: Group) -> PickerItem:
        badge = "" if group.count is None else f"{group.count:,}"
        return PickerItem(id=group.id, title=group.name, subtitle=group.description, badge=badge)

    def _about_group(self, recipient: Recipient) -> str:
        if not recipient.id:
            return {
                RecipientType.PERSON: "",
                RecipientType.SEGMENT: self.tr("Everyone in one segment gets the email."),
                RecipientType.TAG: self.tr("Everyone with one tag gets the email."),
                RecipientType.AUDIENCE: self.tr("An audience is a segment; it is named by its id."),
            }[recipient.type]
        if recipient.count is None:
            return self.tr("How many people this reaches isn't known here.")
        if recipient.count == 1:
            return self.tr("Reaches one person.")
        return self.tr("Reaches up to {count} people.").format(count=f"{recipient.count:,}")
