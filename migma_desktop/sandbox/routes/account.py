"""What the account has used and may still use: sending metrics and credits."""

from __future__ import annotations

from datetime import datetime

from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.replies import Reply
from migma_desktop.sandbox.routes.previews import CREDITS as PREVIEW_CREDITS

DAILY_LIMIT = 10_000
MONTHLY_LIMIT = 50_000
EARLIER_THIS_MONTH = 1_284  # sent before the sandbox was opened
MOST_MONTHS = 24
MONTHLY_CREDITS = 480
HISTORY = (4_120, 3_870, 3_964, 2_711, 3_305, 2_948)


def sending_metrics(call: Call) -> Reply:
    months = call.query.number("months", 0, least=0, most=MOST_MONTHS)
    midnight = call.now.replace(hour=0, minute=0, second=0, microsecond=0)
    this_month = call.account.log.since(midnight.replace(day=1))
    today = sum(row.status == "delivered" for row in this_month if row.at >= midnight)
    bounced = sum(row.status == "bounced" for row in this_month)
    sent = EARLIER_THIS_MONTH + sum(row.status != "suppressed" for row in this_month)
    waiting = sum(batch.total - batch.done for batch in call.account.batches.values())
    answer: dict[str, object] = {
        "period": f"{call.now:%Y-%m}",
        "monthly": {"sent": sent, "delivered": sent - bounced, "bounced": bounced, "complained": 0},
        "today": {
            "sent": today,
            "reserved": waiting,
            "dailyLimit": DAILY_LIMIT,
            "remainingToday": max(0, DAILY_LIMIT - today - waiting),
        },
        "monthlyLimit": MONTHLY_LIMIT,
        "remainingMonth": max(0, MONTHLY_LIMIT - sent - waiting),
    }
    if months:
        answer["history"] = [_month(call.now, ago) for ago in range(1, months + 1)]
    return Reply(answer)


def billing_credits(call: Call) -> Reply:
    spent = PREVIEW_CREDITS * len(call.account.previews)
    return Reply(
        {
            "currentPlan": "Practice",
            "isExpired": False,
            "hasCredits": True,
            "emailCreditsRemainingToday": 25,
            "imageCreditsRemainingToday": 10,
            "monthlyCreditsRemaining": max(0, MONTHLY_CREDITS - spent),
        }
    )


def _month(now: datetime, ago: int) -> dict[str, object]:
    year, month = divmod(now.year * 12 + now.month - 1 - ago, 12)
    sent = HISTORY[ago % len(HISTORY)]
    bounced, complained = sent // 140, sent // 2_000
    return {
        "period": f"{year}-{month + 1:02}",
        "sent": sent,
        "delivered": sent - bounced,
        "bounced": bounced,
        "complained": complained,
    }
