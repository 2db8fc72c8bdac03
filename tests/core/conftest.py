"""What the tests of the core share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migma_desktop.storage.database import open_database
from tests.fakes import START
from tests.sending_house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A sending service with its own store."""
    database = open_database(tmp_path / "outbox.sqlite3", now=lambda: START).database
    yield House(database)
    database.close()
