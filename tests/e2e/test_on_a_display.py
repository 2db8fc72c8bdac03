"""The program as its user starts it: a process of its own on an X display, typed into by keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore

PATIENCE = 60.0  # seconds
GLANCE = 0.1


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


def _until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"Waited in vain for {what}."
        time.sleep(GLANCE)


def _press(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        ["xdotool", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.stdout.strip()


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


@pytest.mark.needs_xvfb
def test_real_keys_reach_the_editor_and_the_disk(
    environment: dict[str, str], tmp_path: Path
) -> None:
    folder, words = tmp_path / "profile", tmp_path / "output.txt"
    with words.open("wb") as output:
        program = subprocess.Popen(
            [sys.executable, "-m", "migma_desktop", "--sandbox", "--profile-dir", str(folder)],
            env=environment,
            stdout=output,
            stderr=output,
        )

    def until(happened: Callable[[], bool], what: str) -> None:
        def happened_or_died() -> bool:
            assert program.poll() is None, "The program ended."
            return happened()

        _until(happened_or_died, what)

    try:
        until(
            lambda: bool(_press(environment, "search", "--onlyvisible", "--name", "Migma Desktop")),
            "the window",
        )
        until(lambda: bool(_written(folder)), "the first draft")
        _press(environment, "search", "--onlyvisible", "--name", "Migma Desktop", "windowfocus")
        _press(environment, "key", "ctrl+End")
        _press(environment, "type", "Typed with real keys")
        until(lambda: _written(folder).endswith("Typed with real keys"), "the keys on disk")
        _press(environment, "key", "ctrl+q")
        assert program.wait(PATIENCE) == 0
    finally:
        program.kill()
        program.wait()
        sys.stderr.write(words.read_text(encoding="utf-8", errors="replace"))
