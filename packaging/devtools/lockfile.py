"""Read ``requirements.lock``: one file, three parts, and the digest that tells one from another.

The first part is what the program needs to run (with the build backend that installs the program
itself), the second what its tests and tools need on top, the third what builds its installers.
``lock.py`` writes it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

LOCK = Path("packaging", "requirements.lock")
PROJECT = Path("pyproject.toml")
DIVIDER = "# ---- development: what follows is for tests and tools ----"
PACKAGING_DIVIDER = "# ---- packaging: what follows builds installers ----"


def runtime_part(lock: str) -> str:
    """Return the pins that the program needs to run.

    Raises:
        ValueError: the divider between the first two parts is missing.
    """
    return _split(lock, DIVIDER)[0]


def development_part(lock: str) -> str:
    """Return the pins of the program and of its tests and tools. Raises ValueError."""
    return _split(lock, PACKAGING_DIVIDER)[0]


def packaging_part(lock: str) -> str:
    """Return the pins of the program and of what builds its installers. Raises ValueError."""
    return runtime_part(lock) + _split(lock, PACKAGING_DIVIDER)[1]


def _split(lock: str, line: str) -> tuple[str, str]:
    head, divider, tail = lock.partition(f"{line}\n")
    if not divider:
        raise ValueError(f"{LOCK} has no line saying {line!r}")
    return head, tail


def digest(lock: str, project: str) -> str:
    """Tell what an environment was made from: pins, and how the project itself is installed.

    The settings of linters and tests are left out: a change there needs no new set-up.
    """
    tables = tomllib.loads(project)
    tool = tables.get("tool", {})
    installed = [tables.get("build-system"), tables.get("project"), tool.get("hatch")]
    text = lock + json.dumps(installed, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
