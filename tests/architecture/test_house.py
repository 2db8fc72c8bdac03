"""The house keeps its rules."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture import rules, tracked_files
from tests.architecture.source_tree import Module, read

ROOT = Path(__file__).resolve().parents[2]

_IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if not module.name.endswith(".__main__"):
        importlib.import_module(module.name)
print(sorted(set(sys.modules) & {"PySide6", "shiboken6", "qasync"}))
"""


# What stands between a double click and the first letter; the rest is loaded behind it.
_FIRST = ("launch", "first_light", "handover", "ui.editor.editor_pane", "storage.drafts")
_LATER = {"core.models", "app", "core.rendering", "api.client", "ui.preview.view"}


@cache
def program() -> list[Module]:
    return read(ROOT, "migma_desktop")


def test_imports_point_inward() -> None:
    assert rules.outward_imports(program()) == []


def test_each_library_is_imported_in_its_own_room_only() -> None:
    assert rules.libraries_away_from_home(program()) == []


@pytest.mark.parametrize("room", ["core", "api", "storage", "sandbox", "dns"])
def test_a_room_other_than_the_window_loads_no_qt(room: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, f"migma_desktop.{room}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"


def test_the_first_letter_waits_for_little() -> None:
    lines = [f"import migma_desktop.{name}" for name in _FIRST]
    later = {f"migma_desktop.{name}" for name in _LATER} | {"httpx", "keyring", "css_inline"}
    program = "\n".join((*lines, "import sys", f"print(sorted(set(sys.modules) & {later!r}))"))
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_every_library_that_is_imported_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [text.split(";")[0].split(">")[0].strip() for text in project["dependencies"]]
    homes = {name: list(found) for name, found in packages_distributions().items()}
    assert rules.undeclared_libraries(program(), declared=declared, homes=homes) == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    assert rules.long_files(read(ROOT, "migma_desktop", "packaging", "tests")) == []


def test_nothing_fetches_the_application_from_thin_air() -> None:
    assert rules.global_applications(program()) == []


def test_every_text_can_be_found_by_a_translator() -> None:
    assert rules.formatted_translations(program()) == []


def test_every_module_says_what_it_is_for() -> None:
    assert rules.missing_docstrings(read(ROOT, "migma_desktop", "packaging")) == []


def test_everything_is_imported_from_where_it_is() -> None:
    assert rules.re_exports(program()) == []


def test_no_tracked_file_names_a_registry_or_this_computer() -> None:
    faults = {
        name: places
        for name, text in tracked_files.texts(ROOT)
        if (places := tracked_files.places_named(text, workplace=ROOT))
    }
    assert faults == {}
