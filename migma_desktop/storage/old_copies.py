"""Files beside the database: copies from before an update, and damaged ones that were set aside."""

from __future__ import annotations

import mmap
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from migma_desktop.storage.draft_versions import unpacked


def copies_with(database: Path, address: str) -> list[Path]:
    """Return the copies from before an update that hold an address.

    An address may stand in a draft's version, which is compressed: those are unpacked.
    """
    found = database.parent.glob(f"{database.stem}.before-v*{database.suffix}")
    forms = [form.encode() for form in {address, address.lower()}]
    return [copy for copy in found if _holds(copy, forms) or _packs(copy, address.lower())]


def set_aside_beside(database: Path) -> list[Path]:
    """Return the damaged files that were set aside, and what belongs to them.

    What they hold can't be looked through: pieces of it are unreadable, or compressed.
    """
    return sorted(database.parent.glob(f"{database.stem}.damaged-*"))


def _holds(file: Path, forms: list[bytes]) -> bool:
    if not file.stat().st_size:
        return False
    with (
        file.open("rb") as opened,
        closing(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)) as content,
    ):
        return any(content.find(form) >= 0 for form in forms)


def _packs(copy: Path, address: str) -> bool:
    return any(address in version.lower() for version in _versions(copy))


def _versions(copy: Path) -> Iterator[str]:
    """Yield the versions of drafts in a copy; none where it is older than those, or no database."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as db,
    ):
        for (content,) in db.execute("SELECT content FROM draft_versions"):
            with suppress(zlib.error, UnicodeDecodeError):
                yield unpacked(content)
