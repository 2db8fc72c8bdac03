"""One run of the driven program, seen from outside: orders in, reports out, and the kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.faults.profile import PROFILE

Report = dict[str, Any]

_ROOT = Path(__file__).resolve().parents[2]
_LAST_REPORTS = 6
_TAIL = 3000  # bytes of what it said last
_PATIENCE = 40.0  # seconds; only matters when something is broken


class Stuck(Exception):
    """The program didn't report what it should have."""


class Running:
    """The program in a process of its own. Everything that it writes lies below ``home``."""

    def __init__(self, *, home: Path, base_url: str, key: str, mutation: str | None = None) -> None:
        self.reports: list[Report] = []
        self._orders = 0
        self._killed_at: float | None = None
        self._news = threading.Condition()
        self._output = (home / "output.txt").open("ab")
        reading, writing = os.pipe()
        words = ["--reports", str(writing), "--profile-dir", str(home / "profile")]
        if mutation is not None:
            words += ["--mutation", mutation]
        self._process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "tests.faults.driver", *words],
            cwd=_ROOT,
            env=_environment(home, base_url),
            stdin=subprocess.PIPE,
            stdout=self._output,
            stderr=self._output,
            pass_fds=[writing],
            start_new_session=True,  # so that its helpers end with it
            text=True,
        )
        os.close(writing)
        self._listener = threading.Thread(target=self._listen, args=(reading,), daemon=True)
        self._listener.start()
        self._say({"profile": PROFILE, "key": key})

    def order(self, what: str, **words: object) -> int:
        """Give an order; return where its reports will begin."""
        mark = len(self.reports)
        self._orders += 1
        self._say({"do": what, "order": self._orders, **words})
        return mark

    def until(self, happened: Callable[[Report], bool], what: str, *, since: int = 0) -> Report:
        """Wait for a report; ``what`` names it in words. Raises Stuck."""
        deadline = time.monotonic() + _PATIENCE
        seen = since
        with self._news:
            while True:
                for report in self.reports[seen:]:
                    seen += 1
                    if report["event"] == "failed":
                        raise Stuck(report["why"])
                    if happened(report):
                        return report
                left = deadline - time.monotonic()
                if left <= 0 or not self._listener.is_alive():
                    last = self.reports[-_LAST_REPORTS:]
                    raise Stuck(f"no {what}; it reported only {last}; {self._how_it_is()}")
                self._news.wait(min(left, 0.5))

    def _how_it_is(self) -> str:
        """Tell whether it lives, and what it said last."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)  # its reports may end a moment before it does
        if self._process.poll() is None and hasattr(signal, "SIGABRT"):
            self._process.send_signal(signal.SIGABRT)  # faulthandler writes where it stands
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
        said = Path(self._output.name).read_bytes()[-_TAIL:].decode(errors="replace")
        return f"status {self._process.poll()}, said: {said}"

    def until_event(self, event: str, *, since: int = 0) -> Report:
        """Wait for a report of this kind. Raises Stuck."""
        return self.until(lambda report: report["event"] == event, event, since=since)

    def until_done(self, what: str, **words: object) -> None:
        """Give an order and wait until it is carried out. Raises Stuck."""
        mark = self.order(what, **words)
        number = self._orders
        self.until(
            lambda it: it["event"] == "done" and it["order"] == number,
            f"end of {what} {words}",
            since=mark,
        )

    def kill(self) -> float:
        """Kill it, as a crash would, and return the moment; of the first kill, if asked again."""
        if self._killed_at is None:
            self._killed_at = time.monotonic()
            self._process.kill()
            self._bury()
        return self._killed_at

    def quit(self) -> int:
        """Let it be closed by its user, and return its exit status. Raises Stuck."""
        self.order("quit")
        try:
            status = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Stuck("it doesn't quit") from None
        self._bury()
        return status

    def _bury(self) -> None:
        self._process.wait()
        with suppress(ProcessLookupError):  # its helpers may have ended by themselves
            os.killpg(self._process.pid, signal.SIGKILL)
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):  # of an order that it didn't live to read
                self._process.stdin.close()
        self._listener.join(_PATIENCE)
        self._output.close()

    def _say(self, line: Report) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise Stuck(f"it ended with status {self._process.poll()}") from error

    def _listen(self, descriptor: int) -> None:
        with os.fdopen(descriptor, encoding="utf-8") as lines:
            for line in lines:
                if not line.endswith("\n"):
                    break  # cut off by the kill
                with self._news:
                    self.reports.append(json.loads(line))
                    self._news.notify_all()
        with self._news:
            self._news.notify_all()


def _environment(home: Path, base_url: str) -> dict[str, str]:
    """Let everything that is ever written lie below ``home``, Python's bytecode apart."""
    temporary = home / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    folders = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    return {
        **kept,
        **{name: str(home / "user") for name in folders},
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(_ROOT),
        "PYTHONPYCACHEPREFIX": str(home.parents[1] / "bytecode"),
        "QT_QPA_PLATFORM": "offscreen",
        "MIGMA_BASE_URL": base_url,
        "QTWEBENGINE_DISABLE_SANDBOX": "1" if os.geteuid() == 0 else "0",
    }
