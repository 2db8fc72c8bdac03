"""A new draft from what was sent."""

from __future__ import annotations

from dataclasses import replace

from migma_desktop.core.models import (
    ContentSource,
    Draft,
    MailKind,
    Recipient,
    RecipientType,
    Send,
    Sender,
)


def draft_like(send: Send) -> Draft:
    """Return the draft as it was when Send was pressed, or one that would send the same.

    Sends of older versions have not kept their draft: it is made from the request then, with the
    finished HTML as its text. The id is left to whoever takes the draft up.
    """
    draft = send.draft if send.draft is not None else _from_request(send)
    return replace(draft, profile_id=send.profile_id)


def _from_request(send: Send) -> Draft:
    request = send.request
    to_person = request.recipient_type is RecipientType.PERSON
    return Draft(
        recipient=Recipient(
            type=request.recipient_type,
            email=request.recipient_email,
            id=request.recipient_id,
            name="" if to_person else send.recipient_name,
            count=send.recipient_count,
        ),
        sender=Sender(request.from_address, request.from_name, request.reply_to),
        subject=request.subject,
        source=_source(send),
        html=request.template,
        conversation_id=request.conversation_id,
        email_id=request.email_id,
        project_id=request.project_id,
        provider=request.provider,
        kind=_kind(request.transactional),
        variables=dict(request.variables),
    )


def _source(send: Send) -> ContentSource:
    if send.request.conversation_id:
        return ContentSource.CONVERSATION
    return ContentSource.EMAIL if send.request.email_id else ContentSource.HTML


def _kind(transactional: bool | None) -> MailKind:
    if transactional is None:
        return MailKind.AUTOMATIC
    return MailKind.TRANSACTIONAL if transactional else MailKind.MARKETING
