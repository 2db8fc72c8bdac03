from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from migma_desktop import __version__
from migma_desktop.__main__ import main
from migma_desktop.commandline import read_command_line
from migma_desktop.storage.speller import HELPER_FLAG


def test_without_arguments_the_window_simply_opens() -> None:
    options = read_command_line([])

    assert (options.open, options.sandbox, options.profile_dir, options.tour_dir) == (
        None,
        False,
        None,
        None,
    )


def test_a_file_or_a_mailto_link_can_be_opened() -> None:
    assert read_command_line(["letter.html"]).open == "letter.html"
    assert read_command_line(["mailto:ada@example.com?subject=Hi"]).open == (
        "mailto:ada@example.com?subject=Hi"
    )


def test_the_profile_folder_and_the_sandbox_are_options() -> None:
    options = read_command_line(["--sandbox", "--profile-dir", "there"])

    assert options.sandbox
    assert options.profile_dir == Path("there")


def test_the_tour_needs_a_folder() -> None:
    options = read_command_line(["tour", "--out", "pictures"])

    assert options.tour_dir == Path("pictures")
    with pytest.raises(SystemExit):
        read_command_line(["tour"])


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read_command_line(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Migma Desktop {__version__}\n"


def test_an_installed_program_is_its_own_spelling_helper(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    request = '{"do": "wrong", "words": ["Welcom"], "dictionaries": []}\n'
    monkeypatch.setattr("sys.stdin", io.StringIO(request))

    assert main([HELPER_FLAG]) == 0
    assert json.loads(capsys.readouterr().out) == {"words": [], "broken": []}
