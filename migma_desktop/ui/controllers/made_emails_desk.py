"""Emails made in Migma: choosing one, or one of a series, and copying it to change it here."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.errors import IsSeries, KnownError
from migma_desktop.core.kept_draft import KeptDraft
from migma_desktop.core.kept_lists import age_of
from migma_desktop.core.listing import Listing
from migma_desktop.core.made_emails import SeriesEmail, without_preheader
from migma_desktop.core.models import ContentSource, Draft, StoredContent
from migma_desktop.core.ports import DraftShelf
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.content_controller import ContentController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.email_pictures import EmailPictures
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import Banner, MessageAction
from migma_desktop.ui.widgets.content_box import picture_made_here


class MadeEmailsDesk(QObject):
    """Carries what is chosen as the content into the draft, and what Migma has into the lists.

    Signals:
        trouble(KnownError): something could not be done.
    """

    trouble = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        drafts: DraftController,
        account: AccountController,
        content: ContentController,
        shelf: DraftShelf,
        pictures: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._box = window.message_panel.content_box
        self._drafts = drafts
        self._account = account
        self._content = content
        self._shelf = shelf
        self._pictures = EmailPictures(
            runtime=runtime, account=account, folder=pictures, window=window, parent=self
        )
        self._written_here = ContentSource.MARKDOWN
        self._shown: tuple[str, ...] = ()  # what of the draft the box shows
        self._series_of = ""  # the conversation that has turned out to be a series
        self._brought = ""  # the subject that came with the email chosen before
        self._offer: Banner | None = None  # to go back from a copy
        self._box.set_pictures(self._pictures.picture)
        self._box.source_changed.connect(self._on_source_changed)
        self._box.conversation_changed.connect(self._on_conversation_changed)
        self._box.email_id_changed.connect(lambda text: drafts.edit(email_id=text.strip()))
        self._box.series_email_chosen.connect(self._on_series_email_chosen)
        self._box.emails_wanted.connect(self._on_emails_wanted)
        self._box.series_wanted.connect(self._want_series)
        self._box.copy_wanted.connect(self._on_copy_wanted)
        self._pictures.changed.connect(self._box.repaint_pictures)
        account.emails.changed.connect(self._box.show_emails)
        account.series.changed.connect(self._on_series_changed)
        account.projects.changed.connect(self._want_lists)
        account.profile_changed.connect(self._want_lists)
        content.loading.connect(self._on_content_loading)
        content.loaded.connect(self._on_content_loaded)
        content.failed.connect(self._on_content_failed)
        drafts.edited.connect(self._on_draft_edited)
        drafts.replaced.connect(self._on_draft_replaced)

    def forget_account(self, profile_id: str) -> None:
        """Let go of the pictures of an account that was removed."""
        self._pictures.forget_account(profile_id)

    def forget_everybody(self) -> None:
        """Let go of all pictures: a person is to be forgotten, and may be seen in one."""
        self._pictures.forget_everybody()

    # --- choosing

    def _on_draft_replaced(self, draft: Draft) -> None:
        self._brought = ""
        if self._offer is not None:
            self._window.messages.dismiss(self._offer)
            self._offer = None
        if not draft.source.is_written_here:
            self._written_here = ContentSource.MARKDOWN

    def _on_draft_edited(self, draft: Draft) -> None:
        if draft.source.is_written_here:
            self._written_here = draft.source
        shown = (
            draft.id,
            draft.source.value,
            draft.conversation_id,
            draft.email_id,
            draft.project_id,
        )
        if shown == self._shown:
            return  # typing a text must not wait for a box that stays as it is
        self._shown = shown
        if draft.conversation_id != self._series_of:
            self._set_series("")
        self._box.show_content(draft)
        self._want_lists()

    def _want_lists(self) -> None:
        draft = self._drafts.draft
        if draft.source.is_written_here:
            return
        if draft.conversation_id:
            self._account.want_emails(draft.project_id)
        if draft.source is ContentSource.EMAIL and draft.conversation_id:
            self._set_series(draft.conversation_id)  # as it was left: one email of that series
        self._want_series()

    def _on_source_changed(self, source: ContentSource | None) -> None:
        draft = self._drafts.draft
        if source is ContentSource.CONVERSATION and self._is_of_series(draft):
            source = ContentSource.EMAIL
        self._drafts.edit(source=source or self._written_here)
        self._box.show_content(self._drafts.draft)
        if source is ContentSource.CONVERSATION:
            self._account.want_emails(draft.project_id)

    def _on_conversation_changed(self, conversation_id: str) -> None:
        self._drafts.edit(
            source=ContentSource.CONVERSATION, conversation_id=conversation_id.strip()
        )

    def _on_series_email_chosen(self, email_id: str) -> None:
        self._drafts.edit(source=ContentSource.EMAIL, email_id=email_id)
        self._box.show_content(self._drafts.draft)

    def _on_emails_wanted(self) -> None:
        self._account.want_emails(self._drafts.draft.project_id)
        self._pictures.try_again()
        self._make_picture()

    def _make_picture(self) -> None:
        """Take a picture of the chosen email where Migma has none."""
        draft, content = self._drafts.draft, self._content.content
        if draft.source is not ContentSource.CONVERSATION or content is None:
            return
        emails = self._account.emails.items
        chosen = next((e for e in emails if e.conversation_id == draft.conversation_id), None)
        if chosen is not None and not chosen.screenshot_url:
            self._pictures.make(picture_made_here(chosen), content.html)

    # --- a series

    def _is_of_series(self, draft: Draft) -> bool:
        emails = self._account.series.items
        return (
            bool(self._series_of)
            and draft.conversation_id == self._series_of
            and len(emails) > 1
            and any(email.email_id == draft.email_id for email in emails)
        )

    def _set_series(self, conversation_id: str) -> None:
        if conversation_id != self._series_of:
            self._series_of = conversation_id
            nothing: Listing[SeriesEmail] = Listing()
            self._box.show_series("", nothing)

    def _want_series(self) -> None:
        if self._series_of:
            self._account.want_series(self._series_of)
            self._on_series_changed(self._account.series.listing)  # which may be there already

    def _on_series_changed(self, listing: Listing[SeriesEmail]) -> None:
        """Show the emails of a series; one alone is no series, whatever its draft was before."""
        is_series = len(listing.items) != 1
        self._box.show_series(self._series_of if is_series else "", listing)

    # --- what it holds

    def _on_content_loading(self) -> None:
        self._box.set_can_copy(False)
        self._box.set_stored_message(self.tr("Fetching the email from Migma…"), "none")

    def _on_content_loaded(self, stored: StoredContent | None) -> None:
        self._box.set_can_copy(stored is not None and bool(stored.html))
        self._box.set_stored_message(self._age(), "none")
        if stored is None or not stored.subject:
            return
        draft = self._drafts.draft
        if draft.subject in {"", self._brought}:  # one that somebody has typed stays
            self._brought = stored.subject
            self._drafts.edit(subject=stored.subject)
            self._window.message_panel.subject_box.show_lines(stored.subject, draft.preheader)

    def _on_content_failed(self, error: KnownError) -> None:
        if isinstance(error, IsSeries):
            self._box.set_stored_message(
                f"{translated(error.title)} {translated(error.advice)}", "none"
            )
            self._set_series(self._drafts.draft.conversation_id)
            self._want_series()
            return
        if self._content.content is None:
            message = f"{translated(error.title)} {translated(error.advice)}"
        else:
            age = self._age() or self.tr("As it was a moment ago.")
            message = self.tr("{age} Migma could not be asked: {reason}").format(
                age=age, reason=translated(error.title)
            )
        self._box.set_stored_message(message, "warning")

    def _age(self) -> str:
        kept_at = self._content.kept_at
        age = None if kept_at is None else age_of(kept_at, datetime.now(UTC))
        return "" if age is None else f"{translated(age)}."

    # --- a copy to change here

    def _on_copy_wanted(self) -> None:
        stored, before = self._content.content, self._drafts.draft
        if stored is None:
            return
        copy = self._drafts.start_new(
            dataclasses.replace(
                before,
                source=ContentSource.HTML,
                html=without_preheader(stored.html, stored.preheader),
                subject=before.subject or stored.subject,
                preheader=stored.preheader,
                markdown="",
                mjml="",
                text="",
                conversation_id="",
                email_id="",
            )
        )
        self._offer = self._window.messages.show_message(
            "info",
            self.tr("This is a copy that you can change"),
            self.tr(
                "It is written here in HTML and no longer tied to Migma: changes made there don't "
                "arrive here, and what becomes of this copy isn't counted with the email there. "
                "The email as it was is among your drafts."
            ),
            actions=(MessageAction(self.tr("Go back"), lambda: self._go_back(before, copy)),),
        )

    def _go_back(self, before: Draft, copy: Draft) -> None:
        self._runtime.spawn(
            self._bring_back(before, copy), owner=self, on_known_error=self.trouble.emit
        )

    async def _bring_back(self, before: Draft, copy: Draft) -> None:
        """Open the draft that the copy was made from; a copy that nobody has touched goes."""
        await self._drafts.flush()
        kept = await self._runtime.in_thread(self._shelf.get, before.id)
        left = self._drafts.draft
        self._drafts.open(kept or KeptDraft(before, ""))
        if left == copy:
            await self._runtime.in_thread(self._shelf.remove, copy.id)
