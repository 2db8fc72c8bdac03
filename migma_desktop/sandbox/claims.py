"""Keys asked for in the browser: the practice Migma's side of the claim flow.

As strict as the real one may be: wrong types, unknown permissions and polling too fast are
refused (API.md section 1 "Agent claim flow"; RFC 8628 section 3.5 for the words).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.addresses import one_address
from migma_desktop.sandbox.replies import ApiError, not_found
from migma_desktop.sandbox.things import SCOPES

GRANT = "urn:workos:agent-auth:grant-type:claim"
CODE_SECONDS = 600
INTERVAL_SECONDS = 5
SLOWER_SECONDS = 5
MOST_AN_HOUR = 10
READ_MOSTLY = frozenset({"audience:read", "campaign:read", "domain:read", "email:read"})
"""What is given where no scope was asked for, as auth.md reads."""

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: a code is never a word
_LONGEST_NAME = 100


class Verdict(StrEnum):
    """What the owner of the account said."""

    NONE = "none"
    APPROVED = "approved"
    DENIED = "denied"
    COLLECTED = "collected"


@dataclass(slots=True)
class Claim:
    """One question for a key."""

    token: str = field(repr=False)
    code: str
    email: str
    agent: str
    scopes: frozenset[str]
    asked_at: datetime
    interval: int
    polled_at: datetime | None = None
    verdict: Verdict = Verdict.NONE

    def is_over(self, now: datetime) -> bool:
        """Whether the code has expired."""
        return now - self.asked_at >= timedelta(seconds=CODE_SECONDS)


@dataclass(frozen=True)
class OAuthError(Exception):
    """A refusal in OAuth's words."""

    error: str
    description: str
    status: int = 400


class ClaimOffice:
    """All questions for keys of one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._claims: dict[str, Claim] = {}  # by token
        self.interval = INTERVAL_SECONDS  # of new questions; may be changed at any time

    def __repr__(self) -> str:
        return "<ClaimOffice>"

    def clear(self) -> None:
        """Forget all questions."""
        self._claims.clear()

    @property
    def waiting(self) -> tuple[Claim, ...]:
        """The questions that nobody has answered yet, newest last."""
        now = self._account.now()
        return tuple(
            each
            for each in self._claims.values()
            if each.verdict is Verdict.NONE and not each.is_over(now)
        )

    def ask(self, body: dict[str, object]) -> Claim:
        """Take a question in. Raises OAuthError."""
        now = self._account.now()
        hour_ago = now - timedelta(hours=1)
        if sum(each.asked_at > hour_ago for each in self._claims.values()) >= MOST_AN_HOUR:
            raise OAuthError("rate_limit_exceeded", "10 questions an hour are allowed", 429)
        if body.get("type") != "service_auth":
            raise OAuthError("invalid_request", "type must be service_auth")
        email, agent = _text(body, "login_hint"), _text(body, "agent_name")
        try:
            one_address("login_hint", email)
        except ApiError as problem:
            raise OAuthError("invalid_request", problem.message) from None
        claim = Claim(
            token=f"claim_{secrets.token_urlsafe(24)}",
            code=_new_code(),
            email=email,
            agent=agent,
            scopes=_scopes(body.get("scope")),
            asked_at=now,
            interval=self.interval,
        )
        self._claims[claim.token] = claim
        return claim

    def collect(self, body: dict[str, object]) -> tuple[str, frozenset[str]]:
        """Hand the key out, once. Raises OAuthError: not yet, too fast, refused, expired."""
        if body.get("grant_type") != GRANT:
            raise OAuthError("unsupported_grant_type", f"grant_type must be {GRANT}")
        claim = self._claims.get(_text(body, "claim_token"))
        if claim is None or claim.verdict is Verdict.COLLECTED:
            raise OAuthError("invalid_grant", "No such claim, or its key was given out")
        if claim.verdict is Verdict.DENIED:
            raise OAuthError("access_denied", "The owner of the account said no")
        now = self._account.now()
        if claim.is_over(now):
            raise OAuthError("expired_token", "The code has expired")
        last, claim.polled_at = claim.polled_at, now
        if last is not None and now - last < timedelta(seconds=claim.interval):
            claim.interval += SLOWER_SECONDS
            raise OAuthError("slow_down", "Poll more slowly")
        if claim.verdict is Verdict.NONE:
            raise OAuthError("authorization_pending", "Not confirmed yet")
        claim.verdict = Verdict.COLLECTED
        secret = f"sk_live_{secrets.token_hex(16)}"
        self._account.add_key(secret, scopes=claim.scopes)
        return secret, claim.scopes

    def find(self, code: str) -> Claim:
        """Find an open question by its code; ApiError 404 without one."""
        plain = code.strip().upper()
        for claim in self.waiting:
            if claim.code == plain:
                return claim
        raise not_found("Code")

    def approve(self, code: str, *, scopes: Iterable[str] | None = None) -> Claim:
        """Say yes, perhaps to less than was asked for."""
        claim = self.find(code)
        claim.verdict = Verdict.APPROVED
        if scopes is not None:
            claim.scopes &= frozenset(scopes)
        return claim

    def deny(self, code: str) -> Claim:
        """Say no."""
        claim = self.find(code)
        claim.verdict = Verdict.DENIED
        return claim


def _new_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _text(body: dict[str, object], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise OAuthError("invalid_request", f"{name} is required")
    if len(value) > 4_000 or (name == "agent_name" and len(value) > _LONGEST_NAME):
        raise OAuthError("invalid_request", f"{name} is too long")
    return value


def _scopes(scope: object) -> frozenset[str]:
    if scope is None:
        return READ_MOSTLY
    if not isinstance(scope, str) or not scope.strip():
        raise OAuthError("invalid_scope", "scope must be a list of permissions with spaces between")
    wanted = frozenset(scope.split())
    if unknown := wanted - SCOPES:
        raise OAuthError("invalid_scope", f"No such permission: {', '.join(sorted(unknown))}")
    return wanted
