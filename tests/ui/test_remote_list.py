"""A list of an account: at once as it was kept, anew behind that, and never a list of another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from migma_desktop.core.kept_lists import Keep
from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.core.models import Group
from migma_desktop.storage.list_cache import ListCache
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.remote_list import RemoteList
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.listing_note import show_listing
from migma_desktop.ui.widgets.picker_list import PickerItem
from migma_desktop.ui.widgets.search_picker import SearchPicker
from tests.fakes import offline

VIP, GUESTS = Group("s1", "VIP"), Group("s2", "Guests")
NOW = datetime.now(UTC)
THREE_HOURS_AGO = NOW - timedelta(hours=3)
FIRST = Keep("acme", "segments of p1", Group)
SECOND = Keep("acme", "segments of p2", Group)

Read = Callable[[], Awaitable[Sequence[Group]]]


class House:
    """One list, what is kept of it, and all that it told."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self.moment = THREE_HOURS_AGO
        self.runtime = AsyncRuntime(application=application)
        self.kept = ListCache(path=folder / "lists.db", now=lambda: self.moment)
        self.kept.write(FIRST.profile_id, FIRST.name, [VIP])
        self.moment = NOW
        self.list: RemoteList[Group] = RemoteList(
            runtime=self.runtime, kept=self.kept, now=lambda: self.moment
        )
        self.told: list[Listing[Group]] = []
        self._news = asyncio.Event()
        self.list.changed.connect(self._on_changed)

    def want(self, what: Keep[Group], read: Read) -> None:
        self.list.want(what, read)

    def until(self, state: ListingState) -> Listing[Group]:
        async def arrival() -> None:
            while self.list.listing.state is not state:
                self._news.clear()
                await self._news.wait()

        self.runtime.run_until_complete(asyncio.wait_for(arrival(), 10))
        return self.list.listing

    def _on_changed(self, listing: Listing[Group]) -> None:
        self.told.append(listing)
        self._news.set()

    def close(self) -> None:
        self.runtime.shutdown()
        self.kept.close()
        self.list.deleteLater()
        self.runtime.deleteLater()


@pytest.fixture
def house(qapp: QApplication, tmp_path: Path) -> Iterator[House]:
    house = House(qapp, tmp_path)
    yield house
    house.close()


async def both() -> Sequence[Group]:
    return [VIP, GUESTS]


async def fails() -> Sequence[Group]:
    raise offline()


def test_a_kept_list_is_shown_at_once_and_read_anew_behind(house: House) -> None:
    house.want(FIRST, both)
    house.until(ListingState.READY)
    assert [(each.state.name, each.items, each.read_at) for each in house.told] == [
        ("LOADING", (), None),
        ("LOADING", (VIP,), THREE_HOURS_AGO),
        ("READY", (VIP, GUESTS), NOW),
    ]
    house.want(FIRST, fails)  # it is there: nobody is asked
    assert house.list.items == (VIP, GUESTS)


def test_without_a_network_the_kept_list_stays_with_its_age_and_the_reason(
    house: House, icons: Icons, qtbot: QtBot
) -> None:
    house.want(FIRST, fails)
    listing = house.until(ListingState.FAILED)
    picker = SearchPicker(icons=icons, accessible_name="Segment", object_name="segment")
    qtbot.addWidget(picker)
    show_listing(picker, listing, [PickerItem(each.id, each.name) for each in listing.items])
    picker.show()
    picker.show_popup()
    note = picker.findChild(QLabel, "segment.popup.note")
    assert note is not None
    assert note.isVisible()
    assert note.text() == "As it was 3 hours ago. No connection"
    house.want(FIRST, both)  # what failed is tried again
    assert house.until(ListingState.READY).items == (VIP, GUESTS)


def test_a_list_is_empty_until_it_is_its_own(house: House) -> None:
    arrived = asyncio.Event()

    async def late() -> Sequence[Group]:
        await arrived.wait()
        return [GUESTS]

    house.want(SECOND, late)
    house.want(FIRST, fails)
    house.until(ListingState.FAILED)
    arrived.set()
    house.runtime.run_until_complete(asyncio.sleep(0.01))
    assert house.list.items == (VIP,)
    house.list.clear()
    assert not house.list.items
