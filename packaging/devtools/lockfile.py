"""Read ``requirements.lock``: one file, two parts, and the digest that tells one lock from another.

The first part is what the program needs to run (with the build backend that installs the program
itself), the second what its tests and tools need on top.  ``lock.py`` writes it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

LOCK = Path("packaging", "requirements.lock")
PROJECT = Path("pyproject.toml")
DIVIDER = "# ---- development: what follows is for tests and tools ----"


def runtime_part(lock: str) -> str:
    """Return the pins that the program needs to run.

    Raises:
        ValueError: the divider between the two parts is missing.
    """
    head, divider, _ = lock.partition(f"{DIVIDER}\n")
    if not divider:
        raise ValueError(f"{LOCK} has no line saying {DIVIDER!r}")
    return head


def digest(lock: str, project: str) -> str:
    """Tell what an environment was made from: pins, and how the project itself is installed.

    The settings of linters and tests are left out: a change there needs no new set-up.
    """
    tables = tomllib.loads(project)
    tool = tables.get("tool", {})
    installed = [tables.get("build-system"), tables.get("project"), tool.get("hatch")]
    text = lock + json.dumps(installed, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
