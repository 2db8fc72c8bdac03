"""Windows to drive, and what their platform says about having no screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from migma_desktop.core.ports import Keychain
from migma_desktop.storage.keychain import MemoryKeychain
from migma_desktop.ui.controllers import (
    content_controller,
    insight_controller,
    message_controller,
    places_desk,
    review_controller,
)
from migma_desktop.ui.preview.environment import ENGINE_REMARKS, prepare_environment
from tests.e2e.driver import Program
from tests.e2e.server import TEST_KEY, Server

prepare_environment()
QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

_REMARKS = (*ENGINE_REMARKS, r"This plugin does not support", r"QSystemTrayIcon")

# What waits until a person's hands rest. A test's hands never do, and it would wait each time.
_PAUSES = (
    (content_controller, "_TYPING_REST_MS"),
    (insight_controller, "_REST_MS"),
    (message_controller, "_TYPING_REST_MS"),
    (review_controller, "_REST_MS"),
    (places_desk, "_REST_MS"),
)
_SHORT_PAUSE = 20  # ms

Open = Callable[..., Program]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_xvfb: opens windows on Xvfb and types with xdotool")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "e2e":
            item.add_marker(pytest.mark.qt_log_ignore(*_REMARKS, extend=True))


@pytest.fixture(scope="module")
def _server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def _environment(_server: Server) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIGMA_BASE_URL", _server.base_url)
        for module, pause in _PAUSES:
            patch.setattr(module, pause, _SHORT_PAUSE)
        yield
    asyncio.set_event_loop(None)


@pytest.fixture
def server(_server: Server, _environment: None) -> Server:
    """The practice Migma as at its first start, on a loopback socket."""
    _server.reset()
    return _server


class Shared:
    """A window with an account, for many tests.

    It gives way to other windows, since the program is made for one in a process.
    """

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._program: Program | None = None

    def get(self) -> Program:
        """Return the window, opened if it isn't."""
        if self._program is None:
            folder = self._folder / str(len(list(self._folder.iterdir())))
            self._program = Program(
                application=self._application, folder=folder, keychain=MemoryKeychain()
            )
            self._program.connect(TEST_KEY)
        return self._program

    def close(self) -> None:
        """Close the window, until it is wanted again."""
        if self._program is not None:
            self._program.close()
            self._program = None


@pytest.fixture(scope="module")
def _shared(
    qapp: QApplication, _environment: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shared]:
    shared = Shared(qapp, tmp_path_factory.mktemp("profiles"))
    yield shared
    shared.close()


@pytest.fixture
def program(_shared: Shared, server: Server) -> Iterator[Program]:
    """A window with an account and an empty email; one window serves the tests of a file."""
    program = _shared.get()
    program.new_email()
    yield program
    for dialog in program.open_dialogs():
        dialog.reject()
    assert not program.bugs


@pytest.fixture
def open_program(
    qapp: QApplication, _shared: Shared, server: Server, tmp_path: Path
) -> Iterator[Open]:
    """Start the program, as often as wanted, on one and the same profile folder."""
    _shared.close()
    opened: list[Program] = []

    def start(
        *, keychain: Keychain | None = None, open_what: str | None = None, undo_seconds: int = 0
    ) -> Program:
        for before in opened:
            before.close()
        program = Program(
            application=qapp,
            folder=tmp_path / "profile",
            keychain=keychain or MemoryKeychain(),
            open_what=open_what,
            undo_seconds=undo_seconds,
        )
        opened.append(program)
        return program

    yield start
    for program in opened:
        program.close()
        assert not program.bugs
