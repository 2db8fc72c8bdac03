"""How far back the log looks: in days as they are where its user is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from migma_desktop.core.history import Period


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has one time zone for all programs")
@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("now", "period", "since"),
    [
        ("2026-01-05T12:00Z", Period.TODAY, "2026-01-04T23:00Z"),
        ("2026-01-05T23:30Z", Period.TODAY, "2026-01-05T23:00Z"),
        ("2026-03-29T12:00Z", Period.TODAY, "2026-03-28T23:00Z"),  # summer began at night
        ("2026-04-02T12:00Z", Period.WEEK, "2026-03-26T23:00Z"),
        ("2026-10-25T12:00Z", Period.TODAY, "2026-10-24T22:00Z"),  # and ended
        ("2026-11-01T12:00Z", Period.MONTH, "2026-10-02T22:00Z"),
        ("2026-07-01T12:00Z", Period.YEAR, "2025-07-01T22:00Z"),
        ("2026-07-01T12:00Z", Period.ALWAYS, None),
    ],
)
def test_a_period_begins_at_midnight_by_the_clock_of_that_day(
    now: str, period: Period, since: str | None
) -> None:
    first = None if since is None else datetime.fromisoformat(since)
    assert period.since(datetime.fromisoformat(now)) == first
