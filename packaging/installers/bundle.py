"""Runs PyInstaller: for the program, and for the least window with a web page to compare with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from devtools.console import Stop

from installers.project import COMMAND, PACKAGING, ROOT, repeatable

_SPEC = PACKAGING / "bundle" / f"{COMMAND}.spec"
_SKELETON = PACKAGING / "bundle" / "skeleton.py"


def build(*, made: Path, work: Path) -> Path:
    """Build the program's folder from what was made before, and return it."""
    target = work / "bundle"
    _pyinstaller(str(_SPEC), target=target, work=work, made=made)
    return target / COMMAND


def build_skeleton(*, work: Path) -> Path:
    """Build a plain PyInstaller folder of a bare QWebEngineView, and return it."""
    target = work / "skeleton"
    options = ("--onedir", "--name", "skeleton", "--specpath", str(work))
    _pyinstaller(*options, str(_SKELETON), target=target, work=work, made=work)
    return target / "skeleton"


def _pyinstaller(*words: str, target: Path, work: Path, made: Path) -> None:
    notes = work / "pyinstaller"  # of an earlier build, with which another folder would come out
    for each in (target, notes):
        shutil.rmtree(each, ignore_errors=True)
    paths = ("--distpath", str(target), "--workpath", str(notes))
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *paths, *words],
        cwd=ROOT,
        env={**repeatable(), "MIGMA_BUILD_FOLDER": str(made)},
        stdout=sys.stderr,
        check=False,
    )
    if done.returncode != 0:
        raise Stop("PyInstaller failed; its own message is above.")
