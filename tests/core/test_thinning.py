"""Which versions stay: more of them the closer to now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.thinning import superfluous

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)

_moments = st.lists(
    st.integers(-100_000, 60_000_000).map(lambda seconds: NOW - timedelta(seconds=seconds)),
    max_size=60,
)


def _kept(moments: list[datetime], now: datetime = NOW) -> list[datetime]:
    gone = set(superfluous(moments, now=now))
    return [moment for place, moment in enumerate(moments) if place not in gone]


def _ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def test_all_of_the_last_hour_stay() -> None:
    moments = [_ago(minutes=minute) for minute in range(59, -1, -1)]
    assert _kept(moments) == moments


def test_then_the_last_of_each_hour_day_and_week() -> None:
    hours = [_ago(hours=2, minutes=5), _ago(hours=2, minutes=1)]
    days = [_ago(days=3, hours=2), _ago(days=3, hours=1)]
    weeks = [_ago(days=60), _ago(days=59)]
    assert _kept([*weeks, *days, *hours]) == [weeks[1], days[1], hours[1]]


@given(_moments)
def test_the_newest_and_all_of_the_last_hour_always_stay(moments: list[datetime]) -> None:
    kept = _kept(moments)
    assert kept[-1:] == moments[-1:]
    recent = [moment for moment in moments if NOW - moment < timedelta(hours=1)]
    assert [moment for moment in kept if NOW - moment < timedelta(hours=1)] == recent


@given(_moments)
def test_order_stays_and_thinning_twice_is_thinning_once(moments: list[datetime]) -> None:
    kept = _kept(moments)
    remaining = iter(moments)
    assert all(moment in remaining for moment in kept)  # in their order
    assert _kept(kept) == kept


@given(st.lists(st.integers(3600, 63_000_000), max_size=400))
def test_the_number_kept_is_bounded_by_the_calendar(ages: list[int]) -> None:
    moments = sorted(NOW - timedelta(seconds=age) for age in ages)
    assert len(_kept(moments)) <= 1 + 25 + 32 + 106  # two years of weeks
