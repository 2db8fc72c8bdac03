"""Offers the account's contacts while an address is typed, and keeps what it has of them fresh."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import datetime, timedelta

from PySide6.QtCore import QObject

from migma_desktop.core.account import Contact
from migma_desktop.core.errors import ApiError
from migma_desktop.core.kept_lists import Found, KeptLists
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.widgets.recipient_box import RecipientBox

MOST = 8
"""People that are offered at once."""

_FRESH = timedelta(hours=12)  # contacts read since then are not read again


class PeopleFinder(QObject):
    """Searches the contacts on disk with each letter; reads all of them from Migma now and then.

    While they have never been read whole, Migma itself is asked for the few that match.
    """

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        box: RecipientBox,
        drafts: DraftController,
        account: AccountController,
        kept: KeptLists,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._box = box
        self._drafts = drafts
        self._account = account
        self._kept = kept
        self._now = now
        self._searches = 0  # an answer to an overtaken one is dropped
        self._text = ""  # that was searched for last
        self._being_read: set[tuple[str, str]] = set()  # accounts and projects
        box.people_wanted.connect(self._on_people_wanted)
        account.profile_changed.connect(self._on_profile_changed)

    def forget_account(self, profile_id: str) -> None:
        """Let go of the lists of an account that was removed."""
        self._runtime.spawn(self._runtime.in_thread(self._kept.forget_profile, profile_id))

    def forget_everybody(self) -> None:
        """Let go of all lists: a person is to be forgotten, and Migma has them still."""
        self._runtime.spawn(self._runtime.in_thread(self._kept.clear))

    def _on_profile_changed(self) -> None:
        self._on_people_wanted("")

    def _on_people_wanted(self, text: str) -> None:
        self._searches += 1
        self._text = text
        profile_id, project_id = self._account.profile_id, self._drafts.draft.project_id
        if not text.strip() or not profile_id or not project_id:
            self._box.show_people((), "")
            return
        place = (profile_id, project_id)
        reading = self._runtime.begin_in_thread(
            lambda: self._kept.find_contacts(*place, text, most=MOST)
        )
        self._runtime.spawn(self._offer(self._searches, place, text, reading), owner=self)

    async def _offer(
        self,
        search: int,
        place: tuple[str, str],
        text: str,
        reading: Awaitable[Found[Contact] | None],
    ) -> None:
        found = await reading
        if search != self._searches:
            return
        if found is not None:
            self._box.show_people(found.items, text)
        if found is None or self._now() - found.read_at > _FRESH:
            self._read_anew(place)
        if found is None:
            await self._ask(search, place[1], text)

    async def _ask(self, search: int, project_id: str, text: str) -> None:
        """Let Migma search. Where it can't, somebody simply types the address."""
        try:
            people = await self._account.mailer.contacts_like(project_id, search=text, most=MOST)
        except ApiError:
            return
        if search == self._searches:
            self._box.show_people(people, text)

    def _read_anew(self, place: tuple[str, str]) -> None:
        if place not in self._being_read:
            self._being_read.add(place)
            self._runtime.spawn(self._read_all(place), owner=self)

    async def _read_all(self, place: tuple[str, str]) -> None:
        """Read all contacts of a project into the book on disk, one page after the other."""
        profile_id, project_id = place
        mailer = self._account.mailer_for(profile_id)
        try:
            book = await self._runtime.in_thread(self._kept.begin_book, profile_id, project_id)
            async with aclosing(mailer.contact_pages(project_id)) as pages:
                async for page in pages:
                    if not await self._runtime.in_thread(self._kept.add_to_book, book, page):
                        return
            await self._runtime.in_thread(self._kept.finish_book, book)
            self._on_people_wanted(self._text)  # which was answered by Migma alone, or by nobody
        except ApiError:
            return  # offline, or the key may not read them: the next search tries again
        finally:
            self._being_read.discard(place)
