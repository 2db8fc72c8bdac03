"""Accounts as a file to hand on: without keys, and without anything that leads to one.

::

    {"format": "migma-profiles", "version": 1, "profiles": [
      {"id": "…", "name": "…", "color": "…", "project_id": "…",
       "sender": {"address": "…", "name": "…", "reply_to": "…"},
       "tests_only": false, "batch_cap": 1000}]}

A format that older programs would misread gets another name; any other change is a field more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from migma_desktop.core.draft import KeyKind, Profile
from migma_desktop.core.errors import FileRefused, StoreError
from migma_desktop.core.texts import say
from migma_desktop.storage.atomic_file import write_atomically
from migma_desktop.storage.json_overlay import is_document, mended
from migma_desktop.storage.settings_json import documents, profiles_from

FORMAT = "migma-profiles"
VERSION = 1

_SHARED = ("id", "name", "color", "project_id", "sender", "tests_only", "batch_cap")
_LARGEST = 1024 * 1024  # bytes
_MOST = 500
_LONGEST = 200  # characters of a name or an id


def write_profiles(path: Path, profiles: Sequence[Profile]) -> int:
    """Write all accounts but the sandbox as one file; return how many. Raises StoreError."""
    shared = [each for each in profiles if each.kind is not KeyKind.SANDBOX]
    listed = [
        {name: value for name, value in asdict(each).items() if name in _SHARED} for each in shared
    ]
    document = {"format": FORMAT, "version": VERSION, "profiles": listed}
    text = mended(json.dumps(document, indent=2, ensure_ascii=False))
    try:
        write_atomically(path, f"{text}\n".encode())
    except OSError as error:
        raise StoreError(
            say("The accounts could not be written to this file"),
            say("Check that you may write to the folder, and that the disk isn't full."),
            details=f"{path}: {error}",
        ) from error
    return len(shared)


def read_profiles(path: Path) -> tuple[Profile, ...]:
    """Read the accounts of a file. They have no key yet, and count as live until one is there.

    Raises:
        FileRefused: it isn't such a file, or a newer program's.
    """
    try:
        with path.open("rb") as file:
            stored = file.read(_LARGEST + 1)
    except OSError as error:
        raise _refused(f"{path}: {error}") from error
    if len(stored) > _LARGEST:
        raise _refused(f"larger than {_LARGEST} bytes")
    try:
        document = json.loads(stored)
    except (ValueError, RecursionError) as error:
        raise _refused(str(error)) from error
    named = document.get("format") if is_document(document) else None
    if isinstance(named, str) and named.startswith(f"{FORMAT}-"):
        raise FileRefused(
            say("These accounts were written by a newer version of the program"),
            say("Nothing was imported. Install the newest Migma Desktop to read them."),
            details=f"format {named!r}",
        )
    if named != FORMAT:
        raise _refused("the field 'format' is not 'migma-profiles'")
    found = {each.id: each for each in profiles_from(documents(document.get("profiles")))[:_MOST]}
    return tuple(_plain(each) for each in found.values() if len(each.id) <= _LONGEST)


def _plain(profile: Profile) -> Profile:
    """Return an account without whatever a file has no business to say of its key."""
    name = " ".join(profile.name.split())[:_LONGEST]
    return replace(profile, name=name or profile.id, kind=KeyKind.LIVE, key_tail="", permissions={})


def _refused(details: str) -> FileRefused:
    return FileRefused(
        say("This is not a file of accounts"),
        say("Choose one that was made with “Export” under “Manage accounts”. Nothing has changed."),
        details=details,
    )
