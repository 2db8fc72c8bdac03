"""A campaign: a stored email, a list of people, and when it goes out (API.md section 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from migma_desktop.sandbox.clock import iso

STATUSES = (
    "draft",
    "pending_review",
    "scheduled",
    "sending",
    "throttled",
    "ab_testing",
    "sent",
    "failed",
    "cancelled",
)


@dataclass(slots=True)
class Campaign:
    """One campaign. ``batch_id`` is set once it goes out."""

    id: str
    project_id: str
    name: str
    conversation_id: str
    email_id: str
    subject: str
    sender: str
    sender_name: str
    recipient_type: str
    recipient_id: str
    created_at: datetime
    preheader: str | None = None
    reply_to: str | None = None
    topic_id: str | None = None
    provider: str = "migma"
    variables: dict[str, object] = field(default_factory=dict)
    status: str = "draft"
    estimated: int = 0
    scheduled_at: datetime | None = None
    scheduled_zone: str | None = None
    batch_id: str | None = None
    sent_at: datetime | None = None
    completed_at: datetime | None = None
    error: str | None = None
    archived_at: datetime | None = None
    updated_at: datetime | None = None

    def wire(self) -> dict[str, object]:
        return {
            "id": self.id,
            "projectId": self.project_id,
            "name": self.name,
            "conversationId": self.conversation_id,
            "emailId": self.email_id,
            "subject": self.subject,
            "preheaderText": self.preheader,
            "from": self.sender,
            "fromName": self.sender_name,
            "replyTo": self.reply_to,
            "recipientType": self.recipient_type,
            "recipientId": self.recipient_id,
            "topicId": self.topic_id,
            "estimatedRecipients": self.estimated,
            "providerType": self.provider,
            "variables": dict(self.variables),
            "status": self.status,
            "scheduledAt": _iso_or_none(self.scheduled_at),
            "scheduledTimezone": self.scheduled_zone,
            "batchId": self.batch_id,
            "sentAt": _iso_or_none(self.sent_at),
            "completedAt": _iso_or_none(self.completed_at),
            "error": self.error,
            "archived": self.archived_at is not None,
            "archivedAt": _iso_or_none(self.archived_at),
            "triggeredBy": "api" if self.batch_id else "manual",
            "createdAt": iso(self.created_at),
            "updatedAt": iso(self.updated_at or self.created_at),
        }


def _iso_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
