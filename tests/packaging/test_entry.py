"""The bundle leaves no trace of its own libraries for the programs that it starts."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

_ENTRY = Path(__file__).resolve().parents[2] / "packaging" / "bundle" / "entry.py"


@pytest.fixture
def entry() -> ModuleType:
    """The start of the bundle, without starting it."""
    spec = importlib.util.spec_from_file_location("entry", _ENTRY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("set_by_the_loader", "left"),
    [
        ({"LD_LIBRARY_PATH": "/app"}, None),
        ({"LD_LIBRARY_PATH": "/app:/mine", "LD_LIBRARY_PATH_ORIG": "/mine"}, "/mine"),
        (
            {
                "LD_LIBRARY_PATH": "/app:/fallback:/mine",
                "LD_LIBRARY_PATH_ORIG": "/fallback:/mine",
                "MIGMA_APPIMAGE_LIBRARY_PATH_BEFORE": "/mine",
            },
            "/mine",
        ),
        (
            {
                "LD_LIBRARY_PATH": "/app:/fallback",
                "LD_LIBRARY_PATH_ORIG": "/fallback",
                "MIGMA_APPIMAGE_LIBRARY_PATH_BEFORE": "",
            },
            None,
        ),
        ({}, None),
    ],
)
def test_other_programs_find_their_own_libraries(
    set_by_the_loader: dict[str, str],
    left: str | None,
    entry: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG", "MIGMA_APPIMAGE_LIBRARY_PATH_BEFORE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_by_the_loader.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", "linux")
    entry.leave_environment_clean()
    assert os.environ.get("LD_LIBRARY_PATH") == left
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
