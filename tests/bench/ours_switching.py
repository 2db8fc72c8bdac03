"""The whole program, in which another account is opened: until its lists are in the window.

Both accounts are at one practice Migma on a loopback socket, as an account would be at Migma's;
their keys are in memory, since a system's keyring takes its own time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QTimer

from migma_desktop.app import App
from migma_desktop.commandline import Options
from migma_desktop.core.models import KeyKind, Profile
from migma_desktop.sandbox.loopback import serve_in_thread
from migma_desktop.sandbox.service import Sandbox
from migma_desktop.storage.keychain import MemoryKeychain
from migma_desktop.ui.application import make_application
from tests.bench.processes import FOLDER, report

_KEYS = {"one": "sk_test_0123456789abcdef", "two": "sk_live_0123456789abcdef"}
_SWITCHES = 6  # the first of them warms up and isn't counted
_LOOK_MS = 1


def main() -> int:
    """Switch to and fro, and report the median of the times."""
    folder = Path(os.environ[FOLDER], "switching")
    sandbox = Sandbox(api_key=_KEYS["one"])
    sandbox.account.add_key(_KEYS["two"])
    keychain = MemoryKeychain()
    for profile_id, key in _KEYS.items():
        keychain.write(profile_id, key)
    with serve_in_thread(sandbox) as base_url:
        os.environ["MIGMA_BASE_URL"] = base_url
        application = make_application()
        app = App(application=application, options=Options(profile_dir=folder), keychain=keychain)
        for profile_id in _KEYS:
            app.settings.put_profile(Profile(profile_id, profile_id, KeyKind.LIVE, "cdef"))
        app.start()
        times: list[float] = []
        QTimer.singleShot(0, app, lambda: _switch(app, times))
        app.runtime.run()
        app.close()
    counted = sorted(times[1:])
    report(switch=counted[len(counted) // 2])
    return 0


def _switch(app: App, times: list[float]) -> None:
    if len(times) == _SWITCHES:
        app.window.close()
        return
    wanted = list(_KEYS)[len(times) % 2]
    begun = perf_counter()
    app.profiles.open(wanted)

    def done() -> None:
        times.append((perf_counter() - begun) * 1000)
        _switch(app, times)

    _when(lambda: _is_there(app, wanted), done, app)


def _is_there(app: App, profile_id: str) -> bool:
    account = app.account
    return account.profile_id == profile_id and all(
        (account.projects.items, account.domains.items, app.drafts.draft.project_id)
    )


def _when(happened: Callable[[], bool], then: Callable[[], None], app: App) -> None:
    timer = QTimer(app, interval=_LOOK_MS)

    def look() -> None:
        if happened():
            timer.stop()
            then()

    timer.timeout.connect(look)
    timer.start()


if __name__ == "__main__":
    sys.exit(main())
