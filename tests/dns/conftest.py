"""Name servers for the tests of this folder, started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.dns.scenario import Internet
from tests.dns.server import Loopback


@pytest.fixture(scope="session")
def internet() -> Iterator[Internet]:
    internet = Internet()
    loopback = Loopback(internet.servers.values())
    yield internet
    loopback.close()
