"""The history of sends in the status log: listed, scrolled, searched, kept as long as wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.errors import StoreError
from migma_desktop.core.history import WINDOW, HistoryFilter, HistoryListing, Row
from migma_desktop.core.ports import Archive
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.widgets.status_log_panel import StatusLogPanel

_Reading = tuple[HistoryListing, Sequence[Row]]
_BREATH = 0.02  # seconds between two pieces of work that nobody waits for
_LATER = 3.0  # seconds after the start, before such work begins
_AGAIN = 6 * 3600.0  # seconds between two looks at what has become too old meanwhile
_NEWS = 2.0  # seconds between two looks at what another window of this profile has sent


class HistoryController(QObject):
    """Brings the rows that the status log shows, and cleans up behind it.

    Of several searches only the newest is carried on, of several windows the one looked at last
    comes first.

    Signals:
        loaded(Sequence[Row]): the newest sends, as the history was opened.
    """

    loaded = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        panel: StatusLogPanel,
        archive: Archive,
        settings: SettingsController,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._panel = panel
        self._archive = archive
        self._settings = settings
        self._now = now
        self._listing = HistoryListing(HistoryFilter())
        self._number = 0  # of the listing that is wanted
        self._unmeasured: HistoryListing | None = None
        self._is_opening = self._is_measuring = self._is_serving = self._is_cleaning = False
        panel.filter_changed.connect(self._on_filter_changed)
        panel.rows_wanted.connect(self._on_rows_wanted)
        settings.profiles_changed.connect(self._on_profiles_changed)
        self._on_profiles_changed()

    def load(self) -> None:
        """Show the history; call it once the window takes typing."""
        self.show_anew()
        self._runtime.spawn(self._tidy_up_later(), owner=self)
        self._runtime.spawn(self.follow_others(), owner=self)

    def show_anew(self) -> None:
        """Read what is shown once more, since records have changed."""
        self._number += 1
        self._panel.begin_reading()
        if not self._is_opening:
            self._open()

    def keep_for(self, days: int) -> None:
        """Keep sends for so many days from now on, 0 for always, and remove older ones."""
        self._settings.change(keep_days=days)
        if days and not self._is_cleaning:
            self._runtime.spawn(self._remove_old(), owner=self)

    def oldest_kept(self, days: int) -> datetime:
        """Return the moment before which sends are removed."""
        return self._now() - timedelta(days=days)

    def _open(self) -> None:
        self._is_opening = True
        reading = self._runtime.begin_in_thread(self._archive.open, self._panel.wanted)
        self._runtime.spawn(self._show(self._number, reading), owner=self)

    async def _show(self, number: int, reading: Awaitable[_Reading]) -> None:
        try:
            listing, rows = await reading
        finally:
            self._is_opening = False
            if number != self._number:
                self._open()
        if number != self._number:
            return
        self._listing = listing
        self._panel.show_rows(rows, listing.count)
        self.loaded.emit(rows)
        self._unmeasured = listing if listing.count >= WINDOW else None
        if not self._is_measuring:
            await self._measure()

    async def _measure(self) -> None:
        """Learn how long the listing is that is shown, and the next one, if that came meanwhile.

        It may take long. The next listing is opened and shown beside it.
        """
        self._is_measuring = True
        try:
            while (listing := self._unmeasured) is not None:
                self._unmeasured, number = None, self._number
                measured = await self._runtime.in_thread(self._archive.measure, listing)
                if number == self._number:
                    self._listing = measured
                    self._panel.set_count(measured.count)
                    if not measured.is_dense:
                        await self._walk(measured, number)
        finally:
            self._is_measuring = False

    async def _walk(self, listing: HistoryListing, number: int) -> None:
        """Learn where the windows of a filtered history begin."""
        top, seen = listing.newest, 0
        while top:
            stretch = await self._runtime.in_thread(
                self._archive.walk, listing.wanted, top=top, seen=seen
            )
            if number != self._number:
                return
            listing.add(stretch.starts)
            seen, top = seen + stretch.matches, stretch.goes_on_below
            self._on_rows_wanted()

    async def _serve(self) -> None:
        """Bring the rows that are looked at."""
        self._is_serving = True
        model = self._panel.model
        try:
            while (window := model.next_wanted()) is not None:
                number, listing = self._number, self._listing
                start = listing.start_of(window)
                if start is None:
                    model.want_later(window)
                    return
                rows = await self._runtime.in_thread(
                    self._archive.window, listing.wanted, start=start
                )
                if number == self._number:
                    model.fill(window, rows)
        finally:
            self._is_serving = False

    async def follow_others(self, *, every: float = _NEWS) -> None:
        """Show what other windows of this profile send, for as long as this one is open.

        Args:
            every: seconds between two looks.
        """
        while True:
            with suppress(StoreError):  # busy for once: the next look tells what this one didn't
                if await self._runtime.in_thread(self._archive.has_other_news):
                    self.show_anew()
            await asyncio.sleep(every)

    async def _tidy_up_later(self) -> None:
        await asyncio.sleep(_LATER)
        has_more = True
        while has_more:
            has_more = await self._runtime.in_thread(self._archive.index_more)
            await asyncio.sleep(_BREATH)
        await self.remove_old_at_times()

    async def remove_old_at_times(self, *, every: float = _AGAIN) -> None:
        """Remove what has become older than wanted, for as long as the window is open.

        Args:
            every: seconds between two looks.
        """
        while True:
            if not self._is_cleaning:
                await self._remove_old()
            await asyncio.sleep(every)

    async def _remove_old(self) -> None:
        """Remove what is older than wanted, a few at a time."""
        self._is_cleaning = True
        removed = 0
        try:
            while days := self._settings.settings.keep_days:
                before = self.oldest_kept(days)
                count = await self._runtime.in_thread(self._archive.remove_older, before)
                if not count:
                    break
                removed += count
                await asyncio.sleep(_BREATH)
        finally:
            self._is_cleaning = False
        if removed:
            self.show_anew()

    def _on_filter_changed(self) -> None:
        self.show_anew()

    def _on_rows_wanted(self) -> None:
        if not self._is_serving:
            self._runtime.spawn(self._serve(), owner=self)

    def _on_profiles_changed(self) -> None:
        self._panel.set_profiles(self._settings.profiles)
