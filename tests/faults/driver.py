"""The real program, driven over pipes by the harness: ``python -m tests.faults.driver``.

The first line on standard input holds the key, which is kept in memory alone; each further line is
an order for ``hands``. What happens is reported on the descriptor FD, a line of JSON each, so that
standard output and standard error hold nothing but what the program itself writes there.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from migma_desktop.commandline import Options
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Send
from migma_desktop.first_light import FirstLight
from migma_desktop.storage.keychain import MemoryKeychain
from migma_desktop.ui.application import make_application
from tests.faults import stand_ins

Order = dict[str, Any]


class Reporter:
    """Tells the harness what happens, at once and with the moment."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __call__(self, event: str, **facts: object) -> None:
        """Write one line. ``at`` is on the clock that all processes of a computer share."""
        line = json.dumps({"event": event, "at": time.monotonic(), **facts}) + "\n"
        os.write(self._descriptor, line.encode())


def main(arguments: list[str]) -> int:
    """Run the program until it is ordered to quit, or killed."""
    parser = argparse.ArgumentParser(prog="tests.faults.driver")
    parser.add_argument("--reports", type=int, required=True)
    parser.add_argument("--profile-dir", type=Path, required=True)
    parser.add_argument("--mutation", choices=sorted(stand_ins.MUTATIONS))
    chosen = parser.parse_args(arguments)
    report = Reporter(chosen.reports)
    keychain = MemoryKeychain()
    account: Order = json.loads(sys.stdin.readline())
    keychain.write(account["profile"], account["key"])

    gc.disable()  # as the launch does: from here on the GUI thread alone collects
    application = make_application()
    options = Options(profile_dir=chosen.profile_dir)
    report("opening")
    try:
        first = FirstLight(application=application, options=options)
    except KnownError as error:
        report("refused", title=str(error.title), details=error.details)
        return 1
    report("opened")
    if first.has_work:
        first.show()
        first.show_preview()
        first.bring_in_the_rest()
    composition = importlib.import_module("migma_desktop.app")
    stand_ins.put_in(composition, mutation=chosen.mutation)
    app = composition.App(application=application, options=options, keychain=keychain, first=first)
    app.crash.install()
    app.runtime.bug.connect(lambda error: report("bug", error=repr(error)))
    for told in (app.runtime.known_error, app.sends.trouble):
        told.connect(lambda error: report("told", title=str(error.title), details=error.details))
    app.sends.changed.connect(lambda send: report("state", **_facts(send)))
    app.start()
    app.runtime.spawn(_obey(app, report))
    app.runtime.run()
    app.close()
    report("closed")
    return 0


async def _obey(app: Any, report: Reporter) -> None:
    """Carry out one order after the other."""
    from tests.faults.hands import Hands

    orders: asyncio.Queue[Order] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def listen() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(orders.put_nowait, json.loads(line))

    threading.Thread(target=listen, daemon=True).start()
    hands = Hands(app, report)
    await hands.until_ready()
    while True:
        await hands.do(await orders.get())


def _facts(send: Send) -> dict[str, object]:
    problem = "" if send.problem is None else f"{send.problem.title}; {send.problem.details}"
    return {
        "id": send.id,
        "key": send.key,
        "subject": send.subject,
        "state": send.state.value,
        "problem": problem,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
