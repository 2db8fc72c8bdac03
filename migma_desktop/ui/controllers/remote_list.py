"""Reads a list from the disk and the server, and tells who follows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.errors import KnownError
from migma_desktop.core.kept_lists import Keep, KeptLists
from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.ui.async_runtime import AsyncRuntime

_T = TypeVar("_T")


class RemoteList(QObject, Generic[_T]):
    """Shows one list as it is kept on disk, and then as the server has it.

    Signals:
        changed(Listing): items or state moved.
    """

    changed = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        kept: KeptLists,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._kept = kept
        self._now = now
        self._listing: Listing[_T] = Listing()
        self._wanted: Keep[_T] | None = None
        self._is_outdated = False
        self._reading = 0  # counts readings; an answer to an overtaken one is dropped

    @property
    def listing(self) -> Listing[_T]:
        """What is known now."""
        return self._listing

    @property
    def items(self) -> tuple[_T, ...]:
        """The items known now."""
        return self._listing.items

    def want(self, what: Keep[_T], read: Callable[[], Awaitable[Sequence[_T]]]) -> None:
        """Read the list that ``what`` names, unless it is there or on its way.

        Another ``what`` empties the list first: segments of one project never show in another.
        """
        is_fresh = not self._is_outdated and self._listing.state is not ListingState.FAILED
        if what == self._wanted and is_fresh:
            return
        nothing: Listing[_T] = Listing()
        before = self._listing if what == self._wanted else nothing
        self._wanted = what
        self._is_outdated = False
        self._reading += 1
        self._put(Listing(before.items, ListingState.LOADING, read_at=before.read_at))
        self._runtime.spawn(self._read(self._reading, what, read), owner=self)

    def read_again(self) -> None:
        """Let the next ``want`` read anew; what is there is shown until then."""
        self._is_outdated = True

    def clear(self) -> None:
        """Forget everything, as another account is opened."""
        self._wanted = None
        self._reading += 1
        self._put(Listing())

    async def _read(
        self, reading: int, what: Keep[_T], read: Callable[[], Awaitable[Sequence[_T]]]
    ) -> None:
        if self._listing.read_at is None:
            kept = await self._runtime.in_thread(lambda: self._kept.read(*what))
            if reading != self._reading:
                return
            if kept is not None:
                self._put(Listing(kept.items, ListingState.LOADING, read_at=kept.read_at))
        try:
            items = tuple(await read())
        except KnownError as error:
            if reading == self._reading:
                known = self._listing
                self._put(Listing(known.items, ListingState.FAILED, error, known.read_at))
            return
        if reading == self._reading:
            self._put(Listing(items, ListingState.READY, read_at=self._now()))
            await self._runtime.in_thread(self._kept.write, what.profile_id, what.name, items)

    def _put(self, listing: Listing[_T]) -> None:
        self._listing = listing
        self.changed.emit(listing)
