"""What the preview alone costs, without the editor and the renderer before it."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_SIZES = ("20", "250")  # KB of HTML

COMPARISONS = (
    *(
        Comparison(
            f"preview update against a bare replacement of the body, {size} KB",
            ours=("ours_preview.py", "update", size),
            baseline=("skeletons/preview_body.py", size),
            limits=(Limit("key_to_pixels", "ms", 1.0),),
        )
        for size in _SIZES
    ),
    *(
        Comparison(
            f"preview update against a bare change of one text, {size} KB",
            ours=("ours_preview.py", "update", size),
            baseline=("skeletons/preview_update.py", "patch", size),
            limits=(Limit("key_to_pixels", "ms", 1.5),),
        )
        for size in _SIZES
    ),
    Comparison(
        "preview alone, start to pixels and memory",
        ours=("ours_preview.py", "start"),
        baseline=("skeletons/web_view.py",),
        limits=(Limit("first_pixels", "ms", 1.3), Limit("memory", "MiB", 1.0)),
    ),
)
