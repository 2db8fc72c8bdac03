"""Fill a new account with everything it has at the first start."""

from __future__ import annotations

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.seed.audience import add_audience
from migma_desktop.sandbox.seed.brands import add_brands
from migma_desktop.sandbox.seed.campaigns import add_campaigns
from migma_desktop.sandbox.seed.emails import add_emails


def fill(account: Account) -> None:
    """Two brands with their domains, people, emails and campaigns; the same in every run."""
    add_brands(account)
    add_audience(account)
    add_emails(account)
    add_campaigns(account)
