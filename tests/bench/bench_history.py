"""Whether a history of a million sends is as quick as one of a thousand."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_LONG, _SHORT, _NONE = "1000000", "1000", "0"
_FRAME = 16.0  # ms

COMPARISONS = (
    Comparison(
        "log of 1,000,000 sends against 1,000",
        ours=("ours_history.py", "log", _LONG),
        baseline=("ours_history.py", "log", _SHORT),
        limits=(
            Limit("opens", "ms", 1.5),
            Limit("page_down", "ms", 1.5),
            Limit("jump", "ms", 1.5, floor=_FRAME),
            Limit("memory", "MiB", 1.1),
        ),
    ),
    Comparison(
        "search as you type in 1,000,000 sends",
        ours=("ours_history.py", "search", _LONG),
        baseline=("skeletons/full_text.py", _LONG),
        limits=(Limit("search", "ms", 1.5),),
    ),
    Comparison(
        "start to typing with 1,000,000 sends",
        ours=("ours_history.py", "typing", _LONG),
        baseline=("ours_history.py", "typing", _NONE),
        limits=(Limit("takes_typing", "ms", 1.1),),
    ),
)
