"""Write ``requirements.lock`` anew from ``pyproject.toml``, and check that it installs everywhere.

    python packaging/lock.py            write the lock, keeping versions that still fit
    python packaging/lock.py --upgrade  write it with the newest versions that fit
    python packaging/lock.py --check    ask for every wheel, for each system and Python

It needs ``uv`` (``pip install uv``) on PATH or beside this Python.  One universal lock serves
every system: markers say what belongs where, hashes say what may be installed, and only wheels
are taken, so that nobody needs a compiler.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from devtools import lockfile
from devtools.console import Stop, figure, say, summary

_ROOT = Path(__file__).resolve().parents[1]
_HEAD = "# Written by packaging/lock.py; change pyproject.toml and run that instead of editing.\n"
_OLDEST = "3.11"
_MACOS = "14.0"  # the oldest that PySide6 6.12 is built for
_PYTHONS = ("3.11", "3.12", "3.13")
_SYSTEMS = (
    "x86_64-manylinux_2_35",  # Ubuntu 22.04; Debian 12 has 2.36
    "aarch64-manylinux_2_39",  # the oldest that PySide6 is built for on Arm
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
_ENTRY = re.compile(r"^\S.*(?:\n[ \t]+.*)*", re.MULTILINE)


def write(*, upgrade: bool) -> None:
    """Resolve the three parts and write them as one file."""
    old = _ROOT / lockfile.LOCK
    with tempfile.TemporaryDirectory() as folder:
        runtime, everything = Path(folder, "runtime"), Path(folder, "everything")
        building = Path(folder, "building")
        for new in (runtime, everything, building):
            if old.exists() and not upgrade:
                shutil.copy(old, new)  # uv keeps the versions that it finds in its output
        _compile("pyproject.toml", "--group", "pyproject.toml:build", to=runtime)
        _compile(
            "pyproject.toml",
            *("--group", "pyproject.toml:build", "--group", "pyproject.toml:dev"),
            *("--constraints", str(runtime)),
            to=everything,
        )
        _compile(
            "pyproject.toml",
            *("--group", "pyproject.toml:build", "--group", "pyproject.toml:package"),
            *("--constraints", str(everything)),
            to=building,
        )
        pins = [file.read_text("utf-8") for file in (runtime, everything, building)]
    old.write_text(join(*pins), "utf-8", newline="\n")


def join(runtime: str, everything: str, building: str) -> str:
    """Put the runtime's pins first, then what development adds to them, then what building does."""
    first = _ENTRY.findall(runtime)
    parts = [_HEAD.rstrip(), *first]
    for divider, pins in (
        (lockfile.DIVIDER, everything),
        (lockfile.PACKAGING_DIVIDER, building),
    ):
        parts += [divider, *(entry for entry in _ENTRY.findall(pins) if entry not in first)]
    return "\n".join(parts) + "\n"


def check() -> int:
    """Resolve each part for each system and Python from wheels alone; return how many fail."""
    lock = (_ROOT / lockfile.LOCK).read_text("utf-8")
    parts = {
        "runtime": lockfile.runtime_part(lock),
        "development": lockfile.development_part(lock),
        "packaging": lockfile.packaging_part(lock),
    }
    failed = 0
    for system, python, part in product(_SYSTEMS, _PYTHONS, parts):
        ok = _installs_on(system, python, parts[part])
        figure(check="lock installs", part=part, system=system, python=python, ok=ok)
        failed += not ok
    return failed


def _installs_on(system: str, python: str, pins: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pins.txt")
        file.write_text(pins, "utf-8")
        status = _uv(
            *("pip", "install", "--dry-run", "--quiet", "--target", folder),
            *("--python-platform", system, "--python-version", python),
            *("--require-hashes", "--only-binary", ":all:", "-r", str(file)),
        )
    return status == 0


def _compile(*sources: str, to: Path) -> None:
    say(f"Resolving {to.name} …")
    options = ("--universal", "--generate-hashes", "--only-binary", ":all:", "--quiet")
    plain = ("--no-header", "--no-annotate", "--no-emit-index-url", "--python-version", _OLDEST)
    if _uv("pip", "compile", *options, *plain, *sources, "--output-file", str(to)) != 0:
        raise Stop("No set of versions fits; uv's own message is above.")


def _uv(*arguments: str) -> int:
    beside = shutil.which("uv", path=str(Path(sys.executable).parent))
    uv = beside or shutil.which("uv")
    if uv is None:
        raise Stop("This needs uv. Type:\n    python -m pip install uv")
    command = [uv, *arguments]
    environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": _MACOS}
    return subprocess.run(
        command, cwd=_ROOT, env=environment, stdout=sys.stderr, check=False
    ).returncode


def main() -> int:
    """Write or check the lock."""
    parser = argparse.ArgumentParser(description="Write or check packaging/requirements.lock.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    parser.add_argument("--check", action="store_true", help="ask for every wheel, change nothing")
    options = parser.parse_args()
    try:
        if options.check:
            failed = check()
            summary(f"lock: {failed or 'none'} of the combinations cannot be installed")
            return 1 if failed else 0
        write(upgrade=options.upgrade)
    except Stop as stop:
        say(str(stop))
        return 1
    summary(f"lock: {lockfile.LOCK} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
