"""asyncio on the Qt event loop, and the one road on which every coroutine starts.

The only module that knows qasync. A coroutine is started by ``spawn``, which keeps it alive,
reports how it ended, and cancels it when the program or its owner goes away.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

import qasync
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from migma_desktop.core.errors import KnownError
from migma_desktop.ui.garbage import GarbageCollector

_T = TypeVar("_T")
_P = ParamSpec("_P")

_WORKERS = 4  # threads for disk, keyring and rendering
_SWITCH_SECONDS = 0.001  # how long a worker may make the window wait for the interpreter
_SETTLED_SECONDS = 5.0  # after the start: modules and lists that come in late are there
_SHUTDOWN_SECONDS = 3.0  # how long cancelled work may take to tidy up


class AsyncRuntime(QObject):
    """Starts, keeps, reports and cancels every coroutine of the program.

    Signals:
        known_error(KnownError): a coroutine ended in the user's world and named no handler.
        bug(Exception): a coroutine ended in a way that nobody foresaw.
    """

    known_error = Signal(object)
    bug = Signal(object)

    def __init__(self, *, application: QApplication) -> None:
        super().__init__()
        self._loop = qasync.QEventLoop(application)
        self._garbage = GarbageCollector(self)
        self._executor = ThreadPoolExecutor(_WORKERS, thread_name_prefix="worker")
        self._loop.set_default_executor(self._executor)
        self._loop.set_exception_handler(self._on_loop_exception)
        self._tasks: set[asyncio.Task[object]] = set()
        self._of_owner: dict[int, set[asyncio.Task[object]]] = {}
        self._last_work: list[Callable[[], Coroutine[object, object, None]]] = []
        asyncio.set_event_loop(self._loop)
        sys.setswitchinterval(_SWITCH_SECONDS)

    def run(self) -> None:
        """Run the event loop until ``stop``, then cancel what is left and close it."""
        # What the start has made stays to the end; looking through it for garbage again and
        # again would make the window stand still for two frames each time.
        self._loop.call_later(_SETTLED_SECONDS, gc.freeze)
        try:
            self._loop.run_forever()
        finally:
            self.shutdown()

    def run_until_complete(self, coroutine: Coroutine[object, object, _T]) -> _T:
        """Run the event loop until one coroutine is done: for the tour and for tests.

        Raises:
            RuntimeError: ``stop`` was called before.
        """
        task = self._loop.create_task(coroutine)
        self._run_until_done(task)
        if not task.done():
            task.cancel()
            raise RuntimeError("The event loop was stopped before the coroutine was done.")
        return task.result()

    def stop(self) -> None:
        """Leave the event loop soon."""
        self._loop.stop()

    def spawn(
        self,
        coroutine: Coroutine[object, object, _T],
        *,
        owner: QObject | None = None,
        on_known_error: Callable[[KnownError], None] | None = None,
    ) -> asyncio.Task[_T]:
        """Start a coroutine that belongs to ``owner`` and ends with it.

        A ``KnownError`` goes to ``on_known_error``, or to the signal of that name; everything
        else that it raises goes to the signal ``bug``.
        """
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        if owner is not None:
            self._belongs_to(owner, task)
        task.add_done_callback(lambda done: self._on_done(done, on_known_error))
        return task

    async def in_thread(
        self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """Run blocking work (disk, rendering) beside the GUI thread."""
        return await asyncio.to_thread(function, *args, **kwargs)

    def begin_in_thread(
        self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> asyncio.Future[_T]:
        """Begin blocking work at once, before the window paints; await the result elsewhere.

        A coroutine begins in the next turn of the event loop, behind what is to be painted.
        """
        return self._loop.run_in_executor(None, partial(function, *args, **kwargs))

    def shutdown(self) -> None:
        """Cancel what is still under way, wait for it a moment, and close the loop."""
        if self._loop.is_closed():
            return
        self._run_until_done(self._loop.create_task(self._end_all()))
        if self._tasks:  # a timer fired in the loop's very last turn
            self._run_until_done(self._loop.create_task(self._cancel_all()))
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._garbage.stop()
        self._loop.close()
        asyncio.set_event_loop(None)

    def at_shutdown(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        """Let ``work`` run when everything else has ended: the place to close connections."""
        self._last_work.append(work)

    async def _end_all(self) -> None:
        await self._cancel_all()
        for work in self._last_work:
            await work()
        await self._cancel_all()  # what a timer has started meanwhile

    async def _cancel_all(self) -> None:
        """Cancel until nothing is left: while one task tidies up, a timer may start another."""
        deadline = self._loop.time() + _SHUTDOWN_SECONDS
        while self._tasks and (left := deadline - self._loop.time()) > 0:
            tasks = tuple(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=left)

    def _run_until_done(self, task: asyncio.Task[_T]) -> None:
        """Run the loop for one task, and not a step further.

        qasync's own way goes through Qt's events once more when asyncio has no running loop: a
        timer that fires then starts coroutines that can't run.
        """
        task.add_done_callback(lambda _done: self._loop.stop())
        self._loop.run_forever()

    def _belongs_to(self, owner: QObject, task: asyncio.Task[_T]) -> None:
        identity = id(owner)
        if identity not in self._of_owner:
            self._of_owner[identity] = set()
            owner.destroyed.connect(lambda _gone=None: self._on_owner_destroyed(identity))
        tasks = self._of_owner[identity]
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def _on_owner_destroyed(self, identity: int) -> None:
        for task in tuple(self._of_owner.pop(identity, ())):
            task.cancel()

    def _on_done(
        self,
        task: asyncio.Task[_T],
        on_known_error: Callable[[KnownError], None] | None,
    ) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        if isinstance(error, KnownError):
            (on_known_error or self.known_error.emit)(error)
        else:
            self.bug.emit(error)

    def _on_loop_exception(
        self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]
    ) -> None:
        error = context.get("exception")
        self.bug.emit(error if error is not None else RuntimeError(str(context.get("message"))))
