"""Faults on demand, so that a test can see what a client does when the line or the server breaks.

``plan.add(reset_after(), method="POST", path="/v1/sending", call=1)`` breaks the first matching
call; without ``call`` every matching one. Paths may hold ``*``.

In-process (``httpx.ASGITransport``) the faults of the line are raised from the ASGI callable:
``ConnectionRefusedError`` for :func:`refuse` and ``ConnectionResetError`` for the resets. Over
loopback they close the real TCP connection: a reset is a RST. A listening socket cannot refuse a
connection that it has already taken, so there :func:`refuse` resets it unrecorded; for a port at
which nobody listens see ``loopback.LoopbackServer.refuse_connections``.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import Enum, auto
from fnmatch import fnmatchcase


class FaultKind(Enum):
    """What goes wrong."""

    DELAY = auto()  # the answer comes late, but whole
    REFUSE = auto()  # nobody takes the connection
    RESET = auto()  # the connection breaks before the answer
    CUT_BODY = auto()  # the connection ends in the middle of the answer
    SLOW_BODY = auto()  # the answer trickles in
    REPLACE = auto()  # another answer than the real one
    WRONG_TYPES = auto()  # the real answer with every value of the wrong JSON type


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. Made by the functions of this module.

    ``handled`` tells whether the server did its work (and delivered) before it went wrong.
    ``seconds`` are real seconds; ``keep`` counts bytes.
    """

    kind: FaultKind
    handled: bool = True
    seconds: float = 0.0
    keep: int = 0
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def delay(seconds: float, *, handled: bool = True) -> Fault:
    """Answer only after so many real seconds; work first, or with ``handled=False`` last."""
    return Fault(FaultKind.DELAY, handled=handled, seconds=seconds)


def refuse() -> Fault:
    """Take no connection."""
    return Fault(FaultKind.REFUSE, handled=False)


def reset_before() -> Fault:
    """Break the connection before the server did anything."""
    return Fault(FaultKind.RESET, handled=False)


def reset_after() -> Fault:
    """Break the connection after the server did its work, before the answer."""
    return Fault(FaultKind.RESET, handled=True)


def cut_body(keep: int = 20) -> Fault:
    """Send only the first bytes of the answer."""
    return Fault(FaultKind.CUT_BODY, keep=keep)


def slow_body(seconds: float) -> Fault:
    """Spread the answer's body over so many real seconds."""
    return Fault(FaultKind.SLOW_BODY, seconds=seconds)


def wrong_types() -> Fault:
    """Answer with the right fields, but each value of a wrong type."""
    return Fault(FaultKind.WRONG_TYPES)


def empty_body(status: int = 200, *, handled: bool = True) -> Fault:
    """Answer with this status and no body at all."""
    return _replace(status, "application/json", b"", handled=handled)


def not_json(*, handled: bool = True) -> Fault:
    """Answer 200 and call it JSON, but it is none."""
    return _replace(200, "application/json", b"{success: maybe", handled=handled)


def html_page(status: int = 502, *, handled: bool = False) -> Fault:
    """Answer with the HTML error page of a proxy in between."""
    page = f"<html><head><title>{status}</title></head><body><h1>Bad gateway</h1></body></html>"
    return _replace(status, "text/html; charset=utf-8", page.encode(), handled=handled)


def success_false(error: str = "Something went wrong", *, handled: bool = False) -> Fault:
    """Answer 200 with ``success: false``."""
    return _replace(200, "application/json", _error(error, "UNKNOWN"), handled=handled)


def status(code: int, *, retry_after: int | None = None, handled: bool = False) -> Fault:
    """Answer with an error of this status, in the usual envelope."""
    extra = () if retry_after is None else (("Retry-After", str(retry_after)),)
    body = _error(f"The sandbox was asked to answer {code}", f"HTTP_{code}")
    return _replace(code, "application/json", body, handled=handled, extra=extra)


def oversized(size: int, *, handled: bool = True) -> Fault:
    """Answer with valid JSON of this many bytes."""
    frame = b'{"success":true,"data":{"padding":""}}'
    body = frame[:-3] + b"x" * max(0, size - len(frame)) + frame[-3:]
    return _replace(200, "application/json", body, handled=handled)


@dataclass(slots=True)
class _Rule:
    fault: Fault
    method: str
    path: str
    call: int | None
    seen: int = 0

    def strikes(self, method: str, path: str) -> bool:
        if self.method not in ("*", method) or not fnmatchcase(path, self.path):
            return False
        self.seen += 1
        return self.call is None or self.call == self.seen


@dataclass(slots=True)
class FaultPlan:
    """What shall go wrong, and when. Calls count from the moment a fault was added."""

    _rules: list[_Rule] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(
        self, fault: Fault, *, method: str = "*", path: str = "*", call: int | None = None
    ) -> None:
        """Plan a fault for the ``call``-th (from 1) matching call, or for every one."""
        if call is not None and call < 1:
            raise ValueError("Calls count from 1.")
        with self._lock:
            self._rules.append(_Rule(fault, method.upper(), path, call))

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Return what goes wrong with this call. The first planned fault wins."""
        with self._lock:
            struck = [rule.fault for rule in self._rules if rule.strikes(method, path)]
        return struck[0] if struck else None


def _replace(
    code: int,
    content_type: str,
    body: bytes,
    *,
    handled: bool,
    extra: tuple[tuple[str, str], ...] = (),
) -> Fault:
    headers = (("Content-Type", content_type), *extra)
    return Fault(FaultKind.REPLACE, handled=handled, status=code, headers=headers, body=body)


def _error(message: str, code: str) -> bytes:
    return f'{{"success":false,"error":"{message}","code":"{code}"}}'.encode()
