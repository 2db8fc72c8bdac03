"""Break the program in every way that we know: ``python -m tests.faults``.

It is killed at hundreds of moments and started again, and sends against every fault of a line or
a server; then what is on disk is compared with what Migma delivered. The figures are lines of
JSON, the last line sums up. Exits with 1 when anything was sent twice, lost or unexplained.
"""

from __future__ import annotations

import argparse
import logging
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import canary, kills, matrix, stand_ins, windows
from tests.faults.figures import Tally, Wrong

KEY = "sk_test_faults+CANARY/3f9c51d2"


def main(arguments: list[str]) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="tests.faults", description="Break the program.")
    parser.add_argument("--kills", type=int, default=320, help="how often to kill it")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="to repeat a run")
    parser.add_argument("--only", default="", metavar="WORD", help="moments and faults with it")
    parser.add_argument("--mutation", choices=sorted(stand_ins.MUTATIONS), help="break a promise")
    chosen = parser.parse_args(arguments)
    # A server that is stopped in the middle of an answer says so at length.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
    tally = Tally()
    tally.tell(seed=chosen.seed, kills=chosen.kills, only=chosen.only, mutation=chosen.mutation)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="migma-faults-") as name:
        folder = Path(name) / "homes"
        folder.mkdir()
        if chosen.mutation is None:
            matrix.run(only=chosen.only, folder=folder, key=KEY, tally=tally)
            windows.run(only=chosen.only, folder=folder, key=KEY, tally=tally)
        kills.run(
            kills=chosen.kills,
            seed=chosen.seed,
            only=chosen.only,
            folder=folder,
            key=KEY,
            tally=tally,
            mutation=chosen.mutation,
        )
        _look_for_the_key(folder, tally)
    tally.tell(
        files_searched=tally["files"],
        longest_gap_ms=round(tally.longest_gap * 1000),
        seconds=round(time.monotonic() - began),
    )
    sys.stdout.write(tally.summary() + "\n")
    return 0 if tally.is_clean else 1


def _look_for_the_key(folder: Path, tally: Tally) -> None:
    """Search what is left at the end; each kill is followed by a search of its own."""
    found = canary.search(folder, KEY)
    tally.count("files", found.files)
    for place in found.places:
        tally.wrong(Wrong.CANARY, f"the key is in {place}", moment="the end")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
