"""The account that the window works with: profile, connection, and the lists it holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.abilities import Ability, learned
from migma_desktop.core.capacity import Capacity, read_capacity
from migma_desktop.core.errors import ApiError, KeychainError, KeyRejected, PermissionMissing
from migma_desktop.core.kept_lists import Keep, KeptLists
from migma_desktop.core.made_emails import SeriesEmail, Topic
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

_T = TypeVar("_T")

Connect = Callable[[Profile, str], Awaitable[Mailer]]


class AccountController(QObject):
    """Holds the connection of the open profile and the lists that the pickers show.

    Signals:
        profile_changed(Profile | None): another account is open, or none.
        key_rejected(KnownError): Migma doesn't know the key, or no longer.
        learned(Profile): an answer showed what the key of the open profile may do, or may not.
    """

    profile_changed = Signal(object)
    key_rejected = Signal(object)
    learned = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        connect: Connect,
        kept: KeptLists,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._connect = connect
        self._profile: Profile | None = None
        self._mailer: Mailer | None = None
        self._closing: list[Mailer] = []
        self._wishes = 0  # for an account: the last one counts, whichever is connected last
        self.projects: RemoteList[Project] = RemoteList(
            runtime=runtime, kept=kept, now=now, parent=self
        )
        self.domains: RemoteList[Domain] = RemoteList(
            runtime=runtime, kept=kept, now=now, parent=self
        )
        self.groups: RemoteList[Group] = RemoteList(
            runtime=runtime, kept=kept, now=now, parent=self
        )
        self.emails: RemoteList[MigmaEmail] = RemoteList(
            runtime=runtime, kept=kept, now=now, parent=self
        )
        self.series: RemoteList[SeriesEmail] = RemoteList(
            runtime=runtime, kept=kept, now=now, parent=self
        )
        self.topics: RemoteList[Topic] = RemoteList(
            runtime=runtime, kept=kept, now=now, parent=self
        )
        self._lists = (
            self.projects,
            self.domains,
            self.groups,
            self.emails,
            self.series,
            self.topics,
        )

    @property
    def profile(self) -> Profile | None:
        """The open profile, None before the first key."""
        return self._profile

    @property
    def profile_id(self) -> str:
        """The id of the open profile; empty when none is open."""
        return "" if self._profile is None else self._profile.id

    def key_mark(self, profile_id: str) -> str:
        """Return what tells the present key of this account from an earlier one; may be empty."""
        profile = self._profile
        return "" if profile is None or profile.id != profile_id else profile.key_tail

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

    async def open(self, profile: Profile, key: str) -> bool:
        """Work with this account from now on, and read what its pickers need first.

        Return whether it is open: it isn't when another one was wanted meanwhile.
        """
        self._wishes += 1
        wish = self._wishes
        mailer = await self._connect(profile, key)
        if wish != self._wishes:
            await mailer.aclose()
            return False
        before = self._let_go()
        self._mailer = mailer
        self._profile = profile
        mailer.watch(lambda permission, error: self._on_told(profile.id, permission, error))
        self.profile_changed.emit(profile)
        self.reload()
        if before is not None:
            self._runtime.spawn(self._close(before))
        return True

    def leave(self) -> None:
        """Close the account; none is open afterwards."""
        self._wishes += 1
        before = self._let_go()
        self.profile_changed.emit(None)
        if before is not None:
            self._runtime.spawn(self._close(before))

    async def aclose(self) -> None:
        """Close all connections, as the program ends; nobody is told, who might begin anew."""
        mailer, self._mailer = self._mailer, None
        if mailer is not None:
            mailer.watch(None)
            self._closing.append(mailer)
        for each in tuple(self._closing):
            await each.aclose()

    async def _close(self, mailer: Mailer) -> None:
        """Close a connection once what is under way on it is answered."""
        self._closing.append(mailer)
        await mailer.aclose()
        self._closing.remove(mailer)

    def _let_go(self) -> Mailer | None:
        """Forget the account and return its connection, still open."""
        before, self._mailer = self._mailer, None
        self._profile = None
        if before is not None:
            before.watch(None)
        for remote in self._lists:
            remote.clear()
        return before

    async def check(self, profile: Profile, key: str) -> None:
        """Ask the server whether it knows a key, without opening the profile.

        Raises:
            KeyRejected: it opens another Migma account than the profile's, as far as that shows.
            ApiError: the server doesn't know it, or can't be asked.
        """
        mailer = await self._connect(profile, key)
        try:
            await mailer.check_key()
            if profile.id == self.profile_id and self.projects.items:
                await self._expect_same_account(profile, mailer)
        finally:
            await mailer.aclose()

    async def _expect_same_account(self, profile: Profile, mailer: Mailer) -> None:
        """Refuse a key by which emails that wait for this account would leave through another."""
        try:
            found = {project.id for project in await mailer.projects()}
        except PermissionMissing:
            return
        if found and found.isdisjoint(project.id for project in self.projects.items):
            raise KeyRejected(
                say("This key belongs to another Migma account."),
                say(
                    "None of the projects of {name} is in it. Add it as an account of its own: "
                    "emails that wait for {name} must not leave through another account.",
                    name=profile.name,
                ),
            )

    def take_over(self, profile: Profile) -> None:
        """Work with the open profile as it was changed; another one is none of its business."""
        if profile.id == self.profile_id:
            self._profile = profile

    async def look_at_key(self) -> None:
        """Find out by reading alone what isn't known of the key yet; ``learned`` tells."""
        mailer, profile = self._mailer, self._profile
        if mailer is None or profile is None:
            return
        known, projects = profile.permissions, self.projects.items
        if Ability.READ_DOMAINS not in known:
            await _ignoring_refusals(mailer.domains())
        if Ability.READ_EMAILS not in known:
            projects = tuple(await _ignoring_refusals(mailer.projects()) or ())
        project_id = projects[0].id if projects else profile.project_id
        if Ability.READ_PEOPLE not in known and project_id:
            await _ignoring_refusals(mailer.contacts_like(project_id, most=1))

    async def capacity(self) -> Capacity:
        """Read plan, credits and what is left; empty where nobody says."""
        return Capacity() if self._mailer is None else await read_capacity(self._mailer)

    def reload(self) -> None:
        """Read all lists again as they are wanted; projects and domains now."""
        for remote in self._lists:
            remote.read_again()
        self.want_basics()

    def want_basics(self) -> None:
        """Read projects and domains, unless they are there already."""
        if self._mailer is not None:
            self.projects.want(self._keep("projects", Project), self._mailer.projects)
            self.domains.want(self._keep("domains", Domain), self._mailer.domains)

    def want_groups(self, recipient_type: RecipientType, project_id: str) -> None:
        """Read the segments or tags of a project, unless they are there already."""
        if self._mailer is None or not project_id or not recipient_type.is_batch:
            return
        of_tags = recipient_type is RecipientType.TAG
        read = self._mailer.tags if of_tags else self._mailer.segments
        name = f"{'tags' if of_tags else 'segments'} of {project_id}"
        self.groups.want(self._keep(name, Group), lambda: read(project_id))

    def want_emails(self, project_id: str) -> None:
        """Read the emails made in Migma for a project, unless they are there already."""
        if self._mailer is None or not project_id:
            return
        mailer = self._mailer
        what = self._keep(f"emails of {project_id}", MigmaEmail)
        self.emails.want(what, lambda: mailer.emails(project_id))

    def want_series(self, conversation_id: str) -> None:
        """Read the emails that a conversation made, unless they are there already."""
        if self._mailer is None or not conversation_id:
            return
        mailer = self._mailer
        what = self._keep(f"series of {conversation_id}", SeriesEmail)
        self.series.want(what, lambda: mailer.series(conversation_id))

    def want_topics(self, project_id: str) -> None:
        """Read what the people of a project may choose, unless it is there already."""
        if self._mailer is None or not project_id:
            return
        mailer = self._mailer
        self.topics.want(
            self._keep(f"topics of {project_id}", Topic), lambda: mailer.topics(project_id)
        )

    def _keep(self, name: str, kind: type[_T]) -> Keep[_T]:
        return Keep(self.profile_id, name, kind)

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

    def _on_told(self, profile_id: str, permission: str, error: ApiError | None) -> None:
        """Take note of what an answer says about the key."""
        profile = self._profile
        if profile is None or profile.id != profile_id:
            return
        if isinstance(error, KeyRejected):
            self.key_rejected.emit(error)
        if error is not None and not isinstance(error, PermissionMissing):
            return
        if learned(profile.permissions, permission, error is None):
            permissions = {**profile.permissions, permission: error is None}
            self._profile = replace(profile, permissions=permissions)
            self.learned.emit(self._profile)


async def _ignoring_refusals(reading: Awaitable[_T]) -> _T | None:
    try:
        return await reading
    except ApiError:
        return None  # it was told to who watches the answers
