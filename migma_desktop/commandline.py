"""The command line: read before anything heavy is loaded."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from migma_desktop import __version__


class Options(NamedTuple):
    """What the command line asked for."""

    open: str | None = None  # a file's path, or a mailto: link
    sandbox: bool = False
    profile_dir: Path | None = None
    tour_dir: Path | None = None  # run the tour and write its pictures here


def read_command_line(arguments: Sequence[str]) -> Options:
    """Return the options; prints and exits by itself for --help, --version and mistakes."""
    if arguments and arguments[0] == "tour":
        return _read_tour(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="migma-desktop",
        description="Write an email, see exactly what will arrive, and send it through Migma.",
        epilog="migma-desktop tour --out DIR shows the main job by itself and keeps pictures.",
    )
    _add_common(parser)
    parser.add_argument("open", nargs="?", metavar="FILE | mailto:…", help="what to open")
    parser.add_argument("--version", action="version", version=f"Migma Desktop {__version__}")
    found = parser.parse_args(arguments)
    return Options(open=found.open, sandbox=found.sandbox, profile_dir=found.profile_dir)


def _read_tour(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="migma-desktop tour",
        description="Drive the window through its main job in the sandbox, with pictures.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the pictures")
    _add_common(parser)
    found = parser.parse_args(arguments)
    return Options(profile_dir=found.profile_dir, tour_dir=found.out)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sandbox", action="store_true", help="use the practice Migma: nothing leaves the computer"
    )
    parser.add_argument(
        "--profile-dir",
        type=Path,
        metavar="DIR",
        help="keep everything below DIR instead of in your user folders",
    )
