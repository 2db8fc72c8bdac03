"""The rules of ``POST /v1/sending``: from a request body to an order, or a refusal that says why.

The specification wins: ``template`` with ``projectId``, or ``conversationId``; ``emailId`` besides.
Where several contents are given, the stored email wins over the template. An account can be told
to refuse templates, as the newest public docs of the API would have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.addresses import domain_of, one_address
from migma_desktop.sandbox.audience import require_list
from migma_desktop.sandbox.delivery import Mailing
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.reading import Fields
from migma_desktop.sandbox.replies import ApiError, invalid, not_found
from migma_desktop.sandbox.things import Conversation, StoredEmail, Topic

RECIPIENT_TYPES = ("email", "audience", "segment", "tag")
PROVIDERS = ("ses", "resend", "sendgrid", "mailgun", "migma")
_TEMPLATE_REFUSED = (
    "template is not supported. Import the HTML first, then send its emailId or conversationId"
)
PROVIDER_NAMES = {
    "ses": "Amazon SES",
    "resend": "Resend",
    "sendgrid": "SendGrid",
    "mailgun": "Mailgun",
    "migma": "Migma",
}


@dataclass(frozen=True, slots=True)
class Order:
    """A send that obeys all rules."""

    mailing: Mailing
    recipient_type: str
    recipient: str  # an address, or the id of a tag or segment
    blind_copies: tuple[str, ...] = ()
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent, and to which brand it belongs."""

    project_id: str
    html: str
    email_id: str | None = None
    conversation_id: str | None = None


def read_order(call: Call) -> Order:
    """Check a send request by every rule; ApiError with the first broken one."""
    body, account = call.body, call.account
    kind = _recipient_type(body)
    sender = one_address("from", body.needed_line("from"))
    sender_name = body.needed_line("fromName")
    subject = body.needed_line("subject")
    reply_to = body.line("replyTo")
    if reply_to is not None:
        reply_to = one_address("replyTo", reply_to)
    variables = body.table("variables") or {}
    transactional = body.flag("transactional")
    provider = read_provider(body, account)
    blind_copies = _blind_copies(body, kind)
    recipient = _recipient(body, kind)
    content = _read_content(call)
    check_sender(sender, account)
    if kind != "email":
        require_list(account, kind, recipient, content.project_id)
    return Order(
        mailing=Mailing(
            project_id=content.project_id,
            sender=sender,
            sender_name=sender_name,
            reply_to=reply_to,
            subject=subject,
            html=content.html,
            variables=variables,
            provider=provider,
            transactional=(kind == "email") if transactional is None else transactional,
            email_id=content.email_id,
            conversation_id=content.conversation_id,
        ),
        recipient_type=kind,
        recipient=recipient,
        blind_copies=blind_copies,
        topic=_topic(body, account, content.project_id),
    )


def read_provider(body: Fields, account: Account) -> str:
    """Return the provider; ApiError when it is unknown or not connected to the account."""
    provider = body.choice("providerType", PROVIDERS) or "migma"
    if provider not in account.connected_providers:
        raise ApiError(
            400,
            "PROVIDER_NOT_CONNECTED",
            f"{PROVIDER_NAMES[provider]} is not connected. Connect it first in "
            "Settings → Integrations → Email Providers.",
        )
    return provider


def check_sender(sender: str, account: Account) -> None:
    """ApiError 403 unless the sender's domain may send."""
    domain = account.domains.get(domain_of(sender))
    if domain is not None and domain.can_send:
        return
    name = domain_of(sender)
    problem = (
        f"The domain {name} does not belong to this account"
        if domain is None
        else f"The domain {name} is not verified yet"
    )
    raise ApiError(
        403, "DOMAIN_NOT_VERIFIED", f"{problem}. Send from an address on a verified domain."
    )


