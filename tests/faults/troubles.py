"""Every fault of a line or a server, and the state in which a send must end (design, section 4).

::

    never reached the server, or 429       waiting
    4xx, or a 200 that says success:false  failed
    unclear                                unconfirmed
"""

from __future__ import annotations

from dataclasses import dataclass

from migma_desktop.core.models import SendState
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.faults import Fault, FaultKind
from tests.faults import lines
from tests.faults.lines import Line

_MEGABYTE = 1024 * 1024
_TOO_LATE = 2.0  # seconds, longer than the client of the matrix waits
_LONG_PAUSE = 3600  # seconds, longer than the client waits by itself


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault."""

    name: str
    line: Line
    state: SendState
    carried_out: bool = False  # whether Migma has sent before it goes wrong
    in_window: bool = False  # whether the whole program meets it too
    body_bytes: int = 0  # how large the email must be, at least

    def __str__(self) -> str:
        return self.name


def _waiting(name: str, line: Line, *, in_window: bool = False) -> Trouble:
    return Trouble(name, line, SendState.WAITING, in_window=in_window)


def _failed(name: str, fault: Fault) -> Trouble:
    return Trouble(name, lines.planned(fault), SendState.FAILED, in_window=True)


def _unclear(name: str, fault: Fault, *, in_window: bool = True) -> Trouble:
    return Trouble(
        name,
        lines.planned(fault),
        SendState.UNCONFIRMED,
        carried_out=fault.handled,
        in_window=in_window,
    )


def _unclear_line(name: str, behave: lines.Behaviour, *, body_bytes: int = 0) -> Trouble:
    line = lines.behaving(behave)
    return Trouble(name, line, SendState.UNCONFIRMED, body_bytes=body_bytes)


def _redirect(status: int) -> Fault:
    where = (("Location", "https://elsewhere.example/v1/sending"),)
    return Fault(FaultKind.REPLACE, handled=False, status=status, headers=where)


TROUBLES: tuple[Trouble, ...] = (
    # It never reached the server
    _waiting("connection refused", lines.nobody_listens, in_window=True),
    _waiting("unknown name", lines.unknown_name),
    _waiting("timeout while connecting", lines.full_queue),
    _waiting("timeout in the TLS handshake", lines.behaving(lines.stay_silent, scheme="https")),
    _waiting("no TLS at the other end", lines.behaving(lines.speak_no_tls, scheme="https")),
    _waiting(
        "certificate that nobody vouches for",
        lines.behaving(lines.show_a_foreign_certificate, scheme="https"),
    ),
    # Migma asks for a pause
    _waiting("429", lines.planned(faults.status(429))),
    _waiting(
        "429 with Retry-After",
        lines.planned(faults.status(429, retry_after=_LONG_PAUSE)),
        in_window=True,
    ),
    # The request left, and nobody knows
    _unclear_line("reset before the request is read", lines.reset_unread),
    _unclear_line("reset in the middle of the request", lines.reset_in_the_middle),
    _unclear("reset before it is carried out", faults.reset_before()),
    _unclear("reset after it is carried out", faults.reset_after()),
    _unclear_line("timeout while writing", lines.stay_silent, body_bytes=8 * _MEGABYTE),
    _unclear_line("timeout before the answer", lines.never_answer),
    _unclear("late answer", faults.delay(_TOO_LATE), in_window=False),
    _unclear_line("timeout in the answer's head", lines.stop_in_the_head),
    _unclear_line("timeout in the answer's body", lines.stop_in_the_body),
    _unclear_line("an answer that isn't HTTP", lines.answer_in_another_language),
    _unclear("slow body", faults.slow_body(_TOO_LATE), in_window=False),
    _unclear("408", faults.status(408)),
    *(_unclear(f"{code}", faults.status(code)) for code in (500, 502, 503, 504)),
    *(
        _unclear(f"{code} after it is carried out", faults.status(code, handled=True))
        for code in (500, 502, 503, 504)
    ),
    _unclear("cut JSON", faults.cut_body()),
    _unclear("no JSON", faults.not_json()),
    _unclear("error page", faults.html_page(502)),
    _unclear("error page that says 200", faults.html_page(200, handled=True)),
    _unclear("empty body", faults.empty_body()),
    _unclear("wrong types", faults.wrong_types()),
    _unclear("50 MB body", faults.oversized(50 * _MEGABYTE)),
    *(_unclear(f"redirect {code}", _redirect(code)) for code in (302, 303)),
    # Migma says no
    *(_failed(f"redirect {code}", _redirect(code)) for code in (301, 307, 308)),
    *(_failed(f"{code}", faults.status(code)) for code in (400, 401, 403, 404, 409, 413, 422)),
    _failed("200 that says no", faults.success_false()),
)
