"""The logic of the PyInstaller spec, where it can be read, typed and tested."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from installers import contents, cutting, icu
from installers.project import APP_ID, COMMAND, NAME, version
from migma_desktop.core.ingredients import FILE, as_json

__all__ = ["APP_ID", "Collected", "Parts"]

_PACKAGE = "migma_desktop"
_NOT_USED = (
    *("tkinter", "_tkinter", "readline", "pydoc", "pdb", "doctest", "unittest", "test"),
    *("lxml.objectify", "lxml.isoschematron", "lxml.html.diff", "lxml.sax", "lxml.builder"),
    *("lxml.html._difflib", "_pydecimal"),
    # They fetch pages for a command of inscriptis; truststore could make them trust as it does.
    *("inscriptis.cli", "requests", "urllib3"),
    # The practice Migma for other clients is started from the sources; its server brings these.
    *("uvicorn", "click", "multiprocessing", "concurrent.futures.process"),
)
_FROM_SOURCES_ONLY = ("migma_desktop.sandbox.__main__", "migma_desktop.sandbox.loopback")
_NOT_RUN = ("pyi_rth_inspect", "pyi_rth_multiprocessing")  # for what nothing in the bundle does
_IN_SOURCES_ONLY = {"README.md"}
_LIBRARIES = {"BINARY", "EXTENSION"}


class Collected(NamedTuple):
    """A file that PyInstaller collected: its place in the bundle, its source, its kind."""

    place: str
    source: str
    kind: str


class Parts:
    """What the spec puts together. ``made`` is the folder of what was made before."""

    def __init__(self, *, root: Path, made: Path, platform: str = sys.platform) -> None:
        self._root = root
        self._made = made
        self._platform = platform
        self._before: dict[str, str] = {}  # what was made lighter, and where it came from
        self.version = version()

    def programs(self) -> list[tuple[str, bool]]:
        """Return each program's name, and whether it speaks to a terminal.

        On Windows a program is one or the other, so there are two: one for the start menu, and one
        for the command line, whose ``--version`` and exit codes are seen there.
        """
        if self._platform == "win32":
            return [(NAME, False), (COMMAND, True)]
        return [(COMMAND, self._platform != "darwin")]

    def datas(self) -> list[tuple[str, str]]:
        """Return the data files of the program and of its libraries, with their folders."""
        from PyInstaller.utils.hooks import collect_data_files

        resources = self._root / "resources"
        ours = [
            (str(file), str(Path(_PACKAGE, "_resources", file.relative_to(resources).parent)))
            for file in sorted(resources.rglob("*"))
            if file.is_file() and file.name not in _IN_SOURCES_ONLY
        ]
        spelling = collect_data_files("hunspell", includes=["**/*.aff", "**/*.dic"])
        return [*ours, *spelling]

    def hidden_imports(self) -> list[str]:
        """Return what is imported by name only: the program's own modules."""
        from PyInstaller.utils.hooks import collect_submodules

        return sorted(set(collect_submodules(_PACKAGE)) - {*_FROM_SOURCES_ONLY})

    def excludes(self) -> list[str]:
        """Return the modules that stay out even where something would import them."""
        import PySide6

        bindings = cutting.unused_bindings(
            self._root / _PACKAGE, Path(PySide6.__file__ or "").parent
        )
        # Two libraries for spelling: one is compiled, the other is for where that can't be had.
        spare = ["spylls"] if find_spec("hunspell") is not None else []
        return [*_NOT_USED, *spare, *bindings, *contents.foreign_modules()]

    def cut(
        self, binaries: Iterable[tuple[str, str, str]], datas: Iterable[tuple[str, str, str]]
    ) -> tuple[list[Collected], list[Collected]]:
        """Return what of the collected files stays."""
        kept = [_collected(entry) for entry in binaries if cutting.is_wanted(_posix(entry[0]))]
        data = [_collected(entry) for entry in datas if cutting.is_wanted(_posix(entry[0]))]
        data = [entry for entry in data if not self._is_of_system(entry)]
        kept = self._without_orphans([entry for entry in kept if not self._is_of_system(entry)])
        places = {_posix(entry.place) for entry in kept}
        kept, data = [[self._lighter(entry) for entry in table] for table in (kept, data)]
        # PyInstaller keeps a link at the top for each library below PySide6.
        data = [e for e in data if e.kind != "SYMLINK" or _target(e) in places]
        return kept, data

    def scripts(self, scripts: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
        """Return what is run before the program: PyInstaller's steps that it needs.

        The others load modules of Python and Qt before the command line is read. On Linux Qt finds
        its plugins by itself, and a variable that says where would go on to other Qt programs.
        """
        left_out = _NOT_RUN + (("pyi_rth_pyside6",) if self._platform == "linux" else ())
        return [script for script in scripts if script[0] not in left_out]

    def licences(self, analysis: Any) -> Collected:
        """Write the list of what is inside, from where each file came, and put it inside."""
        sources = [
            Path(self._before.get(entry[1], entry[1]))
            for table in (analysis.binaries, analysis.datas, analysis.pure)
            for entry in table
            if entry[1]
        ]
        file = self._made / FILE
        file.write_text(as_json(contents.ingredients_of(sources)), "utf-8")
        return Collected(str(Path(_PACKAGE, "_resources", FILE)), str(file), "DATA")

    def icon(self) -> str | None:
        """Return the program's icon, for the systems that have it in the program itself."""
        name = {"win32": "app.ico", "darwin": "app.icns"}.get(self._platform)
        return None if name is None else str(self._made / name)

    def version_file(self) -> str | None:
        """Return what Windows shows as the program's properties."""
        return str(self._made / "version.txt") if self._platform == "win32" else None

    def info_plist(self) -> dict[str, Any]:
        """Return what macOS is told of the program."""
        file = self._root / "packaging" / "macos" / "Info.plist"
        found: dict[str, Any] = plistlib.loads(file.read_bytes())
        return {**found, "CFBundleShortVersionString": self.version}

    def _without_orphans(self, binaries: list[Collected]) -> list[Collected]:
        """Drop the libraries of Qt that nothing asks for any more, and what only they needed."""
        from PyInstaller.depend.bindepend import get_imports

        by_name: dict[str, Collected] = {}
        for entry in binaries:
            by_name.setdefault(Path(entry.place).name.lower(), entry)

        def needs(name: str) -> list[str]:
            entry = by_name.get(name)
            if entry is None:
                return []
            return [Path(found[0]).name.lower() for found in get_imports(entry.source)]

        roots = [name for name, entry in by_name.items() if entry.kind == "EXTENSION"]
        roots += [name for name, entry in by_name.items() if self._starts_something(entry)]
        stay = cutting.reachable(roots, needs)
        return [entry for entry in binaries if Path(entry.place).name.lower() in stay]

    def _lighter(self, entry: Collected) -> Collected:
        """Take from a file what nobody here reads: symbols for debuggers, unused tables."""
        source = Path(entry.source)
        copy = self._made / "lighter" / _posix(entry.place)
        if entry.kind == "SYMLINK":
            return entry
        if icu.is_of_chromium(source):
            made = icu.trim_of_chromium(source, copy)
        elif self._platform == "linux" and icu.is_library(source) and icu.can_trim_library():
            made = icu.trim_library(source, copy)
        elif self._has_symbols(entry) and shutil.which("strip") is not None:
            copy.parent.mkdir(parents=True, exist_ok=True)
            made = Path(shutil.copyfile(source, copy))
            subprocess.run(["strip", "--strip-unneeded", str(copy)], check=True)
        else:
            return entry
        self._before[str(made)] = entry.source
        return entry._replace(source=str(made))

    def _has_symbols(self, entry: Collected) -> bool:
        """Tell whether a library may have symbols: Qt's have none, but for those of ICU."""
        if self._platform != "linux" or entry.kind not in _LIBRARIES:
            return False
        is_of_qt = "PySide6" in entry.place or "shiboken6" in entry.place
        return not is_of_qt or Path(entry.place).name.startswith("libicu")

    def _is_of_system(self, entry: Collected) -> bool:
        """Tell whether a library belongs to the Linux system that this is built on.

        A package asks its system for those, so that they get its security updates; an AppImage
        takes them along by itself. Python is the exception: people need not have it.
        """
        is_python = Path(entry.place).name.startswith("libpython")
        return self._platform == "linux" and cutting.is_system_path(entry.source) and not is_python

    def _starts_something(self, entry: Collected) -> bool:
        """Tell whether a file is loaded by its path or run: a plugin, a process, Python itself."""
        place = _posix(entry.place)
        if "/plugins/" in place or "QtWebEngineProcess" in place:
            return True
        name = Path(place).name.lower()
        return name.startswith(("libpython", "python3"))


def _collected(entry: tuple[str, str, str]) -> Collected:
    return Collected(*entry)


def _posix(place: str) -> str:
    return place.replace("\\", "/")


def _target(entry: Collected) -> str:
    """Return the place that a link of the bundle points to."""
    return _posix(str(Path(entry.place).parent / entry.source))
