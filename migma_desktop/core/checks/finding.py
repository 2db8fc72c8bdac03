"""What a check says: one thing to know about the email, what to do about it, and perhaps a fix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from migma_desktop.core.models import (
    Draft,
    MailKind,
    PlaceholderSpot,
    PlaceholderUse,
)
from migma_desktop.core.texts import Text

SHOWN_OF_A_KIND = 20
"""Findings of one kind that a person can look through; more help nobody."""


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # must be put right or accepted before sending
    WARNING = "warning"  # some people will see something wrong
    HINT = "hint"


class Origin(StrEnum):
    """Who says so."""

    HERE = "here"
    MIGMA = "migma"  # the account's own checks, on request


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in the subject, the preheader or the source."""

    spot: PlaceholderSpot
    start: int
    end: int
    old: str  # what stands there; where it doesn't any more, the fix is out of date
    new: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to put a finding right: calling it turns a draft into a better one."""

    label: Text
    edits: tuple[Edit, ...] = ()
    kind: MailKind | None = None

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft put right, or as it was when its text has changed in those places."""
        body = draft.source.value
        changes: dict[str, Any] = {} if self.kind is None else {"kind": self.kind}
        for name, edits in self._by_field(body).items():
            if name == body and not draft.source.is_written_here:
                return draft
            text = edited(getattr(draft, name), edits)
            if text is None:
                return draft
            changes[name] = text
        return replace(draft, **changes)

    def _by_field(self, body: str) -> dict[str, list[Edit]]:
        found: dict[str, list[Edit]] = {}
        for edit in self.edits:
            is_line = edit.spot in {PlaceholderSpot.SUBJECT, PlaceholderSpot.PREHEADER}
            found.setdefault(edit.spot.value if is_line else body, []).append(edit)
        return found

    @property
    def is_in_body(self) -> bool:
        """Whether it changes the text itself."""
        lines = {PlaceholderSpot.SUBJECT, PlaceholderSpot.PREHEADER}
        return any(edit.spot not in lines for edit in self.edits)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about the email, and what to do about it."""

    level: Level
    text: Text
    advice: Text
    field: str  # objectName of the control to look at
    place: PlaceholderUse | None = None  # in the subject, preheader or source
    fix: Fix | None = None
    origin: Origin = Origin.HERE


def edited(text: str, edits: Iterable[Edit]) -> str | None:
    """Return a text with its edits, None when it isn't the one that they were made for."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda each: each.start):
        if edit.start < position or text[edit.start : edit.end] != edit.old:
            return None
        parts += (text[position : edit.start], edit.new)
        position = edit.end
    return "".join((*parts, text[position:]))


def replacing(text: str, uses: Sequence[PlaceholderUse], new: str) -> tuple[Edit, ...]:
    """Return the edits that put one text in several places of another."""
    return tuple(Edit(use.spot, use.start, use.end, text[use.start : use.end], new) for use in uses)
