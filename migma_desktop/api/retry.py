"""When a call is repeated by itself: pure decisions, and every timing constant.

The rule (contract, section 15): reads are repeated; a send is repeated only when it surely never
reached the server, and after a 429. Nothing else, ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum

from migma_desktop.core.errors import ApiError


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the client waits for what. All figures are seconds, unless they say otherwise."""

    connect: float = 10.0  # name, TCP and TLS together with the proxy's part
    read: float = 30.0  # between two pieces of the answer
    write: float = 30.0  # between two pieces of the request
    pool: float = 10.0  # for a free connection
    whole: float = 90.0  # one exchange from its first step to the answer's last byte
    # Below the five seconds after which many servers close an idle connection: a send written
    # into a connection that is just being closed has an unclear outcome.
    keep_alive: float = 4.0
    repeats: int = 2  # after the first attempt
    first_pause: float = 0.5  # doubled for every further repeat
    longest_pause: float = 8.0
    longest_wait: float = 60.0  # for all pauses of one call together
    unnamed_pause: float = 5.0  # after a 429 that doesn't say how long
    patience_of_a_send: float = 2.0  # for the server's pace; a longer wait is shown to its user
    # By the wall's clock, from the call to its request's first byte: a computer that slept longer
    # in between may wake when Migma has forgotten the key that keeps an email from going twice.
    freshness_of_a_send: float = 600.0


class Fate(Enum):
    """What a failed attempt means for repeating the call."""

    UNSENT = "unsent"  # it surely never reached the server
    LIMITED = "limited"  # 429: it reached the server and was surely not carried out
    PASSING = "passing"  # it may have been carried out; the cause may pass: a reset, a 503
    FINAL = "final"  # the same call would fail in the same way


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt: the error that the user sees if it stays, and its fate."""

    error: ApiError
    fate: Fate
    retry_after: float = 0.0  # seconds that the server asks for


def pause_before_repeat(
    failure: Failure,
    *,
    is_send: bool,
    repeats: int,
    waited: float,
    timing: Timing,
    random: Callable[[], float],
) -> float | None:
    """Return after how many seconds to repeat a call, or None when it must not be repeated.

    ``repeats`` and ``waited`` count what this call has already used; ``random`` gives 0 to 1.
    """
    if failure.fate is Fate.FINAL or (is_send and failure.fate is Fate.PASSING):
        return None
    if repeats >= timing.repeats:
        return None
    if failure.fate is Fate.LIMITED:
        # On top of what the server asks, never below it; apart, so that many don't come at once.
        pause = failure.retry_after + timing.first_pause * random()
    else:
        backoff = min(timing.first_pause * 2**repeats, timing.longest_pause)
        pause = max(failure.retry_after, backoff * (1 + random()) / 2)
    return pause if waited + pause <= timing.longest_wait else None


def parse_retry_after(text: str, *, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for, None when it says nothing.

    Both forms of RFC 9110, section 10.2.3: seconds, and a date. ``now`` is the server's time if
    it is known, else ours, in seconds since the epoch.
    """
    text = text.strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment - now)


def parse_date(text: str) -> float | None:
    """Return the moment of a Date header in seconds since the epoch."""
    return parse_retry_after(text, now=0.0) if "," in text else None


_EPOCH_SECONDS = 1e9  # nobody waits 30 years; such numbers are moments
_EPOCH_MILLISECONDS = 1e11


def pause_for_limit(headers: Mapping[str, str], *, now: float, timing: Timing) -> float:
    """Return for how many seconds no call should be made: 0 unless the server says none is left.

    ``headers`` of any answer, names in lower case; ``now`` in seconds since the epoch. The unit of
    X-RateLimit-Reset is unknown (contract, section 2), so no wait is longer than
    ``timing.longest_wait``: a mistake then costs a minute, or one answer with a 429.
    """
    left = headers.get("x-ratelimit-remaining", "").strip()
    if not re.fullmatch(r"-?\d{1,9}", left) or int(left) > 0:
        return 0.0
    reset = parse_reset(headers.get("x-ratelimit-reset", ""), now=now)
    return min(timing.unnamed_pause if reset is None else reset, timing.longest_wait)


def parse_reset(text: str, *, now: float) -> float | None:
    """Return in how many seconds a limit is lifted: seconds, a moment in s or ms, or a date."""
    text = text.strip()
    if not re.fullmatch(r"\d{1,15}(\.\d{1,9})?", text):
        return parse_retry_after(text, now=now)
    number = float(text)
    if number >= _EPOCH_MILLISECONDS:
        number = number / 1000 - now
    elif number >= _EPOCH_SECONDS:
        number -= now
    return max(0.0, number)
