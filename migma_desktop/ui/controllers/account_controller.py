"""The account that the window works with: profile, connection, and the lists it holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.errors import KeychainError, KeyRejected
from migma_desktop.core.listing import Listing
from migma_desktop.core.models import (
    Domain,
    Group,
    MigmaEmail,
    Profile,
    Project,
    RecipientType,
    StoredContent,
)
from migma_desktop.core.ports import Mailer
from migma_desktop.core.texts import say
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.remote_list import RemoteList

Connect = Callable[[Profile, str], Awaitable[Mailer]]


class AccountController(QObject):
    """Holds the connection of the open profile and the lists that the pickers show.

    Signals:
        profile_changed(Profile | None): another account is open, or none.
        key_rejected(KnownError): Migma doesn't know the key, or no longer.
    """

    profile_changed = Signal(object)
    key_rejected = Signal(object)

    def __init__(
        self, *, runtime: AsyncRuntime, connect: Connect, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._connect = connect
        self._profile: Profile | None = None
        self._mailer: Mailer | None = None
        self.projects: RemoteList[Project] = RemoteList(runtime=runtime, parent=self)
        self.domains: RemoteList[Domain] = RemoteList(runtime=runtime, parent=self)
        self.groups: RemoteList[Group] = RemoteList(runtime=runtime, parent=self)
        self.emails: RemoteList[MigmaEmail] = RemoteList(runtime=runtime, parent=self)
        self._lists = (self.projects, self.domains, self.groups, self.emails)
        for remote in self._lists:
            remote.changed.connect(self._on_list_changed)

    @property
    def profile(self) -> Profile | None:
        """The open profile, None before the first key."""
        return self._profile

    @property
    def mailer(self) -> Mailer:
        """The connection of the open profile; there must be one."""
        if self._mailer is None:
            raise RuntimeError("No profile is open.")
        return self._mailer

    def mailer_for(self, profile_id: str) -> Mailer:
        """Return the connection of this profile.

        Raises:
            KeychainError: another profile is open, or none; its key isn't at hand.
        """
        if self._mailer is None or self._profile is None or self._profile.id != profile_id:
            raise KeychainError(
                say("The account of this email isn't open."),
                say("Switch to that account at the top of the window, then try again."),
            )
        return self._mailer

    async def open(self, profile: Profile, key: str) -> None:
        """Work with this account from now on, and read what its pickers need first."""
        mailer = await self._connect(profile, key)
        before = self._let_go()
        self._mailer = mailer
        self._profile = profile
        self.profile_changed.emit(profile)
        self.reload()
        if before is not None:  # closes once its sends under way are answered
            self._runtime.spawn(before.aclose())

    async def leave(self) -> None:
        """Close the account; none is open afterwards."""
        before = self._let_go()
        self.profile_changed.emit(None)
        if before is not None:
            await before.aclose()

    async def aclose(self) -> None:
        """Close the connection, as the program ends."""
        before = self._let_go()
        if before is not None:
            await before.aclose()

    def _let_go(self) -> Mailer | None:
        """Forget the account and return its connection, still open."""
        before, self._mailer = self._mailer, None
        self._profile = None
        for remote in self._lists:
            remote.clear()
        return before

    async def check(self, profile: Profile, key: str) -> None:
        """Ask the server whether it knows a key, without opening the profile. Raises ApiError."""
        mailer = await self._connect(profile, key)
        try:
            await mailer.check_key()
        finally:
            await mailer.aclose()

    def take_over(self, profile: Profile) -> None:
        """Work with changed defaults of the open profile."""
        self._profile = profile

    def reload(self) -> None:
        """Read all lists again as they are wanted; projects and domains now."""
        for remote in self._lists:
            remote.read_again()
        self.want_basics()

    def want_basics(self) -> None:
        """Read projects and domains, unless they are there already."""
        if self._mailer is not None:
            self.projects.want("projects", self._mailer.projects)
            self.domains.want("domains", self._mailer.domains)

    def want_groups(self, recipient_type: RecipientType, project_id: str) -> None:
        """Read the segments or tags of a project, unless they are there already."""
        if self._mailer is None or not project_id or not recipient_type.is_batch:
            return
        of_tags = recipient_type is RecipientType.TAG
        read = self._mailer.tags if of_tags else self._mailer.segments
        self.groups.want((of_tags, project_id), lambda: read(project_id))

    def want_emails(self, project_id: str) -> None:
        """Read the emails made in Migma for a project, unless they are there already."""
        if self._mailer is None or not project_id:
            return
        mailer = self._mailer
        self.emails.want(project_id, lambda: mailer.emails(project_id))

    async def conversation_content(self, conversation_id: str) -> StoredContent:
        """Read the email that a conversation made. Raises ApiError."""
        return await self.mailer.conversation_content(conversation_id)

    async def email_content(self, email_id: str) -> StoredContent:
        """Read an email by its emailId. Raises ApiError."""
        return await self.mailer.email_content(email_id)

    def domain_of(self, address: str) -> Domain | None:
        """Find the sending domain that an address belongs to."""
        name = address.rpartition("@")[2].lower()
        return next((domain for domain in self.domains.items if domain.name == name), None)

    def project_name(self, project_id: str) -> str:
        """Name a project for people: by its id where its name isn't known."""
        named = (each.name for each in self.projects.items if each.id == project_id)
        return next(named, project_id)

    def _on_list_changed(self, listing: Listing[object]) -> None:
        if isinstance(listing.error, KeyRejected):
            self.key_rejected.emit(listing.error)
