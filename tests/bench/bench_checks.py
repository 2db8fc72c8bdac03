"""What all offline checks cost: against parsing alone, and as emails and hostile texts grow."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_SCRIPT = "ours_checks.py"

COMPARISONS = (
    Comparison(
        "checks, 100 KB against parsing it once",
        ours=(_SCRIPT, "checks", "100"),
        baseline=(_SCRIPT, "parse", "100"),
        limits=(Limit("ms", "ms", 4.0),),
    ),
    Comparison(
        "checks, 1 MB against 10 KB",  # no faster than the email grows
        ours=(_SCRIPT, "checks", "1000"),
        baseline=(_SCRIPT, "checks", "10"),
        limits=(Limit("ms", "ms", 100.0),),
    ),
    Comparison(
        "checks, placeholders in hostile braces, 1 MB against 100 KB",
        ours=(_SCRIPT, "braces", "1000"),
        baseline=(_SCRIPT, "braces", "100"),
        limits=(Limit("ms", "ms", 12.0),),
    ),
)
