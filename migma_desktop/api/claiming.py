"""Asking for a key in the browser: implements ``core.claiming.ClaimDesk``.

No key is needed for it (contract, section 1 "Agent claim flow"). Answers have no envelope; their
errors are OAuth's (RFC 8628, section 3.5).
"""

from __future__ import annotations

import asyncio
import json
import math
import platform
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from migma_desktop.api import words
from migma_desktop.api.calls import UNRECORDED, Call, Progress, is_one_word
from migma_desktop.api.lenient import Fields
from migma_desktop.api.retry import Failure, Timing, parse_retry_after
from migma_desktop.api.urls import is_loopback, parse_base_url
from migma_desktop.core.claiming import ClaimAnswer, ClaimOffer, ClaimState
from migma_desktop.core.errors import ApiError, RateLimited, RequestRefused, ServiceFault

if TYPE_CHECKING:
    import httpx

    from migma_desktop.api.exchange import Exchange

AGENT_NAME = "Migma Desktop"
"""The name that the page in the browser shows."""

GRANT = "urn:workos:agent-auth:grant-type:claim"

_IDENTITY, _TOKEN = "/agent/identity", "/oauth2/token"
_LARGEST = 64 * 1024  # bytes of an answer
_USUAL_SECONDS, _USUAL_INTERVAL = 600, 5  # where an answer doesn't say
_LONGEST_SECONDS, _LONGEST_INTERVAL = 3600, 120
_STATES = {
    "authorization_pending": ClaimState.PENDING,
    "slow_down": ClaimState.SLOW_DOWN,
    "access_denied": ClaimState.REFUSED,
    "expired_token": ClaimState.EXPIRED,
    "invalid_grant": ClaimState.LOST,
}


class ClaimClient:
    """Asks one server for one key. Nothing is opened before the first call.

    Raises:
        NoConnection: ``base_url`` breaks the rule of ``urls.parse_base_url``.
    """

    def __init__(
        self,
        *,
        base_url: str,
        version: str,
        transport: httpx.AsyncBaseTransport | None = None,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._base_url = parse_base_url(base_url)
        self._user_agent = f"MigmaDesktop/{version} ({platform.system() or 'unknown'})"
        self._transport = transport
        self._timing = timing or Timing()
        self._clock = clock
        self._exchange: Exchange | None = None

    async def ask(self, email: str, scope: str) -> ClaimOffer:
        """See ``ClaimDesk.ask``. Raises ApiError."""
        wanted = {
            "type": "service_auth",
            "login_hint": email,
            "agent_name": AGENT_NAME,
            "scope": scope,
        }
        answer, fields = await self._post(_IDENTITY, wanted)
        if answer.status is None or not 200 <= answer.status < 300:
            raise self._refused(answer, fields)
        claim = fields.part("claim")
        link = claim.text("verification_uri_complete", "verification_uri")
        offer = ClaimOffer(
            token=fields.text("claim_token"),
            code=claim.text("user_code"),
            link=link,
            seconds=_within(claim.number("expires_in"), _USUAL_SECONDS, _LONGEST_SECONDS),
            interval=_within(claim.number("interval"), _USUAL_INTERVAL, _LONGEST_INTERVAL),
        )
        if not offer.token or not offer.code or not _may_be_opened(link, self._base_url):
            raise _unreadable(_IDENTITY, answer)
        return offer

    async def poll(self, token: str) -> ClaimAnswer:
        """See ``ClaimDesk.poll``. Raises ApiError."""
        answer, fields = await self._post(_TOKEN, {"grant_type": GRANT, "claim_token": token})
        if answer.status is not None and 200 <= answer.status < 300:
            key = fields.text("access_token")
            if not key or not is_one_word(key):
                raise _unreadable(_TOKEN, answer)
            return ClaimAnswer(ClaimState.GRANTED, key, fields.text("scope"))
        state = _STATES.get(fields.text("error"))
        if state is None:
            raise self._refused(answer, fields)
        return ClaimAnswer(state)

    async def aclose(self) -> None:
        """Close the connections."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            await exchange.aclose()

    async def _post(self, path: str, body: Mapping[str, str]) -> tuple[Progress, Fields]:
        call = Call(
            "POST",
            path,
            UNRECORDED,
            _LARGEST,
            body=json.dumps(body).encode(),
            changes_nothing=True,  # no email leaves by it
        )
        if self._exchange is None:
            self._exchange = await asyncio.to_thread(self._build)
        answer = await self._exchange.ask(call)
        if isinstance(answer, Failure):
            raise answer.error
        try:
            return answer, Fields(json.loads(answer.body))
        except (ValueError, RecursionError):
            return answer, Fields(None)

    def _refused(self, answer: Progress, fields: Fields) -> ApiError:
        """Return the error for an answer that is none of the flow's own. It quotes no token."""
        status = answer.status or 0
        details = f"Status: {status}\nCode: {fields.text('error', 'code')[:80]}"
        if status == 429:
            asked = parse_retry_after(answer.headers.get("retry-after", ""), now=self._clock())
            pause = self._timing.unnamed_pause if asked is None else asked
            title, advice = words.limited(seconds=max(1, math.ceil(pause)))
            return RateLimited(title, advice, retry_after=pause, details=details)
        if status >= 500 or status < 400:
            return ServiceFault(*words.READ_FAILED, details=details)
        return RequestRefused(*words.NO_CLAIMS, details=details)

    def _build(self) -> Exchange:
        from migma_desktop.api.exchange import Exchange
        from migma_desktop.api.verdict import Judge

        judge = Judge(base_url=self._base_url, key="", timing=self._timing, clock=self._clock)
        return Exchange(
            base_url=self._base_url,
            key="",
            user_agent=self._user_agent,
            timing=self._timing,
            judge=judge,
            transport=self._transport,
            heard=_hear_nothing,
        )


def _hear_nothing(_headers: Mapping[str, str]) -> None:
    """A claim has no pace of its own to keep beside the interval."""


def _unreadable(path: str, answer: Progress) -> ServiceFault:
    title, advice = words.READ_UNREADABLE
    return ServiceFault(title, advice, details=f"POST {path}: status {answer.status}")


def _within(value: int | None, usual: int, most: int) -> float:
    return float(usual if value is None or value <= 0 else min(value, most))


def _may_be_opened(link: str, base_url: str) -> bool:
    """Whether a link may be handed to the browser: https, or this computer where Migma is on it."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    host = parts.hostname or ""
    if not host or "@" in parts.netloc or not link.isprintable():
        return False
    is_here = is_loopback(host) and is_loopback(urlsplit(base_url).hostname or "")
    return parts.scheme == "https" or (parts.scheme == "http" and is_here)
