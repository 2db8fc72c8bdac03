"""Each running program has a mark that goes away with its process, however that ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from migma_desktop.core.errors import StoreError
from migma_desktop.storage.owner_marks import OwnerMarks

_OTHER = """
import sys, time
from pathlib import Path
from migma_desktop.storage.owner_marks import OwnerMarks
marks = OwnerMarks(Path(sys.argv[1]))
print(marks.own(), flush=True)
sys.stdin.read()
"""


def test_a_program_is_alive_until_it_lets_go(tmp_path: Path) -> None:
    one, other = OwnerMarks(tmp_path / "running"), OwnerMarks(tmp_path / "running")
    mark = one.own()
    assert mark == one.own() != other.own()
    assert one.is_alive(mark)
    assert other.is_alive(mark)
    one.release()
    assert not other.is_alive(mark)
    assert not other.is_alive("")
    assert not other.is_alive("never-seen")
    other.release()
    assert list((tmp_path / "running").iterdir()) == []


def test_a_killed_process_is_dead_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _OTHER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        mark = process.stdout.readline().decode().strip()
        marks = OwnerMarks(tmp_path)
        assert marks.is_alive(mark)
        process.kill()
        process.wait()
        assert not marks.is_alive(mark)
    assert not (tmp_path / f"{mark}.lock").exists()


def test_the_marks_of_killed_programs_are_swept_away(tmp_path: Path) -> None:
    (tmp_path / "0123.lock").touch()
    marks = OwnerMarks(tmp_path)
    mark = marks.own()
    assert [path.stem for path in tmp_path.iterdir()] == [mark]
    marks.release()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "running").write_text("in the way")
    with pytest.raises(StoreError, match="open in another window"):
        OwnerMarks(tmp_path / "running").own()
