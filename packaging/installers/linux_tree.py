"""How the program lies in a Linux system: the same below ``/usr``, an AppImage and a Flatpak."""

from __future__ import annotations

import gzip
import os
import shutil
import time
from pathlib import Path

from installers import pictures
from installers.project import APP_ID, COMMAND, PACKAGING, RESOURCES, commit_time, version

_SOURCES = PACKAGING / "linux"


def lay_out(bundle: Path, usr: Path) -> None:
    """Copy the bundle below ``usr`` with all that tells the desktop of it."""
    library = usr / "lib" / COMMAND
    shutil.copytree(bundle, library, symlinks=True)
    _link(usr / "bin" / COMMAND, f"../lib/{COMMAND}/{COMMAND}")
    describe(usr)


def describe(usr: Path) -> None:
    """Write the desktop entry, the icons, the store's page, the kinds of files and the manual."""
    _fill(f"{APP_ID}.desktop", usr / "share/applications")
    _fill(f"{APP_ID}.metainfo.xml", usr / "share/metainfo")
    _fill(f"{APP_ID}.xml", usr / "share/mime/packages")
    manual = _filled(f"{COMMAND}.1").encode()
    compressed(usr / f"share/man/man1/{COMMAND}.1.gz", manual)
    for size in pictures.HICOLOR:
        folder = usr / f"share/icons/hicolor/{size}x{size}/apps"
        folder.mkdir(parents=True)
        (folder / f"{APP_ID}.png").write_bytes(pictures.draw(size))
    scalable = usr / "share/icons/hicolor/scalable/apps"
    scalable.mkdir(parents=True)
    shutil.copyfile(RESOURCES / "icons/app.svg", scalable / f"{APP_ID}.svg")


def settle(root: Path) -> None:
    """Give each file the commit's time and the usual rights, so that builds are alike."""
    for file in (*root.rglob("*"), root):
        if not file.is_symlink():
            is_library = ".so" in file.suffixes  # wheels mark them as programs
            runs = file.is_dir() or (bool(file.stat().st_mode & 0o100) and not is_library)
            file.chmod(0o755 if runs else 0o644)
    date(root)


def date(folder: Path) -> None:
    """Give a folder and what is in it the commit's time."""
    for file in (*folder.rglob("*"), folder):
        os.utime(file, (commit_time(), commit_time()), follow_symlinks=False)


def compressed(target: Path, data: bytes) -> None:
    """Write a file as gzip, with nothing in it that changes from run to run."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(data, mtime=0))


def _fill(name: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(_filled(name), "utf-8")


def _filled(name: str) -> str:
    day = time.strftime("%Y-%m-%d", time.gmtime(commit_time()))
    text = (_SOURCES / name).read_text("utf-8")
    return text.replace("@VERSION@", version()).replace("@DATE@", day)


def _link(link: Path, target: str) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
