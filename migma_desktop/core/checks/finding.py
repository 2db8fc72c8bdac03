"""What a check says: one thing to know about the email, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.models import PlaceholderUse
from migma_desktop.core.texts import Text

SHOWN_OF_A_KIND = 20
"""Findings of one kind that a person can look through; more help nobody."""


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # must be put right or accepted before sending
    WARNING = "warning"  # some people will see something wrong
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about the email, and what to do about it."""

    level: Level
    text: Text
    advice: Text
    field: str  # objectName of the control to look at
    place: PlaceholderUse | None = None  # in the subject, preheader or source
