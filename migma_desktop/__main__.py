"""``migma-desktop`` and ``python -m migma_desktop``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from migma_desktop.commandline import read_command_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    options = read_command_line(sys.argv[1:] if arguments is None else arguments)
    from migma_desktop.launch import run  # loads Qt: not needed for --version and --help

    return run(options)


if __name__ == "__main__":
    raise SystemExit(main())
