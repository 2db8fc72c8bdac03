"""The words that are right because the user says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Own words, and those that are let pass in one email each."""

    words: tuple[str, ...] = ()
    ignored: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the draft's id

    def accepted_in(self, draft_id: str) -> frozenset[str]:
        """Return what is right in one email, casefolded."""
        here = self.ignored.get(draft_id, ())
        return frozenset(word.casefold() for word in (*self.words, *here))
