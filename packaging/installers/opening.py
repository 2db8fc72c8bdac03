"""Tries how links and files reach the program from a desktop, in a bare system with its tools.

``gio open`` does what GNOME's file manager does on a double click: it looks up the kind of file and
the program for that kind in what packages told the system, and starts that program.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from installers.bare import BareSystem, wayland_screen
from installers.checks import Checks
from installers.project import APP_ID, COMMAND

TOOLS = ("desktop-file-utils", "libglib2.0-bin", "shared-mime-info")
"""What each desktop has, and a bare system has not."""

_DATA = ".local/share/MigmaDesktop/migma.db"
_PATIENCE = 60.0  # seconds for the window, and for each email
_LOOK_SECONDS = 0.1
_SOCKET = f"{COMMAND}-*"
_PROGRAM = f"usr/lib/{COMMAND}/{COMMAND}"
_NO_BUS = "Failed to connect to the bus"  # the system's, which is on each desktop


@dataclass(frozen=True, slots=True)
class Case:
    """Something to open, and what must then stand in one and the same email."""

    kind: str
    text: str
    expected: tuple[str, ...]


FILES: Mapping[str, Case] = {
    "letter.eml": Case(
        "message/rfc822",
        "From: Ada <ada@example.com>\nSubject: Saved mail\n\nFrom an eml file\n",
        ("Saved mail", "From an eml file"),
    ),
    "letter.html": Case("text/html", "<p>From an html file</p>", ("From an html file",)),
    "letter.md": Case("text/markdown", "# From an md file\n", ("# From an md file",)),
    "letter.mjml": Case(
        "text/x-mjml",
        "<mjml><mj-body><mj-section><mj-column><mj-text>From an mjml file</mj-text>"
        "</mj-column></mj-section></mj-body></mjml>",
        ("From an mjml file",),
    ),
    "letter.migma": Case(
        "application/x-migma-draft",
        json.dumps(
            {
                "format": "migma-draft",
                "version": 1,
                "subject": "Kept draft",
                "source": "markdown",
                "markdown": "From a migma file",
            }
        ),
        ("Kept draft", "From a migma file"),
    ),
}
LINK = Case(
    "x-scheme-handler/mailto",
    "mailto:grace@example.com?subject=From%20a%20link&body=Dear%20Grace",
    ("grace@example.com", "From a link", "Dear Grace"),
)


def try_opening(system: BareSystem, checks: Checks) -> None:
    """Open a link and each kind of file while the window is open: it takes all of them."""
    system.call("apt-get", "install", "-qq", "--no-install-recommends", *TOOLS)
    with wayland_screen(system) as told, system.running(COMMAND, environment=told) as output:
        sockets = system.folder / told["XDG_RUNTIME_DIR"].removeprefix("/")
        listens = _happens(lambda: any(sockets.glob(_SOCKET)))
        said = _without_bus(output.read_text("utf-8", "replace"))
        checks.holds("deb: the window opens without a word", listens and not said, said=said[-500:])
        for name, case in FILES.items():
            (system.home / name).write_text(case.text, "utf-8")
            _try_one(f"/home/{system.home.name}/{name}", case, system, checks, told)
        _try_one(LINK.text, LINK, system, checks, told)


def emails(system: BareSystem, *words: str) -> list[str]:
    """Return the emails in the user's database that hold all of some words."""
    file = system.home / _DATA
    if not file.exists():
        return []
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        rows = [str(row) for row in database.execute("SELECT * FROM drafts")]
    return [row for row in rows if all(word in row for word in words)]


def _try_one(
    what: str, case: Case, system: BareSystem, checks: Checks, environment: Mapping[str, str]
) -> None:
    program = system.run("gio", "mime", case.kind, environment={}, patience=_PATIENCE)
    opened = system.run("gio", "open", what, environment=environment, patience=_PATIENCE)
    arrived = _happens(lambda: bool(emails(system, *case.expected)))
    alone = _happens(lambda: system.count(_PROGRAM) == 1)
    known = APP_ID in program.output.partition("\n")[0]
    ok = known and arrived and alone and opened.status == 0 and not opened.output
    said = "" if ok else f"{program.output}{opened.output}"[-500:]
    checks.holds(
        f"deb: opens {case.kind} in the window", ok, arrived=arrived, one_window=alone, said=said
    )


def _without_bus(said: str) -> str:
    return "\n".join(line for line in said.splitlines() if _NO_BUS not in line)


def _happens(look: Callable[[], bool]) -> bool:
    """Wait for something, and tell whether it came."""
    end = time.monotonic() + _PATIENCE
    while not look():
        if time.monotonic() > end:
            return False
        time.sleep(_LOOK_SECONDS)
    return True
