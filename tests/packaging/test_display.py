"""Whether a window can be shown: the server must answer, not only be named."""

from __future__ import annotations

import socket
from pathlib import Path

from devtools import display

LINUX = "linux"


def test_without_variables_there_is_no_display() -> None:
    assert display.usable({}, platform=LINUX) == frozenset()


def test_a_variable_that_outlived_its_server_is_no_display(tmp_path: Path) -> None:
    left_over = {
        "DISPLAY": ":4711",
        "WAYLAND_DISPLAY": "wayland-0",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    assert display.usable(left_over, platform=LINUX) == frozenset()


def test_a_display_that_is_no_display_is_refused() -> None:
    assert display.usable({"DISPLAY": "nonsense"}, platform=LINUX) == frozenset()


def test_a_wayland_server_that_answers_is_found(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wayland-9"))
        server.listen()
        environment = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert display.usable(environment, platform=LINUX) == {"wayland"}


def test_a_forwarded_x_server_that_answers_is_found() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        number = server.getsockname()[1] - 6000
        environment = {"DISPLAY": f"127.0.0.1:{number}.0"}
        assert display.usable(environment, platform=LINUX) == {"x11"}


def test_other_systems_always_have_a_display() -> None:
    assert display.usable({}, platform="darwin") == {"native"}
    assert display.usable({}, platform="win32") == {"native"}
