"""The first email waits for nothing that it doesn't need."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from migma_desktop.core.models import ContentSource, Draft, KeyKind, Profile
from migma_desktop.core.settings import Settings
from migma_desktop.paths import UserFolders
from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.settings_file import SettingsFile
from tests.architecture import start_order

EMAIL = "<html><body><h1>Hello</h1></body></html>"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Return the folder of somebody who has an account and wrote an email the last time."""
    folders = UserFolders.below(tmp_path)
    folders.make()
    database = open_database(folders.data / "migma.db", now=_now).database
    draft = Draft(id="last", source=ContentSource.HTML, html=EMAIL)
    DraftStore(database=database, now=_now).save(draft)
    database.close()
    account = Profile(id="sandbox", name="Sandbox", kind=KeyKind.SANDBOX)
    SettingsFile(folders.config / "settings.json", now=_now).save(Settings(), [account])
    return tmp_path


def test_the_first_email_is_seen_before_the_rest_is_loaded(profile: Path) -> None:
    seen, modules = start_order.loaded_when_email_is_seen(profile)
    assert "<h1>Hello</h1>" in seen
    assert start_order.loaded_too_soon(modules) == []


@pytest.mark.parametrize(
    "name",
    [
        "migma_desktop.app",
        "migma_desktop.core.vocabulary.tags",
        "migma_desktop.ui.controllers.account_desk",
        "migma_desktop.ui.dialogs",
        "httpx",
        "asyncio.events",
    ],
)
def test_a_module_that_comes_too_soon_is_noticed(name: str) -> None:
    faults = start_order.loaded_too_soon(["migma_desktop.first_light", name, "json"])
    assert faults == [f"{name} is loaded before the email is seen"]


def test_many_small_modules_that_come_too_soon_are_noticed() -> None:
    many = [f"migma_desktop.ui.small_{number}" for number in range(start_order.MOST_MODULES + 1)]
    assert len(start_order.loaded_too_soon(many)) == 1


def test_no_thread_but_the_windows_own_loads_qt() -> None:
    loaded = start_order.loaded_by_a_thread()
    assert "migma_desktop.core.sending" in loaded
    assert [name for name in loaded if name.startswith(("PySide6", "migma_desktop.ui"))] == []


def test_the_window_never_stands_still_for_many_modules() -> None:
    turns = start_order.modules_of_turns()
    assert sum(turns) > 80  # the rest of the program
    assert max(turns) <= 15  # some 8 ms; a larger one is parted in ``loading``


def test_nobody_reads_the_source_of_all_that_is_imported() -> None:
    assert len(start_order.sources_read()) < 8  # those before the first of ``ui`` of all 300


def _now() -> datetime:
    return datetime.now(UTC)
