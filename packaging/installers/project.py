"""The facts that every installer repeats: names, version, the commit's time, where things lie."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
RESOURCES = ROOT / "resources"

COMMAND = "migma-desktop"
NAME = "Migma Desktop"
APP_ID = "ai.migma.Desktop"  # of the desktop entry, the bundle and the Flatpak
PUBLISHER = "Migma"
HOMEPAGE = "https://migma.ai"
SUMMARY = "Write an email, see exactly what will arrive, and send it through Migma."


@cache
def version() -> str:
    """Return the version, as ``pyproject.toml`` has it."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


@cache
def commit_time() -> int:
    """Return the time that stands for everything built: ``SOURCE_DATE_EPOCH``, or the commit's.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    # An unpacked archive has no history; what is built there is dated by the list of changes.
    return int(asked.stdout) if asked.returncode == 0 else int(_changelog().stat().st_mtime)


def _changelog() -> Path:
    return ROOT / "CHANGELOG.md"


def repeatable() -> dict[str, str]:
    """Return an environment in which the same input gives the same bytes."""
    return {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(commit_time()),
        "PYTHONHASHSEED": "0",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def system() -> str:
    """Return ``linux``, ``macos`` or ``windows``."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
