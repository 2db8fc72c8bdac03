"""The two practice brands, their sending domains and topics."""

from __future__ import annotations

from datetime import timedelta

from migma_desktop.sandbox.account import Account, stable_id
from migma_desktop.sandbox.domains import MANAGED_PARENT, Domain
from migma_desktop.sandbox.things import Project, Topic

FERN = stable_id("project", "Fern & Finch")
NORTHLIGHT = stable_id("project", "Northlight Coffee")

VERIFIED_DOMAIN = "fernandfinch.example"
MANAGED_DOMAIN = f"northlight.{MANAGED_PARENT}"
PENDING_DOMAIN = "northlightcoffee.example"


def add_brands(account: Account) -> None:
    """Add a garden shop with its own domain, and a coffee roaster still waiting for its DNS."""
    now = account.now()
    fern = Project(
        FERN,
        "Fern & Finch",
        "Plants, pots and patient advice for small balconies and big gardens.",
        VERIFIED_DOMAIN,
        now - timedelta(days=412),
        data={"colors": ["#2f6b4f", "#f4f1e8", "#d98f5c"], "languages": ["en"]},
    )
    northlight = Project(
        NORTHLIGHT,
        "Northlight Coffee",
        "A small roastery with two cafés and a Friday subscription.",
        PENDING_DOMAIN,
        now - timedelta(days=96),
        data={"colors": ["#23324a", "#e9a23b", "#faf7f2"], "languages": ["en"]},
    )
    account.projects = {each.id: each for each in (fern, northlight)}
    _add_domains(account)
    _add_topics(account)


def _add_domains(account: Account) -> None:
    now = account.now()
    added = now - timedelta(days=410)
    verified = Domain(
        stable_id("domain", VERIFIED_DOMAIN), VERIFIED_DOMAIN, added, added + timedelta(minutes=40)
    )
    made = now - timedelta(days=95)
    managed = Domain(
        stable_id("domain", MANAGED_DOMAIN), MANAGED_DOMAIN, made, made, is_managed=True
    )
    # Nobody ever publishes this one's records: it shows what a refusal looks like.
    pending = Domain(stable_id("domain", PENDING_DOMAIN), PENDING_DOMAIN, now - timedelta(days=2))
    account.domains = {each.domain: each for each in (verified, managed, pending)}


def _add_topics(account: Account) -> None:
    written = (
        (FERN, "Monthly garden letter", "What to sow, cut and water this month", "opt_out"),
        (FERN, "Workshops", "New dates before anybody else", "opt_in"),
        (FERN, "Offers", "Seasonal sales, at most twice a month", "opt_in"),
        (NORTHLIGHT, "Roast calendar", "Which beans are roasted when", "opt_out"),
        (NORTHLIGHT, "Café evenings", "Tastings and music in the cafés", "opt_in"),
    )
    for order, (project_id, name, description, subscription) in enumerate(written):
        topic = Topic(
            stable_id("topic", project_id, name),
            project_id,
            name,
            account.now() - timedelta(days=80 - order),
            description,
            subscription,
            display_order=order,
        )
        account.topics[topic.id] = topic
