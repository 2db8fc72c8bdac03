"""Whether 100,000 contacts are offered as soon as a hundred, and as soon as by a bare query."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_SCRIPT = "ours_contacts.py"
_MANY, _FEW = "100000", "100"

COMPARISONS = (
    Comparison(
        "contacts on disk, 100,000 against 100",
        ours=(_SCRIPT, "ours", _MANY),
        baseline=(_SCRIPT, "ours", _FEW),
        limits=(Limit("opens", "ms", 1.5),),
    ),
    Comparison(
        "contacts while typing against the bare query in 100,000",
        ours=(_SCRIPT, "ours", _MANY),
        baseline=(_SCRIPT, "bare", _MANY),
        limits=(Limit("letter", "ms", 1.5),),
    ),
)
