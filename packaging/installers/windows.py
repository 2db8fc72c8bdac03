"""The installer for Windows, compiled by NSIS, which runs on Linux too."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.console import Stop

from installers.checks import Checks
from installers.project import COMMAND, NAME, PACKAGING, PUBLISHER, SUMMARY, repeatable, version

_SIGN_WITH = "MIGMA_WINDOWS_SIGN"  # a command that takes a file as its last word
_SCRIPT = PACKAGING / "windows" / "installer.nsi"
_PLACES = (Path(r"C:\Program Files (x86)\NSIS"), Path(r"C:\Program Files\NSIS"))


def build(folder: Path, target: Path, *, icon: Path) -> Path:
    """Compile the installer of a program's folder and return its file, below ``target``.

    Raises:
        Stop: NSIS is missing, or refuses the script.
    """
    for program in sorted(folder.glob("*.exe")):
        _sign(program)
    file = target / f"{COMMAND}-{version()}-setup.exe"
    definitions = {"VERSION": version(), "SOURCE": folder, "OUTPUT": file, "ICON": icon}
    sign = "/" if sys.platform == "win32" else "-"
    done = subprocess.run(
        [
            *(_makensis(), f"{sign}V2", f"{sign}WX"),  # warnings are errors
            *(f"{sign}D{name}={value}" for name, value in definitions.items()),
            str(_SCRIPT),
        ],
        env=repeatable(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Stop(f"NSIS refuses the installer:\n{done.stdout[-3000:]}")
    _sign(file)
    return file


def try_to_compile(work: Path, checks: Checks, *, icon: Path) -> None:
    """Compile the installer around a folder that only looks like the program's."""
    folder = work / "like-windows"
    (folder / "_internal").mkdir(parents=True, exist_ok=True)
    for name in (f"{NAME}.exe", f"{COMMAND}.exe", "_internal/some.dll"):
        (folder / name).write_bytes(b"MZ")
    file = build(folder, work, icon=icon)
    checks.holds("makensis", file.read_bytes()[:2] == b"MZ", bytes=file.stat().st_size)


def version_file() -> str:
    """Return what PyInstaller makes of the properties that Windows shows of the program."""
    numbers = tuple(int(part) for part in [*version().split("."), "0"][:4])
    strings = {
        "CompanyName": PUBLISHER,
        "FileDescription": NAME,
        "FileVersion": version(),
        "InternalName": COMMAND,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": NAME,
        "ProductVersion": version(),
        "Comments": SUMMARY,
    }
    table = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0,\n"
        "    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        f"  kids=[StringFileInfo([StringTable('040904B0', [{table}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


def _sign(file: Path) -> None:
    """Sign a file with the command that is given, if one is; see SIGNING.md. Raises Stop."""
    command = shlex.split(os.environ.get(_SIGN_WITH, ""))
    if command and subprocess.run([*command, str(file)], check=False).returncode != 0:
        raise Stop(f"{file.name} could not be signed; the command's own message is above.")


def _makensis() -> str:
    """Return NSIS's compiler. Raises Stop."""
    found = shutil.which("makensis")
    if found is None:
        found = next(
            (str(p / "makensis.exe") for p in _PLACES if (p / "makensis.exe").exists()), ""
        )
    if not found:
        raise Stop("This needs NSIS: https://nsis.sourceforge.io, or Debian's package nsis.")
    return found
