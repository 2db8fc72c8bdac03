"""What the tests of storage share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from migma_desktop.core.models import Send, SendEvent, SendState
from migma_desktop.storage.database import Database, open_database
from tests.fakes import request_to_person

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks of this folder."""
    config.addinivalue_line(
        "markers", "needs_secret_service: uses dbus-run-session and gnome-keyring-daemon"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave tests out whose programs are missing, unless all of them are wanted."""
    if item.get_closest_marker("needs_secret_service") is None:
        return
    programs = ("dbus-run-session", "gnome-keyring-daemon")
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    reason = f"missing: {', '.join(missing)} (Debian: apt install dbus gnome-keyring)"
    if os.environ.get("MIGMA_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    """Where the database of a test lies."""
    return tmp_path / "data" / "migma.sqlite3"


@pytest.fixture
def database(database_path: Path) -> Iterator[Database]:
    """A new, empty database."""
    opened = open_database(database_path, now=lambda: NOON)
    yield opened.database
    opened.database.close()


@pytest.fixture
def make_send() -> Callable[..., Send]:
    """Return sends that differ in their number."""

    def make(number: int = 1, *, state: SendState = SendState.SENDING) -> Send:
        return Send(
            id=f"send-{number}",
            key=f"key-{number}",
            created_at=NOON,
            profile_id="profile-1",
            is_test=False,
            request=request_to_person(),
            recipient_name="Ada",
            recipient_count=None,
            subject="Your receipt, Ada",
            html="<p>Hi Ada ❤</p>",
            body=b'{"a":"\xc3\xa9\x00"}',
            state=state,
            events=(SendEvent(at=NOON, state=state),),
        )

    return make
