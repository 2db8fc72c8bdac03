"""What it costs to read a long list to its end through the program's client."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

COMPARISONS = (
    Comparison(
        "paging 100,000 contacts against bare httpx",
        ours=("ours_paging.py", "client"),
        baseline=("ours_paging.py", "bare"),
        limits=(Limit("read", "ms", 1.2),),
    ),
)
