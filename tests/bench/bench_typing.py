"""How soon a keystroke is seen in the preview, and how long the window stands still for it."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_SIZES = ("20", "250")  # KB of HTML
_FRAME = 16.0  # ms

COMPARISONS = (
    *(
        Comparison(
            f"keystroke to pixels against a bare patch, {size} KB",
            ours=("ours_typing.py", "pixels", size),
            baseline=("skeletons/preview_update.py", "patch", size),
            limits=(Limit("key_to_pixels", "ms", 1.5),),
        )
        for size in _SIZES
    ),
    *(
        Comparison(
            f"keystroke to pixels against setHtml, {size} KB",
            ours=("ours_typing.py", "pixels", size),
            baseline=("skeletons/preview_update.py", "set-html", size),
            limits=(Limit("key_to_pixels", "ms", 1.0),),
        )
        for size in _SIZES
    ),
    Comparison(
        "stall while typing, 250 KB",
        ours=("ours_typing.py", "stall", "250"),
        baseline=("skeletons/plain_text.py", "250"),
        limits=(Limit("stall_p99", "ms", 2.0, floor=_FRAME),),
    ),
)
