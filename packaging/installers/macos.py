"""The disk image for macOS: signed where a name to sign with is given, then packed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

from devtools.console import Stop, say

from installers.project import COMMAND, NAME, PACKAGING, version

ENTITLEMENTS = PACKAGING / "macos" / "entitlements.plist"
_SIGN_AS = "MIGMA_MACOS_IDENTITY"  # such as "Developer ID Application: …"; see SIGNING.md
_PROCESS = "QtWebEngineProcess"


def build(application: Path, work: Path, target: Path) -> Path:
    """Sign the application and pack it with a link to Applications. Raises Stop."""
    sign(application)
    folder = work / "dmg"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(application, folder / application.name, symlinks=True)
    (folder / "Applications").symlink_to("/Applications")
    file = target / f"{COMMAND}-{version()}-{platform.machine()}.dmg"
    file.unlink(missing_ok=True)
    _run(
        *("hdiutil", "create", "-volname", NAME, "-srcfolder", str(folder)),
        *("-fs", "HFS+", "-format", "ULMO", str(file)),
    )
    return file


def sign(application: Path) -> None:
    """Sign everything inside, the innermost first, and then the whole."""
    identity = os.environ.get(_SIGN_AS, "")
    if not identity:
        say(f"{_SIGN_AS} isn't set, so the application is signed for this computer only.")
    for file in signing_order(application):
        _run(*signing_command(file, identity=identity))


def signing_order(application: Path) -> list[Path]:
    """Return what must be signed by itself, in order: libraries, the engine's processes, all."""
    inside = application / "Contents"
    libraries = [
        file
        for file in sorted(inside.rglob("*"))
        if file.suffix in (".dylib", ".so") and not file.is_symlink()
    ]
    frameworks = [each for each in inside.rglob("*.framework") if not each.is_symlink()]
    processes = [each for each in inside.rglob(f"{_PROCESS}.app") if not each.is_symlink()]
    deepest = sorted({*frameworks, *processes}, key=lambda each: (-len(each.parts), str(each)))
    return [*libraries, *deepest, application]


def signing_command(file: Path, *, identity: str) -> list[str]:
    """Return the command that signs a file; what runs by itself gets the entitlements."""
    words = ["codesign", "--force", "--sign", identity or "-"]
    if identity:
        words += ["--timestamp", "--options", "runtime"]
    if file.suffix == ".app":
        words += ["--entitlements", str(ENTITLEMENTS)]
    return [*words, str(file)]


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Stop(f"{command[0]} failed:\n{done.stderr.strip()[-3000:]}")
