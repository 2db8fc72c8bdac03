"""What became of each email: the logs of stored emails and of campaigns."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from migma_desktop.sandbox.clock import iso

MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What became of one email to one person: delivered, bounced or suppressed."""

    message_id: str
    to: str
    subject: str
    status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry with its number, and the send that it belongs to."""

    number: int
    entry: LogEntry
    sender: str
    email_id: str | None
    batch_id: str | None = None

    def wire(self) -> dict[str, object]:
        """Rows are in snake_case, unlike the rest of the API (API.md section 4)."""
        return {
            "id": self.number,
            "tracking_id": self.entry.message_id,
            "domain": self.sender.rpartition("@")[2],
            "from_email": self.sender,
            "to_email": self.entry.to,
            "subject": self.entry.subject,
            "status": self.entry.status,
            "opened_at": None,
            "clicked_at": None,
            "open_count": 0,
            "click_count": 0,
            "bounce_type": "Permanent" if self.entry.status == "bounced" else None,
            "complaint_type": None,
            "created_at": iso(self.entry.at),
        }


class SendLog:
    """The newest rows."""

    def __init__(self) -> None:
        self._rows: deque[LogRow] = deque(maxlen=MAX_ROWS)
        self._number = 0

    def add(
        self, entry: LogEntry, *, sender: str, email_id: str | None, batch_id: str | None = None
    ) -> None:
        self._number += 1
        self._rows.append(LogRow(self._number, entry, sender, email_id, batch_id))

    def of_email(self, email_id: str) -> list[LogRow]:
        """Newest first."""
        return [row for row in reversed(self._rows) if row.email_id == email_id]

    def of_batch(self, batch_id: str) -> list[LogRow]:
        """Newest first."""
        return [row for row in reversed(self._rows) if row.batch_id == batch_id]

    def since(self, start: datetime) -> list[LogEntry]:
        return [row.entry for row in self._rows if row.entry.at >= start]
