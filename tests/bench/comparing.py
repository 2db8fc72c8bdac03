"""Compare the program with a skeleton: alternating runs, medians, and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of the skeleton's figure the program may take."""

    figure: str
    unit: str
    factor: float
    floor: float = 0.0  # allowed whatever the skeleton takes; in the same unit

    def allowed(self, baseline: float) -> float:
        """Return the largest value that keeps the limit."""
        return max(self.floor, self.factor * baseline)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two programs that report the same figures; each is a script with its arguments."""

    name: str
    ours: tuple[str, ...]
    baseline: tuple[str, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """What came out for one limit."""

    bench: str
    limit: Limit
    ours: list[float] = field(default_factory=list)
    baseline: list[float] = field(default_factory=list)
    error: str = ""

    @classmethod
    def failed(cls, bench: Comparison, limit: Limit, error: str) -> Figure:
        """Stand for a figure that could not be measured, which misses its limit."""
        return cls(bench.name, limit, error=error)

    @property
    def ok(self) -> bool:
        """Tell whether the limit is kept."""
        if not self.ours or not self.baseline:
            return False
        return median(self.ours) <= self.limit.allowed(median(self.baseline))

    def as_line(self) -> dict[str, object]:
        """Return the figure as it is printed."""
        line: dict[str, object] = {
            "bench": self.bench,
            "figure": self.limit.figure,
            "unit": self.limit.unit,
            "ours": [round(value, 2) for value in self.ours],
            "baseline": [round(value, 2) for value in self.baseline],
            "limit": self.limit.factor,
            "ok": self.ok,
        }
        if self.ours and self.baseline:
            ours, baseline = median(self.ours), median(self.baseline)
            line["median"] = round(ours, 2)
            line["allowed"] = round(self.limit.allowed(baseline), 2)
            line["ratio_median"] = round(ours / baseline, 3) if baseline else None
        if self.error:
            line["error"] = self.error
        return line


Measure = Callable[[tuple[str, ...]], Mapping[str, float]]


def compare(bench: Comparison, measure: Measure, *, runs: int) -> list[Figure]:
    """Run both sides by turns, so that a machine that slows down slows down both.

    One run of each goes before and is not counted: it fills the caches.
    """
    sides: dict[str, list[Mapping[str, float]]] = {"ours": [], "baseline": []}
    measure(bench.ours)
    measure(bench.baseline)
    for _ in range(runs):
        sides["ours"].append(measure(bench.ours))
        sides["baseline"].append(measure(bench.baseline))
    return [
        Figure(
            bench.name,
            limit,
            [run[limit.figure] for run in sides["ours"]],
            [run[limit.figure] for run in sides["baseline"]],
        )
        for limit in bench.limits
    ]
