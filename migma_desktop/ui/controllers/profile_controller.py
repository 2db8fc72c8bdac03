"""Opening, adding and removing accounts, with their keys in the keyring or in memory."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.abilities import Ability
from migma_desktop.core.draft import PROFILE_COLORS
from migma_desktop.core.errors import KeychainError, KnownError
from migma_desktop.core.keys import clean_key, kind_of_key, tail_of_key
from migma_desktop.core.models import KeyKind, Profile
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.settings_controller import SettingsController

SANDBOX_ID = "sandbox"


class KeyStore(Protocol):
    """The keyring, asked beside the GUI thread and never for longer than it deserves."""

    async def read(self, profile_id: str) -> str | None:
        """Return a key, None when there is none. Raises KeychainError."""

    async def write(self, profile_id: str, key: str) -> None:
        """Keep a key. Raises KeychainError."""

    async def remove(self, profile_id: str) -> None:
        """Forget a key. Raises KeychainError."""


class ProfileController(QObject):
    """Decides which account is open.

    Signals:
        opening(Profile): its key is being fetched.
        welcome_wanted(): there is no account yet; offer the two roads.
        key_wanted(Profile, KnownError | None): the profile is known, its key isn't at hand.
        key_refused(KnownError): what was pasted can't be used; nothing was kept.
        key_kept(Profile): the key was checked and is in the keyring.
        key_kept_in_memory(Profile, KnownError): it was checked, and is gone when the program
            quits, because the keyring failed.
        removed(Profile, bool): it is gone; the flag says that its key is gone from the keyring.
        not_removed(Profile, KnownError): its key could not be removed, so everything is as it was.
        trouble(KnownError): the keyring failed on something else.
    """

    opening = Signal(object)
    welcome_wanted = Signal()
    key_wanted = Signal(object, object)
    key_refused = Signal(object)
    key_kept = Signal(object)
    key_kept_in_memory = Signal(object, object)
    removed = Signal(object, bool)
    not_removed = Signal(object, object)
    trouble = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        account: AccountController,
        settings: SettingsController,
        keys: KeyStore,
        new_id: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._account = account
        self._settings = settings
        self._keys = keys
        self._new_id = new_id
        self._session_keys: dict[str, str] = {}  # what the keyring wouldn't take
        self._turn = 0  # counts wishes for an account: the last one counts, whoever answers last
        account.learned.connect(settings.put_profile)

    def start(self, *, sandbox: bool) -> None:
        """Open the account that was open last, or ask for one."""
        last = self._settings.profile(self._settings.settings.last_profile_id)
        if sandbox:
            self.open_sandbox()
        elif last is not None:
            self.open(last.id)
        else:
            self.welcome_wanted.emit()

    def open(self, profile_id: str) -> None:
        """Switch to a profile."""
        profile = self._settings.profile(profile_id)
        if profile is None:
            self.welcome_wanted.emit()
            return
        self._turn += 1
        self._runtime.spawn(self._open(profile, self._turn), on_known_error=self.trouble.emit)

    def open_number(self, number: int) -> None:
        """Switch to the profile at this place of the list, counted from 0, if there is one."""
        profiles = self._settings.profiles
        if number < len(profiles) and profiles[number].id != self._account.profile_id:
            self.open(profiles[number].id)

    def open_sandbox(self) -> None:
        """Switch to the practice Migma."""
        known = self._settings.profile(SANDBOX_ID)
        if known is None:
            known = Profile(
                id=SANDBOX_ID,
                name=self.tr("Sandbox"),
                kind=KeyKind.SANDBOX,
                color=self._free_color(),
            )
            self._settings.put_profile(known)
        self.open(SANDBOX_ID)

    def add(self, name: str, typed_key: str) -> None:
        """Check a pasted key with the server, keep it, and open its account."""
        self._runtime.spawn(
            self._keep(self._fresh(name), typed_key), on_known_error=self.key_refused.emit
        )

    def add_granted(self, profile: Profile | None, name: str, key: str, scope: str) -> None:
        """Keep a key that was given in the browser, for a known profile or a new one.

        ``scope`` names what it may do; empty when Migma didn't say.
        """
        given = set(scope.split())
        permissions = {each.value: each.value in given for each in Ability} if given else {}
        self._runtime.spawn(
            self._keep(profile or self._fresh(name), key, permissions),
            on_known_error=self.key_refused.emit,
        )

    def change(self, profile_id: str, **changes: Any) -> None:
        """Replace fields of a profile, named as in ``Profile``."""
        profile = self._settings.profile(profile_id)
        if profile is not None:
            changed = dataclasses.replace(profile, **changes)
            self._account.take_over(changed)
            self._settings.put_profile(changed)

    def forget_abilities(self, profile_id: str) -> None:
        """Let it be found out anew what a key may do."""
        self.change(profile_id, permissions={})

    def replace_key(self, profile_id: str, typed_key: str) -> None:
        """Give a known profile another key, after checking it."""
        profile = self._settings.profile(profile_id)
        if profile is not None:
            self._runtime.spawn(
                self._keep(profile, typed_key), on_known_error=self.key_refused.emit
            )

    def remove(self, profile_id: str, *, leave_key: bool = False) -> None:
        """Forget a profile and its key; with ``leave_key`` the keyring isn't asked."""
        profile = self._settings.profile(profile_id)
        if profile is not None:
            self._runtime.spawn(
                self._remove(profile, leave_key=leave_key),
                on_known_error=lambda error: self.not_removed.emit(profile, error),
            )

    async def _open(self, profile: Profile, turn: int) -> None:
        self.opening.emit(profile)
        key = ""
        if profile.kind is not KeyKind.SANDBOX:
            try:
                key = self._session_keys.get(profile.id) or await self._keys.read(profile.id) or ""
            except KeychainError as error:
                if turn == self._turn:
                    self._miss_key(profile, error)
                return
            if turn != self._turn:
                return
            if not key:
                self._miss_key(profile, None)
                return
        if turn != self._turn:
            return
        if await self._account.open(self._settings.profile(profile.id) or profile, key):
            self._settings.change(last_profile_id=profile.id)

    def _miss_key(self, profile: Profile, error: KnownError | None) -> None:
        """Ask for a key; the account that was open is left, since another one is wanted."""
        self._settings.change(last_profile_id=profile.id)
        if self._account.profile is not None:
            self._account.leave()
        self.key_wanted.emit(profile, error)

    async def _keep(
        self, profile: Profile, typed_key: str, permissions: Mapping[str, bool] | None = None
    ) -> None:
        key = clean_key(typed_key)
        kind = kind_of_key(key)
        profile = dataclasses.replace(
            profile,
            kind=kind,
            key_tail=tail_of_key(key),
            name=profile.name or self._name_of(kind),
            permissions=dict(permissions or {}),
        )
        await self._account.check(profile, key)
        trouble = await self._write(profile, key)
        self._turn += 1
        self._settings.put_profile(profile)
        await self._account.open(profile, key)
        self._settings.change(last_profile_id=profile.id)
        if trouble is None:
            self.key_kept.emit(profile)
        else:
            self.key_kept_in_memory.emit(profile, trouble)

    async def _write(self, profile: Profile, key: str) -> KnownError | None:
        try:
            await self._keys.write(profile.id, key)
        except KeychainError as error:
            self._session_keys[profile.id] = key
            return error
        self._session_keys.pop(profile.id, None)
        return None

    async def _remove(self, profile: Profile, *, leave_key: bool) -> None:
        if profile.kind is not KeyKind.SANDBOX and not leave_key:
            await self._keys.remove(profile.id)  # which looks whether it is gone
        self._session_keys.pop(profile.id, None)
        self._settings.remove_profile(profile.id)
        self.removed.emit(profile, not leave_key)
        if self._account.profile_id == profile.id:
            self._account.leave()
            if not self._settings.profiles:
                self.welcome_wanted.emit()

    def _fresh(self, name: str) -> Profile:
        return Profile(
            id=self._new_id(), name=name.strip(), kind=KeyKind.LIVE, color=self._free_color()
        )

    def _free_color(self) -> str:
        """Return a colour that no account has yet, or the one that the fewest have."""
        taken = [profile.color for profile in self._settings.profiles]
        return min(PROFILE_COLORS, key=taken.count)

    def _name_of(self, kind: KeyKind) -> str:
        return self.tr("Test account") if kind is KeyKind.TEST else self.tr("Live account")
