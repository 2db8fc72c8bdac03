"""The troubles that the whole program can meet, met through its window, and left by its buttons."""

from __future__ import annotations

from pathlib import Path

from migma_desktop.core.models import SendState
from tests.faults import profile
from tests.faults.figures import Tally, Wrong
from tests.faults.matrix import KINDS, is_sent
from tests.faults.moments import address_of
from tests.faults.practice import PracticeMigma
from tests.faults.process import Report, Running, Stuck
from tests.faults.troubles import TROUBLES, Trouble

_BUTTONS = {
    # state, kind: what its user presses, and what follows
    (SendState.WAITING, "person"): ("", SendState.ACCEPTED),  # nothing: it goes on by itself
    (SendState.WAITING, "batch"): ("stopSendButton", SendState.CANCELLED),
    (SendState.WAITING, "test"): ("stopSendButton", SendState.CANCELLED),
    (SendState.UNCONFIRMED, "person"): ("askAgainButton", SendState.ACCEPTED),
    (SendState.UNCONFIRMED, "batch"): ("askAgainButton", SendState.ACCEPTED),
    (SendState.UNCONFIRMED, "test"): ("giveUpButton", SendState.CLOSED),
}
_LONG_WAIT = "429 with Retry-After"  # an hour: nobody waits for that here


def run(*, only: str, folder: Path, key: str, tally: Tally) -> None:
    """Meet every such trouble whose name holds ``only``, in one life of the program."""
    chosen = [each for each in TROUBLES if each.in_window and only in each.name]
    if not chosen:
        return
    home = folder / "window"
    home.mkdir()
    profile.prepare(home / "profile")
    migma = PracticeMigma(key)
    visit = _Visit(Running(home=home, base_url=migma.base_url, key=key), migma, tally)
    try:
        visit.program.until_event("ready")
        for trouble in chosen:
            for kind in KINDS:
                visit.meet(trouble, kind)
        visit.program.quit()
    except Stuck as stuck:
        tally.wrong(Wrong.UNEXPLAINED, f"stuck: {stuck}", where="window")
        visit.program.kill()
    finally:
        migma.stop()


class _Visit:
    """The window, and how many times Send was pressed in it."""

    def __init__(self, program: Running, migma: PracticeMigma, tally: Tally) -> None:
        self.program = program
        self._migma = migma
        self._tally = tally
        self._number = 0

    def meet(self, trouble: Trouble, kind: str) -> None:
        """Press Send in the trouble, and leave the state that follows."""
        self._number += 1
        settled = {SendState.WAITING, SendState.FAILED, SendState.UNCONFIRMED, SendState.ACCEPTED}
        to = address_of(kind)
        self.program.until_done("address", kind=kind, to=to)  # the lists must be there for that
        with trouble.line(self._migma):
            mark = len(self.program.reports)
            self.program.until_done("press", number=self._number, kind=kind, hold=0, to=to)
            first = last = self._until(settled, since=mark)
            if trouble.name == _LONG_WAIT:
                last = self._leave(first, "batch")
        if trouble.name != _LONG_WAIT:
            last = self._leave(first, kind)
        sent = self._migma.times_sent(self._number)
        wrong = _judge(trouble, first, last, sent=sent)
        self._tally.count("faults")
        self._tally.tell(
            fault=trouble.name,
            kind=kind,
            where="window",
            state=first,
            then=last,
            sent=sent,
            ok=wrong is None,
        )
        if wrong is not None:
            self._tally.wrong(wrong, f"{trouble.name}, {kind}: {first}, {last}, sent {sent} times")

    def _leave(self, state: SendState, kind: str) -> SendState:
        if (state, kind) not in _BUTTONS:
            return state
        button, follows = _BUTTONS[state, kind]
        mark = len(self.program.reports)
        if button:
            self.program.until_done("button", name=button, subject=f"Press {self._number}.")
        return self._until({follows}, since=mark)

    def _until(self, states: set[SendState], *, since: int) -> SendState:
        def shown(report: Report) -> bool:
            if report["event"] != "state" or report["subject"] != f"Press {self._number}.":
                return False
            return report["state"] in states

        return SendState(
            self.program.until(shown, " or ".join(sorted(states)), since=since)["state"]
        )


def _judge(trouble: Trouble, first: SendState, last: SendState, *, sent: int) -> Wrong | None:
    if sent > 1:
        return Wrong.DUPLICATES
    if is_sent(last) and not sent:
        return Wrong.LOST
    has_left = trouble.carried_out or is_sent(last)
    fits = first is trouble.state and sent == int(has_left)
    return None if fits else Wrong.UNEXPLAINED
