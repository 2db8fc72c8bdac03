"""Fill a new account with everything it has at the first start."""

from __future__ import annotations

from datetime import UTC, datetime

from migma_desktop.sandbox.account import Account, stable_id
from migma_desktop.sandbox.domains import Domain
from migma_desktop.sandbox.things import Project


def fill(account: Account) -> None:
    made = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)
    for name, domain in (
        ("Fern & Finch", "fernandfinch.com"),
        ("Northlight Coffee", "northlight.coffee"),
    ):
        project = Project(stable_id("project", name), name, "", domain, made)
        account.projects[project.id] = project
    account.domains["fernandfinch.com"] = Domain(stable_id("d"), "fernandfinch.com", made, made)
