"""The sandbox's time: injected, so that a test can turn an hour in no time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable

LONGEST_TURN_SECONDS = 10 * 366 * 86_400.0


class Clock(Protocol):
    """Tells the time, always aware and in UTC."""

    def now(self) -> datetime: ...


@runtime_checkable
class TurnableClock(Clock, Protocol):
    """A clock that can be turned forward."""

    def advance(self, seconds: float) -> None: ...


class SystemClock:
    """The computer's own time, plus whatever it was turned forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Turn the clock forward. Time never runs backwards: ValueError below zero."""
        self._ahead += _forward(seconds)


class ManualClock:
    """A clock that stands still until somebody turns it."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def advance(self, seconds: float) -> None:
        """Turn the clock forward. Time never runs backwards: ValueError below zero."""
        with self._lock:
            self._now += _forward(seconds)


def iso(moment: datetime) -> str:
    """Write a moment as the API does: ISO 8601, milliseconds, Z."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
    )


def _forward(seconds: float) -> timedelta:
    if not 0 <= seconds <= LONGEST_TURN_SECONDS:
        raise ValueError("A clock is only turned forward, and by ten years at most.")
    return timedelta(seconds=seconds)
