"""From an accepted email to a message in the inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from migma_desktop.sandbox.filling import Values, fill_header, fill_html
from migma_desktop.sandbox.inbox import Delivered, Inbox
from migma_desktop.sandbox.mime import Letter
from migma_desktop.sandbox.things import Contact


@dataclass(frozen=True, slots=True)
class Mailing:
    """What every recipient of one send gets, before the placeholders are filled."""

    project_id: str
    sender: str
    sender_name: str
    reply_to: str | None
    subject: str
    html: str
    variables: Mapping[str, object]
    provider: str
    transactional: bool
    email_id: str | None = None
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where one message goes, and under which ids it is known."""

    id: str
    to: str
    send_id: str
    header_to: str | None = None  # what the To line shows, where a blind copy differs
    to_name: str = ""
    batch_id: str | None = None


def deliver(
    mailing: Mailing,
    envelope: Envelope,
    *,
    inbox: Inbox,
    at: datetime,
    contact: Contact | None = None,
) -> Delivered:
    """Fill the mailing for one recipient and put it into the inbox."""
    sources: list[Values] = [mailing.variables]
    if contact is not None:
        sources.append(contact_values(contact))
    delivered = Delivered(
        id=envelope.id,
        to=envelope.to,
        received_at=at,
        letter=_letter(mailing, envelope, sources, at),
        batch_id=envelope.batch_id,
        send_id=envelope.send_id,
        project_id=mailing.project_id,
    )
    inbox.deliver(delivered)
    return delivered


def contact_values(contact: Contact) -> dict[str, object]:
    """Return what placeholders find in a contact.

    The API writes ``firstName``; ``first_name`` is a kindness of the sandbox to templates that
    came from elsewhere. An empty field counts as missing: it must stay visible, not vanish.
    """
    named = {
        "email": contact.email,
        "firstName": contact.first_name,
        "lastName": contact.last_name,
        "phone": contact.phone,
        "country": contact.country,
        "language": contact.language,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
    }
    values: dict[str, object] = {name: value for name, value in named.items() if value}
    values["customFields"] = contact.custom_fields
    return {**contact.custom_fields, **values}


def _letter(
    mailing: Mailing, envelope: Envelope, sources: Sequence[Values], at: datetime
) -> Letter:
    return Letter(
        id=envelope.id,
        to=envelope.header_to or envelope.to,
        to_name=envelope.to_name,
        sender=mailing.sender,
        sender_name=mailing.sender_name,
        reply_to=mailing.reply_to,
        subject=fill_header(mailing.subject, sources),
        html=fill_html(mailing.html, sources),
        text_template=mailing.html,
        sources=sources,
        sent_at=at,
        unsubscribe=not mailing.transactional,
    )
