"""Coroutines on Qt's event loop: kept, reported, cancelled, and nothing left behind."""

from __future__ import annotations

import asyncio
import threading

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from migma_desktop.core.errors import KnownError, StoreError
from migma_desktop.core.texts import say
from migma_desktop.ui.async_runtime import AsyncRuntime


def trouble() -> StoreError:
    return StoreError(say("The disk is full."), say("Make room."))


async def fail(error: Exception) -> None:
    await asyncio.sleep(0)
    raise error


async def until_done(task: asyncio.Task[object]) -> None:
    await asyncio.wait({task})
    await asyncio.sleep(0)  # its callbacks


def test_a_result_comes_back(runtime: AsyncRuntime) -> None:
    async def answer() -> int:
        await asyncio.sleep(0)
        return 42

    assert runtime.run_until_complete(answer()) == 42


def test_work_in_a_thread_leaves_the_window_alone(runtime: AsyncRuntime) -> None:
    ticks: list[int] = []
    clock = QTimer(interval=1)
    clock.timeout.connect(lambda: ticks.append(threading.get_ident()))
    clock.start()
    enough = threading.Event()
    clock.timeout.connect(lambda: enough.set() if len(ticks) > 5 else None)
    worker = runtime.run_until_complete(runtime.in_thread(_wait_for, enough))
    clock.stop()
    assert set(ticks) == {threading.get_ident()}
    assert worker != threading.get_ident()


def test_work_can_begin_before_the_next_turn_of_the_loop(runtime: AsyncRuntime) -> None:
    begun = threading.Event()
    work = runtime.begin_in_thread(begun.set)
    assert begun.wait(20)  # no event was handled meanwhile

    async def result() -> None:
        await work

    runtime.run_until_complete(result())


def _wait_for(event: threading.Event) -> int:
    assert event.wait(20)
    return threading.get_ident()


def test_a_known_error_goes_to_its_handler(runtime: AsyncRuntime) -> None:
    handled: list[KnownError] = []
    others: list[object] = []
    runtime.known_error.connect(others.append)
    runtime.bug.connect(others.append)
    task = runtime.spawn(fail(trouble()), on_known_error=handled.append)
    runtime.run_until_complete(until_done(task))
    assert [str(error) for error in handled] == ["The disk is full."]
    assert others == []


def test_a_known_error_without_a_handler_is_told(runtime: AsyncRuntime) -> None:
    told: list[object] = []
    runtime.known_error.connect(told.append)
    runtime.run_until_complete(until_done(runtime.spawn(fail(trouble()))))
    assert [str(error) for error in told] == ["The disk is full."]


def test_any_other_error_is_a_bug_whatever_the_handler(runtime: AsyncRuntime) -> None:
    bugs: list[object] = []
    handled: list[KnownError] = []
    runtime.bug.connect(bugs.append)
    task = runtime.spawn(fail(ZeroDivisionError("nought")), on_known_error=handled.append)
    runtime.run_until_complete(until_done(task))
    assert [str(error) for error in bugs] == ["nought"]
    assert handled == []


def test_a_coroutine_ends_with_its_owner_and_in_silence(runtime: AsyncRuntime) -> None:
    bugs: list[object] = []
    runtime.bug.connect(bugs.append)
    owner = QObject()
    task = runtime.spawn(asyncio.Event().wait(), owner=owner)

    async def remove_the_owner() -> None:
        await asyncio.sleep(0)
        owner.deleteLater()
        await asyncio.wait({task})

    runtime.run_until_complete(remove_the_owner())
    assert task.cancelled()
    assert bugs == []


def test_shutdown_cancels_what_is_under_way_and_lets_it_tidy_up(qapp: QApplication) -> None:
    runtime = AsyncRuntime(application=qapp)
    tidied: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            tidied.append("work")

    async def close() -> None:
        tidied.append("connection")

    runtime.at_shutdown(close)
    runtime.spawn(work())
    runtime.run_until_complete(asyncio.sleep(0))
    runtime.shutdown()
    runtime.shutdown()  # once more does no harm
    assert tidied == ["work", "connection"]


def test_shutdown_also_ends_what_starts_meanwhile(qapp: QApplication) -> None:
    runtime = AsyncRuntime(application=qapp)
    bugs: list[BaseException] = []
    runtime.bug.connect(bugs.append)
    late: list[asyncio.Task[None]] = []

    async def tidy_up() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            late.append(runtime.spawn(asyncio.sleep(60)))
            await asyncio.sleep(0)

    runtime.spawn(tidy_up())
    runtime.run_until_complete(asyncio.sleep(0))
    runtime.shutdown()
    assert [task.cancelled() for task in late] == [True]
    assert not bugs


def test_no_timer_fires_when_coroutines_could_not_run(runtime: AsyncRuntime) -> None:
    can_run: list[bool] = []
    clock = QTimer(interval=0)
    clock.timeout.connect(lambda: can_run.append(asyncio._get_running_loop() is not None))
    clock.start()
    for _ in range(5):
        runtime.run_until_complete(asyncio.sleep(0.001))
    runtime.shutdown()
    clock.stop()
    assert len(can_run) > 5
    assert all(can_run)


def test_stopping_from_inside_ends_the_run(runtime: AsyncRuntime) -> None:
    async def stop() -> None:
        runtime.stop()
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="stopped before"):
        runtime.run_until_complete(stop())
