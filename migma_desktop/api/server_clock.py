"""What time it is by the server's clock, whatever becomes of the clock of this computer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from migma_desktop.api.retry import parse_date


class ServerClock:
    """Goes on from the newest ``Date`` header.

    ``clock`` is this computer's, in seconds since the epoch: it may be set. ``steady`` never is,
    but may stand still while the computer sleeps. Of the two, the one that says more has passed
    is believed: what is asked of this clock is whether something is too old.
    """

    def __init__(
        self, *, clock: Callable[[], float], steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._steady = steady
        self._heard: tuple[str, float, float] | None = None

    def hear(self, headers: Mapping[str, str]) -> None:
        """Note what an answer says, names of headers in lower case."""
        if date := headers.get("date", ""):
            self._heard = (date, self._clock(), self._steady())

    def now(self) -> datetime | None:
        """Return the time; None before the first answer, or when its date can't be read."""
        if self._heard is None:
            return None
        date, clock, steady = self._heard
        moment = parse_date(date)
        if moment is None:
            return None
        passed = max(self._clock() - clock, self._steady() - steady)
        return datetime.fromtimestamp(moment + passed, UTC)
