"""Reads a list from the server and tells who follows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.errors import KnownError
from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.ui.async_runtime import AsyncRuntime

_T = TypeVar("_T")


class RemoteList(QObject, Generic[_T]):
    """Reads one list from the server and keeps the newest answer.

    Signals:
        changed(Listing): items or state moved.
    """

    changed = Signal(object)

    def __init__(self, *, runtime: AsyncRuntime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._listing: Listing[_T] = Listing()
        self._wanted: Hashable = None
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

    def want(self, what: Hashable, read: Callable[[], Awaitable[Sequence[_T]]]) -> None:
        """Read the list that ``what`` names, unless it is there or on its way.

        Another ``what`` empties the list first: segments of one project never show in another.
        """
        is_fresh = not self._is_outdated and self._listing.state is not ListingState.FAILED
        if what == self._wanted and is_fresh:
            return
        items = self._listing.items if what == self._wanted else ()
        self._wanted = what
        self._is_outdated = False
        self._reading += 1
        self._put(Listing(items, ListingState.LOADING))
        self._runtime.spawn(self._read(self._reading, read), owner=self)

    def read_again(self) -> None:
        """Let the next ``want`` read anew; what is there is shown until then."""
        self._is_outdated = True

    def clear(self) -> None:
        """Forget everything, as another account is opened."""
        self._wanted = None
        self._reading += 1
        self._put(Listing())

    async def _read(self, reading: int, read: Callable[[], Awaitable[Sequence[_T]]]) -> None:
        try:
            items = tuple(await read())
        except KnownError as error:
            if reading == self._reading:
                self._put(Listing(self._listing.items, ListingState.FAILED, error))
            return
        if reading == self._reading:
            self._put(Listing(items, ListingState.READY))

    def _put(self, listing: Listing[_T]) -> None:
        self._listing = listing
        self.changed.emit(listing)
