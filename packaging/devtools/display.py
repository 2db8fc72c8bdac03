"""Tell whether a window can be shown, without starting Qt for it."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_DISPLAY = re.compile(r"(?:(?P<protocol>\w+)/)?(?P<host>[^:]*):(?P<number>\d+)(?:\.\d+)?")
_TCP_BASE = 6000  # an X server's display N listens on port 6000 + N
_PATIENCE = 2.0  # seconds


def usable(environment: Mapping[str, str], *, platform: str = sys.platform) -> frozenset[str]:
    """Return which kinds of display answer here: ``x11``, ``wayland``, ``native`` or none.

    A variable alone proves nothing: it often outlives the server that it names.
    """
    if platform != "linux":
        return frozenset({"native"})
    found = set()
    if _x11_answers(environment.get("DISPLAY", "")):
        found.add("x11")
    if _wayland_answers(environment):
        found.add("wayland")
    return frozenset(found)


def _x11_answers(display: str) -> bool:
    parts = _DISPLAY.fullmatch(display)
    if parts is None:
        return False
    number, host = int(parts["number"]), parts["host"]
    if host not in ("", "unix"):
        return _reaches_tcp(host, _TCP_BASE + number)
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108  fixed by the X protocol
    return _reaches_unix(path) or _reaches_unix(f"\0{path}")


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    return bool(name) and _reaches_unix(str(Path(environment.get("XDG_RUNTIME_DIR", "/"), name)))


def _reaches_unix(address: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_PATIENCE)
            connection.connect(address)
    except OSError:
        return False
    return True


def _reaches_tcp(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=_PATIENCE).close()
    except OSError:
        return False
    return True
