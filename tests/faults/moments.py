"""The moments at which the program is killed: each brings it somewhere and says when to strike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Protocol

from migma_desktop.core.models import SendState
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.faults import Fault
from tests.faults.hands import PERSON
from tests.faults.practice import PracticeMigma
from tests.faults.process import Report, Running
from tests.faults.truth import Press

STARTING = "starting"  # a life that is over before anything can be done in it
TAG = "Workshop guests"  # some twenty people
LETTERS = "abcdefghijklmnopqrstuvwxyz "
_PATIENCE = 10.0
_HELD_KINDS = ("person", "person", "batch")  # a test may leave at once, whatever the countdown

_FAULTS: tuple[Fault | None, ...] = (
    None,
    faults.delay(0.2),
    faults.delay(0.2, handled=False),
    faults.reset_before(),
    faults.reset_after(),
    faults.cut_body(),
    faults.status(500),
    faults.status(503, handled=True),
    faults.status(429, retry_after=1),
    faults.success_false(),
)


class Scene(Protocol):
    """What a moment needs to know and to note."""

    rng: Random
    migma: PracticeMigma
    program: Running

    def press(self, kind: str, *, hold: int = 0) -> Press:
        """Press Send; returns when the window was told to."""

    def address(self, kind: str) -> None:
        """Choose who gets it."""

    def type(self, length: int, *, pace: float) -> None:
        """Begin to type."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a kill strikes. ``bring`` returns when it is time."""

    weight: int
    bring: Callable[[Scene], None]


def _typing(scene: Scene) -> None:
    scene.type(60, pace=scene.rng.uniform(0.005, 0.05))
    time.sleep(scene.rng.uniform(0.0, 1.6))


def _countdown(scene: Scene) -> None:
    press = scene.press(scene.rng.choice(_HELD_KINDS), hold=1)
    _until(scene, press, SendState.HELD)
    time.sleep(scene.rng.uniform(0.0, 1.2))


def _undo(scene: Scene) -> None:
    press = scene.press(scene.rng.choice(_HELD_KINDS), hold=5)
    _until(scene, press, SendState.HELD)
    scene.program.order("button", name="stopSendButton", subject=press.subject)
    time.sleep(scene.rng.uniform(0.0, 0.1))


def _sending(scene: Scene) -> None:
    scene.migma.break_sending(scene.rng.choice(_FAULTS))
    scene.press(_kind(scene.rng))
    time.sleep(scene.rng.uniform(0.0, 0.12))


def _delivered(scene: Scene) -> None:
    """Migma has it and has not answered yet: the worst moment of all."""
    scene.migma.break_sending(faults.delay(1.0))
    scene.migma.delivered.clear()
    scene.press(scene.rng.choice(("person", "test")))
    scene.migma.delivered.wait(_PATIENCE)


def _offline(scene: Scene) -> None:
    kind = _kind(scene.rng)
    scene.address(kind)  # the lists must be there for that
    with scene.migma.server.refuse_connections():
        press = scene.press(kind)
        _until(scene, press, SendState.WAITING)
        time.sleep(scene.rng.uniform(0.0, 0.1))
        scene.program.kill()


def _polling(scene: Scene) -> None:
    press = scene.press("batch")
    _until(scene, press, SendState.ACCEPTED)
    time.sleep(scene.rng.uniform(0.0, 2.2))


def _quitting(scene: Scene) -> None:
    scene.migma.break_sending(faults.delay(0.2, handled=scene.rng.random() < 0.5))
    scene.press(_kind(scene.rng))
    scene.type(5, pace=0.01)
    scene.program.order("quit")
    time.sleep(scene.rng.uniform(0.0, 0.4))


def _starting(scene: Scene) -> None:
    """What the life before has left is being taken up."""
    time.sleep(scene.rng.uniform(0.0, 1.0))


MOMENTS: Mapping[str, Moment] = {
    "typing": Moment(22, _typing),
    "countdown": Moment(14, _countdown),
    "undo": Moment(8, _undo),
    "sending": Moment(24, _sending),
    "delivered": Moment(8, _delivered),
    "offline": Moment(5, _offline),
    "polling": Moment(7, _polling),
    "quitting": Moment(4, _quitting),
    STARTING: Moment(5, _starting),
}


def _kind(rng: Random) -> str:
    return rng.choice(("person", "person", "test", "batch"))


def _until(scene: Scene, press: Press, state: SendState) -> None:
    def shown(report: Report) -> bool:
        if report["event"] != "state" or report["subject"] != press.subject:
            return False
        return SendState(report["state"]) is state

    scene.program.until(shown, f"{press.subject} {state}")


def address_of(kind: str) -> str:
    """Return whom a press of this kind goes to."""
    return TAG if kind == "batch" else PERSON
