"""What the answers with more than one shape mean. All raise Unreadable for what fits none.

An email that can't be sent yet, or not this way, is refused here with RequestRefused.
"""

from __future__ import annotations

from collections.abc import Sequence

from migma_desktop.api import wire
from migma_desktop.api.envelope import Envelope
from migma_desktop.api.lenient import Fields, Unreadable
from migma_desktop.core.account import ImportedEmail
from migma_desktop.core.errors import IsSeries, RequestRefused
from migma_desktop.core.made_emails import SeriesEmail
from migma_desktop.core.models import SendReceipt, StoredContent
from migma_desktop.core.texts import say


def content_object(answer: Envelope) -> Fields:
    """Return what an answer is about. Raises Unreadable when it isn't an object."""
    return Fields.strictly(answer.data, "data")


def read_receipt(answer: Envelope) -> SendReceipt:
    """Read the answer to a send."""
    # The specification promises ``success`` only: without data the send is accepted all the same.
    data = Fields(None) if answer.data is None else content_object(answer)
    return wire.decode_receipt(data, request_id=answer.request_id, replayed=answer.replayed)


def read_conversation(answer: Envelope) -> StoredContent:
    """Read the email that a conversation made."""
    data = content_object(answer)
    result = data.part("result")
    emails = result.rows("emails")
    if len(emails) > 1:
        raise IsSeries(
            say("This is a series of {count} emails.", count=len(emails)),
            say("Choose which of them to send."),
        )
    content = wire.decode_content(result)
    if not content.html and emails:
        content = wire.decode_content(emails[0])
    return _finished(content, data)


def read_series(answer: Envelope) -> Sequence[SeriesEmail]:
    """Read the emails that a conversation made, in their order."""
    rows = content_object(answer).part("result").rows("emails")
    found = [wire.decode_series_email(row, number) for number, row in enumerate(rows, 1)]
    return sorted(found, key=lambda email: email.number)


def read_import_started(answer: Envelope) -> str:
    """Read under which conversation an import can be followed."""
    conversation_id = content_object(answer).text("conversationId", "id", "_id")
    if not conversation_id:
        raise Unreadable("the import has no id")
    return conversation_id


def read_imported(answer: Envelope) -> ImportedEmail:
    """Read how far an import is."""
    return wire.decode_imported(content_object(answer))


def read_email(answer: Envelope) -> StoredContent:
    """Read one stored email."""
    data = content_object(answer)
    return _finished(wire.decode_content(data), data)


def _finished(content: StoredContent, data: Fields) -> StoredContent:
    if content.html:
        return content
    status = data.text("status").lower()
    if status == "failed":
        raise RequestRefused(
            say("Migma couldn't make this email."),
            say("Choose another one, or make it again in Migma."),
            details=data.text("error"),
        )
    if status in {"pending", "processing"}:
        raise RequestRefused(
            say("This email isn't finished yet."),
            say("Migma is still making it. Try again in a minute."),
        )
    raise Unreadable("the email has no HTML")
