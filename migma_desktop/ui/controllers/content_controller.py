"""Fetches the email made in Migma that a draft names, so that the preview can show it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.errors import KnownError, NotFound, RequestRefused
from migma_desktop.core.kept_lists import KeptLists
from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.core.models import ContentSource, Draft, StoredContent
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController

_TYPING_REST_MS = 350  # an id is fetched when it has been left alone this long


class ContentController(QObject):
    """Follows the draft's content source; reads what is stored at Migma, once per id.

    What was read earlier is shown until Migma has answered, and while it can't.

    Signals:
        loading(): an email is on its way.
        loaded(StoredContent | None): what the draft names; None for content written here.
        failed(KnownError): it can't be read now; it may still be sendable.
    """

    loading = Signal()
    loaded = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        account: AccountController,
        kept: KeptLists,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._account = account
        self._kept = kept
        self._wanted: tuple[ContentSource, str] | None = None
        self._content: StoredContent | None = None
        self._kept_at: datetime | None = None
        self._rest = QTimer(self, singleShot=True, interval=_TYPING_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        account.profile_changed.connect(self._on_profile_changed)
        for remote in (account.projects, account.emails):
            remote.changed.connect(self._on_list_changed)

    @property
    def content(self) -> StoredContent | None:
        """The stored email that the draft names, as far as it has been read."""
        return self._content

    @property
    def kept_at(self) -> datetime | None:
        """When the content was read, if that was earlier; None once it is what Migma has now."""
        return self._kept_at

    def follow(self, draft: Draft) -> None:
        """Fetch what the draft names, unless it is there already."""
        wanted = self._named_by(draft)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._content = None
        self._kept_at = None
        self._rest.stop()
        if wanted is None:
            self.loaded.emit(None)
            return
        self.loading.emit()
        self._rest.start()

    @staticmethod
    def _named_by(draft: Draft) -> tuple[ContentSource, str] | None:
        if draft.source is ContentSource.CONVERSATION and draft.conversation_id:
            return draft.source, draft.conversation_id
        if draft.source is ContentSource.EMAIL and draft.email_id:
            return draft.source, draft.email_id
        return None

    def _on_rest(self) -> None:
        if self._wanted is not None and self._account.profile is not None:
            self._runtime.spawn(self._fetch(self._wanted), owner=self)

    def _on_profile_changed(self) -> None:
        if self._wanted is not None and (self._content is None or self._kept_at is not None):
            self._rest.start()

    def _on_list_changed(self, listing: Listing[object]) -> None:
        """Ask once more for what is shown from an earlier time: Migma answers again."""
        if self._kept_at is not None and listing.state is ListingState.READY:
            self._rest.start()

    async def _fetch(self, wanted: tuple[ContentSource, str]) -> None:
        source, identity = wanted
        profile_id, name = self._account.profile_id, f"{source.value} {identity}"
        await self._show_kept(wanted, profile_id, name)
        try:
            mailer = self._account.mailer_for(profile_id)
            if source is ContentSource.CONVERSATION:
                content = await mailer.conversation_content(identity)
            else:
                content = await mailer.email_content(identity)
        except KnownError as error:
            if wanted == self._wanted:
                if isinstance(error, NotFound | RequestRefused) and self._content is not None:
                    self._content, self._kept_at = None, None  # it is no more what it was
                    self.loaded.emit(None)
                self.failed.emit(error)
            return
        if wanted == self._wanted:
            self._content, self._kept_at = content, None
            self.loaded.emit(content)
            await self._runtime.in_thread(self._kept.keep_content, profile_id, name, content)

    async def _show_kept(
        self, wanted: tuple[ContentSource, str], profile_id: str, name: str
    ) -> None:
        if self._content is not None:
            return
        kept = await self._runtime.in_thread(self._kept.content, profile_id, name)
        if kept is not None and wanted == self._wanted:
            self._content, self._kept_at = kept.items[0], kept.read_at
            self.loaded.emit(self._content)
