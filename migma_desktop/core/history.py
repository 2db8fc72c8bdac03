"""The history of sends as its reader asks for it: filters, periods, and where rows are found."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from migma_desktop.core.history_words import query_words, words_of_send
from migma_desktop.core.models import Send, SendState

WINDOW = 100
"""Rows that are read at a time."""

ENDED = frozenset(
    {
        SendState.CANCELLED,
        SendState.COMPLETED,
        SendState.PARTIAL,
        SendState.FAILED,
        SendState.CLOSED,
    }
)
"""States in which a send rests for good; ACCEPTED is one of them where no batch is counted."""


class StateGroup(StrEnum):
    """What became of a send, in the words of somebody who looks for it."""

    ALL = "all"
    ON_THE_WAY = "on_the_way"
    SENT = "sent"
    NOT_SENT = "not_sent"
    UNSURE = "unsure"

    @property
    def states(self) -> frozenset[SendState]:
        """The states that belong to the group; none means all."""
        return _GROUPS[self]


_GROUPS: dict[StateGroup, frozenset[SendState]] = {
    StateGroup.ALL: frozenset(),
    StateGroup.ON_THE_WAY: frozenset(
        {
            SendState.HELD,
            SendState.SENDING,
            SendState.WAITING,
            SendState.PROCESSING,
            SendState.THROTTLED,
        }
    ),
    StateGroup.SENT: frozenset({SendState.ACCEPTED, SendState.COMPLETED, SendState.PARTIAL}),
    StateGroup.NOT_SENT: frozenset({SendState.FAILED, SendState.CANCELLED}),
    StateGroup.UNSURE: frozenset({SendState.UNCONFIRMED, SendState.CLOSED}),
}


def midnight(day: date) -> datetime:
    """Return the first moment of a day where the user is, in summer and in winter."""
    return datetime(day.year, day.month, day.day).astimezone()


class Period(StrEnum):
    """How far back one looks."""

    ALWAYS = "always"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def since(self, now: datetime) -> datetime | None:
        """Return the first moment of the period that ends ``now``, by the user's own midnight."""
        days = _DAYS[self]
        return None if days is None else midnight(now.astimezone().date() - timedelta(days=days))


_DAYS: dict[Period, int | None] = {
    Period.ALWAYS: None,
    Period.TODAY: 0,
    Period.WEEK: 6,
    Period.MONTH: 29,
    Period.YEAR: 364,
}


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which sends one wants to see; as it is made, all of them."""

    text: str = ""  # words, or beginnings of words, that all must be there; or an id at Migma
    states: frozenset[SendState] = frozenset()  # none: all
    since: datetime | None = None
    until: datetime | None = None  # the first moment that is too late
    is_test: bool | None = None
    profile_id: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is wanted."""
        return self == HistoryFilter()

    def takes(self, send: Send) -> bool:
        """Whether a send that has just been made is one of those."""
        if self.states and send.state not in self.states:
            return False
        if self.since is not None and send.created_at < self.since:
            return False
        if self.until is not None and send.created_at >= self.until:
            return False
        if self.is_test is not None and send.is_test is not self.is_test:
            return False
        if self.profile_id and send.profile_id != self.profile_id:
            return False
        text = self.text.strip()
        if not text or (send.remote_id and send.remote_id.startswith(text)):
            return True
        words = words_of_send(send)
        return all(any(word.startswith(each) for word in words) for each in query_words(text))


class Row:
    """One line of the history: a send without what left, and its place in the order.

    To make the send of what was read takes longer than the reading itself, and of the rows that
    are read few are looked at: so ``make`` is called when one is.
    """

    __slots__ = ("_make", "_send", "id", "seq", "state")

    def __init__(self, seq: int, send_id: str, state: SendState, make: Callable[[], Send]) -> None:
        self.seq = seq
        self.id = send_id
        self.state = state
        self._make = make
        self._send: Send | None = None

    @classmethod
    def of(cls, send: Send, *, seq: int = 0) -> Row:
        """Return the row of a send that is here."""
        return cls(seq, send.id, send.state, lambda: send)

    @property
    def send(self) -> Send:
        """The send, empty of what left."""
        if self._send is None:
            self._send = self._make()
        return self._send


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a walk over a part of the history has found."""

    starts: tuple[int, ...]  # seq of the first send of each window that begins here
    matches: int
    goes_on_below: int  # seq at which the next walk begins; 0 at the end


@dataclass(slots=True)
class HistoryListing:
    """Where the windows of a filtered history begin.

    A window holds ``WINDOW`` sends, newest first. Four kilobytes tell that of fifty thousand
    sends; where no number is missing in the order nothing has to be told at all.
    """

    wanted: HistoryFilter
    count: int = 0
    newest: int = 0  # seq
    is_dense: bool = False  # no number is missing between the newest and the oldest
    starts: array[int] = field(default_factory=lambda: array("q"))

    def start_of(self, window: int) -> int | None:
        """Return the seq at which a window begins; None as long as nobody has walked so far."""
        if window == 0:
            return self.newest
        if self.is_dense:
            return self.newest - window * WINDOW
        return self.starts[window] if window < len(self.starts) else None

    def add(self, starts: Sequence[int]) -> None:
        """Take note of where the next windows begin."""
        self.starts.extend(starts)


def may_be_forgotten(send: Send) -> bool:
    """Whether nothing can happen to a send any more, so that its record may go."""
    if send.state is SendState.ACCEPTED:
        return not send.batch_id
    return send.state in ENDED
