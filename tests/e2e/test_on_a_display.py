"""The program as its user starts it: a process of its own on an X display, typed into by keys."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore

PATIENCE = 150.0  # seconds for a whole test; pytest itself gives up at faulthandler_timeout
GLANCE = 0.1
LAST_WORDS = 10.0  # seconds in which a program tells where it stands
TITLE = "Migma Desktop"


def _require(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    reason = f"missing: {', '.join(missing)} (Debian: apt install xvfb xdotool)"
    if os.environ.get("MIGMA_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def display() -> Iterator[str]:
    """An X display that nobody sees."""
    _require("Xvfb", "xdotool")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def environment(display: str) -> dict[str, str]:
    """What a program on that display finds around it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    root = {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.geteuid() == 0 else {}
    return {**kept, **root, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}


class Running:
    """A program in a process of its own; whoever waits for it in vain learns what it said."""

    def __init__(self, *arguments: str, environment: dict[str, str], words: Path) -> None:
        self._environment = environment
        self._words = words
        self._deadline = time.monotonic() + PATIENCE
        with words.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-X", "faulthandler", *arguments],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def until(self, happened: Callable[[], bool], what: str, *, patience: float = PATIENCE) -> None:
        """Wait for something, however busy the machine is."""
        deadline = min(time.monotonic() + patience, self._deadline)
        while not happened():
            if self._process.poll() is not None:
                self.fail(f"The program ended with {self._process.returncode} before {what}.")
            if time.monotonic() > deadline:
                self.fail(f"Waited in vain for {what}.")
            time.sleep(GLANCE)

    def exit_code(self) -> int:
        """Wait for the end."""
        self.until(lambda: self._process.poll() is not None, "its end")
        return self._process.returncode

    def xdotool(self, *arguments: str) -> str:
        """Let xdotool look or press on the program's display; return what it finds."""
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout.strip()

    def said(self) -> str:
        """Return what the program wrote so far."""
        return self._words.read_text(encoding="utf-8", errors="replace")

    def windows(self) -> list[str]:
        """Return the visible windows of the program by their numbers."""
        return self.xdotool("search", "--onlyvisible", "--name", TITLE).split()

    def fail(self, why: str) -> NoReturn:
        """Fail with the stack of each thread, what the display shows, and what was said."""
        shown = [
            f"{number} “{self.xdotool('getwindowname', number)}”"
            for number in self.xdotool("search", "--name", "").split()
        ]
        self.kill(signal.SIGABRT)  # upon which faulthandler writes down where each thread is
        pytest.fail(
            f"{why}\nWindows: {', '.join(shown) or 'none'}\nIts output:\n{self.said() or '-'}"
        )

    def kill(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """End the program, whatever it does."""
        if self._process.poll() is None:
            self._process.send_signal(sign)
        try:
            self._process.wait(LAST_WORDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _written(folder: Path) -> str:
    """Return the text of the newest draft on disk."""
    file = folder / "data" / "migma.db"
    if not file.exists():
        return ""
    opened = open_database(file, now=_now)
    try:
        draft = DraftStore(database=opened.database, now=_now).latest()
    finally:
        opened.database.close()
    return "" if draft is None else draft.markdown


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start Python programs on the display."""
    started: list[Running] = []

    def run(*arguments: str) -> Running:
        words = tmp_path / f"output-{len(started)}.txt"
        started.append(Running(*arguments, environment=environment, words=words))
        return started[-1]

    yield run
    for program in started:
        program.kill()


@pytest.mark.needs_xvfb
def test_real_keys_reach_the_editor_and_the_disk(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    program = start("-m", "migma_desktop", "--sandbox", "--profile-dir", str(folder))
    program.until(lambda: bool(program.windows()), "the window")
    program.until(lambda: bool(_written(folder)), "the first draft")
    program.xdotool("windowfocus", program.windows()[0])
    program.xdotool("key", "ctrl+End")
    program.xdotool("type", "Typed with real keys")
    program.until(lambda: _written(folder).endswith("Typed with real keys"), "the keys on disk")
    program.xdotool("key", "ctrl+a", "ctrl+c")  # what was copied is given back without a crash
    program.xdotool("key", "ctrl+q")
    assert program.exit_code() == 0


@pytest.mark.needs_xvfb
@pytest.mark.parametrize(
    ("program", "patience", "told"),
    [
        ("print('Out of paint', flush=True); raise SystemExit(3)", PATIENCE, "ended with 3"),
        ("print('Out of paint', flush=True); import time; time.sleep(60)", 0, "most recent call"),
    ],
)
def test_waiting_in_vain_tells_what_the_program_said(
    start: Callable[..., Running], program: str, patience: float, told: str
) -> None:
    running = start("-c", program)
    running.until(lambda: "Out of paint" in running.said(), "a word")
    with pytest.raises(pytest.fail.Exception) as failure:
        running.until(lambda: bool(running.windows()), "the window", patience=patience)
    assert "Out of paint" in str(failure.value)
    assert told in str(failure.value)
