"""Disks that refuse, in a process of its own: ``python -m tests.faults.cramped SCENE FOLDER``.

Only a whole process can have a limit to the size of its files, or be another user than root.
Prints what came of it, as one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import SendState
from tests.faults.home import Home

_NOBODY = 65534
_UNLIMITED = resource.RLIM_INFINITY

Facts = dict[str, object]


async def full_before(home: Home) -> Facts:
    """Let the disk be full before Send is pressed."""
    _forbid_growing(home)
    told = await _told(home.send("Too late"))
    _allow_growing()
    return told


async def full_after(home: Home) -> Facts:
    """Let the disk get full while Migma has the email, and start again with room."""
    home.sandbox.inbox.subscribe(lambda _message: _forbid_growing(home))
    told = await _told(home.send("Just now"))
    _allow_growing()
    _restart(home)
    await home.service.resume_all()
    (unclear,) = [send for send in home.stored() if send.subject == "Just now"]
    asked = unclear.state
    if unclear.state is SendState.UNCONFIRMED:
        await home.service.ask_again(unclear.id)
    return {**told, "after_start": asked}


async def read_only_later(home: Home) -> Facts:
    """Take the right to write away while the program runs, and start it again like that."""
    _forbid_writing(home)
    told = await _told(home.send("Still open"))
    again = await _told(_started_again(home))
    _allow_writing(home)
    home.start()
    return {**told, "start": again["title"]}


async def read_only_start(home: Home) -> Facts:
    """Start in a folder that may only be read."""
    home.stop()
    _forbid_writing(home)
    told = await _told(_started_again(home))
    _allow_writing(home)
    home.start()
    return told


_SCENES: dict[str, Callable[[Home], Awaitable[Facts]]] = {
    each.__name__: each for each in (full_before, full_after, read_only_later, read_only_start)
}


async def main(scene: str, folder: Path) -> None:
    """Play a scene in a home that has sent before."""
    home = Home(folder)
    home.start()
    await home.send("Before")  # loads all modules: the checkout may be closed to nobody
    facts = await _SCENES[scene](home)
    states = {send.subject: send.state.value for send in home.stored()}
    sys.stdout.write(json.dumps({**facts, "arrived": home.arrived(), "states": states}) + "\n")
    home.stop()
    await home.aclose()


async def _told(work: Awaitable[object]) -> Facts:
    try:
        await work
    except KnownError as error:
        return {"title": str(error.title), "advice": str(error.advice)}
    return {"title": "", "advice": ""}


async def _started_again(home: Home) -> None:
    _restart(home)


def _restart(home: Home) -> None:
    if home.is_open:
        home.stop()
    home.start()


def _forbid_growing(home: Home) -> None:
    """Let no file of this process get larger than the write-ahead log is."""
    log = home.path.with_name(home.path.name + "-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 1, _UNLIMITED))


def _allow_growing() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (_UNLIMITED, _UNLIMITED))


def _forbid_writing(home: Home) -> None:
    for file in home.path.parent.iterdir():
        file.chmod(0o444 if file.is_file() else 0o555)
    home.path.parent.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(_NOBODY)  # root may always write


def _allow_writing(home: Home) -> None:
    if os.getuid() == 0:
        os.seteuid(0)
    home.path.parent.chmod(0o755)
    for file in home.path.parent.iterdir():
        file.chmod(0o644 if file.is_file() else 0o755)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
