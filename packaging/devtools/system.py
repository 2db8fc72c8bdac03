"""What Qt needs from a Linux system: find what is missing, install it, or say what to type."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from devtools import debian
from devtools.console import Stop, say

_ALWAYS = (
    "Qt/libexec/QtWebEngineProcess",
    "Qt/lib/libQt6WebEngineWidgets.so.6",
    "Qt/plugins/platforms/libqoffscreen.so",
)
_FOR_X11 = (
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/xcbglintegrations/libqxcb-egl-integration.so",
    "Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so",
)
_FOR_WAYLAND = (
    "Qt/plugins/platforms/libqwayland.so",
    "Qt/plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
)
_FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
_MACHINE = f"{platform.machine()}-linux-gnu"
_NOT_FOUND = re.compile(r"^\s*(\S+) => not found$", re.MULTILINE)
_CANDIDATE = re.compile(r"^(\S+):\n(?:  .*\n)*?  Candidate: (?!\(none\))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Needs:
    """What one use of the program asks of a Linux system."""

    x11: bool = False
    wayland: bool = False
    programs: tuple[str, ...] = ()
    programs_required: bool = False
    headers: bool = False  # what an AppImage's first part is compiled from

    @property
    def key(self) -> str:
        """Name these needs, to remember that they were met."""
        windows = [name for name in ("x11", "wayland") if getattr(self, name)]
        required = ["required"] if self.programs_required else []
        headers = ["headers"] if self.headers else []
        return " ".join(["offscreen", *windows, *self.programs, *required, *headers])

    def binaries(self, pyside: Path) -> list[Path]:
        """Return the files whose libraries must all be there."""
        names = _ALWAYS + (_FOR_X11 if self.x11 else ()) + (_FOR_WAYLAND if self.wayland else ())
        return [pyside / name for name in names if (pyside / name).exists()]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a system lacks: without libraries nothing starts, the rest is wished for."""

    libraries: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.libraries or self.programs or self.fonts or self.headers)

    def packages(self) -> set[str]:
        """Return the Debian packages that hold what is missing, as far as they are known."""
        of_libraries = {debian.package_of(library) for library in self.libraries} - {None}
        return (
            {name for name in of_libraries if name}
            | {debian.PROGRAMS[name] for name in self.programs}
            | {debian.FONTS[name] for name in self.fonts}
            | {debian.HEADERS[name] for name in self.headers}
        )


def provide(needs: Needs, *, pyside: Path) -> None:
    """Install what is missing where that is possible.

    Raises:
        Stop: something without which nothing works is missing; the text says what to type.
    """
    if sys.platform != "linux":
        return
    missing = _look(needs, pyside)
    if missing and _is_debian():
        _install(missing.packages())
        missing = _look(needs, pyside)
    tools = [*missing.programs, *missing.headers]
    fatal = [*missing.libraries, *(tools if needs.programs_required else [])]
    if fatal:
        raise Stop(_advice(fatal, missing))
    if missing:
        say(f"Going on without {', '.join([*missing.programs, *missing.fonts])}.")


def provide_venv() -> None:
    """See to it that Python can make virtual environments; Debian ships that part by itself.

    Raises:
        Stop: it cannot, and may not be installed from here; the text says what to type.
    """
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if sys.platform == "linux" and _is_debian():
        _install({package})
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip") is not None:
            return
        raise Stop(
            "This Python cannot make virtual environments. Type:\n"
            f"    sudo apt-get install -y {package}\nthen type the same command again."
        )
    raise Stop(
        "This Python cannot make virtual environments: its module ensurepip is missing. Install the"
        " package of your system that holds it, then type the same command again."
    )


def libraries_not_found(ldd_output: str) -> list[str]:
    """Read from the output of ``ldd`` which libraries are missing, each once."""
    return sorted(set(_NOT_FOUND.findall(ldd_output)))


def installable(apt_policy: str) -> set[str]:
    """Read from the output of ``apt-cache policy`` which packages can be installed."""
    return set(_CANDIDATE.findall(apt_policy))


def _look(needs: Needs, pyside: Path) -> Missing:
    programs = [name for name in needs.programs if shutil.which(name) is None]
    fonts = [name for name in debian.FONTS if not _has_font(name)]
    headers = [name for name in debian.HEADERS if needs.headers and not _has_header(name)]
    return Missing(_missing_libraries(needs.binaries(pyside)), programs, fonts, headers)


def _missing_libraries(binaries: list[Path]) -> list[str]:
    if shutil.which("ldd") is None:
        return []
    return libraries_not_found(_ask("ldd", *map(str, binaries)))


def _has_header(name: str) -> bool:
    # Debian puts what differs between machines into folders of their names.
    return any(Path("/usr/include", folder, name).exists() for folder in ("", _MACHINE))


def _has_font(file: str) -> bool:
    return any(any(folder.rglob(file)) for folder in _FONT_FOLDERS if folder.is_dir())


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    apt = shutil.which("apt-get") is not None
    return apt and release.exists() and debian.is_debian(release.read_text("utf-8"))


def _install(packages: set[str]) -> None:
    """Install packages by apt if this user may; what then is still missing tells the caller."""
    rights = _rights()
    if rights is None or not packages:
        return
    say(f"Installing from the system's packages: {' '.join(sorted(packages))} …")
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    _show(*apt, "update")
    _show(*apt, "install", "--yes", "--no-install-recommends", *_known_names(packages))


def _known_names(packages: set[str]) -> list[str]:
    """Return the names that this release of Debian or Ubuntu gives the packages."""
    names = [*packages, *(f"{name}t64" for name in packages)]
    known = installable(_ask("apt-cache", "policy", *sorted(names)))
    return debian.choose(packages, exists=known.__contains__)


def _rights() -> list[str] | None:
    """Return what to put before a command that needs the administrator, or None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _status("sudo", "-n", "true") == 0:
        return ["sudo", "-n"]
    return None


def _advice(fatal: list[str], missing: Missing) -> str:
    head = f"This computer lacks something that the program needs: {', '.join(fatal)}."
    if not _is_debian():
        return f"{head}\nInstall the packages of your system that hold them, then try again."
    packages = " ".join(_known_names(missing.packages()))
    return (
        f"{head}\nType:\n    sudo apt-get update && sudo apt-get install -y {packages}\n"
        "then type the same command again."
    )


def _ask(*command: str) -> str:
    """Return what a command prints, in English whatever the user's language."""
    return subprocess.run(
        command,
        env={**os.environ, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    ).stdout


def _show(*command: str) -> None:
    """Run a command whose output is progress."""
    subprocess.run(command, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False)


def _status(*command: str) -> int:
    return subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode
