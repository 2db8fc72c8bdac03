"""How soon the window is there, and how much memory it takes."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

COMPARISONS = (
    Comparison(
        "start to typing",
        ours=("ours_start.py", "typing"),
        baseline=("skeletons/widgets_only.py",),
        limits=(Limit("takes_typing", "ms", 1.5),),
    ),
    Comparison(
        "start to preview",
        ours=("ours_start.py", "preview"),
        baseline=("skeletons/web_view.py",),
        limits=(Limit("first_pixels", "ms", 1.3), Limit("memory", "MiB", 1.25)),
    ),
)
