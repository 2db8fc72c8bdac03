"""Where the body comes from: written here, or an email made in Migma."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from migma_desktop.core.listing import Listing
from migma_desktop.core.models import ContentSource, Draft, MigmaEmail
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.widgets.field import Field, FieldState
from migma_desktop.ui.widgets.listing_note import show_listing
from migma_desktop.ui.widgets.one_line import OneLine
from migma_desktop.ui.widgets.picker_list import PickerItem
from migma_desktop.ui.widgets.search_picker import SearchPicker
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_HERE = "here"


class ContentBox(QWidget):
    """Chooses the content source.

    Signals:
        source_changed(ContentSource | None): None stands for “written here”.
        conversation_changed(str), email_id_changed(str): an email made in Migma was named.
        emails_wanted(): the list of emails was opened.
    """

    source_changed = Signal(object)
    conversation_changed = Signal(str)
    email_id_changed = Signal(str)
    emails_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why_no_list = ""
        self._source = SegmentedControl(
            [
                Segment(_HERE, self.tr("Written here")),
                Segment(ContentSource.CONVERSATION.value, self.tr("Made in Migma")),
                Segment(ContentSource.EMAIL.value, self.tr("By email id")),
            ],
            icons=icons,
            accessible_name=self.tr("Content"),
            object_name="contentSource",
            stretch=True,
        )
        self._source.value_changed.connect(self._on_source_chosen)
        self._source_field = Field(self.tr("&Content"), self._source, icons=icons)
        self._conversation = SearchPicker(
            icons=icons,
            accessible_name=self.tr("Email made in Migma"),
            object_name="conversationId",
            placeholder=self.tr("Choose an email"),
            allow_free_id=True,
        )
        self._conversation.item_chosen.connect(self.conversation_changed)
        self._conversation.id_typed.connect(self.conversation_changed)
        self._conversation.opened.connect(self.emails_wanted)
        self._conversation.retry_requested.connect(self.emails_wanted)
        self._conversation_field = Field("", self._conversation, icons=icons)
        self._email_id = QLineEdit()
        self._email_id.setObjectName("emailId")
        self._email_id.setValidator(OneLine(self._email_id, address=True))
        self._email_id.setAccessibleName(self.tr("Email id"))
        self._email_id.setPlaceholderText(self.tr("24 characters, digits and a to f"))
        self._email_id.textEdited.connect(self.email_id_changed)
        self._email_field = Field("", self._email_id, icons=icons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for field in (self._source_field, self._conversation_field, self._email_field):
            layout.addWidget(field)

    def show_content(self, draft: Draft) -> None:
        """Show the content source of the draft."""
        is_here = draft.source.is_written_here
        self._source.set_value(_HERE if is_here else draft.source.value)
        self._conversation_field.setVisible(draft.source is ContentSource.CONVERSATION)
        self._email_field.setVisible(draft.source is ContentSource.EMAIL)
        if self._conversation.current_id() != draft.conversation_id:
            self._conversation.set_current_id(draft.conversation_id)
        if self._email_id.text() != draft.email_id:
            self._email_id.setText(draft.email_id)

    def show_emails(self, listing: Listing[MigmaEmail]) -> None:
        """Show the emails that can be chosen."""
        show_listing(self._conversation, listing, [self._item(email) for email in listing.items])

    def explain_no_list(self, why: str) -> None:
        """Say why emails can't be listed; an empty text takes that back."""
        self._why_no_list = why
        if not self._conversation_field.message() or not why:
            self.set_stored_message("", "none")

    def set_stored_message(self, message: str, state: FieldState) -> None:
        """Say how fetching the email went."""
        if not message and self._why_no_list:
            message, state = self._why_no_list, "warning"
        self._conversation_field.set_message(message, state)
        self._email_field.set_message(message, state)

    def _item(self, email: MigmaEmail) -> PickerItem:
        unfinished = (
            ""
            if email.is_finished
            else self.tr("Not finished: {status}").format(status=email.status)
        )
        return PickerItem(
            id=email.conversation_id,
            title=email.title or email.subject or email.conversation_id,
            subtitle=unfinished or email.subject,
            state="success" if email.is_finished else "warning",
            enabled=email.is_finished,
        )

    def _on_source_chosen(self, value: str) -> None:
        self.source_changed.emit(None if value == _HERE else ContentSource(value))
