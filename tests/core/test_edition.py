"""The program knows how it was installed, and says how a newer one gets in its place."""

from __future__ import annotations

import pytest

from migma_desktop.core.edition import Edition, edition_of, how_to_update


@pytest.mark.parametrize(
    ("frozen", "platform", "program", "environment", "edition"),
    [
        (False, "linux", "/usr/bin/python3", {}, Edition.SOURCE),
        (False, "win32", "python.exe", {}, Edition.SOURCE),
        (True, "linux", "/usr/lib/migma-desktop/migma-desktop", {}, Edition.PACKAGE),
        (True, "linux", "/home/ada/migma-desktop", {}, Edition.FOLDER),
        (True, "linux", "/tmp/.mount/x", {"APPIMAGE": "/home/ada/a"}, Edition.APPIMAGE),  # noqa: S108
        (True, "linux", "/app/lib/x", {"FLATPAK_ID": "ai.migma.Desktop"}, Edition.FLATPAK),
        (True, "win32", "migma-desktop.exe", {}, Edition.WINDOWS),
        (True, "darwin", "migma-desktop", {}, Edition.MACOS),
    ],
)
def test_the_edition_is_told_from_what_the_program_sees(
    frozen: bool, platform: str, program: str, environment: dict[str, str], edition: Edition
) -> None:
    found = edition_of(frozen=frozen, platform=platform, program=program, environment=environment)
    assert found is edition


@pytest.mark.parametrize("edition", Edition)
def test_each_edition_has_its_way_to_a_newer_version(edition: Edition) -> None:
    assert "pdate" in str(how_to_update(edition))
