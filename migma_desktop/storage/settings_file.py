"""The one file with settings and profiles. API keys are not in it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from migma_desktop.core.draft import PROFILE_COLORS, Profile
from migma_desktop.core.errors import StoreError
from migma_desktop.core.settings import Settings
from migma_desktop.core.texts import Text, say
from migma_desktop.storage import lenient
from migma_desktop.storage.atomic_file import set_aside, write_atomically
from migma_desktop.storage.json_overlay import Document, is_document
from migma_desktop.storage.settings_json import (
    documents,
    profiles_from,
    profiles_onto,
    settings_from,
    settings_onto,
)

Migration = Callable[[Document], Document]


def _give_accounts_colors(document: Document) -> Document:
    """Accounts of version 1 had no colour of their own: each gets one, in their order."""
    accounts = [
        {**account, "color": PROFILE_COLORS[number % len(PROFILE_COLORS)]}
        for number, account in enumerate(documents(document.get("profiles")))
    ]
    return {**document, "profiles": accounts}


MIGRATIONS: tuple[Migration, ...] = (_give_accounts_colors,)
"""Step n turns a document of version n into one of version n + 1."""


class Loaded(NamedTuple):
    """What the file held, and what its user should be told."""

    settings: Settings
    profiles: tuple[Profile, ...] = ()
    notice: Text | None = None


class SettingsFile:
    """Reads and writes settings and profiles. Small and quick, yet it waits for the disk."""

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime],
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        self._path = path
        self._now = now
        self._migrations = migrations
        self._raw: Document = {}
        self._is_newer = False  # than this program: then it is only read
        self._lock = threading.Lock()  # the last save of a quitting program meets one in a thread

    def load(self) -> Loaded:
        """Read the file. Never fails: a file that can't be read leads to the defaults."""
        try:
            stored = self._path.read_bytes()
        except FileNotFoundError:
            return Loaded(Settings())
        except OSError as error:
            return Loaded(Settings(), notice=_unreadable(self._path, error))
        document = _parse(stored)
        if document is None:
            return Loaded(Settings(), notice=self._set_aside())
        version = max(1, lenient.number(document, "version", 1))
        notice = None
        self._is_newer = version > self._version
        if self._is_newer:
            notice = _newer()
        elif version < self._version:
            notice = self._back_up(stored, version)
        self._raw = self._migrated(document, version)
        return Loaded(
            settings_from(lenient.part(self._raw, "settings")),
            profiles_from(documents(self._raw.get("profiles"))),
            notice,
        )

    def save(self, settings: Settings, profiles: Sequence[Profile]) -> None:
        """Write both. Fields that this version doesn't know stay as they were.

        A file of a newer version is left as it is: what it means here is not known.

        Raises:
            StoreError: the file is as it was before.
        """
        with self._lock:
            if self._is_newer:
                return
            document = self._laid_over(settings, profiles)
            data = json.dumps(document, indent=2).encode()
            try:
                write_atomically(self._path, data + b"\n")
            except OSError as error:
                raise _unwritable(self._path, error) from error
            self._raw = document

    def _laid_over(self, settings: Settings, profiles: Sequence[Profile]) -> Document:
        return {
            **self._raw,
            "version": lenient.number(self._raw, "version", self._version),
            "settings": settings_onto(settings, lenient.part(self._raw, "settings")),
            "profiles": profiles_onto(profiles, documents(self._raw.get("profiles"))),
        }

    @property
    def _version(self) -> int:
        return len(self._migrations) + 1

    def _back_up(self, stored: bytes, version: int) -> Text | None:
        """Keep the file as it was before it is brought up to date."""
        name = f"{self._path.stem}.before-v{version + 1}{self._path.suffix}"
        try:
            write_atomically(self._path.with_name(name), stored)
        except OSError as error:  # then neither can the file be written: nothing is at risk
            return _unwritable_text(error)
        return None

    def _migrated(self, document: Document, version: int) -> Document:
        """Bring an older document up to date. A newer one is read as far as it is understood."""
        for step in self._migrations[version - 1 :]:
            document = step(document)
            version += 1
        return {**document, "version": version}

    def _set_aside(self) -> Text:
        try:
            aside = set_aside(self._path, at=self._now())
        except OSError as error:
            return _unreadable(self._path, error)
        return say(
            "The settings file was damaged. It was kept as {file}, and the program starts with "
            "its first settings. Your keys are still in the keyring: add the accounts again.",
            file=str(aside),
        )


def _newer() -> Text:
    return say(
        "Your settings were last used by a newer version of this program. They hold here as far "
        "as this version understands them, and stay as they are: what you change in them now is "
        "kept until you quit. Install the newest Migma Desktop to change them for good."
    )


def _unwritable_text(error: OSError) -> Text:
    return say(
        "The settings are of an older version, and no copy of them could be made before bringing "
        "them up to date ({reason}).",
        reason=error.strerror or type(error).__name__,
    )


def _parse(stored: bytes) -> Document | None:
    try:
        document = json.loads(stored)
    except (ValueError, RecursionError):
        return None
    return document if is_document(document) else None


def _unreadable(path: Path, error: OSError) -> Text:
    return say(
        "The settings can't be read, so the program starts with its first ones. File: {file} "
        "({reason})",
        file=str(path),
        reason=error.strerror or type(error).__name__,
    )


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        say("The settings could not be saved"),
        say("They hold until you quit. Check that you may write to the folder in the details."),
        details=f"{path}: {error}",
    )
