"""What is known of all drafts: the lines of their list, and the versions of their pasts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class DraftSummary(NamedTuple):
    """One line in the list of drafts."""

    id: str
    name: str
    subject: str
    created_at: datetime
    updated_at: datetime
    recipient: str = ""  # an address, or the name of a group
    size: int = 0  # characters of the draft as it is stored


class DraftOrder(StrEnum):
    """How the list of drafts is sorted."""

    CHANGED = "changed"  # last changed first
    NAME = "name"  # by the name or else the subject
    CREATED = "created"  # newest first


class DraftQuery(NamedTuple):
    """Which drafts to list."""

    words: str = ""  # all of them must occur, each as a part of a word
    order: DraftOrder = DraftOrder.CHANGED
    removed: bool = False  # those that were taken away, instead of the others


class VersionReason(StrEnum):
    """Why a version was kept."""

    WRITING = "writing"  # some minutes of writing followed
    SHRUNK = "shrunk"  # a large part of the text was taken away next
    SENT = "sent"
    TESTED = "tested"
    OPENED = "opened"
    REPLACED = "replaced"  # an older version was brought back in its place


class DraftVersion(NamedTuple):
    """A draft as it once was."""

    seq: int  # names it; rises with each version
    draft_id: str
    made_at: datetime
    reason: VersionReason
    subject: str
    size: int  # characters of the draft as it is stored
