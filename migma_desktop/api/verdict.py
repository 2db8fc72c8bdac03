"""What one attempt came to: an answer to read, or the error that fits.

A send is judged by one question: can Migma have accepted it? Only a clear no is reported as one;
all else is an ``UnclearOutcome``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from migma_desktop.api import words
from migma_desktop.api.calls import Call, Progress
from migma_desktop.api.envelope import Envelope, open_envelope, summarise, tidy
from migma_desktop.api.lenient import Fields, Unreadable
from migma_desktop.api.obstacles import find_obstacle
from migma_desktop.api.retry import Failure, Fate, Timing, parse_date, parse_retry_after
from migma_desktop.api.template_refusal import is_template_refused
from migma_desktop.core.errors import (
    DomainNotVerified,
    FixableError,
    KeyRejected,
    NoConnection,
    NotFound,
    PermissionMissing,
    RateLimited,
    Reply,
    RequestRefused,
    ServiceFault,
    TemplateRefused,
    UnclearOutcome,
)

# Raised by a transport only before it writes the first byte of the request. A reused connection
# that the server had closed fails with a ReadError or RemoteProtocolError instead: unclear.
_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
_NOT_PASSING = {words.Obstacle.CERTIFICATE, words.Obstacle.PROXY}  # the same again in a second
_PERMANENT_FAULTS = {501, 505}  # of the server; other 5xx may pass
# 408 and 499 are given by servers in front of the service while it may be at work.
_GAVE_UP_WAITING = {408, 499}
# RFC 9110, section 15.4: these say that the request was not handled here. 302 and 303 are also
# how a server points to the result of what it did.
_MOVED = {301, 307, 308}
_DOMAIN_WORDS = re.compile(
    r"domain.{0,80}(\bnot\b|n't\b|\bnever\b).{0,20}verif|unverified.{0,40}domain"
    r"|domain.{0,80}unverified|verify.{0,30}\bdomain",
    re.IGNORECASE,
)
_IN_WORK = re.compile(r"IN_PROGRESS|still (being )?process|in progress", re.IGNORECASE)


@dataclass(frozen=True, slots=True, repr=False)
class Judge:
    """Turns what happened into what the user reads; knows the key only to keep it out of that."""

    base_url: str
    key: str
    timing: Timing
    clock: Callable[[], float]  # seconds since the epoch

    def of_break(self, call: Call, progress: Progress, error: Exception) -> Failure:
        """Judge an attempt that ended without the head of an answer."""
        cause = f"{type(error).__name__}: {error}"
        is_unsent = not progress.left and (progress.traced or isinstance(error, _BEFORE_SENDING))
        if is_unsent:
            return self._unsent(call, error, cause)
        is_timeout = isinstance(error, httpx.TimeoutException | TimeoutError)
        if call.is_send:
            title, advice = words.NO_ANSWER_IN_TIME if is_timeout else words.CONNECTION_BROKE
            details = self._details(call, Reply(), cause)
            return Failure(UnclearOutcome(title, advice, details=details), Fate.PASSING)
        title, advice = words.READ_TIMEOUT if is_timeout else words.READ_BROKE
        details = self._details(call, Reply(), cause)
        return Failure(ServiceFault(title, advice, details=details), Fate.PASSING)

    def of_answer(self, call: Call, progress: Progress) -> Envelope | Failure:
        """Judge an attempt whose answer's head came, be its body whole or not."""
        status = progress.status or 0
        if not 200 <= status < 300:
            return self._refusal(call, progress, status)
        try:
            envelope = open_envelope(progress.body, progress.headers)
        except Unreadable as error:
            return self.of_unreadable(call, progress, str(error))
        if envelope.success is True:
            return envelope
        if envelope.success is False:
            return self._fixable(call, progress, status)
        return self.of_unreadable(call, progress, "the answer doesn't say whether it succeeded")

    def of_unreadable(self, call: Call, progress: Progress, why: str) -> Failure:
        """Judge an answer that claims success in words that can't be read."""
        reply = self._reply(progress)
        details = self._details(call, reply, progress.flaw or why)
        if call.is_send:
            title, advice = words.ANSWER_UNREADABLE
            return Failure(
                UnclearOutcome(title, advice, reply=reply, details=details), Fate.PASSING
            )
        title, advice = words.READ_UNREADABLE
        fate = Fate.PASSING if progress.broke else Fate.FINAL
        return Failure(ServiceFault(title, advice, reply=reply, details=details), fate)

    def _unsent(self, call: Call, error: Exception, cause: str) -> Failure:
        obstacle = find_obstacle(error)
        is_final = obstacle in _NOT_PASSING or isinstance(
            error, httpx.UnsupportedProtocol | httpx.InvalidURL
        )
        title, advice = words.NOT_CONNECTED[obstacle]
        details = self._details(call, Reply(), f"{obstacle.value}; {cause}")
        return Failure(
            NoConnection(title, advice, details=details), Fate.FINAL if is_final else Fate.UNSENT
        )

    def _refusal(self, call: Call, progress: Progress, status: int) -> Failure:
        if status == 429:
            return self._limited(call, progress)
        if status in _GAVE_UP_WAITING or status >= 500:
            return self._fault(call, progress, status)
        if status >= 400:
            return self._fixable(call, progress, status)
        if status in _MOVED or (status >= 300 and not call.is_send):
            reply = self._reply(progress)
            title, advice = words.ELSEWHERE
            details = self._details(call, reply, "a redirect, not followed")
            return Failure(RequestRefused(title, advice, reply=reply, details=details), Fate.FINAL)
        return self.of_unreadable(call, progress, f"an answer with the status {status}")

    def _fault(self, call: Call, progress: Progress, status: int) -> Failure:
        reply = self._reply(progress)
        details = self._details(call, reply, progress.flaw)
        if call.is_send:
            title, advice = words.ERROR_AFTER_SENDING
            return Failure(
                UnclearOutcome(title, advice, reply=reply, details=details), Fate.PASSING
            )
        title, advice = words.READ_FAILED
        fate = Fate.FINAL if status in _PERMANENT_FAULTS else Fate.PASSING
        return Failure(
            ServiceFault(title, advice, reply=reply, details=details),
            fate,
            retry_after=self._retry_after(progress) or 0.0,
        )

    def _limited(self, call: Call, progress: Progress) -> Failure:
        reply = self._reply(progress)
        asked = self._retry_after(progress)
        pause = self.timing.unnamed_pause if asked is None else asked
        title, advice = words.limited(seconds=max(1, math.ceil(pause)))
        error = RateLimited(
            title,
            advice,
            retry_after=pause,
            reply=reply,
            details=self._details(call, reply, progress.flaw),
        )
        return Failure(error, Fate.LIMITED, retry_after=pause)

    def _fixable(self, call: Call, progress: Progress, status: int) -> Failure:
        reply = self._reply(progress)
        if call.is_send and status == 409 and _IN_WORK.search(f"{reply.code} {reply.message}"):
            title, advice = words.STILL_IN_WORK
            details = self._details(call, reply, progress.flaw)
            error = UnclearOutcome(title, advice, reply=reply, details=details)
            return Failure(error, Fate.PASSING)
        kind, (title, advice) = _kind_of_refusal(call, reply, status)
        details = self._details(call, reply, progress.flaw)
        return Failure(kind(title, advice, reply=reply, details=details), Fate.FINAL)

    def _reply(self, progress: Progress) -> Reply:
        return summarise(progress.body, progress.headers, status=progress.status, scrub=self._scrub)

    def _retry_after(self, progress: Progress) -> float | None:
        """Read the header, or the body's ``retryAfter`` that some servers give."""
        now = parse_date(progress.headers.get("date", "")) or self.clock()
        asked = parse_retry_after(progress.headers.get("retry-after", ""), now=now)
        if asked is not None:
            return asked
        try:
            fields = open_envelope(progress.body, progress.headers).fields
        except Unreadable:
            fields = Fields(None)
        return parse_retry_after(fields.text("retryAfter"), now=now)

    def _details(self, call: Call, reply: Reply, cause: str) -> str:
        """Write down what helps who looks for the cause: no key, no body, no query."""
        moment = datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="seconds")
        lines = {
            "Request": f"{call.method} {self.base_url}{call.path}",
            "Time": moment,
            "Status": "" if reply.status is None else str(reply.status),
            "Code": reply.code,
            "Migma says": reply.message,
            "Request id": reply.request_id,
            "Idempotency-Key": call.idempotency_key,
            "Cause": tidy(cause),
        }
        return self._scrub("\n".join(f"{name}: {text}" for name, text in lines.items() if text))

    def _scrub(self, text: str) -> str:
        return text.replace(self.key, "[API key]") if self.key else text


def _kind_of_refusal(
    call: Call, reply: Reply, status: int
) -> tuple[type[FixableError], words.Words]:
    if _is_about_domain(call, reply, status):
        return DomainNotVerified, words.UNVERIFIED_DOMAIN
    if is_template_refused(call, reply, status):
        return TemplateRefused, words.TEMPLATE_REFUSED
    match status:
        case 401:
            return KeyRejected, words.WRONG_KEY
        case 403:
            permission = call.permission
            return PermissionMissing, words.forbidden(
                newest=permission.newest, older=permission.older
            )
        case 404:
            return NotFound, words.not_found(is_send=call.is_send, message=reply.message)
        case 409 if reply.code == "IDEMPOTENCY_CONFLICT":
            return RequestRefused, words.KEY_OF_ANOTHER_EMAIL
        case 413:
            return RequestRefused, words.too_large(message=reply.message)
        case _:
            return RequestRefused, words.refused(is_send=call.is_send, message=reply.message)


def _is_about_domain(call: Call, reply: Reply, status: int) -> bool:
    if reply.code == "DOMAIN_NOT_VERIFIED":
        return True
    return (
        call.is_send
        and status in {200, 400, 403, 409, 422}
        and _DOMAIN_WORDS.search(reply.message) is not None
    )
