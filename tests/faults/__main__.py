"""Break the program in every way that we know: ``python -m tests.faults``.

It is killed at hundreds of moments and started again, and sends against every fault of a line or
a server; then what is on disk is compared with what Migma delivered. The figures are lines of
JSON, the last line sums up. Exits with 1 when anything was sent twice, lost or unexplained.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import kills, stand_ins
from tests.faults.figures import Tally

KEY = "sk_test_faults+CANARY/3f9c51d2"


def main(arguments: list[str]) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="tests.faults", description="Break the program.")
    parser.add_argument("--kills", type=int, default=320, help="how often to kill it")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="to repeat a run")
    parser.add_argument("--only", default="", metavar="WORD", help="moments and faults with it")
    parser.add_argument("--mutation", choices=sorted(stand_ins.MUTATIONS), help="break a promise")
    chosen = parser.parse_args(arguments)
    tally = Tally()
    tally.tell(seed=chosen.seed, kills=chosen.kills, only=chosen.only, mutation=chosen.mutation)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="migma-faults-") as folder:
        kills.run(
            kills=chosen.kills,
            seed=chosen.seed,
            only=chosen.only,
            folder=Path(folder),
            key=KEY,
            tally=tally,
            mutation=chosen.mutation,
        )
    tally.tell(
        files_searched=tally["files"],
        longest_gap_ms=round(tally.longest_gap * 1000),
        seconds=round(time.monotonic() - began),
    )
    sys.stdout.write(tally.summary() + "\n")
    return 0 if tally.is_clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
