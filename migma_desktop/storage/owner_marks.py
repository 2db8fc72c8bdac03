"""Which programs are running on this profile: a lock for each, gone when its process is.

The lock is SQLite's own on an empty file, so it works on every system and also between two
programs in one process. The operating system releases it when a process dies, however that
happens; no process number is written down, since those are given anew.
"""

from __future__ import annotations

import sqlite3
import threading
import uuid
from contextlib import closing, suppress
from pathlib import Path

from migma_desktop.core.errors import StoreError
from migma_desktop.core.texts import say

_ENDING = ".lock"


class OwnerMarks:
    """``ports.Owners`` as files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._own = ""
        self._held: sqlite3.Connection | None = None

    def own(self) -> str:
        """Return the mark of this program, made at the first call. Raises StoreError."""
        with self._lock:
            if not self._own:
                while not self._own:
                    self._make()
                self._sweep()
            return self._own

    def is_alive(self, owner: str) -> bool:
        """Whether the program with this mark is running. Raises StoreError."""
        if owner == self._own:
            return bool(owner)
        path = self._path(owner)
        if not owner or not path.exists():
            return False
        try:
            with closing(_open(path)) as connection:
                connection.execute("BEGIN EXCLUSIVE")
                with suppress(OSError):  # Windows keeps it as long as it is open: it is empty
                    path.unlink()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
                return True
            raise _unreadable(path, error) from error
        return False

    def release(self) -> None:
        """Take the own mark away, as the program ends."""
        with self._lock:
            if self._held is not None:
                self._held.close()
                with suppress(OSError):  # a folder that can't be written: the next start sweeps it
                    self._path(self._own).unlink(missing_ok=True)
            self._held, self._own = None, ""

    def _make(self) -> None:
        """Make a mark; whoever takes it for a dead one before it is locked removes the file."""
        name = uuid.uuid4().hex
        path = self._path(name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = _open(path)
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except BaseException:
                connection.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise _unreadable(path, error) from error
        if path.exists():
            self._own, self._held = name, connection
        else:
            connection.close()

    def _sweep(self) -> None:
        """Remove the marks of programs that were killed."""
        for path in self._folder.glob(f"*{_ENDING}"):
            with suppress(StoreError):
                self.is_alive(path.stem)

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}{_ENDING}"


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = MEMORY")  # no second file
    except BaseException:
        connection.close()
        raise
    return connection


def _unreadable(path: Path, error: Exception) -> StoreError:
    return StoreError(
        say("The program can't see whether it is open in another window"),
        say(
            "Nothing was sent. Check that the folder in the details exists, that you may write "
            "to it and that the disk has room, then try again."
        ),
        details=f"{path}: {type(error).__name__}: {error}",
    )
