"""Measure the program against skeletons on this machine: ``python -m tests.bench [names]``.

The first line tells the machine, then one line a figure, then a summary.  Exits with 1 when a
limit is missed or a measurement could not be made.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import benches, machine
from tests.bench.comparing import Comparison, Figure, compare
from tests.bench.processes import BenchError, Measured


def main(arguments: list[str]) -> int:
    """Run the benches whose names hold one of the given words, or all of them."""
    parser = argparse.ArgumentParser(prog="tests.bench", description="Measure the program.")
    parser.add_argument("words", nargs="*", help="only benches whose names hold one of these")
    parser.add_argument("--runs", type=int, default=5, help="runs of each side, 5 at least")
    parser.add_argument("--platform", default=_platform(), help="Qt platform, such as xcb")
    options = parser.parse_args(arguments)

    chosen = benches.discover(options.words)
    _print(machine.description(options.platform))
    with tempfile.TemporaryDirectory(prefix="migma-bench-") as folder:
        measured = Measured(platform=options.platform, folder=Path(folder))
        lines = [line for bench in chosen for line in _run(bench, measured, max(5, options.runs))]
    missed = sum(not line.ok for line in lines)
    verdict = "none missed" if not missed else f"{missed} missed or not measured"
    sys.stdout.write(f"bench: {len(lines)} limits, {verdict}\n")
    return 1 if missed or not lines else 0


def _run(bench: Comparison, measured: Measured, runs: int) -> list[Figure]:
    sys.stderr.write(f"== {bench.name}\n")
    try:
        figures = compare(bench, measured, runs=runs)
    except BenchError as error:
        sys.stderr.write(f"{error}\n")
        figures = [Figure.failed(bench, limit, str(error)) for limit in bench.limits]
    for figure in figures:
        _print(figure.as_line())
    return figures


def _platform() -> str:
    given = os.environ.get("QT_QPA_PLATFORM")
    return given or ("offscreen" if sys.platform == "linux" else "")


def _print(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
