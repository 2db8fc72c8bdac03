"""Runs inside ``dbus-run-session``: sets a keyring up as told, then asks it.

Standard input: one JSON object with

- ``keyring``: start GNOME Keyring, unlocked
- ``mute``: names on the bus that are owned by somebody who never answers
- ``ask``: the arguments of ``client.py``, call by call; ``["lock"]`` locks the keyring

Prints the answers as one JSON list.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import secretstorage
from jeepney import message_bus
from jeepney.io.blocking import open_dbus_connection

_CLIENT = Path(__file__).with_name("client.py")
_PASSWORD = b"correct horse"


@contextmanager
def _keyring() -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    daemon = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        assert daemon.stdin is not None
        daemon.stdin.write(_PASSWORD)
        daemon.stdin.close()
        _wait_until_owned("org.freedesktop.secrets")
        yield
    finally:
        daemon.terminate()
        daemon.wait()


def _wait_until_owned(name: str) -> None:
    """Ask the bus until ``name`` has an owner; the caller's own time limit ends this."""
    with closing(open_dbus_connection(bus="SESSION")) as bus:
        while not bus.send_and_get_reply(message_bus.NameHasOwner(name)).body[0]:
            pass


@contextmanager
def _mute(name: str) -> Iterator[None]:
    with closing(open_dbus_connection(bus="SESSION")) as bus:
        bus.send_and_get_reply(message_bus.RequestName(name))
        yield


def _lock() -> None:
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


def _ask(arguments: list[str]) -> object:
    if arguments == ["lock"]:
        _lock()
        return None
    command = [sys.executable, str(_CLIENT), *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def main() -> None:
    """Do what standard input says."""
    plan = json.load(sys.stdin)
    with ExitStack() as stack:
        if plan["keyring"]:
            stack.enter_context(_keyring())
        for name in plan["mute"]:
            stack.enter_context(_mute(name))
        sys.stdout.write(json.dumps([_ask(arguments) for arguments in plan["ask"]]) + "\n")


if __name__ == "__main__":
    main()
