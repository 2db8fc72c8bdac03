"""A finished program is tried on the command line and from within, before anybody gets it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from bundle import self_check
from installers import smoke
from installers.checks import Checks
from installers.project import version

WELL = {"--version": f"Migma Desktop {version()}\n", smoke.SELF_CHECK: '{"mjml": true}\n'}


@pytest.mark.parametrize("name", sorted(self_check.STEPS))
def test_each_library_does_its_work_when_run_from_source(name: str, tmp_path: Path) -> None:
    assert self_check.STEPS[name](tmp_path)


def test_a_program_is_fine_that_speaks_and_ends_as_it_should() -> None:
    assert missed({}, {}) == []


@pytest.mark.parametrize(
    ("said", "status", "faults"),
    [
        ({"--version": "Migma Desktop 0.0\n"}, {}, ["x: --version"]),
        ({}, {"--nonsense": 1}, ["x: exit codes"]),
        ({}, {"--help": -11}, ["x: exit codes"]),
        ({smoke.SELF_CHECK: '{"mjml": true, "dns": false}'}, {}, ["x: its own check"]),
        ({smoke.SELF_CHECK: "ModuleNotFoundError: bs4"}, {}, ["x: its own check"]),
        ({smoke.SELF_CHECK: ""}, {}, ["x: its own check"]),
        ({}, {smoke.SELF_CHECK: 1}, ["x: its own check"]),
    ],
)
def test_a_program_with_a_fault_is_found_out(
    said: dict[str, str], status: dict[str, int], faults: list[str]
) -> None:
    assert missed(said, status) == faults


def missed(said: dict[str, str], status: dict[str, int]) -> list[str]:
    """Try a program that says and ends as told, and well otherwise; return what is missed."""
    ends = {"--nonsense": 2, "tour": 2, **status}

    def run(arguments: Sequence[str]) -> tuple[int, str]:
        first = arguments[0]
        return ends.get(first, 0), {**WELL, **said}.get(first, "")

    checks = Checks()
    smoke.try_program(run, checks, name="x")
    return checks.missed


def test_the_check_prints_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert self_check.main() == 0
    assert json.loads(capsys.readouterr().out) == dict.fromkeys(self_check.STEPS, True)
