"""Emails made in Migma as people speak of them: the emails of a series, states, and times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from migma_desktop.core.texts import Text, say

_HIDDEN_LINE = r"""<(div|span|p)\b[^<>]*\bdisplay\s*:\s*none\b[^<>]*>\s*{text}{filler}</\1>\n?"""
_FILLER = r"(?:\s|&[#\w]{1,10};|[\u00ad\u034f\u200b-\u200f\ufeff])*"
_FINISHED = frozenset({"ready", "completed"})


@dataclass(frozen=True, slots=True)
class SeriesEmail:
    """One email of a series: it is sent by an id of its own."""

    email_id: str
    number: int  # 1 is the first
    subject: str = ""
    status: str = ""  # ready, processing, failed; an open set
    send_offset_days: int | None = None  # after the first one; None where nobody has planned it
    thumbnail_url: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether it can be sent."""
        return bool(self.email_id) and self.status in _FINISHED


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that the people of a project may choose to hear about."""

    id: str
    name: str
    description: str = ""
    is_opt_in: bool = False  # people hear about it only when they have asked for it
    is_public: bool = True  # people see it where they choose


def state_words(status: str) -> Text:
    """Say how far an email is in the making."""
    if status in _FINISHED:
        return say("Finished")
    if status == "pending":
        return say("Waiting to be made")
    if status == "processing":
        return say("Being made in Migma")
    if status == "failed":
        return say("Could not be made")
    return say("Not finished: {status}", status=status) if status else say("Not finished")


def place_words(email: SeriesEmail) -> Text:
    """Say when in its series an email is meant to go out."""
    days = email.send_offset_days
    if days is None:
        return say("Email {number}", number=email.number)
    if days == 0:
        return say("Email {number} · at the start", number=email.number)
    if days == 1:
        return say("Email {number} · after a day", number=email.number)
    return say("Email {number} · after {days} days", number=email.number, days=days)


def without_preheader(html: str, preheader: str) -> str:
    """Take out the hidden line that shows a preheader: written here, it has a field of its own."""
    if not preheader:
        return html
    texts = {
        re.escape(preheader),
        re.escape(escape(preheader)),
        re.escape(escape(preheader, False)),
    }
    pattern = _HIDDEN_LINE.format(text=f"(?:{'|'.join(sorted(texts))})", filler=_FILLER)
    return re.sub(pattern, "", html, count=1, flags=re.IGNORECASE)


def when_words(moment: str, now: datetime) -> Text | None:
    """Say when an email was changed, from a time as Migma writes it; None for what is none."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    days = (now.astimezone().date() - at.astimezone().date()).days
    if days <= 0:
        return say("Today")
    if days == 1:
        return say("Yesterday")
    if days < 30:
        return say("{count} days ago", count=days)
    return say("{date}", date=at.astimezone().date().isoformat())
