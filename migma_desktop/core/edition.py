"""In which form the program was installed, and so how a newer one gets there.

The program never looks for a newer version by itself, and never downloads one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from enum import StrEnum

from migma_desktop.core.texts import Text, say

_OF_PACKAGE = "/usr/lib/migma-desktop/"


class Edition(StrEnum):
    """How the program came to this computer."""

    SOURCE = "source"
    PACKAGE = "package"
    APPIMAGE = "appimage"
    FLATPAK = "flatpak"
    FOLDER = "folder"
    WINDOWS = "windows"
    MACOS = "macos"


_UPDATES: Mapping[Edition, Text] = {
    Edition.SOURCE: say(
        "It runs from a folder of sources. To update, fetch the newer sources into that folder and "
        "start it again."
    ),
    Edition.PACKAGE: say(
        "To update, download the newer .deb file where you got this one and open it, as you did "
        "the first time."
    ),
    Edition.APPIMAGE: say(
        "To update, download the newer AppImage where you got this one and use it in its place."
    ),
    Edition.FLATPAK: say("Updates come with your system’s others: flatpak update."),
    Edition.FOLDER: say(
        "To update, download the newer version where you got this one and use it in its place."
    ),
    Edition.WINDOWS: say(
        "To update, close this window, download the newer installer where you got this one, and "
        "run it."
    ),
    Edition.MACOS: say(
        "To update, quit, download the newer disk image where you got this one, and drag the "
        "program into Applications again."
    ),
}


def edition_of(
    *, frozen: bool, platform: str, program: str, environment: Mapping[str, str]
) -> Edition:
    """Tell the edition from what the running program sees of itself."""
    if "FLATPAK_ID" in environment:
        return Edition.FLATPAK
    if not frozen:
        return Edition.SOURCE
    if platform in {"win32", "darwin"}:
        return Edition.WINDOWS if platform == "win32" else Edition.MACOS
    if "APPIMAGE" in environment:
        return Edition.APPIMAGE
    return Edition.PACKAGE if program.startswith(_OF_PACKAGE) else Edition.FOLDER


def this_edition() -> Edition:
    """Return the edition of the program that runs."""
    return edition_of(
        frozen=bool(getattr(sys, "frozen", False)),
        platform=sys.platform,
        program=sys.executable,
        environment=os.environ,
    )


def how_to_update(edition: Edition) -> Text:
    """Say in plain words how a newer version is put in this one's place."""
    return _UPDATES[edition]
