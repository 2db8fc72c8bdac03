"""What a start of the program is asked to open, and how one start tells another.

The program that runs already listens on a local socket. A second start writes one line to it and
reads one word back.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from migma_desktop.core.mailto import is_mailto

TAKEN = b"taken\n"
REFUSED = b"refused\n"
LONGEST_REQUEST = 65_536  # bytes; a longer link is opened by the start that was given it

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TOKEN = re.compile(r"[\w.:@-]{1,200}", re.ASCII)
_DRIVE = re.compile(r"/[A-Za-z]:[/\\]")


class Request(NamedTuple):
    """What a second start hands over."""

    profile: str  # the folder of data that it means
    open: str = ""  # a mailto: link, a file's whole path, or nothing: only come to the front
    token: str = ""  # by which Wayland lets a window come to the front


def whole(argument: str, *, folder: Path) -> str:
    """Return what to open so that it means the same in any folder.

    File managers hand files over as paths or as ``file:`` URLs (Desktop Entry Specification, the
    field code ``%u``).
    """
    if is_mailto(argument):
        return argument
    if argument[:5].lower() == "file:":
        path = unquote(urlsplit(argument).path)
        argument = path[1:] if _DRIVE.match(path) else path
    return str(folder / argument)


def write_request(request: Request) -> bytes:
    """Return the line that is sent."""
    return json.dumps(request._asdict()).encode("ascii") + b"\n"


def read_request(line: bytes) -> Request | None:
    """Read a line that was sent, or return None for what is no request.

    The line comes from a program of the same user, yet it is looked at as if it came from
    anywhere: a link or a whole path is all that it can name.
    """
    if len(line) > LONGEST_REQUEST:
        return None
    try:
        found = json.loads(line)
        request = Request(**found)
    except (ValueError, TypeError, RecursionError):
        return None
    if not all(isinstance(field, str) for field in request):
        return None
    if request.token and not _TOKEN.fullmatch(request.token):
        return None
    return request if _can_be_opened(request.open) else None


def _can_be_opened(what: str) -> bool:
    if not what or is_mailto(what):
        return not _CONTROL.search(what)
    return not _CONTROL.search(what) and Path(what).is_absolute()
