"""The stamp of a finished set-up, and the way to a Python that suits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from devtools import interpreter
from devtools.environment import Stamp

DEV = Path(__file__).resolve().parents[2] / "packaging" / "dev.py"


def test_a_stamp_comes_back_as_it_was_written(tmp_path: Path) -> None:
    stamp = Stamp("d1", ["runtime"], ["offscreen x11"])
    stamp.write(tmp_path / "stamp.json")
    assert Stamp.read(tmp_path / "stamp.json") == stamp
    assert [file.name for file in tmp_path.iterdir()] == ["stamp.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"digest": "d", "unknown": 1}'])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "stamp.json").write_text(text, "utf-8")
    assert Stamp.read(tmp_path / "stamp.json") == Stamp()


def test_a_missing_stamp_counts_as_none(tmp_path: Path) -> None:
    assert Stamp.read(tmp_path / "stamp.json") == Stamp()


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_the_versions_that_the_program_runs_on_suit(version: tuple[int, int]) -> None:
    assert interpreter.suits(version)


@pytest.mark.parametrize("version", [(2, 7), (3, 8), (3, 10), (3, 14), (4, 0), (0, 0)])
def test_older_and_newer_versions_do_not_suit(version: tuple[int, int]) -> None:
    assert not interpreter.suits(version)


def test_a_suitable_python_is_found_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "python3.12").symlink_to("/bin/false")  # like a shim of a version not installed
    (tmp_path / "python3.13").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert interpreter.find() == ["python3.13"]


def test_no_python_is_found_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert interpreter.find() is None


def test_an_unknown_command_is_refused_with_the_known_ones() -> None:
    answer = subprocess.run(
        [sys.executable, DEV, "fly"], capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    for command in ("run", "test", "bench", "faults", "package"):
        assert command in answer.stderr
