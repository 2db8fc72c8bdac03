"""A second start hands over to the window that is open; without one it goes on at once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.start_request import Request
from migma_desktop.handover import address, hand_over, is_same_profile
from migma_desktop.ui.controllers.doorbell import Doorbell


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile of its own, with a place for sockets whose path is short."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "profile"


@pytest.fixture
def doorbell(qtbot: QtBot, profile: Path) -> Iterator[Doorbell]:
    """The program that runs already."""
    window = QWidget()
    qtbot.addWidget(window)
    bell = Doorbell(
        window=window,
        address=address(profile),
        is_meant=lambda request: is_same_profile(profile, request),
    )
    bell.listen()
    assert bell.is_listening
    yield bell
    bell.close()


def ring(qtbot: QtBot, profile: Path, what: str) -> bool:
    """Start a second time, as another process would: beside the window's own thread."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(hand_over(profile, what)))
    thread.start()
    qtbot.waitUntil(lambda: bool(answers))
    thread.join()
    return answers[0]


def test_without_a_window_a_start_goes_on(profile: Path) -> None:
    assert not hand_over(profile, "/letter.md")


@pytest.mark.parametrize("what", ["/home/ada/Über uns.md", "mailto:ada@example.com?subject=Hi"])
def test_the_window_that_is_open_opens_what_a_second_start_was_given(
    qtbot: QtBot, profile: Path, doorbell: Doorbell, what: str
) -> None:
    with qtbot.waitSignal(doorbell.open_wanted) as opened:
        assert ring(qtbot, profile, what)
    assert opened.args == [what]


def test_a_second_start_with_nothing_to_open_only_brings_the_window_forward(
    qtbot: QtBot, profile: Path, doorbell: Doorbell
) -> None:
    with qtbot.assertNotEmitted(doorbell.open_wanted):
        assert ring(qtbot, profile, "")


def test_another_profile_is_not_this_window(
    qtbot: QtBot, profile: Path, doorbell: Doorbell
) -> None:
    assert address(profile) != address(profile.parent / "other")
    assert not is_same_profile(profile, Request(profile="/other"))


def test_what_cannot_be_meant_is_refused(
    qtbot: QtBot, profile: Path, doorbell: Doorbell, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.assertNotEmitted(doorbell.open_wanted):
        assert not ring(qtbot, profile, "https://example.com")
    assert "refused" in caplog.text


def test_a_question_on_the_screen_is_answered_first(
    qtbot: QtBot, profile: Path, doorbell: Doorbell
) -> None:
    question = QDialog()
    qtbot.addWidget(question)
    question.setModal(True)
    question.show()
    with qtbot.assertNotEmitted(doorbell.open_wanted):
        assert ring(qtbot, profile, "/letter.md")
    with qtbot.waitSignal(doorbell.open_wanted):
        question.close()


def test_a_socket_that_a_crash_left_behind_stops_nobody(qtbot: QtBot, profile: Path) -> None:
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(address(profile))
    dead.close()
    assert not hand_over(profile, "")
    window = QWidget()
    qtbot.addWidget(window)
    bell = Doorbell(window=window, address=address(profile), is_meant=lambda _request: True)
    bell.listen()
    assert bell.is_listening
    assert ring(qtbot, profile, "")
    bell.close()


def test_a_second_window_leaves_the_first_its_doorbell(
    qtbot: QtBot, profile: Path, doorbell: Doorbell
) -> None:
    second = Doorbell(window=QWidget(), address=address(profile), is_meant=lambda _request: True)
    second.listen()
    assert not second.is_listening
    second.close()
    with qtbot.waitSignal(doorbell.open_wanted):
        assert ring(qtbot, profile, "/letter.md")


def test_a_window_that_does_not_answer_is_not_waited_for(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migma_desktop.handover._PATIENCE", 0.05)
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(address(profile))
        deaf.listen()
        assert not hand_over(profile, "/letter.md")


def test_somebody_elses_socket_is_not_asked(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as foreign:
        foreign.bind(address(profile))
        monkeypatch.setattr("os.getuid", lambda: 4242)
        assert not hand_over(profile, "/letter.md")
