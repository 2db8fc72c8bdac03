"""Times as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta

from migma_desktop.core.texts import Text, say

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def duration(seconds: float) -> Text:
    """Return a length of time, rounded up so that nobody waits for nothing."""
    whole = max(int(seconds), 0)
    if whole < _MINUTE:
        return say("less than a minute")
    if whole < 2 * _MINUTE:
        return say("about a minute")
    if whole <= 90 * _MINUTE:
        return say("{count} minutes", count=_up(whole, _MINUTE))
    if whole <= 36 * _HOUR:
        return say("{count} hours", count=_up(whole, _HOUR))
    return say("{count} days", count=_up(whole, _DAY))


def since(then: datetime, now: datetime) -> Text:
    """Return how long ago something was."""
    seconds = (now - then).total_seconds()
    if seconds < 2 * _MINUTE:
        return say("just now")
    if seconds < 2 * _HOUR:
        return say("for {count} minutes", count=int(seconds) // _MINUTE)
    if seconds < 2 * _DAY:
        return say("for {count} hours", count=int(seconds) // _HOUR)
    return say("for {count} days", count=timedelta(seconds=seconds).days)


def _up(seconds: int, unit: int) -> int:
    return -(-seconds // unit)
