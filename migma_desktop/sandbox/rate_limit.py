"""How many requests a key may make a minute (API.md section 2)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime

from migma_desktop.sandbox.replies import ApiError

WINDOW_SECONDS = 60


@dataclass(slots=True)
class _Window:
    started: datetime
    used: int = 0


@dataclass(slots=True)
class RateLimit:
    """Counts per key, in windows of one minute; ``per_minute`` may be changed at any time."""

    per_minute: int = 1_000
    _windows: dict[str, _Window] = field(default_factory=dict, repr=False)

    def use(self, secret: str, now: datetime) -> dict[str, str]:
        """Count one request and return its headers; ApiError 429 when there were too many."""
        window = self._windows.get(secret)
        if window is None or (now - window.started).total_seconds() >= WINDOW_SECONDS:
            window = self._windows[secret] = _Window(now)
        left = math.ceil(WINDOW_SECONDS - (now - window.started).total_seconds())
        if window.used >= self.per_minute:
            raise ApiError(
                429,
                "RATE_LIMIT_EXCEEDED",
                f"Too many requests. Try again in {left} seconds.",
                {"Retry-After": str(left), **self._headers(window, left)},
            )
        window.used += 1
        return self._headers(window, left)

    def clear(self) -> None:
        self._windows.clear()

    def _headers(self, window: _Window, left: int) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.per_minute),
            "X-RateLimit-Remaining": str(max(0, self.per_minute - window.used)),
            "X-RateLimit-Reset": str(left),
        }
