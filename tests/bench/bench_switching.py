"""How soon another account is open, its lists in the window, against a start of the program."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

COMPARISONS = (
    Comparison(
        "switching account, against a start",
        ours=("ours_switching.py",),
        baseline=("ours_start.py", "typing", "switch"),
        limits=(Limit("switch", "ms", 0.5),),
    ),
)
