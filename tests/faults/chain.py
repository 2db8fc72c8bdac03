"""A chain of lives on one profile: started, used, killed, compared, and started again."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from migma_desktop.core.models import SendState
from tests.faults import canary, profile, truth
from tests.faults.chance import seeded
from tests.faults.figures import Tally, Wrong
from tests.faults.moments import LETTERS, MOMENTS, STARTING, address_of
from tests.faults.practice import PracticeMigma
from tests.faults.process import Running, Stuck
from tests.faults.truth import Press, Typing

_PATIENCE = 30.0
_LOOKS_AT_REST, _BETWEEN_LOOKS = 3, 0.15  # seconds between two
_ANOTHER_ONE = 0.3  # of the lives press Send once before
_ENDS = frozenset(
    {
        SendState.CANCELLED,
        SendState.ACCEPTED,
        SendState.COMPLETED,
        SendState.PARTIAL,
        SendState.FAILED,
        SendState.CLOSED,
    }
)


class Chain:
    """One person's profile, and one practice Migma that survives every kill."""

    def __init__(
        self, *, home: Path, key: str, tally: Tally, seed: str, mutation: str | None = None
    ) -> None:
        self.rng = seeded(seed)
        self._home = home
        self._key = key
        self._tally = tally
        self._seed = seed
        self._mutation = mutation
        self._presses: list[Press] = []
        self._told: set[tuple[Wrong, str]] = set()
        self._open: dict[str, SendState] = {}  # what the last life left to its user, by subject
        self.migma = PracticeMigma(key)
        home.mkdir(parents=True)
        profile.prepare(home / "profile")
        self._kept = profile.TEXT

    def run(self, moments: Iterable[tuple[int, str]]) -> None:
        """Live and die as often as there are moments, then come to a good end."""
        try:
            for number, moment in moments:
                self._live(number, moment)
            self._come_to_an_end()
        finally:
            self.migma.stop()

    # What a moment may do

    def press(self, kind: str, *, hold: int = 0) -> Press:
        """Press Send; returns when the window was told to."""
        press = Press(len(self._presses) + 1, kind)
        self._presses.append(press)
        mark = self.program.order(
            "press", number=press.number, kind=kind, hold=hold, to=address_of(kind)
        )
        self.program.until(
            lambda it: it["event"] == "pressed" and it["number"] == press.number,
            f"press of {kind} {press.number}",
            since=mark,
        )
        return press

    def address(self, kind: str) -> None:
        """Choose who gets it."""
        self.program.until_done("address", kind=kind, to=address_of(kind))

    def type(self, length: int, *, pace: float) -> None:
        """Begin to type."""
        letters = "".join(self.rng.choices(LETTERS, k=length)) + "."
        self._typing.ordered(letters)
        mark = self.program.order("type", text=letters, pace=pace)
        self.program.until_event("typed", since=mark)

    # A life

    def _live(self, number: int, moment: str) -> None:
        self.rng = seeded(self._seed, number)
        began = time.monotonic()
        try:
            self._start(moment)
            if moment != STARTING and self.rng.random() < _ANOTHER_ONE:
                self.press("person")  # it may be under way at the kill
            MOMENTS[moment].bring(self)
        except Stuck as stuck:
            self._wrong(Wrong.UNEXPLAINED, f"stuck: {stuck}", moment)
        killed_at = self.program.kill()
        self._tally.count("kills")
        self._note_reports()
        clean = self._compare(moment, killed_at)
        self._tally.tell(
            kill=number,
            moment=moment,
            after_ms=round((killed_at - began) * 1000),
            gap_ms=self._gap_ms,
            ok=clean,
        )

    def _start(self, moment: str) -> None:
        self.migma.break_sending(None)
        self.migma.end_batches()
        self.program = Running(
            home=self._home, base_url=self.migma.base_url, key=self._key, mutation=self._mutation
        )
        self._typing = Typing(self._kept)
        if moment == STARTING:
            return
        ready = self.program.until_event("ready")
        self._typing = Typing(ready["text"])
        if ready["text"] != self._kept:
            self._wrong(Wrong.LOST, "the window shows another text than the disk", moment)
        self._leave_what_is_open()

    def _leave_what_is_open(self) -> None:
        """Do what a user can do about what the last life left."""
        for subject, state in self._open.items():
            if state is SendState.HELD:
                self._stop(subject)
            if state in {SendState.SENDING, SendState.UNCONFIRMED}:
                names = ("askAgainButton", "markSentButton", "giveUpButton")
                (name,) = self.rng.choices(names, weights=(6, 1, 1))
                self.program.until_done("button", name=name, subject=subject)

    def _stop(self, subject: str) -> None:
        """Stop a held email; the window may bring back the draft that it was made from."""
        mark = len(self.program.reports)
        self.program.until_done("button", name="stopSendButton", subject=subject)
        self.program.until(
            lambda it: (
                it["event"] == "state"
                and (it["subject"], it["state"]) == (subject, SendState.CANCELLED)
            ),
            f"{subject} cancelled",
            since=mark,
        )
        self._typing = Typing(self._text_at_rest())

    def _text_at_rest(self) -> str:
        """Return the text in the window once nothing replaces it any more."""
        seen: list[str] = []
        while len(seen) < _LOOKS_AT_REST or len(set(seen[-_LOOKS_AT_REST:])) > 1:
            time.sleep(_BETWEEN_LOOKS)
            mark = self.program.order("look")
            seen.append(self.program.until_event("look", since=mark)["text"])
        return seen[-1]

    def _note_reports(self) -> None:
        by_subject = {press.subject: press for press in self._presses}
        for report in self.program.reports:
            if report["event"] == "state" and report["subject"] in by_subject:
                states = by_subject[report["subject"]].states
                state = SendState(report["state"])
                if not states or states[-1] is not state:
                    states.append(state)
            if report["event"] == "bug":
                self._wrong(Wrong.UNEXPLAINED, f"a bug: {report['error']}", "any")

    # The truth

    def _compare(self, moment: str, killed_at: float) -> bool:
        numbers: list[int] = []
        for report in self.program.reports:
            if report["event"] == "typed":
                numbers.append(report["number"])
                self._typing.typed(len(numbers) - 1, report["at"])
        self._look_for_the_key(moment)
        kept = profile.read(self._home / "profile", scratch=self._home.parent / self._scratch)
        self._kept = kept.text
        self._open = {
            press.subject: row.state
            for press in self._presses
            if (row := kept.sends.get(press.subject)) is not None and row.state not in _ENDS
        }
        findings = list(
            truth.of_presses(
                self._presses,
                kept,
                asked=self.migma.asked(),
                sent={each.number: self.migma.times_sent(each.number) for each in self._presses},
            )
        )
        for finding in findings:
            self._wrong(finding.kind, finding.what, moment)
        return self._is_text_kept(kept.text, moment, killed_at) and not findings

    def _look_for_the_key(self, moment: str) -> None:
        found = canary.search(self._home, self._key)
        self._tally.count("files", found.files)
        for place in found.places:
            self._wrong(Wrong.CANARY, f"the key is in {place}", moment)

    def _is_text_kept(self, text: str, moment: str, killed_at: float) -> bool:
        gap = self._typing.gap(text, killed_at=killed_at)
        self._gap_ms = None if gap is None else round(gap * 1000)
        if gap is None:
            self._wrong(Wrong.UNEXPLAINED, "the draft holds what was never typed", moment)
            return False
        self._tally.gap(gap)
        if gap > truth.MOST_TYPING_LOST:
            self._wrong(Wrong.LOST, f"{gap:.2f} s of typing", moment)
            return False
        return True

    def _come_to_an_end(self) -> None:
        """Start once more without trouble: every send must come to an end that is true."""
        moment = "the end"
        try:
            self._start(moment)
            deadline = time.monotonic() + _PATIENCE
            while self._unfinished() and time.monotonic() < deadline:
                self.migma.end_batches()
                time.sleep(0.1)
            for subject, state in self._unfinished().items():
                self._wrong(Wrong.UNEXPLAINED, f"{subject} rests as {state}", moment)
            status = self.program.quit()
        except Stuck as stuck:
            self._wrong(Wrong.UNEXPLAINED, f"stuck: {stuck}", moment)
            self.program.kill()
            return
        if status != 0:
            self._wrong(Wrong.UNEXPLAINED, f"it ended with status {status}", moment)
        self._note_reports()
        self._compare(moment, time.monotonic())

    def _unfinished(self) -> dict[str, str]:
        mark = self.program.order("look")
        sends: dict[str, str] = self.program.until_event("look", since=mark)["sends"]
        batches = {press.subject for press in self._presses if press.kind == "batch"}
        return {
            subject: state
            for subject, state in sends.items()
            if state not in _ENDS or (state == SendState.ACCEPTED and subject in batches)
        }

    @property
    def _scratch(self) -> str:
        return f"{self._home.name}-seen"

    def _wrong(self, kind: Wrong, what: str, moment: str) -> None:
        if (kind, what) in self._told:
            return  # it was as wrong after the kill before
        self._told.add((kind, what))
        self._tally.wrong(kind, what, moment=moment, chain=self._seed)
