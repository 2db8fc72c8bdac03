"""Brings what was typed to disk a moment later, and tells the truth about how safe it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum, auto
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft
from migma_desktop.ui.async_runtime import AsyncRuntime

PAUSE_MS = 200
"""From an edit to its being written; more where writing takes long."""
_LONGEST_PAUSE_MS = 700
_REST = 10  # times what a write took: the disk, and the editor beside it, have more to do
_SLOW_MS = 300  # that writing may take before it is worth a word; all in all still within a second
_FIRST_RETRY_MS = 500
_LONGEST_RETRY_MS = 15_000


class Safety(Enum):
    """How safe the text is."""

    SAVED = auto()  # all but the last blink is on disk
    SAVING = auto()  # it takes longer than a blink
    NOT_SAVED = auto()  # it failed, and will be tried again


class SaveState(NamedTuple):
    """How safe the text is, and why not."""

    safety: Safety
    error: KnownError | None = None


class _Numbered(NamedTuple):
    """A draft, and its place among all that were to be written."""

    number: int
    draft: Draft


class _Writer:
    """Writes from any thread, never an older state over a newer one."""

    def __init__(self, write: Callable[[Draft], None]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._written: dict[str, int] = {}

    def write(self, unsaved: _Numbered) -> None:
        """Write a draft unless a newer state of it was written meanwhile. Raises KnownError."""
        with self._lock:
            draft = unsaved.draft
            if unsaved.number > self._written.get(draft.id, 0):
                self._write(draft)
                self._written[draft.id] = unsaved.number


class Autosave(QObject):
    """Keeps drafts that aren't on disk yet, and writes them, one after the other.

    A write that failed is repeated by itself, each time after a longer wait.

    Signals:
        state_changed(SaveState): something to say about how safe the text is.
    """

    state_changed = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        write: Callable[[Draft], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._writer = _Writer(write)
        self._unsaved: dict[str, _Numbered] = {}
        self._number = 0
        self._is_writing = False
        self._pause_ms = PAUSE_MS
        self._retry_ms = _FIRST_RETRY_MS
        self._state = SaveState(Safety.SAVED)
        self._soon = self._timer(self.save_soon)
        self._slow = self._timer(self._on_slow)

    @property
    def state(self) -> SaveState:
        """How safe the text is."""
        return self._state

    @property
    def is_all_on_disk(self) -> bool:
        """Whether nothing at all waits to be written."""
        return not self._unsaved

    def put(self, draft: Draft) -> None:
        """Take a draft that has changed. Cheap: happens with each letter."""
        self._number += 1
        self._unsaved[draft.id] = _Numbered(self._number, draft)
        if self._state.safety is Safety.SAVED and not self._slow.isActive():
            self._slow.start(self._pause_ms + _SLOW_MS)
        if not self._soon.isActive():
            self._soon.start(self._pause_ms)

    def save_soon(self) -> None:
        """Write now what isn't on disk, beside the GUI thread."""
        self._soon.stop()
        if not self._is_writing and self._unsaved:
            self._runtime.spawn(self._save(), owner=self)

    async def flush(self) -> None:
        """Return when everything is on disk.

        Raises:
            KnownError: something could not be written; it is tried again later.
        """
        for unsaved in tuple(self._unsaved.values()):
            try:
                await self._write_one(unsaved)
            except KnownError as error:
                self._on_failed(error)
                raise
        self._on_written()

    def save_now(self) -> None:
        """Write without waiting, as the program ends; blocks for a small transaction."""
        self._soon.stop()
        for unsaved in tuple(self._unsaved.values()):
            try:
                self._writer.write(unsaved)
            except KnownError as error:
                self._on_failed(error)
                return
            self._forget(unsaved)
        self._on_written()

    async def _save(self) -> None:
        self._is_writing = True
        began = monotonic()
        try:
            for unsaved in tuple(self._unsaved.values()):
                await self._write_one(unsaved)
        except KnownError as error:
            self._on_failed(error)
            return
        finally:
            self._is_writing = False
        took_ms = round((monotonic() - began) * 1000)
        self._pause_ms = min(max(PAUSE_MS, _REST * took_ms), _LONGEST_PAUSE_MS)
        self._on_written()

    async def _write_one(self, unsaved: _Numbered) -> None:
        await self._runtime.in_thread(self._writer.write, unsaved)
        self._forget(unsaved)

    def _forget(self, written: _Numbered) -> None:
        if self._unsaved.get(written.draft.id) is written:
            del self._unsaved[written.draft.id]

    def _on_written(self) -> None:
        self._retry_ms = _FIRST_RETRY_MS
        if self._unsaved:  # typed meanwhile
            self._slow.start(self._pause_ms + _SLOW_MS)
            self._soon.start(self._pause_ms)
        else:
            self._slow.stop()
        if self._state.safety is not Safety.SAVED:
            self._tell(SaveState(Safety.SAVED))

    def _on_failed(self, error: KnownError) -> None:
        self._slow.stop()
        self._tell(SaveState(Safety.NOT_SAVED, error))
        self._soon.start(self._retry_ms)
        self._retry_ms = min(2 * self._retry_ms, _LONGEST_RETRY_MS)

    def _on_slow(self) -> None:
        if self._unsaved and self._state.safety is Safety.SAVED:
            self._tell(SaveState(Safety.SAVING))

    def _tell(self, state: SaveState) -> None:
        self._state = state
        self.state_changed.emit(state)

    def _timer(self, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True)
        timer.timeout.connect(run)
        return timer
