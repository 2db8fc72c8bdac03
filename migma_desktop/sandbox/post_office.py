"""Carry accepted orders out: one message, or a batch of them."""

from __future__ import annotations

from datetime import datetime

from migma_desktop.sandbox.account import Account, stable_id
from migma_desktop.sandbox.audience import members, reach, reason_to_skip
from migma_desktop.sandbox.batches import Batch, DeliverOne
from migma_desktop.sandbox.campaigns import Campaign
from migma_desktop.sandbox.delivery import Envelope, Mailing, deliver
from migma_desktop.sandbox.inbox import Delivered
from migma_desktop.sandbox.orders import Order
from migma_desktop.sandbox.replies import ApiError
from migma_desktop.sandbox.send_log import LogEntry
from migma_desktop.sandbox.things import Contact


def send_to_one(order: Order, account: Account, now: datetime) -> tuple[str, str | None]:
    """Deliver to one person and the blind copies; return the send's id and why not, if not."""
    send_id = account.new_id("send")
    reason = _suppression(order, account)
    if reason is not None:
        subject = order.mailing.subject
        row = LogEntry(send_id, order.recipient, subject, "suppressed", now)
        _log(account, order.mailing, row)
        return send_id, reason
    for address in (order.recipient, *order.blind_copies):
        envelope = Envelope(
            id=account.new_id("message"), to=address, header_to=order.recipient, send_id=send_id
        )
        post(account, order.mailing, envelope, now)
    return send_id, None


def start_batch(order: Order, account: Account, now: datetime) -> tuple[Batch, str]:
    """Queue a batch; return it and a note on whom it leaves out. ApiError when nobody is left."""
    people = members(account, order.recipient_type, order.recipient)
    reached = reach(people, transactional=order.mailing.transactional, topic=order.topic)
    note = _skipped_note(reached.skipped)
    if not reached.recipients:
        raise ApiError(400, "NO_RECIPIENTS", f"Nobody here can be written to{note}")
    batch = Batch(
        id=account.new_id("batch"),
        mailing=order.mailing,
        recipient_type=order.recipient_type,
        recipient_id=order.recipient,
        recipients=reached.recipients,
        created_at=now,
        deliver_one=_to_member(account),
        throttled=order.recipient in account.throttled_lists,
    )
    account.batches[batch.id] = batch
    return batch, note


def start_campaign(campaign: Campaign, account: Account, now: datetime) -> None:
    """Send a campaign's email to its list. ApiError when nobody is left to write to."""
    _, email = account.email(campaign.email_id)
    mailing = Mailing(
        project_id=campaign.project_id,
        sender=campaign.sender,
        sender_name=campaign.sender_name,
        reply_to=campaign.reply_to,
        subject=campaign.subject,
        html=email.html,
        variables=campaign.variables,
        provider=campaign.provider,
        transactional=False,
        email_id=email.id,
        conversation_id=campaign.conversation_id,
    )
    topic = account.topics.get(campaign.topic_id or "")
    order = Order(mailing, campaign.recipient_type, campaign.recipient_id, topic=topic)
    batch, _ = start_batch(order, account, now)
    campaign.batch_id = batch.id
    campaign.status, campaign.sent_at, campaign.updated_at = "sending", now, now


def move_campaigns(account: Account, now: datetime) -> None:
    """Start the scheduled campaigns whose time has come, and follow those under way."""
    for campaign in account.campaigns.values():
        due = campaign.scheduled_at
        if campaign.status == "scheduled" and due is not None and due <= now:
            try:
                start_campaign(campaign, account, due)
                account.batches[campaign.batch_id or ""].advance(now)
            except ApiError as refusal:
                campaign.status, campaign.error = "failed", refusal.message
        batch = account.batches.get(campaign.batch_id or "")
        if batch is None or campaign.status not in ("sending", "throttled"):
            continue
        if not batch.is_over:
            campaign.status = "throttled" if batch.status == "throttled" else "sending"
            continue
        campaign.status = "sent" if batch.sent else "failed"
        campaign.completed_at = campaign.updated_at = batch.updated_at


def post(
    account: Account,
    mailing: Mailing,
    envelope: Envelope,
    at: datetime,
    contact: Contact | None = None,
) -> Delivered:
    """Put one message into the inbox and note it in the log."""
    delivered = deliver(mailing, envelope, inbox=account.inbox, at=at, contact=contact)
    row = LogEntry(envelope.id, envelope.to, delivered.subject, "delivered", at)
    _log(account, mailing, row, envelope.batch_id)
    return delivered


def _to_member(account: Account) -> DeliverOne:
    """Return what delivers a batch to one contact after the other."""

    def deliver_one(batch: Batch, person: Contact, number: int, at: datetime) -> bool:
        message_id = stable_id(batch.id, str(number))
        if person.email in account.refusing_mailboxes:
            row = LogEntry(message_id, person.email, batch.mailing.subject, "bounced", at)
            _log(account, batch.mailing, row, batch.id)
            return False
        envelope = Envelope(
            id=message_id,
            to=person.email,
            to_name=person.full_name,
            send_id=stable_id(batch.id, "send", str(number)),
            batch_id=batch.id,
        )
        post(account, batch.mailing, envelope, at, person)
        return True

    return deliver_one


def _suppression(order: Order, account: Account) -> str | None:
    """Say why this person must not be written to; a stranger always may."""
    wanted = order.recipient.casefold()
    for person in account.contacts_of(order.mailing.project_id):
        if person.email.casefold() == wanted:
            return reason_to_skip(
                person, transactional=order.mailing.transactional, topic=order.topic
            )
    return None


def _log(account: Account, mailing: Mailing, row: LogEntry, batch_id: str | None = None) -> None:
    account.log.add(row, sender=mailing.sender, email_id=mailing.email_id, batch_id=batch_id)


def _skipped_note(skipped: dict[str, int]) -> str:
    if not skipped:
        return ""
    parts = ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.items()))
    return f" ({sum(skipped.values())} skipped: {parts})"
