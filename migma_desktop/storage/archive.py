"""All that the window asks of the history of sends, over a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from migma_desktop.core.forgetting import Places, still_needed
from migma_desktop.core.history import HistoryFilter, HistoryListing, Row, Stretch
from migma_desktop.core.models import Send
from migma_desktop.storage.atomic_file import write_atomically
from migma_desktop.storage.database import Database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.history import SqliteHistory
from migma_desktop.storage.history_care import HistoryCare
from migma_desktop.storage.history_index import HistoryIndex
from migma_desktop.storage.neighbours import Neighbours
from migma_desktop.storage.outbox import SqliteSendLog


class Archive:
    """``ports.Archive`` in the program's database. Blocks: call it off the GUI thread.

    Its connections are opened when they are first needed, so that the start doesn't wait: one to
    read with, one to measure long listings with, which takes longer than to read their first rows,
    and one to clean up with, which may take longest. Exports, which bring libraries of their own,
    are loaded when one is wanted.
    """

    def __init__(
        self, *, database: Database, drafts: DraftStore, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._drafts = drafts
        self._now = now
        self._lock = threading.Lock()
        self._connections: list[Database] = []
        self._history: SqliteHistory | None = None
        self._measuring: SqliteHistory | None = None
        self._cleaning: tuple[Database, HistoryCare] | None = None
        self._neighbours = Neighbours(database=database)

    def open(self, wanted: HistoryFilter) -> tuple[HistoryListing, Sequence[Row]]:
        """Begin a listing and read its first window."""
        return self._reader().open(wanted)

    def measure(self, opened: HistoryListing) -> HistoryListing:
        """Count the sends of a listing."""
        return self._measurer().measure(opened)

    def walk(self, wanted: HistoryFilter, *, top: int, seen: int) -> Stretch:
        """Find where windows begin, from number ``top`` down; ``seen`` sends are above."""
        return self._measurer().walk(wanted, top=top, seen=seen)

    def window(self, wanted: HistoryFilter, *, start: int) -> Sequence[Row]:
        """Read the window that begins at number ``start``."""
        return self._reader().window(wanted, start=start)

    def get(self, send_id: str) -> Send | None:
        """Read one send whole."""
        return SqliteSendLog(database=self._database).get(send_id)

    def has_other_news(self) -> bool:
        """Whether another window of this profile has changed sends since this was asked last."""
        return self._neighbours.have_sent()

    def index_more(self) -> bool:
        """Make some older sends searchable; tell whether there are more."""
        return HistoryIndex(database=self._cleaner()[0]).go_back()

    def export(
        self,
        wanted: HistoryFilter,
        path: Path,
        kind: str,
        told: Callable[[int], None] = lambda _count: None,
    ) -> int:
        """Write all sends that are wanted to a file; return how many. See ``history_export``."""
        from migma_desktop.storage.history_export import ExportKind, export

        sends = self._reader().every(wanted)
        return export(sends, path, ExportKind(kind), now=self._now(), told=told)

    def save(self, path: Path, data: bytes) -> None:
        """Write a file as a whole. Raises StoreError."""
        from migma_desktop.storage.history_export import not_written

        try:
            write_atomically(path, data)
        except OSError as error:
            raise not_written(path, error) from error

    def count_older(self, before: datetime) -> int:
        """Count the finished sends that were made before a moment."""
        return self._cleaner()[1].count_older(before)

    def remove_older(self, before: datetime) -> int:
        """Remove the oldest few of them; return how many they were."""
        return self._cleaner()[1].remove_older(before)

    def places_of(self, address: str) -> Places:
        """Find where an address is kept in sends and drafts."""
        places = self._cleaner()[1].places_of(address)
        return places._replace(drafts=self._drafts.count_with(address))

    def forget(self, address: str) -> Places:
        """Take an address out of sends and drafts; return where it was.

        Raises:
            StillNeeded: a send that holds it has not come to its end; nothing was changed.
        """
        care = self._cleaner()[1]
        unfinished = care.places_of(address).unfinished
        if unfinished:
            raise still_needed(unfinished)
        drafts = self._drafts.forget_person(address)
        return care.forget(address)._replace(drafts=drafts)

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def _reader(self) -> SqliteHistory:
        with self._lock:
            if self._history is None:
                self._history = self._history_beside()
            return self._history

    def _measurer(self) -> SqliteHistory:
        with self._lock:
            if self._measuring is None:
                self._measuring = self._history_beside()
            return self._measuring

    def _history_beside(self) -> SqliteHistory:
        index = HistoryIndex(database=self._database)
        return SqliteHistory(database=self._connect(), index=index)

    def _cleaner(self) -> tuple[Database, HistoryCare]:
        with self._lock:
            if self._cleaning is None:
                beside = self._connect()
                index = HistoryIndex(database=beside)
                self._cleaning = (beside, HistoryCare(database=beside, index=index))
            return self._cleaning

    def _connect(self) -> Database:
        connection = self._database.beside()
        self._connections.append(connection)
        return connection
