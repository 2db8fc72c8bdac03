"""What a whole rendering costs, against the libraries in it alone."""

from __future__ import annotations

from tests.bench.comparing import Comparison, Limit

_SCRIPT = "ours_render.py"

COMPARISONS = (
    Comparison(
        "rendering 100 KB whole against css-inline and inscriptis alone",
        ours=(_SCRIPT, "render", "100"),
        baseline=(_SCRIPT, "libraries", "100"),
        limits=(Limit("ms", "ms", 1.2),),
    ),
)
