"""How long the window stands still while the largest file that it takes is opened."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_LARGEST = "975"  # KB: just below ``textfiles.MAX_BYTES``
_AT_ONCE = 100.0  # ms that people feel as at once (Nielsen, Usability Engineering, 1993)

COMPARISONS = (
    Comparison(
        "stall while opening, 1 MB",
        ours=("ours_opening.py", _LARGEST),
        baseline=("skeletons/plain_text.py", _LARGEST, "open"),
        limits=(Limit("stall", "ms", 2.0, floor=_AT_ONCE),),
    ),
)
