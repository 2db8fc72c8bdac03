"""Opening, adding and removing accounts, with their keys in the keyring or in memory."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

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
        removed(Profile): its key is gone from the keyring.
        trouble(KnownError): the keyring failed on something else.
    """

    opening = Signal(object)
    welcome_wanted = Signal()
    key_wanted = Signal(object, object)
    key_refused = Signal(object)
    key_kept = Signal(object)
    key_kept_in_memory = Signal(object, object)
    removed = Signal(object)
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
        self._runtime.spawn(self._open(profile), on_known_error=self.trouble.emit)

    def open_sandbox(self) -> None:
        """Switch to the practice Migma."""
        known = self._settings.profile(SANDBOX_ID)
        if known is None:
            known = Profile(id=SANDBOX_ID, name=self.tr("Sandbox"), kind=KeyKind.SANDBOX)
            self._settings.put_profile(known)
        self.open(SANDBOX_ID)

    def add(self, name: str, typed_key: str) -> None:
        """Check a pasted key with the server, keep it, and open its account."""
        profile = Profile(id=self._new_id(), name=name.strip(), kind=KeyKind.LIVE)
        self._runtime.spawn(self._keep(profile, typed_key), on_known_error=self.key_refused.emit)

    def replace_key(self, profile_id: str, typed_key: str) -> None:
        """Give a known profile another key, after checking it."""
        profile = self._settings.profile(profile_id)
        if profile is not None:
            self._runtime.spawn(
                self._keep(profile, typed_key), on_known_error=self.key_refused.emit
            )

    def remove(self, profile_id: str) -> None:
        """Forget a profile and its key."""
        profile = self._settings.profile(profile_id)
        if profile is not None:
            self._runtime.spawn(self._remove(profile), on_known_error=self.trouble.emit)

    async def _open(self, profile: Profile) -> None:
        self.opening.emit(profile)
        key = ""
        if profile.kind is not KeyKind.SANDBOX:
            found = await self._find_key(profile)
            if found is None:
                return
            key = found
        await self._account.open(profile, key)
        self._settings.change(last_profile_id=profile.id)

    async def _find_key(self, profile: Profile) -> str | None:
        if profile.id in self._session_keys:
            return self._session_keys[profile.id]
        try:
            key = await self._keys.read(profile.id)
        except KeychainError as error:
            self.key_wanted.emit(profile, error)
            return None
        if key is None:
            self.key_wanted.emit(profile, None)
        return key

    async def _keep(self, profile: Profile, typed_key: str) -> None:
        key = clean_key(typed_key)
        kind = kind_of_key(key)
        profile = dataclasses.replace(
            profile, kind=kind, key_tail=tail_of_key(key), name=profile.name or self._name_of(kind)
        )
        await self._account.check(profile, key)
        trouble = await self._write(profile, key)
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

    async def _remove(self, profile: Profile) -> None:
        self._session_keys.pop(profile.id, None)
        if profile.kind is not KeyKind.SANDBOX:
            await self._keys.remove(profile.id)
        self._settings.remove_profile(profile.id)
        self.removed.emit(profile)
        open_profile = self._account.profile
        if open_profile is not None and open_profile.id == profile.id:
            await self._account.leave()
            self.welcome_wanted.emit()

    def _name_of(self, kind: KeyKind) -> str:
        return self.tr("Test account") if kind is KeyKind.TEST else self.tr("Live account")
