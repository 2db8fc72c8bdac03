"""The practice emails, as if they had been made in Migma: finished, in the making, and failed."""

from __future__ import annotations

from datetime import timedelta

from migma_desktop.sandbox.account import Account, stable_id
from migma_desktop.sandbox.seed.brands import FERN, NORTHLIGHT
from migma_desktop.sandbox.seed.email_texts import FERN_EMAILS, NORTHLIGHT_EMAILS, SERIES
from migma_desktop.sandbox.seed.written import Written
from migma_desktop.sandbox.things import Conversation, StoredEmail

SERIES_TITLE = "Welcome series"
DAYS_BETWEEN_SLOTS = 3


def add_emails(account: Account) -> None:
    for project_id, written in ((FERN, FERN_EMAILS), (NORTHLIGHT, NORTHLIGHT_EMAILS)):
        for age, each in enumerate(written):
            _add(account, project_id, each.title, [each], age_days=3 + 9 * age)
    _add(account, NORTHLIGHT, SERIES_TITLE, list(SERIES), age_days=5)
    _add_unfinished(account)


def _add(
    account: Account, project_id: str, title: str, written: list[Written], *, age_days: int
) -> None:
    made = account.now() - timedelta(days=age_days)
    is_series = len(written) > 1
    conversation = Conversation(
        id=stable_id("conversation", project_id, title),
        project_id=project_id,
        title=title,
        created_at=made,
        ready_at=made + timedelta(minutes=2),
    )
    for slot, each in enumerate(written):
        conversation.emails.append(
            StoredEmail(
                stable_id("email", project_id, title, str(slot)),
                each.subject,
                each.preheader,
                each.html,
                slot * DAYS_BETWEEN_SLOTS if is_series else None,
            )
        )
    account.conversations[conversation.id] = conversation


def _add_unfinished(account: Account) -> None:
    """One that is being made while one watches, and one that failed."""
    now = account.now()
    making = Conversation(
        id=stable_id("conversation", FERN, "Frost warning"),
        project_id=FERN,
        title="Frost warning",
        created_at=now - timedelta(seconds=30),
        ready_at=now + timedelta(seconds=90),
    )
    frost = next(each for each in FERN_EMAILS if each.title == "Garden letter")
    making.emails.append(
        StoredEmail(
            stable_id("email", FERN, "Frost warning", "0"),
            "Bring them in tonight, {{firstName}}",
            "The first frost is on its way",
            frost.html,
        )
    )
    failed = Conversation(
        id=stable_id("conversation", NORTHLIGHT, "Holiday opening hours"),
        project_id=NORTHLIGHT,
        title="Holiday opening hours",
        created_at=now - timedelta(days=1),
        ready_at=now - timedelta(days=1) + timedelta(minutes=4),
        failure="The images could not be loaded. Try again with other pictures.",
    )
    for each in (making, failed):
        account.conversations[each.id] = each
