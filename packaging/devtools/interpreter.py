"""Find a Python that the program runs on.  Must parse under Python 3.8: see ``dev.py``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence

OLDEST = (3, 11)
NEWEST = (3, 13)

_WANTED = "Migma Desktop needs Python {}.{} to {}.{}".format(*(OLDEST + NEWEST))
_ASK_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
_PREFERRED_MINORS = (12, 13, 11)


def suits(version: Sequence[int]) -> bool:
    """Tell whether the program runs on this ``(major, minor)`` version of Python."""
    return OLDEST <= tuple(version) <= NEWEST


def hand_over(script: str, arguments: list[str]) -> int:
    """Run ``script`` again under a suitable Python, or say in plain words what to install."""
    command = find()
    this = "{}.{}".format(*sys.version_info)
    if command is None:
        sys.stderr.write(
            f"{_WANTED}; this is Python {this}, and no other was found on this computer.\n"
            "Install one from https://www.python.org/downloads/ (or your system's packages),\n"
            "then type the same command again.\n"
        )
        return 1
    sys.stderr.write(
        "{}; this is Python {}. Using {} instead.\n".format(_WANTED, this, " ".join(command))
    )
    sys.stderr.flush()
    return subprocess.call([*command, script, *arguments])


def find() -> list[str] | None:
    """Return the command of the first suitable Python on this computer, or None."""
    for command in _candidates():
        if shutil.which(command[0]) and suits(_version_of(command)):
            return command
    return None


def _candidates() -> list[list[str]]:
    named = [[f"python3.{minor}"] for minor in _PREFERRED_MINORS]
    launcher = [["py", f"-3.{minor}"] for minor in _PREFERRED_MINORS]
    return named + (launcher if sys.platform == "win32" else []) + [["python3"], ["python"]]


def _version_of(command: list[str]) -> tuple[int, ...]:
    # A name on PATH proves nothing: pyenv's shims and the Windows store's stand-ins may not start.
    try:
        answer = subprocess.run(
            [*command, "-c", _ASK_VERSION],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            timeout=30,
            check=True,
        )
        return tuple(int(part) for part in answer.stdout.decode("ascii").split("."))
    except (OSError, ValueError, subprocess.SubprocessError):
        return (0, 0)
