from __future__ import annotations

from collections.abc import Iterator

import pytest

from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import Api


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_node: runs a script with Node.js")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def sandbox(clock: ManualClock) -> Sandbox:
    return Sandbox(clock=clock, api_key="sk_test_sandbox_0123456789")


@pytest.fixture
def api(sandbox: Sandbox) -> Iterator[Api]:
    with Api(sandbox) as api:
        yield api
