"""What of Qt goes into the bundle. PyInstaller takes all that might be used; this keeps what is.

The rules speak of a file's place in the bundle, with forward slashes. They hold on each system: the
plugins' names differ in prefix and ending only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath

PLUGINS: Mapping[str, Mapping[str, str]] = {
    "platforms": {
        "qxcb": "windows on X11",
        "qwayland": "windows on Wayland",
        "qoffscreen": "the tour without a display",
        "qwindows": "windows on Windows",
        "qcocoa": "windows on macOS",
    },
    "platforminputcontexts": {
        "composeplatforminputcontextplugin": "dead keys and the Compose key",
        "ibusplatforminputcontextplugin": "writing Chinese, Japanese, Korean and more",
        "fcitx5platforminputcontextplugin": "the same by Fcitx, where Qt ships it",
    },
    "platformthemes": {
        "qgtk3": "GNOME's file dialogs and fonts",
        "qxdgdesktopportal": "file dialogs from the portal, in a Flatpak too",
    },
    "styles": {"qmodernwindowsstyle": "Windows", "qmacstyle": "macOS"},
    "iconengines": {"qsvgicon": "sharp icons"},
    "imageformats": {
        "qsvg": "icons and logo",
        "qjpeg": "pictures of templates and avatars",
        "qgif": "pictures that are pasted or dropped",
        "qwebp": "pictures that are pasted or dropped",
    },
    "networkinformation": {
        "qglib": "notices a connection that comes back (GNOME)",
        "qnetworkmanager": "notices a connection that comes back (NetworkManager)",
        "qnetworklistmanager": "notices a connection that comes back (Windows)",
        "qscnetworkreachability": "notices a connection that comes back (macOS)",
        "qapplenetworkinformation": "notices a connection that comes back (macOS)",
    },
    "wayland-decoration-client": {
        "adwaita": "window frames on GNOME",
        "bradient": "window frames where there are none else",
    },
    "wayland-graphics-integration-client": {},
    "wayland-shell-integration": {"xdg-shell": "windows on Wayland"},
    "xcbglintegrations": {},
}
"""Every plugin that stays, and what it is there for."""

LANGUAGES = ("en-US",)  # those that the program speaks; Chromium's own few texts are in them
_TRANSLATIONS = tuple(f"qtwebengine_locales/{language}.pak" for language in LANGUAGES)

_SOURCES = (".c", ".cpp", ".h", ".pxd", ".pxi", ".pyx", ".pyi", ".py", ".typed")
_READ_OF_METADATA = ("METADATA", "entry_points.txt")
_FINDS_BY_METADATA = re.compile(r"(keyring|markdown)-")  # their back ends and extensions
_SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")

_BINDING = re.compile(rb"PySide6\.(Qt\w+)\0")
_LOCALE_FOLDER = re.compile(r"(?:^|/)([A-Za-z]{2,3}(?:[-_]\w+)?)\.lproj/|qtwebengine_locales/")


def plugin_name(file: str) -> str:
    """Return a plugin's name without what a system adds: ``libqxcb.so`` is ``qxcb``."""
    stem = PurePosixPath(file).name.split(".")[0]
    return stem.removeprefix("lib")


def is_wanted(place: str) -> bool:
    """Tell whether a file that PyInstaller collected belongs into the bundle.

    Shared libraries are not decided here: they stay if something that stays asks for them.
    """
    parts = PurePosixPath(place).parts
    if place.endswith(_SOURCES):
        return False
    if any(part.endswith(".dist-info") for part in parts):
        return parts[-1] in _READ_OF_METADATA and bool(_FINDS_BY_METADATA.match(place))
    if "PySide6" not in parts:
        return True
    if "plugins" in parts:
        folder, *rest = parts[parts.index("plugins") + 1 :]
        return bool(rest) and plugin_name(rest[-1]) in PLUGINS.get(folder, {})
    if "qml" in parts or "devtools" in place:
        return False
    if "translations" in parts or _LOCALE_FOLDER.search(place):
        return place.endswith(_TRANSLATIONS)
    return True


def is_system_path(path: str) -> bool:
    """Tell whether a library was found among those of the Linux system."""
    return path.startswith(_SYSTEM_FOLDERS) and "-packages/" not in path


def reachable(roots: Iterable[str], needs: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the roots and all that they ask for, directly or not."""
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += needs(name)
    return seen


def unused_bindings(package: Path, bindings: Path) -> list[str]:
    """Return the modules of PySide6 that the program doesn't import, nor those that it does.

    PyInstaller's hooks bring the bindings of every library that the web engine is linked with. The
    bindings themselves name the ones that they need.
    """
    there = {file.name.split(".")[0]: file for file in bindings.glob("Qt*.*") if _is_binary(file)}

    def needs(name: str) -> Collection[str]:
        file = there.get(name)
        found = _BINDING.findall(file.read_bytes()) if file is not None else []
        return {each.decode() for each in found}

    used = reachable(imported_bindings(package), needs)
    return sorted(f"PySide6.{name}" for name in there if name not in used)


def imported_bindings(package: Path) -> set[str]:
    """Return the modules of PySide6 that the sources in a folder import."""
    found: set[str] = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                found.add((node.module or "").split(".")[1])
    return found


def _is_binary(file: Path) -> bool:
    return file.suffix in (".so", ".pyd")
