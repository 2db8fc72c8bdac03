"""``migma-desktop`` and ``python -m migma_desktop``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from migma_desktop.commandline import read_command_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if list(arguments) == ["--spelling-helper"]:  # how an installed program starts its helper
        from migma_desktop.storage.spelling_helper import serve

        return serve()
    options = read_command_line(arguments)
    from migma_desktop.launch import run  # loads Qt: not needed for --version and --help

    return run(options)


if __name__ == "__main__":
    raise SystemExit(main())
