"""The settings' defaults are the ones that a first start should have."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from migma_desktop.core.settings import UNDO_SECONDS_LIMIT, Settings, ThemeMode


def test_a_first_start_follows_the_system() -> None:
    assert Settings().theme is ThemeMode.SYSTEM
    assert Settings().language == ""


def test_undo_is_on_at_first_and_within_its_limit() -> None:
    assert 0 < Settings().undo_seconds <= UNDO_SECONDS_LIMIT


def test_settings_are_values() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().theme = ThemeMode.DARK  # type: ignore[misc]
    assert Settings() == Settings()
