"""Collects what came out, prints each as a line of JSON, and knows whether a limit was missed."""

from __future__ import annotations

from devtools.console import figure


class Checks:
    """The figures and findings of one run."""

    def __init__(self) -> None:
        self.count = 0
        self.missed: list[str] = []

    def limit(self, name: str, *, ours: float, baseline: float, factor: float, unit: str) -> None:
        """Compare a figure with the same one of something simple."""
        ok = ours <= factor * baseline
        self._note(name, ok)
        figure(
            package=name,
            unit=unit,
            ours=round(ours, 2),
            baseline=round(baseline, 2),
            ratio=round(ours / baseline, 3),
            limit=factor,
            ok=ok,
        )

    def holds(self, name: str, ok: bool, **facts: object) -> None:
        """Note whether something is as it should be."""
        self._note(name, ok)
        figure(package=name, ok=ok, **facts)

    def _note(self, name: str, ok: bool) -> None:
        self.count += 1
        if not ok:
            self.missed.append(name)
