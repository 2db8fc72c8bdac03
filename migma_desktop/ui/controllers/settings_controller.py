"""Settings and profiles as they stand, written down soon after each change."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Profile
from migma_desktop.core.person import Person
from migma_desktop.core.settings import Settings
from migma_desktop.ui.async_runtime import AsyncRuntime

_SAVE_MS = 500


class SettingsStore(Protocol):
    """Where settings and profiles are kept: ``storage.settings_file.SettingsFile``."""

    def save(self, settings: Settings, profiles: Sequence[Profile]) -> None:
        """Write both. Raises StoreError."""


class SettingsController(QObject):
    """Holds settings and profiles; the only one who writes them.

    Signals:
        profiles_changed(): a profile came, went or changed.
        not_saved(KnownError): they hold until the program quits, and why.
    """

    profiles_changed = Signal()
    not_saved = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        store: SettingsStore,
        settings: Settings,
        profiles: Sequence[Profile],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._store = store
        self._settings = settings
        self._profiles = {profile.id: profile for profile in profiles}
        self._soon = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._soon.timeout.connect(self._on_time_to_save)

    @property
    def settings(self) -> Settings:
        """The settings as they stand."""
        return self._settings

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles in the order in which they were added."""
        return tuple(self._profiles.values())

    def profile(self, profile_id: str) -> Profile | None:
        """Find a profile."""
        return self._profiles.get(profile_id)

    def change(self, **changes: Any) -> None:
        """Replace fields of the settings, named as in ``Settings``."""
        changed = dataclasses.replace(self._settings, **changes)
        if changed != self._settings:
            self._settings = changed
            self._soon.start()

    def put_profile(self, profile: Profile) -> None:
        """Add a profile or replace the one with its id."""
        if self._profiles.get(profile.id) == profile:
            return
        self._profiles[profile.id] = profile
        self._soon.start()
        self.profiles_changed.emit()

    def remove_profile(self, profile_id: str) -> None:
        """Forget a profile."""
        if self._profiles.pop(profile_id, None) is not None:
            self._soon.start()
            self.profiles_changed.emit()

    def forget_person(self, person: Person) -> None:
        """Take a person's address out of settings and profiles."""
        if person.is_(self._settings.test_address):
            self.change(test_address="")
        for profile in self.profiles:
            sender = profile.sender
            kept = dataclasses.replace(
                sender,
                address="" if person.is_(sender.address) else sender.address,
                reply_to="" if person.is_(sender.reply_to) else sender.reply_to,
            )
            self.put_profile(dataclasses.replace(profile, sender=kept))

    def save_now(self) -> None:
        """Write without waiting, as the program ends."""
        self._soon.stop()
        try:
            self._store.save(self._settings, self.profiles)
        except KnownError as error:
            self.not_saved.emit(error)

    def _on_time_to_save(self) -> None:
        self._runtime.spawn(self._save(), on_known_error=self.not_saved.emit)

    async def _save(self) -> None:
        await self._runtime.in_thread(self._store.save, self._settings, self.profiles)
