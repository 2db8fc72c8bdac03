"""What is left to send is said where it is known, and nowhere else."""

from __future__ import annotations

import pytest

from migma_desktop.core.account import Credits, RateLimit, SendingMetrics
from migma_desktop.core.capacity import (
    Capacity,
    QuotaLevel,
    capacity_lines,
    left_text,
    quotas,
    read_capacity,
    too_little,
)
from migma_desktop.core.errors import NotFound, PermissionMissing
from tests.fakes import FakeMailer, trouble

METRICS = SendingMetrics(
    daily_limit=10_000, remaining_today=9_988, monthly_limit=50_000, remaining_this_month=48_716
)


@pytest.mark.asyncio
async def test_plan_credits_and_what_is_left_are_read() -> None:
    plan = Credits(plan="Starter", this_month=480)
    mailer = FakeMailer(metrics=METRICS, plan=plan, rate_limit=RateLimit(100))
    capacity = await read_capacity(mailer)
    assert [(str(name), str(words)) for name, words in capacity_lines(capacity)] == [
        ("Plan", "Starter"),
        ("Emails left", "9,988 of 10,000 today, 48,716 of 50,000 this month"),
        ("Credits left", "480 this month"),
        ("Rate limit", "100 questions a minute"),
    ]


@pytest.mark.asyncio
async def test_a_key_that_may_not_read_them_makes_no_noise() -> None:
    mailer = FakeMailer(metrics=trouble(PermissionMissing), plan=trouble(NotFound))
    capacity = await read_capacity(mailer)
    assert capacity == Capacity()
    assert capacity_lines(capacity) == ()
    assert left_text(capacity) is None
    assert too_little(capacity, 1_000_000) is None


@pytest.mark.parametrize(
    ("metrics", "words"),
    [
        (SendingMetrics(remaining_today=5), "5 today"),
        (SendingMetrics(remaining_this_month=7), "7 this month"),
        (SendingMetrics(remaining_today=5, remaining_this_month=7), "5 today, 7 this month"),
        (SendingMetrics(sent_today=5), None),
    ],
)
def test_half_of_the_figures_are_told_as_far_as_they_go(
    metrics: SendingMetrics, words: str | None
) -> None:
    left = left_text(Capacity(metrics))
    assert (None if left is None else str(left)) == words


def test_a_mailing_beyond_what_is_left_is_warned_of() -> None:
    capacity = Capacity(METRICS)
    assert too_little(capacity, 9_988) is None
    assert "left today" in str(too_little(capacity, 9_989))
    assert "left this month" in str(too_little(capacity, 48_717))
    assert too_little(capacity, None) is None


def test_what_is_left_runs_empty_and_warns_before() -> None:
    bars = quotas(Capacity(METRICS))
    assert [(str(bar.name), str(bar.figures)) for bar in bars] == [
        ("Emails left today", "9,988 of 10,000"),
        ("Emails left this month", "48,716 of 50,000"),
    ]
    for left, share, level in (
        (20_000, 1.0, QuotaLevel.PLENTY),  # Migma gave more than the plan has
        (1_001, 0.1001, QuotaLevel.PLENTY),
        (1_000, 0.1, QuotaLevel.LOW),
        (0, 0.0, QuotaLevel.NONE),
        (-3, 0.0, QuotaLevel.NONE),
    ):
        (bar,) = quotas(Capacity(SendingMetrics(remaining_today=left, daily_limit=10_000)))
        assert (bar.share, bar.level) == (share, level)


def test_a_figure_without_a_limit_has_no_bar_and_stays_a_sentence() -> None:
    capacity = Capacity(
        SendingMetrics(remaining_today=5, daily_limit=10, remaining_this_month=70_000)
    )
    assert quotas(capacity) == ()
    assert [str(words) for _name, words in capacity_lines(capacity)] == [
        "5 today, 70,000 this month"
    ]
    assert quotas(Capacity()) == ()
