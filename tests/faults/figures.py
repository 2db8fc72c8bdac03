"""What a fault run counts, and how it tells: a line of JSON each, and one summary."""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from enum import StrEnum


class Wrong(StrEnum):
    """What must never happen."""

    DUPLICATES = "duplicates"  # somebody got one press twice
    LOST = "lost"  # an email, or typed text, is gone without a word
    UNEXPLAINED = "unexplained"  # what is on disk doesn't fit what has happened
    CANARY = "canary"  # the key was found in something that the program wrote


class Tally:
    """The figures of one run. Used by several threads."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self.longest_gap = 0.0  # seconds of typing that a kill took

    def tell(self, **facts: object) -> None:
        """Print one fact."""
        with self._lock:
            if not self._quiet:
                sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
                sys.stdout.flush()

    def count(self, what: str, number: int = 1) -> None:
        """Count kills, faults and files."""
        with self._lock:
            self._counts[what] += number

    def wrong(self, kind: Wrong, what: str, **where: object) -> None:
        """Count what must never happen, and tell it."""
        self.count(kind)
        self.tell(wrong=kind, what=what, **where)

    def gap(self, seconds: float) -> None:
        """Note how much typing a kill took."""
        with self._lock:
            self.longest_gap = max(self.longest_gap, seconds)

    def __getitem__(self, what: str) -> int:
        return self._counts[what]

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not any(self._counts[kind] for kind in Wrong)

    def summary(self) -> str:
        """Return the closing line."""
        names = ["kills", "faults", *Wrong]
        return "faults: " + " ".join(f"{name}={self._counts[name]}" for name in names)
