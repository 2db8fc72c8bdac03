"""The one SQLite file behind drafts and outbox: opened safely, used from any thread.

Every method blocks for the time of a disk write: call it off the GUI thread. One connection
behind a lock serves all threads, since each piece of work is short. A transaction is on disk
when its block ends (WAL with ``synchronous=FULL``).
"""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from migma_desktop.core.errors import StoreError
from migma_desktop.core.texts import Text, say
from migma_desktop.storage.atomic_file import set_aside
from migma_desktop.storage.migrations import STEPS, Step

if TYPE_CHECKING:  # at run time only a damaged file needs it
    from migma_desktop.storage.salvage import Salvaged

BUSY_SECONDS = 5.0
"""How long a write waits for another window of the program."""

_DAMAGE = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


class Opened(NamedTuple):
    """An open database, and what its user should be told about the opening."""

    database: Database
    notices: tuple[Text, ...] = ()


class Database:
    """Transactions on the program's records. Made by ``open_database``."""

    def __init__(self, connection: sqlite3.Connection, *, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._file = _file_at(path)
        self._lock = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Run SELECTs that all see the same moment. Raises StoreError."""
        with self._lock, _translated(self._path), transaction(self._connection, "BEGIN"):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run a transaction that also holds off other processes from its first line.

        Raises:
            StoreError: nothing of the block was written.
        """
        with self._lock, _translated(self._path):
            self._stay_in_place()
            with transaction(self._connection):
                yield self._connection

    def beside(self) -> Database:
        """Open the same file once more: a long read there holds up nothing here.

        Raises:
            StoreError: it can't be opened again.
        """
        with _translated(self._path):
            return Database(_connect(self._path), path=self._path)

    def leave_no_traces(self) -> None:
        """Overwrite what is deleted from now on, and empty the write-ahead log where it can be.

        Raises:
            StoreError: the disk refuses.
        """
        with self._lock, _translated(self._path):
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._path

    def close(self) -> None:
        """Close the file. A last checkpoint folds the write-ahead log into it.

        Raises:
            StoreError: the file was deleted or replaced, and could not be put back.
        """
        with self._lock, _translated(self._path):
            try:
                self._stay_in_place()
            except StoreError:
                self._connection.close()
                _remove_log(self._path)  # it is ours: the other file would be mixed with it
                raise
            finally:
                self._connection.close()

    def _stay_in_place(self) -> None:
        """See to it that what is written can be found again.

        Where a file that is open can be deleted, SQLite goes on writing into it without a word,
        and all is lost when it is closed. All of it can still be read, though: it is put back.
        """
        there = _file_at(self._path)
        if there == self._file:
            return
        if there is not None:
            kept = self._path.with_name(f"{self._path.stem}.kept{self._path.suffix}")
            if not kept.exists():
                _back_up(self._connection, kept)
            raise _replaced(self._path, kept)
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove_log(self._path)  # of the deleted file: the next would take it for its own
        _back_up(self._connection, self._path)
        gone, self._connection = self._connection, _connect(self._path)
        self._file = _file_at(self._path)
        gone.close()


def open_database(
    path: Path, *, now: Callable[[], datetime], steps: Sequence[Step] = STEPS
) -> Opened:
    """Open the database at ``path``, making, migrating or replacing it as needed.

    A file from an older version is copied beside itself before it is migrated. From a damaged one
    all that can be read is copied into a new one, and it is renamed; a notice tells how much.

    Raises:
        StoreError: the file is from a newer version, or can't be opened or made.
    """
    with _translated(path):
        _finish_replacing(path)
    try:
        return Opened(_open_sound(path, steps))
    except _DamagedError:
        with _translated(path):
            salvaged = _salvage(path, steps)
            aside = _set_aside_with_log(path, now())
            _finish_replacing(path)
        return Opened(_open_sound(path, steps), (_notice_of_damage(aside), salvaged.sentence()))


def _open_sound(path: Path, steps: Sequence[Step]) -> Database:
    with _translated(path, opening=True):
        connection = _connect(path)
        try:
            _check_soundness(connection, path)
            _migrate(connection, path, steps)
        except BaseException:
            connection.close()
            raise
        return Database(connection, path=path)


def _remove_log(path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _salvage(path: Path, steps: Sequence[Step]) -> Salvaged:
    """Build a new database beside the damaged one, with all that can be read of it.

    It takes the damaged one's place only when it is whole: a program that is stopped meanwhile
    begins again at the next start.
    """
    from migma_desktop.storage.salvage import salvage

    unfinished = _successor(path).with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    _remove_log(unfinished)
    with closing(_connect(unfinished)) as target:
        _migrate(target, unfinished, steps)
        with transaction(target):
            salvaged = salvage(path, target)
    unfinished.replace(_successor(path))
    return salvaged


def _finish_replacing(path: Path) -> None:
    """Put the new database in the place of the damaged one that was renamed."""
    if not path.exists() and _successor(path).exists():
        _successor(path).replace(path)


def _successor(path: Path) -> Path:
    return path.with_name(f"{path.name}.salvaged")


def _file_at(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at ``path`` from any other, None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # SQLite gives its side files the rights of the main file, so that one is made first. A file
    # that is there is not touched: closing it here would take this process's other connections
    # their locks (POSIX has them per file, not per opening), and the next program that ends would
    # remove the write-ahead log under them.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    as_this_user = os.access in os.supports_effective_ids
    if not os.access(path, os.W_OK, effective_ids=as_this_user):
        # SQLite would open it all the same, to read.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: through the drive's own cache
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_soundness(connection: sqlite3.Connection, path: Path) -> None:
    """Look at every page, but only after damage was met: that takes long for a long history."""
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    marker = _damage_marker(path)
    if not marker.exists():
        return
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise _DamagedError
    marker.unlink()


def _migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Step]) -> None:
    version = _version(connection)
    if version > len(steps):
        raise StoreError(
            say("Your drafts and emails were last used by a newer version of this program"),
            say("Nothing was changed. Install the newest Migma Desktop to open them."),
            details=f"{path}: version {version}, this program knows {len(steps)}",
        )
    if 0 < version < len(steps):
        _back_up(connection, path.with_name(f"{path.stem}.before-v{version + 1}{path.suffix}"))
    for number, step in enumerate(steps, start=1):
        _apply(connection, number, step)


def _apply(connection: sqlite3.Connection, number: int, step: Step) -> None:
    with transaction(connection):
        if _version(connection) >= number:  # asked inside: another window may have been faster
            return
        for statement in step:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number:d}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    unfinished = target.with_name(target.name + ".tmp")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(target)


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Run statements that are done together or not at all."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _translated(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Turn SQLite's and the system's errors into sentences."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") in _DAMAGE:
            if opening:
                raise _DamagedError from error
            _damage_marker(path).touch()
            raise _damaged(path, error) from error
        raise _store_error(path, error) from error
    except OSError as error:
        raise _store_error(path, error) from error


