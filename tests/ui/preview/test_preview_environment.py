"""What the browser engine is told before it starts."""

from __future__ import annotations

import os

import pytest

from migma_desktop.ui.preview.environment import prepare_environment


def test_the_sandbox_is_switched_off_for_root_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for user, expected in ((1000, None), (0, "1")):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        environment: dict[str, str] = {}
        prepare_environment(environment)
        assert environment.get("QTWEBENGINE_DISABLE_SANDBOX") == expected
        assert "sandbox" not in environment["QTWEBENGINE_CHROMIUM_FLAGS"]


def test_what_the_user_has_set_is_left_alone() -> None:
    environment = {
        "QT_QUICK_BACKEND": "rhi",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--enable-features=Something",
    }
    prepare_environment(environment)
    assert environment["QT_QUICK_BACKEND"] == "rhi"
    assert environment["QTWEBENGINE_CHROMIUM_FLAGS"] == "--enable-features=Something"


def test_other_flags_of_the_user_are_kept() -> None:
    environment = {"QTWEBENGINE_CHROMIUM_FLAGS": "--enable-logging"}
    prepare_environment(environment)
    assert environment["QTWEBENGINE_CHROMIUM_FLAGS"].startswith(
        "--enable-logging --enable-features"
    )
