"""Garbage is collected in the GUI thread alone: widgets may be among it."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from migma_desktop.ui.async_runtime import AsyncRuntime


class Knot(QObject):
    """Refers to itself, so that only a collector can find it; notes where it was let go."""

    let_go_in: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        self.timer = QTimer(self, interval=1000)
        self.timer.start()
        weakref.finalize(self, lambda: Knot.let_go_in.append(threading.current_thread().name))


def test_a_widget_that_is_garbage_is_never_destroyed_in_a_worker(
    runtime: AsyncRuntime, qtbot: QtBot
) -> None:
    Knot.let_go_in = []
    for _ in range(20):
        Knot()

    def make_garbage() -> int:
        for _ in range(5_000):
            knot: list[object] = []
            knot.append(knot)
        return gc.get_count()[0]

    async def work() -> int:
        return await runtime.in_thread(make_garbage)

    assert runtime.run_until_complete(work()) >= 5_000  # a collector would have run by then
    assert Knot.let_go_in == []
    task = runtime.spawn(runtime.in_thread(threading.Event().wait, 1.0))
    runtime.run_until_complete(_ended(task))
    assert Knot.let_go_in == [threading.main_thread().name] * 20


async def _ended(task: object) -> None:
    assert hasattr(task, "__await__")
    await task
