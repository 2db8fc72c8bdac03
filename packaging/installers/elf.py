"""The programs and libraries in a folder, on Linux."""

from __future__ import annotations

from pathlib import Path

OF_A_DESKTOP = ("libqgtk3.so",)
"""Plugins that need a toolkit of the system's, and are left alone where it isn't there."""

_MAGIC = b"\x7fELF"


def objects(folder: Path) -> list[Path]:
    """Return every file below a folder that the dynamic linker loads or the kernel runs."""
    return sorted(file for file in folder.rglob("*") if _is_elf(file))


def _is_elf(file: Path) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC
