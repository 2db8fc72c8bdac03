"""Random lives of sends against the real store, the real client and the practice Migma.

Whatever the user, the network, quits, crashes and a second window do in whatever order: a press of
Send is delivered at most once, the state on disk tells the truth, and nothing is a dead end.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.wire import encode_send
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import (
    SendState,
)
from migma_desktop.core.send_states import KEY_MEMORY_MARGIN
from migma_desktop.core.sending import SendingService
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.service import Sandbox
from tests.fakes import ManualTime
from tests.faults.services import Programs
from tests.faults.world import Disk, PowerCut, SlowLine, in_turns, is_over, no_pause, request_of

_KEY = "sk_test_lives"
_LATE = 100.0  # seconds that a slow line takes
_DAY = 86_400.0
_LONGEST_WAIT = 301.0  # seconds between two attempts, and a little more
_TURNS = 12  # of the clock, until everything that goes on by itself has come to its end

_PROMISED = {
    SendState.CANCELLED: 0,
    SendState.FAILED: 0,
    SendState.HELD: 0,
    SendState.WAITING: 0,
    SendState.ACCEPTED: 1,
    SendState.PROCESSING: 1,
    SendState.THROTTLED: 1,
    SendState.COMPLETED: 1,
    SendState.PARTIAL: 1,
}
"""How many deliveries each state promises; the others promise nothing."""

_FAULTS: dict[str, faults.Fault | None] = {
    "none": None,
    "refused": faults.refuse(),
    "reset before": faults.reset_before(),
    "reset after": faults.reset_after(),
    "cut JSON": faults.cut_body(),
    "wrong types": faults.wrong_types(),
    "empty": faults.empty_body(),
    "no JSON": faults.not_json(),
    "error page": faults.html_page(),
    "says no": faults.success_false(),
    "500": faults.status(500),
    "503 after": faults.status(503, handled=True),
    "429": faults.status(429, retry_after=30),
    "401": faults.status(401),
    "oversized": faults.oversized(1_100_000),
}
_faults = st.just("none") | st.sampled_from(list(_FAULTS))  # often enough there is none
_lines = st.sampled_from(["quick", "slow there", "slow back"])
_kinds = st.sampled_from(["person", "batch", "test"])


class LivesOfSends(RuleBasedStateMachine):
    """Users, networks, power cuts and second windows, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._folder = Path(tempfile.mkdtemp(prefix="sends-"))
        self._path = self._folder / "d.sqlite3"
        self._time = ManualTime()
        self._sandbox = Sandbox(clock=ManualClock(self._time.now()), api_key=_KEY)
        self._got: Counter[tuple[str, str]] = Counter()
        self._sandbox.inbox.subscribe(
            lambda message: self._got.update([(message.subject, message.to)])
        )
        self._programs = Programs(self._folder / "running")
        self._client = SlowLine(
            base_url="http://127.0.0.1",
            key=_KEY,
            version="0",
            transport=AsgiTransport(self._sandbox.app),
            sleep=no_pause,
        )
        self._client.time, self._client.clock = self._time, self._sandbox.clock
        self._hidden = 0.0  # seconds that went by unseen, since the clock was set back
        self._eyes = Disk(self._path, self._time)  # looks on, whatever happens to the others
        self._tasks: set[asyncio.Task[Any]] = set()
        self._count = 0
        self._ended: dict[str, SendState] = {}
        self._start()

    def teardown(self) -> None:
        try:
            self._come_to_an_end()
        finally:
            self._end(has_power=True)
            self._loop.run_until_complete(self._client.aclose())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()
            self._eyes.close()
            shutil.rmtree(self._folder)

    # What happens

    @rule(kind=_kinds, hold=st.sampled_from([0, 10]), fault=_faults, line=_lines)
    def send(self, kind: str, hold: int, fault: str, line: str) -> None:
        """Press Send, or send a test."""
        self._break(fault, line)
        self._count += 1
        request = request_of(kind, subject=f"Email {self._count}.")
        self._do(
            self._service.send(
                request,
                encode_send(request),
                is_test=kind == "test",
                profile_id="p",
                recipient_name="Ada",
                recipient_count=None,
                subject=request.subject,
                html="<p>Hi</p>",
                hold_seconds=hold,
            )
        )

    @precondition(lambda self: self._some([SendState.HELD]))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Press Undo while the countdown runs."""
        send_id = data.draw(st.sampled_from(self._some([SendState.HELD])))
        self._do(self._service.stop(send_id))

    @precondition(lambda self: self._some(SendState))
    @rule(data=st.data(), fault=_faults, line=_lines)
    def press_any_button(self, data: st.DataObject, fault: str, line: str) -> None:
        """Press whatever there is, also where it isn't possible, in this window or another."""
        self._break(fault, line)
        send_id = data.draw(st.sampled_from(self._some(SendState)))
        window = data.draw(st.sampled_from([self._service, self._other]))
        press = data.draw(st.sampled_from([window.stop, window.try_now, window.ask_again]))
        self._do(press(send_id))

    @precondition(lambda self: self._some([SendState.UNCONFIRMED]))
    @rule(data=st.data(), fault=_faults, line=_lines)
    def ask_again(self, data: st.DataObject, fault: str, line: str) -> None:
        """Press Ask again."""
        self._break(fault, line)
        send_id = data.draw(st.sampled_from(self._some([SendState.UNCONFIRMED])))
        self._do(self._service.ask_again(send_id))

    @precondition(lambda self: self._some([SendState.UNCONFIRMED]))
    @rule(data=st.data(), as_sent=st.booleans())
    def close(self, data: st.DataObject, as_sent: bool) -> None:
        """Press Mark as sent, or Give up."""
        send_id = data.draw(st.sampled_from(self._some([SendState.UNCONFIRMED])))
        self._do(self._service.close(send_id, as_sent=as_sent))

    @precondition(lambda self: self._some([SendState.HELD, SendState.WAITING]))
    @rule(data=st.data())
    def two_windows_at_once(self, data: st.DataObject) -> None:
        """Press Send now in two windows in the same moment, after a restart."""
        self._end(has_power=True)
        self._open()
        paused = self._some([SendState.HELD, SendState.WAITING])
        if paused:
            send_id = data.draw(st.sampled_from(paused))
            self._do(self._service.try_now(send_id), self._other.try_now(send_id))

    @rule()
    def another_window_opens(self) -> None:
        """Start the program once more beside the one that is running."""
        self._do(self._other.resume_all())

    @rule(seconds=st.sampled_from([1.0, 10.0, 61.0, 301.0, 25 * 3600.0, -3600.0, -_DAY]))
    def time_goes_by(self, seconds: float) -> None:
        """Wait; once in a while somebody sets the clock back.

        Not more than a margin is kept back for that when a key is counted as remembered, so a
        clock that hides more is left alone until the next life.
        """
        if seconds > _DAY and self._hidden > KEY_MEMORY_MARGIN.total_seconds():
            return
        self._hidden += max(0.0, -seconds)
        self._turn(seconds)

    @rule()
    def cable_is_pulled(self) -> None:
        """Be offline."""
        self._sandbox.faults.clear()
        self._sandbox.faults.add(faults.refuse())

    @rule()
    def network_is_back(self) -> None:
        """Plug the cable in."""
        self._sandbox.faults.clear()
        self._service.try_all_now()
        self._settle()

    @rule()
    def quit_and_start(self) -> None:
        """Close the window and open it again."""
        self._end(has_power=True)
        self._start()

    @rule()
    def crash_and_start(self) -> None:
        """Pull the plug, and start again."""
        self._end(has_power=False)
        self._start()

    # What always holds

    @invariant()
    def every_state_tells_the_truth(self) -> None:
        """Nothing is delivered twice; what is accepted is delivered, what is not isn't."""
        for send in self._eyes.recent():
            count = self._times_sent(send.subject)
            assert count <= 1, f"{send.subject} was sent {count} times"
            promised = _PROMISED.get(send.state, count)
            assert count == promised, f"{send.subject} is {send.state}, sent {count} times"

    @invariant()
    def what_was_sent_is_written_down(self) -> None:
        """Nothing reached Migma that isn't on disk."""
        written = {send.subject for send in self._eyes.recent()}
        missing = {subject for subject, _ in self._got} - written
        assert not missing, f"{missing} was sent, but isn't written down"

    @invariant()
    def an_end_is_an_end(self) -> None:
        """What has come to its end stays so, whatever other windows do."""
        for send in self._eyes.recent():
            if is_over(send):
                assert self._ended.setdefault(send.id, send.state) is send.state
            assert send.id not in self._ended or self._ended[send.id] is send.state

    @invariant()
    def somebody_cares(self) -> None:
        """What is leaving is in somebody's hands."""
        assert self._tasks or not self._some([SendState.SENDING])

    def _come_to_an_end(self) -> None:
        """Start once more, with the cable in: every send comes to an end that its user chooses."""
        self._end(has_power=True)
        self._sandbox.faults.clear()
        self._client.before = self._client.after = 0.0
        self._start()
        for _ in range(_TURNS):
            for send_id in self._some([SendState.HELD]):
                self._do(self._service.stop(send_id))
            for send_id in self._some([SendState.UNCONFIRMED]):
                self._do(self._service.close(send_id, as_sent=True))
            self._turn(_LONGEST_WAIT)
        self.every_state_tells_the_truth()
        open_ones = [send for send in self._eyes.recent() if not is_over(send)]
        assert not open_ones, [(send.subject, send.state) for send in open_ones]

    # Machinery

    def _open(self) -> None:
        """Open the program, and another window of it in a process of its own."""
        self._disks = [Disk(self._path, self._time) for _ in range(2)]
        self._service, self._other = map(self._service_on, self._disks)

    def _start(self) -> None:
        self._open()
        self._do(self._service.resume_all())

    def _end(self, *, has_power: bool) -> None:
        for disk in self._disks:
            disk.has_power = has_power
        for task in self._tasks:
            task.cancel()
        self._settle()
        for disk in self._disks:
            disk.close()
        self._programs.end_all()

    def _service_on(self, disk: Disk) -> SendingService:
        return self._programs.start(
            mailer=lambda _: self._client,
            log=disk,
            now=self._time.now,
            run_blocking=in_turns,
            sleep=self._time.sleep,
        )

    def _break(self, fault: str, line: str) -> None:
        self._sandbox.faults.clear()
        chosen = _FAULTS[fault]
        if chosen is not None:
            self._sandbox.faults.add(chosen, method="POST", path="/v1/sending")
        self._client.before = _LATE if line == "slow there" else 0.0
        self._client.after = _LATE if line == "slow back" else 0.0

    def _turn(self, seconds: float) -> None:
        clock = self._sandbox.clock
        assert isinstance(clock, ManualClock)
        if seconds > 0:
            clock.advance(seconds)
        self._sandbox.settle()
        self._time.turn(seconds)
        self._settle()

    def _times_sent(self, subject: str) -> int:
        """How often Migma sent this: the most that anybody got, or batches begun."""
        batches = self._sandbox.account.batches.values()
        begun = sum(batch.mailing.subject == subject for batch in batches)
        most = max((n for (each, _), n in self._got.items() if each == subject), default=0)
        return max(begun, most)

    def _some(self, states: Iterable[SendState]) -> list[str]:
        wanted = set(states)
        return [send.id for send in self._eyes.recent() if send.state in wanted]

    def _do(self, *works: Coroutine[Any, Any, Any]) -> None:
        self._tasks.update(map(self._loop.create_task, works))
        self._settle()

    def _settle(self) -> None:
        """Run until every task has ended or sleeps by the clock."""
        self._loop.run_until_complete(self._until_quiet())
        for task in {task for task in self._tasks if task.done()}:
            self._tasks.remove(task)
            error = None if task.cancelled() else task.exception()
            if error is not None and not isinstance(error, KnownError | PowerCut):
                raise error

    async def _until_quiet(self) -> None:
        while alive := [task for task in self._tasks if not task.done()]:
            asleep = asyncio.ensure_future(self._time.until_asleep(len(alive)))
            first: list[asyncio.Future[Any]] = [asleep, *alive]
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            if asleep.done():
                return
            asleep.cancel()