def ready_email(conversation: Conversation, call: Call) -> StoredEmail:
    """Return the one email of a conversation; ApiError when there is not exactly one, finished."""
    state = conversation.status(call.now)
    if state == "failed":
        raise ApiError(
            400, "EMAIL_NOT_READY", "The email of this conversation could not be generated"
        )
    if state != "completed":
        raise ApiError(400, "EMAIL_NOT_READY", "The email of this conversation is not ready yet")
    if conversation.is_series:
        raise invalid(
            "conversationId works for single emails only; this conversation holds a series of "
            f"{len(conversation.emails)}. Send one of them by its emailId."
        )
    return conversation.emails[0]


def finished_email(email_id: str, call: Call) -> tuple[Conversation, StoredEmail]:
    """Return a stored email by its id; ApiError when there is none, or not yet."""
    if not is_hex_id(email_id):
        raise invalid("emailId must have 24 hexadecimal digits")
    conversation, email = call.account.email(email_id)
    if conversation.status(call.now) != "completed":
        raise not_found("Email")
    return conversation, email


def is_hex_id(value: str) -> bool:
    return len(value) == 24 and all(char in "0123456789abcdefABCDEF" for char in value)


def _recipient_type(body: Fields) -> str:
    kind = body.choice("recipientType", RECIPIENT_TYPES)
    if kind is None:
        raise invalid("recipientType is required")
    return kind


def _recipient(body: Fields, kind: str) -> str:
    address, list_id = body.line("recipientEmail"), body.line("recipientId")
    if kind == "email":
        if address is None or not address.strip():
            raise invalid("recipientEmail is required when recipientType is email")
        return one_address("recipientEmail", address)
    if list_id is None or not list_id.strip():
        raise invalid(f"recipientId is required when recipientType is {kind}")
    return list_id


def _blind_copies(body: Fields, kind: str) -> tuple[str, ...]:
    addresses = body.texts("bcc") or []
    if addresses and kind != "email":
        raise invalid("bcc works only when recipientType is email")
    return tuple(one_address("bcc", address) for address in addresses)


def _read_content(call: Call) -> Content:
    body, account = call.body, call.account
    template = body.text("template")
    project_id = body.text("projectId")
    conversation_id, email_id = body.text("conversationId"), body.text("emailId")
    if project_id is not None:
        account.project(project_id)
    if conversation_id is None and email_id is None:
        if not account.takes_templates:
            raise invalid(
                _TEMPLATE_REFUSED if template else "emailId or conversationId is required"
            )
        return _template_content(template, project_id)
    content = _stored_content(call, conversation_id, email_id)
    if project_id is not None and project_id != content.project_id:
        raise invalid("The email does not belong to this projectId")
    return content


def _template_content(template: str | None, project_id: str | None) -> Content:
    if template is None or not template.strip():
        raise invalid("template is required unless conversationId or emailId is provided")
    if project_id is None:
        raise invalid("projectId is required when a template is sent")
    return Content(project_id, template)


def _stored_content(call: Call, conversation_id: str | None, email_id: str | None) -> Content:
    if email_id is not None:
        conversation, email = finished_email(email_id, call)
        if conversation_id not in (None, conversation.id):
            raise invalid("The emailId does not belong to this conversationId")
    else:
        conversation = call.account.conversation(conversation_id or "")
        email = ready_email(conversation, call)
    return Content(conversation.project_id, email.html, email.id, conversation.id)


def _topic(body: Fields, account: Account, project_id: str) -> Topic | None:
    topic_id = body.text("topicId")
    if topic_id is None:
        return None
    topic = account.topics.get(topic_id)
    if topic is None or topic.project_id != project_id:
        raise not_found("Topic")
    return topic


def described(order: Order) -> Mapping[str, object]:
    """Return the ids of the content, for the reply."""
    ids = {"emailId": order.mailing.email_id, "conversationId": order.mailing.conversation_id}
    return {name: value for name, value in ids.items() if value is not None}
