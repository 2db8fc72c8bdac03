"""``/v1/sending`` and the test send."""

from __future__ import annotations

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.addresses import one_address
from migma_desktop.sandbox.clock import iso
from migma_desktop.sandbox.delivery import Envelope, Mailing
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.orders import (
    described,
    finished_email,
    is_hex_id,
    read_order,
    ready_email,
)
from migma_desktop.sandbox.post_office import post, send_to_one, start_batch
from migma_desktop.sandbox.replies import Reply, invalid, not_found
from migma_desktop.sandbox.things import Conversation, Project, StoredEmail


def send(call: Call) -> Reply:
    """Accept one send, by every rule of the specification."""
    order = read_order(call)
    shared = {"provider": order.mailing.provider, "status": "queued", **described(order)}
    if order.recipient_type == "email":
        send_id, reason = send_to_one(order, call.account, call.now)
        message = "Email queued" if reason is None else f"Not delivered: the address is {reason}"
        count = 1 if reason is None else 0
        return Reply(
            {"id": send_id, "sendId": send_id, "sentCount": count, "message": message, **shared}
        )
    batch, note = start_batch(order, call.account, call.now)
    message = f"Batch of {batch.total} emails queued{note}"
    return Reply(
        {"id": batch.id, "batchId": batch.id, "sentCount": 0, "message": message, **shared}
    )


def batch_status(call: Call) -> Reply:
    batch = call.account.batches.get(call.path["batchId"])
    if batch is None:
        raise not_found("Batch")
    return Reply(batch.wire())


def send_test(call: Call) -> Reply:
    """Send a stored email to one address, unfilled, as its maker sees it."""
    to = one_address("to", call.body.needed_line("to"))
    conversation, email = _email_to_test(call)
    project = call.account.project(conversation.project_id)
    mailing = Mailing(
        project_id=project.id,
        sender=_sender_of(project, call.account),
        sender_name=project.name,
        reply_to=None,
        subject=email.subject,
        html=email.html,
        variables={},
        provider="migma",
        transactional=True,
        email_id=email.id,
        conversation_id=conversation.id,
    )
    message_id = call.account.new_id("message")
    envelope = Envelope(id=message_id, to=to, send_id=call.account.new_id("send"))
    post(call.account, mailing, envelope, call.now)
    return Reply(
        {
            "messageId": message_id,
            "emailId": email.id,
            "conversationId": conversation.id,
            "sentTo": to,
            "sentAt": iso(call.now),
            "subject": email.subject,
        }
    )


def _email_to_test(call: Call) -> tuple[Conversation, StoredEmail]:
    email_id, conversation_id = call.body.text("emailId"), call.body.text("conversationId")
    if (email_id is None) == (conversation_id is None):
        raise invalid("Give either emailId or conversationId")
    if email_id is not None:
        return finished_email(email_id, call)
    if conversation_id is None or not is_hex_id(conversation_id):
        raise invalid("conversationId must have 24 hexadecimal digits")
    conversation = call.account.conversation(conversation_id)
    return conversation, ready_email(conversation, call)


def _sender_of(project: Project, account: Account) -> str:
    own = account.domains.get(project.domain)
    if own is not None and own.can_send:
        return f"hello@{own.domain}"
    managed = next((each for each in account.domains.values() if each.is_managed), None)
    if managed is None:
        raise invalid("The account has no domain to send a test from")
    return f"hello@{managed.domain}"
