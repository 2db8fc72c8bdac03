"""Find the benches: every ``bench_*.py`` in this folder holds some, as data."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

from tests.bench.comparing import Comparison

_FOLDER = Path(__file__).resolve().parent


def discover(words: Sequence[str] = ()) -> list[Comparison]:
    """Return all benches, or those whose names hold one of ``words``."""
    found: list[Comparison] = []
    for file in sorted(_FOLDER.glob("bench_*.py")):
        found += importlib.import_module(f"tests.bench.{file.stem}").COMPARISONS
    if not words:
        return found
    return [bench for bench in found if any(word in bench.name for word in words)]
