"""A second start hands over to the window that is open, and leaves.

It is asked for before anything is loaded, so it uses no Qt: where nobody listens it costs a look at
one folder. A socket left behind by a crash refuses at once, and a window that does not answer is
not waited for: then the start goes on as if it were the first.
"""

from __future__ import annotations

import os
import sys
import zlib
from pathlib import Path

from migma_desktop.core.start_request import LONGEST_REQUEST, TAKEN, Request, write_request

_PATIENCE = 2.0  # seconds for a window that is busy; a healthy one answers in some milliseconds


def address(profile: Path) -> str:
    """Return where the program with this folder of data listens, for this user alone.

    On Unix it is a file in the folder that the system keeps for such (XDG Base Directory
    Specification, ``XDG_RUNTIME_DIR``), since a socket's path may have no more than some 100
    characters; on Windows it is the name of a pipe. The folder's checksum keeps profiles apart;
    who answers compares the whole path.
    """
    name = f"migma-desktop-{_user()}-{zlib.crc32(os.fsencode(_whole(profile))):08x}"
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}"
    environment = os.environ
    folder = environment.get("XDG_RUNTIME_DIR") or environment.get("TMPDIR") or "/tmp"  # noqa: S108
    return str(Path(folder, name))


def hand_over(profile: Path, what: str) -> bool:
    """Ask the program that runs on this profile to open something; tell whether it will."""
    request = Request(
        profile=_whole(profile), open=what, token=os.environ.get("XDG_ACTIVATION_TOKEN", "")
    )
    line = write_request(request)
    place = address(profile)
    if len(line) > LONGEST_REQUEST or not _is_ours(place):
        return False
    try:
        return _ask(place, line) == TAKEN
    except OSError:  # nobody listens any more, or nobody answers
        return False


def is_same_profile(profile: Path, request: Request) -> bool:
    """Tell whether a request means the profile that is open here."""
    return request.profile == _whole(profile)


if sys.platform == "win32":

    def _is_ours(place: str) -> bool:
        return Path(place).exists()

    def _user() -> str:
        return os.environ.get("USERNAME", "user")

    def _ask(place: str, line: bytes) -> bytes:
        from threading import Thread

        answers: list[bytes] = []

        def ask() -> None:
            with open(place, "r+b", buffering=0) as pipe:  # noqa: PTH123  a pipe is no path
                pipe.write(line)
                answers.append(pipe.read(len(TAKEN)))

        thread = Thread(target=ask, name="hand-over", daemon=True)  # a pipe knows no time-out
        thread.start()
        thread.join(_PATIENCE)
        return answers[0] if answers else b""

else:

    def _is_ours(place: str) -> bool:
        """Tell whether there is a socket and it is this user's: ``/tmp`` is everybody's."""
        try:
            return os.lstat(place).st_uid == os.getuid()
        except OSError:
            return False

    def _user() -> str:
        return str(os.getuid())

    def _ask(place: str, line: bytes) -> bytes:
        import socket

        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line_to_it:
            line_to_it.settimeout(_PATIENCE)
            line_to_it.connect(place)
            line_to_it.sendall(line)
            return line_to_it.recv(len(TAKEN))


def _whole(profile: Path) -> str:
    return str(profile.resolve())
