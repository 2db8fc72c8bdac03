"""The history on its way into the log: the newest search is shown, whatever else is under way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from migma_desktop.core.history import WINDOW, HistoryListing
from migma_desktop.core.models import Profile, SendState
from migma_desktop.core.settings import Settings
from migma_desktop.storage.archive import Archive
from migma_desktop.storage.database import Database, open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.outbox import SqliteSendLog
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.history_controller import HistoryController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.status_log_panel import StatusLogPanel
from tests.ui.test_status_log import make_send

PATIENCE = 10.0  # seconds


class Unwritten:
    """A place for settings that nobody reads."""

    def save(self, settings: Settings, profiles: object) -> None:
        """Forget them."""


class LongHistory(Archive):
    """A history that takes as long to measure as the test wants."""

    def __init__(self, *, database: Database) -> None:
        drafts = DraftStore(database=database, now=_now)
        super().__init__(database=database, drafts=drafts, now=_now)
        self.is_measuring = threading.Event()
        self.may_end = threading.Event()

    def measure(self, opened: HistoryListing) -> HistoryListing:
        """Wait, and then measure."""
        self.is_measuring.set()
        self.may_end.wait(PATIENCE)
        return super().measure(opened)


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[LongHistory]:
    database = open_database(tmp_path / "migma.db", now=_now).database
    log = SqliteSendLog(database=database)
    for number in range(WINDOW + 20):
        log.add(make_send(number, subject=f"Order {number} for {'Ivy' if number else 'Zoë'}"))
    archive = LongHistory(database=database)
    yield archive
    archive.may_end.set()
    archive.close()
    database.close()


@pytest.fixture
def settings(runtime: AsyncRuntime) -> SettingsController:
    return SettingsController(
        runtime=runtime, store=Unwritten(), settings=Settings(), profiles=list[Profile]()
    )


@pytest.fixture
def panel(
    archive: LongHistory,
    runtime: AsyncRuntime,
    settings: SettingsController,
    icons: Icons,
    qtbot: QtBot,
) -> Iterator[StatusLogPanel]:  # the runtime ends first: its threads read the archive
    panel = StatusLogPanel()
    for _turn in panel.furnish(icons):
        pass
    qtbot.addWidget(panel)
    controller = HistoryController(
        runtime=runtime, panel=panel, archive=archive, settings=settings, now=_now, parent=panel
    )
    controller.setObjectName("history")
    yield panel
    archive.may_end.set()


def history(panel: StatusLogPanel) -> HistoryController:
    """Return what brings the rows; it may begin only while the event loop runs."""
    controller = panel.findChild(HistoryController, "history")
    assert isinstance(controller, HistoryController)
    return controller


def search(panel: StatusLogPanel, text: str) -> None:
    line = panel.findChild(QLineEdit, "logSearch")
    assert isinstance(line, QLineEdit)
    line.clear()
    QTest.keyClicks(line, text)


async def shows(panel: StatusLogPanel, count: int) -> None:
    there = asyncio.Event()

    def look(*_arguments: object) -> None:
        if panel.model.rowCount() == count:
            there.set()

    for changed in (panel.model.modelReset, panel.model.rowsInserted, panel.model.rowsRemoved):
        changed.connect(look)
    look()
    await there.wait()


def test_a_search_is_shown_while_the_list_before_it_is_still_being_measured(
    panel: StatusLogPanel, archive: LongHistory, runtime: AsyncRuntime
) -> None:
    async def look() -> None:
        history(panel).show_anew()
        await runtime.in_thread(archive.is_measuring.wait, PATIENCE)
        search(panel, "zoe")
        await shows(panel, 1)
        assert not archive.may_end.is_set()

    runtime.run_until_complete(asyncio.wait_for(look(), PATIENCE / 2))


def test_of_several_lists_that_came_meanwhile_the_last_is_measured(
    panel: StatusLogPanel, archive: LongHistory, runtime: AsyncRuntime
) -> None:
    async def look() -> None:
        history(panel).show_anew()
        await runtime.in_thread(archive.is_measuring.wait, PATIENCE)
        search(panel, "zoe")
        search(panel, "ivy")
        archive.may_end.set()
        await shows(panel, WINDOW + 19)

    runtime.run_until_complete(asyncio.wait_for(look(), PATIENCE / 2))


def test_what_another_window_sends_appears_here(
    panel: StatusLogPanel, archive: LongHistory, runtime: AsyncRuntime, tmp_path: Path
) -> None:
    archive.may_end.set()
    controller = history(panel)
    other = open_database(tmp_path / "migma.db", now=_now).database

    async def look() -> None:
        controller.show_anew()
        following = runtime.spawn(controller.follow_others(every=0.05), owner=controller)
        await shows(panel, WINDOW + 20)
        await asyncio.sleep(0.2)
        SqliteSendLog(database=other).add(make_send(5000))
        await shows(panel, WINDOW + 21)
        following.cancel()

    runtime.run_until_complete(asyncio.wait_for(look(), PATIENCE))
    other.close()


def test_what_gets_too_old_while_the_window_is_open_goes_too(
    panel: StatusLogPanel,
    archive: LongHistory,
    settings: SettingsController,
    runtime: AsyncRuntime,
    tmp_path: Path,
) -> None:
    archive.may_end.set()
    other = open_database(tmp_path / "migma.db", now=_now).database
    old = make_send(5000, SendState.FAILED, created_at=_now() - timedelta(days=40))
    SqliteSendLog(database=other).add(old)
    other.close()
    controller = history(panel)

    async def look() -> None:
        controller.show_anew()
        await shows(panel, WINDOW + 21)
        cleaning = runtime.spawn(controller.remove_old_at_times(every=0.05), owner=controller)
        await asyncio.sleep(0.1)
        settings.change(keep_days=30)
        await shows(panel, WINDOW + 20)
        cleaning.cancel()

    runtime.run_until_complete(asyncio.wait_for(look(), PATIENCE))
