"""How the tools speak: figures as JSON lines on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys


class Stop(Exception):
    """The work cannot go on; the text says what to do, and becomes the last line on the screen."""


def say(text: str) -> None:
    """Show progress, apart from the figures."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def figure(**values: object) -> None:
    """Print one measured fact as a line of JSON."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def summary(text: str) -> None:
    """Print the closing line of a command."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
