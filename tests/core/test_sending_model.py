"""Random lives of sends against the real store, the real client and the practice Migma.

Whatever the user, the network, quits and crashes do in whatever order: an email that was sent
once is delivered at most once, and the state on disk tells the truth about it.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.wire import encode_send
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import RecipientType, Send, SendReceipt, SendRequest, SendState
from migma_desktop.core.ports import SendLog
from migma_desktop.core.send_states import allowed
from migma_desktop.core.sending import SendingService
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from tests.fakes import Census, ManualTime

_LATE = 100.0  # seconds that a slow line takes
_ENDS_OR_RESTS = {
    SendState.CANCELLED: 0,
    SendState.FAILED: 0,
    SendState.HELD: 0,
    SendState.WAITING: 0,
    SendState.ACCEPTED: 1,
}
"""How many deliveries each state promises; the others promise nothing."""

_FAULTS: dict[str, faults.Fault | None] = {  # one of each kind; test_faults.py has them all
    "none": None,
    "refused": faults.refuse(),
    "reset before": faults.reset_before(),
    "reset after": faults.reset_after(),
    "500 after": faults.status(500, handled=True),
    "429": faults.status(429, retry_after=30),
    "401": faults.status(401),
}
_faults = st.sampled_from(list(_FAULTS))
_lines = st.sampled_from(["quick", "slow there", "slow back"])


class _PowerCut(BaseException):
    """The computer is off: nothing reaches the disk any more."""


class _Disk:
    """A send log that a crash cuts off."""

    def __init__(self, log: SqliteSendLog) -> None:
        self._log = log
        self.has_power = True

    def _need_power(self) -> SqliteSendLog:
        if not self.has_power:
            raise _PowerCut
        return self._log

    def add(self, send: Send) -> None:
        self._need_power().add(send)

    def update(self, send: Send, *, after: Send) -> None:
        self._need_power().update(send, after=after)

    def get(self, send_id: str) -> Send | None:
        return self._need_power().get(send_id)

    def recent(self, *, limit: int = 500, before: str | None = None) -> Sequence[Send]:
        return self._need_power().recent(limit=limit, before=before)

    def unfinished(self) -> Sequence[Send]:
        return self._need_power().unfinished()

    def last_test(self, draft_id: str) -> Send | None:
        return self._need_power().last_test(draft_id)


class _SlowLine(MigmaClient):
    """The real client; the line may hold a request, or its answer, for a while."""

    time: ManualTime
    before = 0.0
    after = 0.0

    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        before, self.before = self.before, 0.0
        after, self.after = self.after, 0.0
        if before:
            await self.time.sleep(before)
        receipt = await super().send(body, key=key)
        if after:
            await self.time.sleep(after)
        return receipt


async def _in_turns(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    await asyncio.sleep(0)  # others may come first, as with a thread
    return function(*args, **kwargs)


async def _no_pause(_: float) -> None:
    await asyncio.sleep(0)


class LivesOfSends(RuleBasedStateMachine):
    """Users, networks and power cuts, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._folder = Path(tempfile.mkdtemp(prefix="sends-"))
        self._time = ManualTime()
        self._sandbox = Sandbox(clock=ManualClock(self._time.now()), api_key="sk_test_model")
        self._database = open_database(self._folder / "d.sqlite3", now=self._time.now).database
        self._log = SqliteSendLog(database=self._database)
        self._client = _SlowLine(
            base_url="http://127.0.0.1",
            key="sk_test_model",
            version="0",
            transport=AsgiTransport(self._sandbox.app),
            sleep=_no_pause,
        )
        self._client.time = self._time
        self._tasks: set[asyncio.Task[Any]] = set()
        self._census = Census()
        self._count = 0
        self._ended: dict[str, SendState] = {}
        self._start()

    def teardown(self) -> None:
        self._end(has_power=True)
        self._loop.run_until_complete(self._client.aclose())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        self._database.close()
        shutil.rmtree(self._folder)

    # What happens

    @rule(hold=st.sampled_from([0, 10]), fault=_faults, line=_lines)
    def send(self, hold: int, fault: str, line: str) -> None:
        """Press Send."""
        self._break(fault, line)
        self._count += 1
        subject = f"Email {self._count}."
        request = SendRequest(
            recipient_type=RecipientType.PERSON,
            recipient_email="ada@example.com",
            from_address=f"hello@{VERIFIED_DOMAIN}",
            from_name="Fern",
            subject=subject,
            template="<p>Hi</p>",
            project_id=FERN,
        )
        self._do(
            self._service.send(
                request,
                encode_send(request),
                is_test=False,
                profile_id="p",
                recipient_name="Ada",
                recipient_count=None,
                subject=subject,
                html="<p>Hi</p>",
                hold_seconds=hold,
            )
        )

    @precondition(lambda self: self._some(SendState))
    @rule(data=st.data(), fault=_faults, line=_lines)
    def press_any_button(self, data: st.DataObject, fault: str, line: str) -> None:
        """Press whatever there is, also where it isn't possible, in this window or another."""
        self._break(fault, line)
        send_id = data.draw(st.sampled_from(self._some(SendState)))
        window = self._window(data.draw(st.booleans(), label="in another window"))
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
        self._disk = _Disk(self._log)
        self._service = self._service_on(self._disk)
        paused = self._some([SendState.HELD, SendState.WAITING])
        if not paused:
            return
        send_id = data.draw(st.sampled_from(paused))
        self._do(self._service.try_now(send_id), self._window(True).try_now(send_id))

    @rule(seconds=st.sampled_from([1.0, 10.0, 61.0, 301.0, 25 * 3600.0, -3600.0]))
    def time_goes_by(self, seconds: float) -> None:
        """Wait; once in a while somebody sets the clock back."""
        if seconds > 0:
            clock = self._sandbox.clock
            assert isinstance(clock, ManualClock)
            clock.advance(seconds)
        self._time.turn(seconds)
        self._settle()

    @rule()
    def window_is_closed_too_early(self) -> None:
        """Close the window during a countdown, and think again."""
        self._service.lay_aside()
        self._settle()

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
        delivered = [message.subject for message in self._sandbox.inbox.messages]
        for send in self._log.recent():
            count = delivered.count(send.subject)
            assert count <= 1, f"{send.subject} was delivered {count} times"
            promised = _ENDS_OR_RESTS.get(send.state, count)
            assert count == promised, f"{send.subject} is {send.state}, delivered {count} times"

    @invariant()
    def an_end_is_an_end(self) -> None:
        """What was cancelled, refused, closed or accepted stays so, whatever other windows do."""
        for send in self._log.recent():
            if not allowed(send.state) or send.state is SendState.ACCEPTED:
                assert self._ended.setdefault(send.id, send.state) is send.state
            assert send.id not in self._ended or self._ended[send.id] is send.state

    @invariant()
    def no_state_is_a_dead_end(self) -> None:
        """What isn't known yet can be left by the user or by itself."""
        for send in self._log.recent():
            if send.state in {SendState.HELD, SendState.WAITING, SendState.UNCONFIRMED}:
                assert allowed(send.state)
            if send.state is SendState.SENDING:
                assert self._tasks, "nobody carries it"

    # Machinery

    def _start(self) -> None:
        self._disk = _Disk(self._log)
        self._service = self._service_on(self._disk)
        self._do(self._service.resume_all())

    def _end(self, *, has_power: bool) -> None:
        self._disk.has_power = has_power
        for task in self._tasks:
            task.cancel()
        self._settle()
        self._census.end_all()

    def _window(self, is_other: bool) -> SendingService:
        return self._service_on(self._disk) if is_other else self._service

    def _service_on(self, log: SendLog) -> SendingService:
        return SendingService(
            mailer=lambda _: self._client,
            log=log,
            owners=self._census.newcomer(),
            now=self._time.now,
            changed=lambda _: None,
            run_blocking=_in_turns,
            sleep=self._time.sleep,
        )

    def _break(self, fault: str, line: str) -> None:
        self._sandbox.faults.clear()
        chosen = _FAULTS[fault]
        if chosen is not None:
            self._sandbox.faults.add(chosen, method="POST", path="/v1/sending")
        self._client.before = _LATE if line == "slow there" else 0.0
        self._client.after = _LATE if line == "slow back" else 0.0

    def _some(self, states: Iterable[SendState]) -> list[str]:
        wanted = set(states)
        return [send.id for send in self._log.recent() if send.state in wanted]

    def _do(self, *works: Coroutine[Any, Any, Any]) -> None:
        self._tasks.update(map(self._loop.create_task, works))
        self._settle()

    def _settle(self) -> None:
        """Run until every task has ended or sleeps by the clock."""
        self._loop.run_until_complete(self._until_quiet())
        for task in {task for task in self._tasks if task.done()}:
            self._tasks.remove(task)
            error = None if task.cancelled() else task.exception()
            if error is not None and not isinstance(error, KnownError | _PowerCut):
                raise error

    async def _until_quiet(self) -> None:
        while alive := [task for task in self._tasks if not task.done()]:
            asleep = asyncio.ensure_future(self._time.until_asleep(len(alive)))
            first: list[asyncio.Future[Any]] = [asleep, *alive]
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            if asleep.done():
                return
            asleep.cancel()


def test_no_life_of_a_send_delivers_twice_or_lies() -> None:
    run_state_machine_as_test(
        LivesOfSends,
        settings=settings(
            max_examples=100,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
