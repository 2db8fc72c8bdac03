"""The bench's own arithmetic: turns, medians, limits; and that it cannot pass without measuring."""

from __future__ import annotations

from pathlib import Path

import pytest

from migma_desktop.core.textfiles import MAX_BYTES
from tests.bench import benches, documents
from tests.bench.comparing import Comparison, Figure, Limit, compare
from tests.bench.processes import BenchError, Measured

LIMIT = Limit("speed", "ms", 1.5)
BENCH = Comparison("race", ours=("ours",), baseline=("skeleton",), limits=(LIMIT,))


class Sides:
    """Measured programs that give figures from lists, and remember their turns."""

    def __init__(self, **figures: list[float]) -> None:
        self._figures = {name: iter(values) for name, values in figures.items()}
        self.turns: list[str] = []

    def __call__(self, words: tuple[str, ...]) -> dict[str, float]:
        self.turns.append(words[0])
        return {"speed": next(self._figures[words[0]])}


def test_the_sides_run_by_turns_after_one_run_that_does_not_count() -> None:
    sides = Sides(ours=[99, 1, 2], skeleton=[99, 3, 4])
    (figure,) = compare(BENCH, sides, runs=2)
    assert sides.turns == ["ours", "skeleton"] * 3
    assert (figure.ours, figure.baseline) == ([1, 2], [3, 4])


def test_medians_are_compared_so_that_one_slow_run_does_not_decide() -> None:
    figure = Figure("race", LIMIT, ours=[100, 140, 9000], baseline=[100, 1, 100])
    assert figure.ok
    assert figure.as_line()["ratio_median"] == 1.4


@pytest.mark.parametrize(("ours", "ok"), [(150.0, True), (150.1, False)])
def test_the_limit_itself_is_kept_and_more_is_not(ours: float, ok: bool) -> None:
    assert Figure("race", LIMIT, ours=[ours], baseline=[100.0]).ok is ok


def test_a_floor_allows_what_nobody_sees() -> None:
    limit = Limit("stall", "ms", 2.0, floor=16.0)
    assert limit.allowed(1.0) == 16.0
    assert limit.allowed(10.0) == 20.0


def test_what_was_not_measured_misses_its_limit() -> None:
    figure = Figure.failed(BENCH, LIMIT, "no such program")
    assert not figure.ok
    assert figure.as_line()["error"] == "no such program"


def test_a_program_that_is_not_there_cannot_be_measured(tmp_path: Path) -> None:
    measured = Measured(platform="offscreen", folder=tmp_path)
    with pytest.raises(BenchError, match="not written"):
        measured(("nothing_here.py",))


SPEAKS = "import os, signal, sys, time; print('a word', flush=True); sys.stderr.write('a cry'); "


@pytest.mark.parametrize(
    ("program", "patience", "ending"),
    [
        ("sys.exit(3)", 60, "failed with exit status 3"),
        ("sys.stderr.flush(); os.kill(os.getpid(), signal.SIGABRT)", 60, "was killed by SIGABRT"),
        ("sys.stderr.flush(); time.sleep(60)", 1, "did not end within 1 s"),
        ("pass", 60, "reported no figures"),
    ],
)
def test_a_program_that_fails_leaves_how_it_ended_and_what_it_said(
    tmp_path: Path, program: str, patience: float, ending: str
) -> None:
    script = tmp_path / "program.py"
    script.write_text(SPEAKS + program, encoding="utf-8")
    measured = Measured(platform="offscreen", folder=tmp_path, patience=patience)
    with pytest.raises(BenchError) as failure:
        measured((str(script),))
    said = str(failure.value)
    assert ending in said
    assert "standard output:\na word" in said
    assert "standard error:\na cry" in said


def test_every_limit_of_the_main_job_is_written_down() -> None:
    limits = {
        (bench.name, limit.figure): (limit.factor, limit.floor)
        for bench in benches.discover()
        for limit in bench.limits
    }
    assert limits[("start to typing", "takes_typing")] == (1.5, 0)
    assert limits[("start to preview", "first_pixels")] == (1.3, 0)
    assert limits[("start to preview", "memory")] == (1.25, 0)
    for size in ("20", "250"):
        patch = (f"keystroke to pixels against a bare patch, {size} KB", "key_to_pixels")
        anew = (f"keystroke to pixels against setHtml, {size} KB", "key_to_pixels")
        assert limits[patch] == (1.5, 0)
        assert limits[anew] == (1.0, 0)
    assert limits[("stall while typing, 250 KB", "stall_p99")] == (2.0, 16.0)
    assert limits[("stall while opening, 1 MB", "stall")] == (2.0, 100.0)
    log = "log of 1,000,000 sends against 1,000"
    assert limits[(log, "opens")] == (1.5, 0)
    assert limits[(log, "page_down")] == (1.5, 0)
    assert limits[(log, "jump")] == (1.5, 16.0)
    assert limits[(log, "memory")] == (1.1, 0)
    assert limits[("search as you type in 1,000,000 sends", "search")] == (1.5, 0)
    assert limits[("start to typing with 1,000,000 sends", "takes_typing")] == (1.1, 0)
    assert limits[("writing a send down, 100 KB", "written")] == (1.3, 0)
    assert limits[("a send to its answer, 100 KB", "answered")] == (1.5, 0)
    rendering = "rendering 100 KB whole against css-inline and inscriptis alone"
    assert limits[(rendering, "ms")] == (1.2, 0)
    assert limits[("checks, 100 KB against parsing it once", "ms")] == (4.0, 0)
    assert limits[("checks, 1 MB against 10 KB", "ms")] == (100.0, 0)
    assert limits[("paging 100,000 contacts against bare httpx", "read")] == (1.2, 0)
    hostile = "checks, placeholders in hostile braces, 1 MB against 100 KB"
    assert limits[(hostile, "ms")] == (12.0, 0)
    four = "four looks beside the preview, against the preview alone"
    assert limits[(four, "memory")] == (1.5, 0)


def test_benches_can_be_chosen_by_a_word() -> None:
    assert {bench.name for bench in benches.discover(["typing, 250"])} == {
        "stall while typing, 250 KB"
    }


def test_the_largest_file_is_what_is_opened() -> None:
    (bench,) = benches.discover(["opening"])
    size = len(documents.email(int(bench.ours[1])))
    assert 0.99 * MAX_BYTES < size <= MAX_BYTES


@pytest.mark.parametrize("kilobytes", [20, 250])
def test_a_document_has_the_size_that_was_asked_for(kilobytes: int) -> None:
    size = len(documents.email(kilobytes))
    assert 1.0 <= size / (kilobytes * 1024) < 1.02
