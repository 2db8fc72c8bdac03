"""Where the body comes from: written here, or an email made in Migma."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.core.made_emails import SeriesEmail, place_words, state_words, when_words
from migma_desktop.core.models import ContentSource, Draft, MigmaEmail
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field, FieldState
from migma_desktop.ui.widgets.listing_note import show_listing
from migma_desktop.ui.widgets.one_line import OneLine
from migma_desktop.ui.widgets.picker_list import PickerItem, Pictures
from migma_desktop.ui.widgets.search_picker import SearchPicker
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_HERE = "here"

MADE_HERE = "made:"
"""Begins the name of a picture that only this computer can make."""


class ContentBox(QWidget):
    """Chooses the content source.

    Signals:
        source_changed(ContentSource | None): None stands for “written here”.
        conversation_changed(str), email_id_changed(str): an email made in Migma was named.
        emails_wanted(): the list of emails was opened.
        series_email_chosen(str), series_wanted(): the same for the emails of a series.
        copy_wanted(): the email made in Migma is to be changed here.
    """

    source_changed = Signal(object)
    conversation_changed = Signal(str)
    email_id_changed = Signal(str)
    emails_wanted = Signal()
    series_email_chosen = Signal(str)
    series_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._why_no_list = ""
        self._draft = Draft()
        self._is_by_id = False  # somebody wants to see the id of an email, not its series
        self._pictures: Pictures = lambda _address: None
        self._series_of = ""  # the conversation whose emails are known
        self._series: tuple[SeriesEmail, ...] = ()
        self._series_field: Field | None = None
        self._series_picker: SearchPicker | None = None
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
        self._copy = Button(
            self.tr("Copy into a draft"),
            icons=icons,
            kind="quiet",
            icon_name="copy",
            small=True,
            object_name="copyIntoDraft",
        )
        self._copy.clicked.connect(self.copy_wanted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE)
        for field in (self._source_field, self._conversation_field, self._email_field):
            self._column.addWidget(field)
        copy_row = QHBoxLayout()
        copy_row.addWidget(self._copy)
        copy_row.addStretch(1)
        self._column.addLayout(copy_row)
        self.set_can_copy(False)

    def show_content(self, draft: Draft) -> None:
        """Show the content source of the draft."""
        if draft.id != self._draft.id:
            self._is_by_id = False
        self._draft = draft
        is_here, in_series = draft.source.is_written_here, self._is_in_series()
        by_id = draft.source is ContentSource.EMAIL and not in_series
        shown = ContentSource.CONVERSATION if in_series else draft.source
        self._source.set_value(_HERE if is_here else shown.value)
        self._conversation_field.setVisible(not is_here and not by_id)
        self._email_field.setVisible(by_id)
        self._copy.setVisible(not is_here)
        if self._conversation.current_id() != draft.conversation_id:
            self._conversation.set_current_id(draft.conversation_id)
        if self._email_id.text() != draft.email_id:
            self._email_id.setText(draft.email_id)
        self._settle_series()

    def show_emails(self, listing: Listing[MigmaEmail]) -> None:
        """Show the emails that can be chosen."""
        show_listing(self._conversation, listing, [self._item(email) for email in listing.items])

    def show_series(self, conversation_id: str, listing: Listing[SeriesEmail]) -> None:
        """Show the emails of the series that a conversation made; "" when there is none."""
        self._series_of, self._series = conversation_id, listing.items
        if conversation_id:
            show_listing(
                self._series_list(), listing, [self._slot(email) for email in listing.items]
            )
        if listing.state is not ListingState.IDLE or not conversation_id:
            self.show_content(self._draft)

    def set_pictures(self, pictures: Pictures) -> None:
        """Take the small pictures of emails from there."""
        self._pictures = pictures
        self._conversation.set_pictures(pictures)

    def repaint_pictures(self) -> None:
        """Draw the lists again: a picture came."""
        self._conversation.repaint_rows()
        if self._series_picker is not None:
            self._series_picker.repaint_rows()

    def set_can_copy(self, can_copy: bool) -> None:
        """Say whether there is something to copy."""
        self._copy.setEnabled(can_copy)
        self._copy.setToolTip(
            self.tr("Begin a new draft with this email, written here in HTML, and change it")
            if can_copy
            else self.tr("Once the email has come from Migma, it can be copied and changed here")
        )

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

    def _is_in_series(self) -> bool:
        draft = self._draft
        return (
            draft.source is ContentSource.EMAIL
            and not self._is_by_id
            and bool(draft.conversation_id)
            and draft.conversation_id == self._series_of
            and len(self._series) > 1
            and any(email.email_id == draft.email_id for email in self._series)
        )

    def _settle_series(self) -> None:
        """Offer the emails of a series below the series."""
        draft = self._draft
        chosen = draft.email_id if self._is_in_series() else ""
        is_wanted = bool(self._series_of) and self._series_of == draft.conversation_id
        if self._series_field is not None and self._series_picker is not None:
            self._series_field.setVisible(
                is_wanted and (draft.source is ContentSource.CONVERSATION or bool(chosen))
            )
            if self._series_picker.current_id() != chosen:
                self._series_picker.set_current_id(chosen)

    def _series_list(self) -> SearchPicker:
        """Make the list when it is first needed: few people have a series."""
        if self._series_picker is None:
            picker = SearchPicker(
                icons=self._icons,
                accessible_name=self.tr("Email of the series"),
                object_name="seriesEmail",
                placeholder=self.tr("Choose an email of the series"),
            )
            picker.set_pictures(self._pictures)
            picker.item_chosen.connect(self._on_series_email_chosen)
            picker.opened.connect(self.series_wanted)
            picker.retry_requested.connect(self.series_wanted)
            self._series_field = Field("", picker, icons=self._icons)
            self._column.insertWidget(2, self._series_field)
            self.setTabOrder(self._conversation, picker)
            self._series_picker = picker
        return self._series_picker

    def _item(self, email: MigmaEmail) -> PickerItem:
        state = "" if email.is_finished else translated(state_words(email.status))
        when = when_words(email.updated_at, datetime.now(UTC))
        title = email.title or email.subject or email.conversation_id
        return PickerItem(
            id=email.conversation_id,
            title=title,
            subtitle=state or (email.subject if email.subject != title else ""),
            badge="" if when is None else translated(when),
            state="success" if email.is_finished else "warning",
            picture=email.screenshot_url or picture_made_here(email),
            enabled=email.is_finished,
        )

    def _slot(self, email: SeriesEmail) -> PickerItem:
        place = translated(place_words(email))
        state = "" if email.is_finished else translated(state_words(email.status))
        if not email.email_id:
            state = self.tr("Migma has given it no id yet")
        return PickerItem(
            id=email.email_id or f"{email.number}",
            title=email.subject or place,
            subtitle=f"{place} · {state}" if state else place,
            state="success" if email.is_finished else "warning",
            picture=email.thumbnail_url,
            enabled=email.is_finished,
        )

    def _on_series_email_chosen(self, email_id: str) -> None:
        self._is_by_id = False
        self.series_email_chosen.emit(email_id)

    def _on_source_chosen(self, value: str) -> None:
        self._is_by_id = value == ContentSource.EMAIL.value
        self.source_changed.emit(None if value == _HERE else ContentSource(value))


def picture_made_here(email: MigmaEmail) -> str:
    """Name the picture of an email of which Migma has none."""
    return f"{MADE_HERE}{email.conversation_id}:{email.updated_at}"
