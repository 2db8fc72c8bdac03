"""Repeats of one write: the same key and body are handled once (API.md section 2)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from migma_desktop.sandbox.replies import ApiError, invalid

MAX_KEY_LENGTH = 100
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What was answered the first time."""

    fingerprint: str
    status: int
    body: bytes
    at: datetime


class IdempotencyStore:
    """The answers of the last 24 hours, by API key and Idempotency-Key."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str], StoredAnswer] = {}

    def find(self, secret: str, key: str, fingerprint: str, now: datetime) -> StoredAnswer | None:
        """Return the answer to replay, or None for a new key; ApiError for a misused one."""
        if not key or len(key) > MAX_KEY_LENGTH:
            raise invalid(f"Idempotency-Key must have 1 to {MAX_KEY_LENGTH} characters")
        stored = self._answers.get((secret, key))
        if stored is None or now - stored.at >= KEPT_FOR:
            return None
        if stored.fingerprint != fingerprint:
            raise ApiError(
                409,
                "IDEMPOTENCY_CONFLICT",
                "This Idempotency-Key was already used with another request body",
            )
        return stored

    def keep(self, secret: str, key: str, answer: StoredAnswer) -> None:
        """Store an answer, unless it is one that a repeat may change (429 and 5xx)."""
        if answer.status == 429 or answer.status >= 500:
            return
        self._answers.pop((secret, key), None)
        self._answers[(secret, key)] = answer
        while answer.at - next(iter(self._answers.values())).at >= KEPT_FOR:
            del self._answers[next(iter(self._answers))]  # the oldest stands first

    def clear(self) -> None:
        self._answers.clear()


def fingerprint_of(method: str, path: str, body: bytes) -> str:
    """Tell requests apart by method, path and the exact bytes of the body."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()
