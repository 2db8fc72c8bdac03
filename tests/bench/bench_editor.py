"""How long the template editor alone stands still at a keystroke, against a bare editor."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_FRAME = 16.0  # ms
_LIMITS = (
    Limit("stall_p99", "ms", 2.0, floor=_FRAME),
    Limit("key_median", "ms", 2.0, floor=4.0),
)
_TEXTS = {
    "lines": "250 KB",
    "emoji": "250 KB with emoji",
    "markdown": "250 KB of Markdown",
    "one-line": "250 KB in one line",
}

COMPARISONS = tuple(
    Comparison(
        f"editor alone, {name}",
        ours=("ours_editor.py", "ours", text),
        baseline=("ours_editor.py", "bare", text),
        limits=_LIMITS,
    )
    for text, name in _TEXTS.items()
)