def _store_error(path: Path, error: Exception) -> StoreError:
    details = f"{path}: {type(error).__name__}: {error}"
    kind = getattr(error, "sqlite_errorname", "")
    if kind == "SQLITE_FULL":
        return StoreError(
            say("The disk is full"),
            say("The last change could not be saved. Free some space, then try again."),
            details=details,
        )
    if kind.startswith("SQLITE_READONLY") or getattr(error, "errno", 0) == errno.EROFS:
        return StoreError(
            say("The folder of your drafts has become read-only"),
            say("The last change could not be saved. Allow writing to it, then try again."),
            details=details,
        )
    if kind.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError(
            say("Another window of this program is busy with your records"),
            say("The last change could not be saved. Wait a moment, then try again."),
            details=details,
        )
    return StoreError(
        say("Your drafts and emails can't be read or saved"),
        say(
            "Nothing was sent. Check that the folder in the details exists, that you may write "
            "to it and that the disk has room, then try again."
        ),
        details=details,
    )


def _replaced(path: Path, kept: Path) -> StoreError:
    return StoreError(
        say("Another file has taken the place of your drafts"),
        say(
            "The last change could not be saved, since it would be lost in there. Export a copy "
            "of what you are writing, then start the program again. All that was saved before is "
            "kept in the file that the details name."
        ),
        details=f"{path} is not the file that was opened; its content was kept as {kept}",
    )


def _damaged(path: Path, error: Exception) -> StoreError:
    return StoreError(
        say("The file with your drafts and emails is damaged"),
        say(
            "Export a copy of what you are writing, then start the program again: it will save "
            "everything that can be read, and keep the damaged file."
        ),
        details=f"{path}: {error}",
    )


def _damage_marker(path: Path) -> Path:
    return path.with_name(path.name + ".check")


def _set_aside_with_log(path: Path, at: datetime) -> Path:
    """Rename the file together with its write-ahead log, which may hold the newest rows."""
    aside = set_aside(path, at=at)
    for ending in ("-wal", "-shm"):
        side = path.with_name(path.name + ending)
        if side.exists():
            side.replace(aside.with_name(aside.name + ending))
    _damage_marker(path).unlink(missing_ok=True)
    return aside


def _notice_of_damage(aside: Path) -> Text:
    return say(
        "The file with your drafts and emails was damaged. It was kept as {file}, and the program "
        "goes on with a new one.",
        file=str(aside),
    )


class _DamagedError(Exception):
    """The file is no sound database."""
