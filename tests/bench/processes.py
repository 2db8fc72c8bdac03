"""Run a measured program in a process of its own and read what it reports.

A measured program prints its figures as its last line, as JSON.  The moment just before it was
started travels in its environment, on a clock that all processes share.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

STARTED = "MIGMA_BENCH_STARTED_NS"
FOLDER = "MIGMA_BENCH_FOLDER"  # kept from run to run, gone at the end
_FOLDER = Path(__file__).resolve().parent
_ROOT = _FOLDER.parents[1]
_PATIENCE = 240.0  # seconds for one run; the first may make a million sends
_TAIL = 2000  # bytes of what a program said last


class BenchError(Exception):
    """A figure could not be measured."""


class Measured:
    """Starts measured programs on one Qt platform; they keep their profiles in ``folder``."""

    def __init__(self, *, platform: str, folder: Path, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._environment = {**os.environ, "PYTHONPATH": str(_ROOT), FOLDER: str(folder)}
        # An installed program isn't compiled at each start; the first run, uncounted, does it.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        if platform:
            self._environment["QT_QPA_PLATFORM"] = platform
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            self._environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses root

    def __call__(self, words: tuple[str, ...]) -> Mapping[str, float]:
        """Run a script of this folder with its arguments and return its figures.

        Raises:
            BenchError: there is no such script, or it failed, hung or reported nothing; it tells
            how the program ended and what it said last.
        """
        script, *arguments = words
        if not (_FOLDER / script).exists():
            raise BenchError(f"{script} is not written yet, so nothing was measured")
        command = [sys.executable, str(_FOLDER / script), *arguments]
        environment = {**self._environment, STARTED: str(time.monotonic_ns())}
        try:
            program = subprocess.run(
                command,
                cwd=_ROOT,
                env=environment,
                capture_output=True,
                timeout=self._patience,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            said = _last_words(error.stdout, error.stderr)
            raise BenchError(f"{script} did not end within {self._patience:g} s{said}") from error
        said = _last_words(program.stdout, program.stderr)
        if program.returncode != 0:
            raise BenchError(f"{script} {_ending(program.returncode)}{said}")
        try:
            return _figures(program.stdout)
        except (IndexError, ValueError, AttributeError) as error:
            raise BenchError(f"{script} reported no figures{said}") from error


def since_start() -> float:
    """Return the milliseconds since this process was ordered."""
    return (time.monotonic_ns() - int(os.environ[STARTED])) / 1e6


def report(**figures: float) -> None:
    """Print the figures of this process."""
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


def memory_of_tree() -> float:
    """Return the proportional set size of this process and all below it, in MiB (Linux only)."""
    this = psutil.Process()
    total = 0
    for process in [this, *this.children(recursive=True)]:
        try:
            rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii")
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
        total += sum(
            int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")
        )
    return total / 1024


def _figures(output: bytes) -> Mapping[str, float]:
    figures = json.loads(output.strip().splitlines()[-1])
    return {name: float(value) for name, value in figures.items()}


def _ending(status: int) -> str:
    """Say how a program ended; below zero is the signal that killed it."""
    if status >= 0:
        return f"failed with exit status {status}"
    names = {each.value: each.name for each in signal.Signals}
    return f"was killed by {names.get(-status, f'signal {-status}')}"


def _last_words(output: bytes | None, errors: bytes | None) -> str:
    """Return the end of what a program wrote, under the names of the two streams."""
    streams = {"standard output": output or b"", "standard error": errors or b""}
    return "".join(
        f"\nThe end of its {name}:\n{written[-_TAIL:].decode(errors='replace').strip()}"
        for name, written in streams.items()
        if written.strip()
    )
