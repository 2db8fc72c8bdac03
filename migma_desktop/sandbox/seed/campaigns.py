"""Two campaigns in the drawer, and one that went out."""

from __future__ import annotations

from datetime import timedelta

from migma_desktop.sandbox.account import Account, stable_id
from migma_desktop.sandbox.campaigns import Campaign
from migma_desktop.sandbox.seed.audience import NEWSLETTER, VIP
from migma_desktop.sandbox.seed.brands import FERN, MANAGED_DOMAIN, NORTHLIGHT, VERIFIED_DOMAIN


def add_campaigns(account: Account) -> None:
    letter = _campaign(account, FERN, "November letter", "Garden letter", ("tag", NEWSLETTER))
    voucher = _campaign(account, FERN, "Ferns for VIPs", "Loyalty voucher", ("audience", VIP))
    evening = _campaign(
        account, NORTHLIGHT, "October tasting", "Café evening", ("tag", "Café regulars")
    )
    sent = account.now() - timedelta(days=24)
    evening.status, evening.sent_at = "sent", sent
    evening.completed_at = sent + timedelta(minutes=3)
    account.campaigns = {each.id: each for each in (letter, voucher, evening)}


def _campaign(
    account: Account, project_id: str, name: str, title: str, to: tuple[str, str]
) -> Campaign:
    kind, list_name = to
    sender = f"hello@{VERIFIED_DOMAIN if project_id == FERN else MANAGED_DOMAIN}"
    list_kind = "tag" if kind == "tag" else "segment"
    conversation = account.conversations[stable_id("conversation", project_id, title)]
    email = conversation.emails[0]
    return Campaign(
        id=stable_id("campaign", project_id, name),
        project_id=project_id,
        name=name,
        conversation_id=conversation.id,
        email_id=email.id,
        subject=email.subject,
        preheader=email.preheader,
        sender=sender,
        sender_name=account.projects[project_id].name,
        recipient_type=kind,
        recipient_id=stable_id(list_kind, project_id, list_name),
        created_at=account.now() - timedelta(days=25),
    )
