"""What four looks of an email cost above the one in the preview."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

COMPARISONS = (
    Comparison(
        "four looks beside the preview, against the preview alone",
        ours=("ours_looks.py", "four"),
        baseline=("ours_looks.py", "single"),
        limits=(Limit("memory", "MiB", 1.5),),
    ),
)
