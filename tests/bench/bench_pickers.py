"""Whether a list of 5,000 segments opens and is searched about as a hundred of them are."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_SCRIPT = "ours_pickers.py"
_MANY, _FEW = "5000", "100"

COMPARISONS = (
    Comparison(
        "picker of 5,000 segments against 100",
        ours=(_SCRIPT, "ours", _MANY),
        baseline=(_SCRIPT, "ours", _FEW),
        limits=(Limit("opens", "ms", 1.5),),
    ),
    Comparison(
        "picker of 5,000 segments against a bare search in them",
        ours=(_SCRIPT, "ours", _MANY),
        baseline=(_SCRIPT, "bare", _MANY),
        limits=(Limit("letter", "ms", 1.5),),
    ),
)
