"""What it costs that no send is lost: writing it down, and the whole way to Migma's answer."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

COMPARISONS = (
    Comparison(
        "writing a send down, 100 KB",
        ours=("ours_sending.py", "write"),
        baseline=("skeletons/bare_sending.py", "write"),
        limits=(Limit("written", "ms", 1.3),),
    ),
    Comparison(
        "a send to its answer, 100 KB",
        ours=("ours_sending.py", "send"),
        baseline=("skeletons/bare_sending.py", "send"),
        limits=(Limit("answered", "ms", 1.5),),
    ),
)
