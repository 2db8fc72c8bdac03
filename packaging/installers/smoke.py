"""Runs a finished program for a moment: what it says on the command line, and its own check."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from installers.checks import Checks
from installers.project import COMMAND, version

SELF_CHECK = "--self-check"
_PATIENCE = 120.0  # seconds for one call
_ENDS = {  # how the program ends, from source and in the bundle
    ("--help",): 0,
    ("--nonsense",): 2,
    ("tour",): 2,  # without a folder for its pictures
}

Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs the program with some arguments; returns its exit code and what it printed."""


def try_folder(folder: Path, checks: Checks) -> None:
    """Try the program where it was built."""
    name = f"{COMMAND}.exe" if os.name == "nt" else COMMAND

    def run(arguments: Sequence[str]) -> tuple[int, str]:
        done = subprocess.run(
            [str(folder / name), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
        return done.returncode, done.stdout

    try_program(run, checks, name="bundle")


def try_program(run: Run, checks: Checks, *, name: str) -> None:
    """See that the command line speaks as it does from source, and that each library works."""
    status, said = run(["--version"])
    told = status == 0 and said.strip() == f"Migma Desktop {version()}"
    checks.holds(f"{name}: --version", told, said=said.strip()[-200:])
    ended = {" ".join(words): run(words)[0] for words in _ENDS}
    expected = {" ".join(words): status for words, status in _ENDS.items()}
    checks.holds(f"{name}: exit codes", ended == expected, ended=ended)
    status, said = run([SELF_CHECK])
    steps = _steps(said)
    well = status == 0 and bool(steps) and all(steps.values())
    checks.holds(f"{name}: its own check", well, steps=steps, said="" if well else said[-1500:])


def _steps(said: str) -> Mapping[str, bool]:
    line = (said.strip().splitlines() or [""])[-1]
    try:
        found: Mapping[str, bool] = json.loads(line)
    except json.JSONDecodeError:  # it ended before; what it said is shown
        return {}
    return found
