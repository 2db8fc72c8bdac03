"""The subcommands of ``dev.py``: set up what each needs, carry it out, close with one line."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from devtools import display
from devtools.console import Stop, figure, say, summary
from devtools.environment import DEVELOPMENT, PACKAGING, RUNTIME, Environment
from devtools.system import Needs

ROOT = Path(__file__).resolve().parents[2]
TOUR_FOLDER = "tour-output"

# A file of tests stays on one worker, so that its window and its server are shared.
_TWO_AT_A_TIME = ("-n", "2", "--dist", "loadfile")
_TEST_PROGRAMS = (
    *("Xvfb", "dbus-run-session", "gnome-keyring-daemon", "node", "npm", "curl"),
    *("appstreamcli", "desktop-file-validate", "makensis", "update-mime-database"),
)
_BUILD_PROGRAMS = (
    *("Xvfb", "appstreamcli", "desktop-file-validate", "dpkg-shlibdeps", "gcc", "lintian"),
    *("makensis", "strip", "update-mime-database", "xz"),
)
_PROOF_PROGRAMS = ("debootstrap", "mksquashfs", "strace", "weston")  # of a whole run


def main(arguments: list[str]) -> int:
    """Carry out one subcommand and return the exit status of ``dev.py``."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Run, test or measure the program.")
    parser.add_argument("command", choices=sorted(_COMMANDS), help="what to do")
    chosen = parser.parse_args(arguments[:1])
    try:
        return _COMMANDS[chosen.command](arguments[1:])
    except Stop as stop:
        say(str(stop))
        summary(f"{chosen.command}: stopped before it began; what to do is said above")
        return 1
    except KeyboardInterrupt:
        summary(f"{chosen.command}: interrupted; the next run goes on from here")
        return 130


def run(arguments: list[str]) -> int:
    """Open the window, or run the tour offscreen where there is no display."""
    screens = display.usable(os.environ)
    touring = arguments[:1] == ["tour"]
    if not screens and not touring:
        say(f"No display here, so the tour runs instead and saves its pictures in {TOUR_FOLDER}.")
        arguments, touring = ["tour", "--out", TOUR_FOLDER], True
    needs = Needs(x11="x11" in screens, wayland="wayland" in screens)
    python = _set_up(RUNTIME, needs)
    environment = {} if screens else {"QT_QPA_PLATFORM": "offscreen"}
    began = time.monotonic()
    status = _do([str(python), "-m", "migma_desktop", *arguments], environment)
    what = "tour" if touring else "window"
    figure(command="run", what=what, status=status, seconds=_since(began))
    summary(f"run: the {what} ended {'well' if status == 0 else f'with status {status}'}")
    return status


def test(arguments: list[str]) -> int:
    """Run the linters, the type checker and the tests; all of them, whatever fails."""
    all_required = os.environ.get("MIGMA_REQUIRE_ALL") == "1"
    python = _set_up(
        DEVELOPMENT, Needs(x11=True, programs=_TEST_PROGRAMS, programs_required=all_required)
    )
    steps = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy": ["mypy"],
        "pytest": ["pytest", *_TWO_AT_A_TIME, *arguments],
    }
    failed = []
    for step, words in steps.items():
        say(f"== {step}")
        began = time.monotonic()
        status = _do([str(python), "-m", *words], {"QT_QPA_PLATFORM": "offscreen"})
        figure(command="test", step=step, ok=status == 0, status=status, seconds=_since(began))
        if status != 0:
            failed.append(step)
    summary(
        f"test: these steps fail: {', '.join(failed)}" if failed else "test: every step is fine"
    )
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Measure the program against skeletons; the runner prints the figures and the summary."""
    python = _set_up(DEVELOPMENT, Needs(x11=True, programs=("Xvfb",)))
    return _do([str(python), "-m", "tests.bench", *arguments], {})


def faults(arguments: list[str]) -> int:
    """Break the program in every way that we know; the runner prints figures and the summary."""
    python = _set_up(DEVELOPMENT, Needs(x11=True))
    return _do([str(python), "-m", "tests.faults", *arguments], {})


def package(arguments: list[str]) -> int:
    """Build installers for this system and try them; the runner prints figures and the summary."""
    proofs = () if "--quick" in arguments else _PROOF_PROGRAMS
    needs = Needs(
        x11=True, programs=(*_BUILD_PROGRAMS, *proofs), programs_required=True, headers=True
    )
    python = _set_up(PACKAGING, needs)
    return _do([str(python), "-m", "installers", *arguments], {"PYTHONPATH": "packaging"})


def _set_up(part: str, needs: Needs) -> Path:
    began = time.monotonic()
    environment = Environment(root=ROOT)
    environment.set_up(part=part, needs=needs)
    figure(command="set-up", part=part, seconds=_since(began))
    return environment.python


def _do(command: list[str], extra: Mapping[str, str]) -> int:
    """Run a command of the environment to its end; its output is ours."""
    sys.stdout.flush()
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **extra}) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the same key press reached the program, which ends in its own way


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)


_COMMANDS: Mapping[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "faults": faults,
    "package": package,
}
