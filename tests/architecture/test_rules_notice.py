"""Each rule is shown a small house that breaks it, so that it is known to notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import rules, tracked_files
from tests.architecture.source_tree import Module, read


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


class House:
    """A source tree that a test writes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def with_file(self, place: str, text: str) -> list[Module]:
        file = self._root / "migma_desktop" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return read(self._root, "migma_desktop")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("core/models.py", "import migma_desktop.api.client"),
        ("core/models.py", "from migma_desktop.ui.theme import Theme"),
        ("api/client.py", "from migma_desktop.storage import outbox"),
        ("api/client.py", "from migma_desktop import sandbox"),
        ("sandbox/app.py", "def later():\n    import migma_desktop.api.wire"),
        ("storage/outbox.py", "from migma_desktop.sandbox.clock import Clock"),
        ("ui/widgets/list.py", "from migma_desktop.storage.outbox import Outbox"),
        ("ui/widgets/list.py", "import migma_desktop.app"),
        ("paths.py", "import migma_desktop.core.models"),
        ("attic/box.py", "import sys"),
    ],
)
def test_an_import_that_points_outward_is_noticed(house: House, place: str, text: str) -> None:
    assert len(rules.outward_imports(house.with_file(place, text))) == 1


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("api/client.py", "from migma_desktop.core.models import Draft"),
        ("ui/widgets/list.py", "from migma_desktop.paths import resource"),
        ("ui/crash.py", "from migma_desktop import __version__"),
        ("app.py", "import migma_desktop.ui.main_window, migma_desktop.storage.outbox"),
        ("tour/steps.py", "import migma_desktop.ui.main_window, migma_desktop.sandbox.app"),
    ],
)
def test_an_import_that_points_inward_is_welcome(house: House, place: str, text: str) -> None:
    assert rules.outward_imports(house.with_file(place, text)) == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("practice.py", "from PySide6.QtWidgets import QApplication"),
        ("core/models.py", "def late():\n    import PySide6"),
        ("ui/main_window.py", "import qasync"),
        ("core/rules.py", "import httpx"),
        ("core/rules.py", "import sqlite3"),
        ("core/domains/doctor.py", "import dns.resolver"),
        ("api/client.py", "import keyring"),
        ("ui/widgets/list.py", "from starlette.applications import Starlette"),
    ],
)
def test_a_library_away_from_home_is_noticed(house: House, place: str, text: str) -> None:
    assert len(rules.libraries_away_from_home(house.with_file(place, text))) == 1


def test_libraries_at_home_are_welcome(house: House) -> None:
    house.with_file("ui/async_runtime.py", "import qasync\nimport PySide6.QtCore\nimport json")
    house.with_file("api/client.py", "import httpx")
    assert rules.libraries_away_from_home(house.with_file("storage/db.py", "import sqlite3")) == []


def test_a_library_that_only_happens_to_be_there_is_noticed(house: House) -> None:
    modules = house.with_file("core/x.py", "import email_validator, dns.resolver, json")
    homes = {"email_validator": ["email-validator"], "dns": ["dnspython"]}
    faults = rules.undeclared_libraries(modules, declared=["Email.Validator"], homes=homes)
    assert faults == ["migma_desktop/core/x.py imports dns, which pyproject.toml does not name"]


def test_a_file_of_more_than_four_hundred_lines_is_noticed(house: House) -> None:
    assert rules.long_files(house.with_file("core/x.py", "x = 1\n" * 400)) == []
    assert len(rules.long_files(house.with_file("core/x.py", "x = 1\n" * 401))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "app = QApplication.instance()",
        "app = QtWidgets.QApplication.instance()",
        "if QCoreApplication.instance() is None:\n    pass",
    ],
)
def test_an_application_from_thin_air_is_noticed(house: House, text: str) -> None:
    assert len(rules.global_applications(house.with_file("ui/x.py", text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        'self.tr(f"Send to {count} people")',
        'QCoreApplication.translate("Send", f"To {name}")',
        'tr(f"Plain")',
    ],
)
def test_a_text_formatted_before_translation_is_noticed(house: House, text: str) -> None:
    assert len(rules.formatted_translations(house.with_file("ui/x.py", text))) == 1


def test_a_text_formatted_after_translation_is_welcome(house: House) -> None:
    text = 'self.tr("Send to {count} people").format(count=f"{count}")'
    assert rules.formatted_translations(house.with_file("ui/x.py", text)) == []


def test_a_module_that_does_not_say_what_it_is_for_is_noticed(house: House) -> None:
    house.with_file("core/__init__.py", "")
    house.with_file("core/good.py", '"""Good."""\n')
    faults = rules.missing_docstrings(house.with_file("core/bad.py", "x = 1\n"))
    assert faults == ["migma_desktop/core/bad.py has no docstring"]


def test_a_package_that_re_exports_is_noticed(house: House) -> None:
    modules = house.with_file("core/__init__.py", "from migma_desktop.core.models import Draft")
    assert len(rules.re_exports(modules)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://files." + "pythonhosted" + ".org/packages/x.whl",
        "--extra-" + "index-url" + " https://mirror.example/simple",
        "index" + "-url = https://mirror.example/simple",
        "see /home/somebody/project/notes.txt",
    ],
)
def test_a_place_of_one_computer_is_noticed(text: str) -> None:
    assert tracked_files.places_named(text, workplace=Path("/home/somebody/project"))


@pytest.mark.parametrize(
    "text",
    [
        "https://www.python.org/downloads/",
        "the wheel index is asked once",
        "see /home/somebody/project-two",
    ],
)
def test_what_anybody_may_read_is_welcome(text: str) -> None:
    faults = tracked_files.places_named(text, workplace=Path("/home/somebody/project-one"))
    assert faults == []
