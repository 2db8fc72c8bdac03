"""Compare what lies on disk with what Migma knows, press by press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from migma_desktop.core.models import Send, SendState
from tests.faults.figures import Wrong
from tests.faults.practice import Asked
from tests.faults.profile import Kept

MOST_TYPING_LOST = 1.0  # seconds

_NOTHING_LEFT = frozenset(
    {SendState.HELD, SendState.CANCELLED, SendState.WAITING, SendState.FAILED}
)
_MIGMA_HAS_IT = frozenset(
    {
        SendState.ACCEPTED,
        SendState.PROCESSING,
        SendState.THROTTLED,
        SendState.COMPLETED,
        SendState.PARTIAL,
    }
)


class Finding(NamedTuple):
    """Something that must not be."""

    kind: Wrong
    what: str


@dataclass(slots=True)
class Press:
    """One press of Send, as the harness saw it."""

    number: int
    kind: str
    states: list[SendState] = field(default_factory=list)  # that the window showed, in order

    @property
    def subject(self) -> str:
        """By which it is known everywhere."""
        return f"Press {self.number}."


def of_presses(
    presses: Sequence[Press], kept: Kept, *, asked: Sequence[Asked], sent: Mapping[int, int]
) -> Iterator[Finding]:
    """Find what is wrong with the sends of a profile. ``sent`` counts per press."""
    for subject in kept.doubles:
        yield Finding(Wrong.DUPLICATES, f"{subject} is written down twice")
    for press in presses:
        keys = {each.key for each in asked if each.press == press.number}
        row = kept.sends.get(press.subject)
        yield from _of_press(press, row, keys=keys, sent=sent[press.number])


def _of_press(press: Press, row: Send | None, *, keys: set[str], sent: int) -> Iterator[Finding]:
    name = f"{press.subject} ({press.kind})"
    if sent > 1:
        yield Finding(Wrong.DUPLICATES, f"{name} was sent {sent} times")
    if row is None:
        if press.states or keys or sent:
            shown = [state.value for state in press.states]
            yield Finding(Wrong.LOST, f"{name} is not on disk; shown {shown}, sent {sent} times")
        return
    if keys - {row.key}:
        yield Finding(Wrong.UNEXPLAINED, f"{name} left under other keys than its own")
    if row.state in _NOTHING_LEFT and sent:
        yield Finding(Wrong.UNEXPLAINED, f"{name} is {row.state}, yet it was sent")
    if row.state in _MIGMA_HAS_IT and not sent:
        yield Finding(Wrong.LOST, f"{name} is {row.state}, yet it was never sent")
    written = [event.state for event in row.events]
    if not _is_within(press.states, written):
        shown = [state.value for state in press.states]
        yield Finding(Wrong.LOST, f"{name} was shown as {shown}, but written is {written}")


def _is_within(shown: Sequence[SendState], written: Sequence[SendState]) -> bool:
    """Whether all that was shown is written, in the same order."""
    rest = iter(written)
    return all(state in rest for state in shown)


class Typing:
    """What was typed and when, to tell how much of it a kill took."""

    def __init__(self, text: str) -> None:
        self._texts = [text]
        self._moments = [0.0]

    def ordered(self, letters: str) -> None:
        """Note letters that are going to be typed."""
        for letter in letters:
            self._texts.append(self._texts[-1] + letter)
            self._moments.append(inf)

    def typed(self, number: int, at: float) -> None:
        """Note when the letter with this number (from 0) stood in the window."""
        self._moments[number + 1] = at

    def gap(self, kept: str, *, killed_at: float) -> float | None:
        """Return how many seconds of typing aren't on disk; None when it is another text."""
        if kept not in self._texts:
            return None
        missing = self._moments[self._texts.index(kept) + 1 :]
        return max(0.0, killed_at - missing[0]) if missing else 0.0
