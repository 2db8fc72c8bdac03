"""``/v1/sending``: to one person, or to a tag or segment as a batch."""

from __future__ import annotations

from datetime import datetime

from migma_desktop.sandbox.account import Account, stable_id
from migma_desktop.sandbox.audience import members, reach, reason_to_skip
from migma_desktop.sandbox.batches import Batch, DeliverOne
from migma_desktop.sandbox.delivery import Envelope, deliver
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.orders import Order, described, read_order
from migma_desktop.sandbox.replies import ApiError, Reply, not_found
from migma_desktop.sandbox.things import Contact


def send(call: Call) -> Reply:
    """Accept one send, by every rule of the specification."""
    order = read_order(call)
    if order.recipient_type == "email":
        return _send_to_one(order, call)
    batch, skipped = start_batch(order, call.account, call.now)
    return Reply(
        {
            "id": batch.id,
            "batchId": batch.id,
            "provider": order.mailing.provider,
            "status": "queued",
            "sentCount": 0,
            "message": f"Batch of {batch.total} emails queued{_skipped_note(skipped)}",
            **described(order),
        }
    )


def batch_status(call: Call) -> Reply:
    batch = call.account.batches.get(call.path["batchId"])
    if batch is None:
        raise not_found("Batch")
    return Reply(batch.wire())


def start_batch(order: Order, account: Account, now: datetime) -> tuple[Batch, dict[str, int]]:
    """Queue a batch; return it and whom it leaves out. ApiError when nobody is left."""
    people = members(account, order.recipient_type, order.recipient)
    reached = reach(people, transactional=order.mailing.transactional, topic=order.topic)
    if not reached.recipients:
        note = _skipped_note(reached.skipped)
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
    return batch, reached.skipped


def _send_to_one(order: Order, call: Call) -> Reply:
    account, mailing = call.account, order.mailing
    send_id = account.new_id("send")
    reason = _suppression(order, account)
    copies = order.blind_copies if reason is None else ()
    if reason is None:
        deliver(
            mailing,
            Envelope(id=account.new_id("message"), to=order.recipient, send_id=send_id),
            inbox=account.inbox,
            at=call.now,
        )
    for address in copies:
        deliver(
            mailing,
            Envelope(
                id=account.new_id("message"),
                to=address,
                header_to=order.recipient,
                send_id=send_id,
            ),
            inbox=account.inbox,
            at=call.now,
        )
    return Reply(
        {
            "id": send_id,
            "sendId": send_id,
            "provider": mailing.provider,
            "status": "queued",
            "sentCount": 1 if reason is None else 0,
            "message": "Email queued" if reason is None else f"Suppressed: {reason}",
            **described(order),
        }
    )


def _suppression(order: Order, account: Account) -> str | None:
    """Say why this person must not be written to; a stranger always may."""
    wanted = order.recipient.casefold()
    for person in account.contacts_of(order.mailing.project_id):
        if person.email.casefold() == wanted:
            return reason_to_skip(
                person, transactional=order.mailing.transactional, topic=order.topic
            )
    return None


def _to_member(account: Account) -> DeliverOne:
    """Return what delivers a batch to one contact after the other."""

    def deliver_one(batch: Batch, person: Contact, number: int, at: datetime) -> bool:
        if person.email in account.refusing_mailboxes:
            return False
        deliver(
            batch.mailing,
            Envelope(
                id=stable_id(batch.id, str(number)),
                to=person.email,
                to_name=person.full_name,
                send_id=stable_id(batch.id, "send", str(number)),
                batch_id=batch.id,
            ),
            inbox=account.inbox,
            at=at,
            contact=person,
        )
        return True

    return deliver_one


def _skipped_note(skipped: dict[str, int]) -> str:
    if not skipped:
        return ""
    parts = ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.items()))
    return f" ({sum(skipped.values())} skipped: {parts})"
