"""Measures a folder's size, as it lies there and compressed, and how soon the program is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from devtools.console import Stop

from installers.project import COMMAND, ROOT
from migma_desktop.handover import address, hand_over

_RUNS = 9
_PATIENCE = 60.0  # seconds for one start
_LOOK_SECONDS = 0.002
_MEGABYTE = 1_000_000


def installed(folder: Path) -> float:
    """Return what the files of a folder take, in MB."""
    return sum(file.lstat().st_size for file in folder.rglob("*")) / _MEGABYTE


def compressed(folder: Path) -> float:
    """Return the size of a folder as ``.tar.xz`` with xz's usual settings, in MB."""
    words = ("tar", "--sort=name", "--owner=0", "--group=0", "-C", str(folder.parent), "-cf", "-")
    with (
        subprocess.Popen([*words, folder.name], stdout=subprocess.PIPE) as tar,
        subprocess.Popen(["xz", "-T2", "-6"], stdin=tar.stdout, stdout=subprocess.PIPE) as xz,
    ):
        size = 0
        while xz.stdout is not None and (piece := xz.stdout.read(1 << 20)):
            size += len(piece)
    if tar.returncode != 0 or xz.returncode != 0:
        raise Stop(f"{folder} could not be compressed.")
    return size / _MEGABYTE


def starts(bundle: Path, *, environment: Mapping[str, str]) -> tuple[float, float]:
    """Return how long the bundle and the sources take to start, in ms: the best of some each.

    They go by turns. Whatever else the computer does only ever adds to a start, and in a bad moment
    more to one of them than to the other.

    Both go on with the same emails. A start is over when the window takes typing and everything is
    loaded: from then on it answers another start.
    """
    with tempfile.TemporaryDirectory(prefix="migma-start-", dir="/tmp") as folder:
        profile = Path(folder, "profile")
        surroundings = {**os.environ, **environment, "XDG_RUNTIME_DIR": folder}
        surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
        sides = {"bundle": [str(bundle / COMMAND)], "source": [sys.executable, "-m"]}
        sides["source"].append("migma_desktop")
        tour = [*sides["source"], "tour", "--out", str(Path(folder, "tour"))]
        words = [*tour, "--profile-dir", str(profile)]
        subprocess.run(words, cwd=ROOT, env=surroundings, check=True, capture_output=True)
        took: dict[str, list[float]] = {side: [] for side in sides}
        for number in range(_RUNS + 1):
            for side, command in sides.items():
                seconds = _start([*command, "--profile-dir", str(profile)], profile, surroundings)
                if number:  # the first of each fills the caches
                    took[side].append(seconds * 1000)
    return min(took["bundle"]), min(took["source"])


def _start(command: Sequence[str], profile: Path, environment: Mapping[str, str]) -> float:
    os.environ["XDG_RUNTIME_DIR"] = environment["XDG_RUNTIME_DIR"]  # where it will listen
    data = profile / "data"
    place = Path(address(data))
    place.unlink(missing_ok=True)
    began = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            while time.monotonic() - began < _PATIENCE and program.poll() is None:
                if place.exists() and hand_over(data, ""):
                    return time.monotonic() - began
                time.sleep(_LOOK_SECONDS)
        finally:
            program.send_signal(signal.SIGTERM)
    raise Stop(f"{command[0]} did not start within {_PATIENCE:g} s.")


def trees_differ(one: Path, other: Path) -> tuple[list[str], list[str]]:
    """Return the files that only one of two folders has, and those whose bytes differ.

    Folders don't count: the engine makes an empty one beside its resources when it first runs.
    """
    lists = [
        {file.relative_to(each).as_posix() for file in each.rglob("*") if not file.is_dir()}
        for each in (one, other)
    ]
    different = [
        name
        for name in sorted(lists[0] & lists[1])
        if (one / name).read_bytes() != (other / name).read_bytes()
    ]
    return sorted(lists[0] ^ lists[1]), different


def disk_has_room(folder: Path) -> bool:
    """Tell whether the 8 GB are there that all steps take together."""
    return shutil.disk_usage(folder).free > 8_000 * _MEGABYTE
