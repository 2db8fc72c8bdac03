"""The time by Migma's clock, which decides whether an email may be asked about again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import formatdate

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.server_clock import ServerClock
from migma_desktop.core.errors import KeyRejected
from tests.api.local_server import LocalServer, answer, success

SAID = 1_700_000_000.0
HERE = 1_600_000_000.0


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(SAID, UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("clock", "steady", "passed"),
    [
        (60, 60, 60),
        (-7200, 60, 60),  # the clock was set back
        (90_000, 60, 90_000),  # the computer slept
    ],
)
def test_it_goes_on_whatever_becomes_of_the_clock_here(
    clock: float, steady: float, passed: float
) -> None:
    here, running = [HERE], [500.0]
    server_clock = ServerClock(clock=lambda: here[0], steady=lambda: running[0])
    assert server_clock.now() is None
    server_clock.hear({"date": formatdate(SAID, usegmt=True)})
    here[0] += clock
    running[0] += steady
    assert server_clock.now() == _at(passed)


@pytest.mark.parametrize("date", ["yesterday", "Mon, 99 Nov 2026 09:00:00 GMT", "17"])
def test_a_date_that_is_none_says_nothing(date: str) -> None:
    server_clock = ServerClock(clock=lambda: HERE, steady=lambda: 0.0)
    server_clock.hear({"date": date})
    assert server_clock.now() is None


def test_an_answer_without_a_date_leaves_what_is_known() -> None:
    server_clock = ServerClock(clock=lambda: HERE, steady=lambda: 0.0)
    server_clock.hear({"date": formatdate(SAID, usegmt=True)})
    server_clock.hear({"content-type": "application/json"})
    assert server_clock.now() == _at(0)


@pytest.mark.asyncio
async def test_each_answer_tells_the_client_the_time(
    client: MigmaClient, server: LocalServer
) -> None:
    before = client.server_now
    assert before is None
    headers = {"Date": formatdate(SAID, usegmt=True)}
    server.will(answer(200, success({"projects": []}), headers))
    await client.projects()
    now = client.server_now
    assert now is not None
    assert _at(0) <= now < _at(60)


@pytest.mark.asyncio
async def test_a_refusal_tells_the_time_as_well(client: MigmaClient, server: LocalServer) -> None:
    headers = {"Date": formatdate(SAID, usegmt=True)}
    server.will(answer(401, {"success": False, "error": "no"}, headers))
    with pytest.raises(KeyRejected):
        await client.projects()
    assert client.server_now is not None
