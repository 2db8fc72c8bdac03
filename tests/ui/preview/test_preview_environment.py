"""What the browser engine is told before it starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from migma_desktop.ui.preview.environment import kernel_refuses_sandbox, prepare_environment


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


@pytest.mark.parametrize(
    ("settings", "refuses"),
    [
        ({}, False),
        ({"sys/user/max_user_namespaces": "96365"}, False),
        ({"sys/user/max_user_namespaces": "0"}, True),
        ({"sys/kernel/unprivileged_userns_clone": "0"}, True),
        ({"sys/kernel/unprivileged_userns_clone": "1"}, False),
        (
            {
                "sys/kernel/apparmor_restrict_unprivileged_userns": "1",
                "self/attr/current": "unconfined",
            },
            True,
        ),
        (
            {
                "sys/kernel/apparmor_restrict_unprivileged_userns": "1",
                "self/attr/current": "migma-desktop (unconfined)",
            },
            False,
        ),
    ],
)
def test_a_kernel_that_allows_no_sandbox_is_known_before_the_engine_ends_over_it(
    settings: dict[str, str], refuses: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        file = tmp_path / "proc" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{value}\n", "ascii")
    monkeypatch.setattr("sys.platform", "linux")
    assert kernel_refuses_sandbox(tmp_path) is refuses
