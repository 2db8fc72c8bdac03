"""Which versions of a draft are kept: the closer to now, the more of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

_ALL_OF = timedelta(hours=1)
_HOURLY_FOR = timedelta(days=1)
_DAILY_FOR = timedelta(days=31)


def superfluous(moments: Sequence[datetime], *, now: datetime) -> list[int]:
    """Return the places of the versions to let go, from moments in the order of their making.

    All of the last hour stay, then the last of each hour for a day, of each day for a month, of
    each week for ever. The newest always stays. Moments in the future, as a clock that was set
    back leaves them, count as of the last hour.
    """
    taken: set[tuple[object, ...]] = set()
    let_go: list[int] = []
    for place in range(len(moments) - 1, -1, -1):
        span = _span(moments[place].astimezone(UTC), now.astimezone(UTC))
        if span is None:
            continue
        is_newest = place == len(moments) - 1
        if span in taken and not is_newest:
            let_go.append(place)
        taken.add(span)
    let_go.reverse()
    return let_go


def _span(moment: datetime, now: datetime) -> tuple[object, ...] | None:
    """Return the span of time that keeps one version, None where all are kept.

    The spans are the calendar's, so that thinning again later takes the same side.
    """
    age = now - moment
    if age < _ALL_OF:
        return None
    if age < _HOURLY_FOR:
        return ("hour", moment.date(), moment.hour)
    if age < _DAILY_FOR:
        return ("day", moment.date())
    year, week, _day = moment.isocalendar()
    return ("week", year, week)
