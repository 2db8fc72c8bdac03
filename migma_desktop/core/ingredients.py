"""What the program is made of, under which licences: for the page that shows it.

A bundle carries the list as a file, written when it was built from what went into it. A checkout
reads it from the libraries as they are installed.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from migma_desktop.paths import resource

FILE = "licences.json"  # among a bundle's resources
NOT_TOLD = "see its text"

_PROGRAM = "migma-desktop"
_LICENCE_FILE = re.compile(r"(?:licen[cs]e|copying|notice)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_OSI = "License :: OSI Approved :: "
_CONTAINS = "Compiled into it, with the licences that their makers tell:"
_QT = re.compile(r"pyside6|shiboken6")


@dataclass(frozen=True, slots=True)
class Part:
    """A library that was compiled into another one, as its makers tell."""

    name: str
    version: str
    licence: str
    address: str  # a package URL


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One library, font or table of data."""

    name: str
    version: str
    licence: str  # in short: an SPDX expression where its makers give one
    text: str
    parts: tuple[Part, ...] = ()


def ingredients() -> list[Ingredient]:
    """Return what is inside, by name. Reads files: call it beside the GUI thread."""
    file = resource(FILE)
    if file.is_file():
        return read_back(file.read_text("utf-8"))
    return in_order([*of_libraries(runtime_names()), *not_libraries()])


def in_order(found: Iterable[Ingredient]) -> list[Ingredient]:
    """Sort as people look things up."""
    return sorted(found, key=lambda each: each.name.lower())


def as_json(found: Iterable[Ingredient]) -> str:
    """Return the list as it is kept in a bundle."""
    return json.dumps([asdict(each) for each in in_order(found)], indent=1) + "\n"


def read_back(text: str) -> list[Ingredient]:
    """Read a list as it is kept in a bundle."""
    return [
        Ingredient(**{**each, "parts": tuple(Part(**part) for part in each["parts"])})
        for each in json.loads(text)
    ]


def canonical(name: str) -> str:
    """Return a library's name as comparisons want it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def runtime_names() -> set[str]:
    """Return the names of the libraries that the program needs, with what they need in turn."""
    found: set[str] = set()
    waiting = [_PROGRAM]
    while waiting:
        name = canonical(waiting.pop())
        if name not in found:
            found.add(name)
            waiting += _needs(name)
    return found - {_PROGRAM}


def of_libraries(names: Iterable[str]) -> list[Ingredient]:
    """Describe installed libraries of Python; those for other systems are left out."""
    return [_describe(each) for name in names if (each := _installed(name)) is not None]


def not_libraries() -> list[Ingredient]:
    """Describe what no library of Python brings."""
    lgpl = "".join(resource(f"licences/{name}").read_text("utf-8") for name in _LGPL)
    chromium = resource("licences/chromium.txt").read_text("utf-8")
    found = [
        Ingredient("Chromium (in Qt WebEngine)", "", "BSD-3-Clause and others", chromium),
        Ingredient("Qt", _version_of("PySide6-Essentials"), "LGPL-3.0-only", lgpl),
        Ingredient("Python", platform.python_version(), "PSF-2.0", _of_python()),
    ]
    for name, licence, file in _DATA:
        found.append(Ingredient(name, "", licence, resource(file).read_text("utf-8")))
    return found


_LGPL = ("LGPL-3.0.txt", "GPL-3.0.txt")  # the first is a supplement to the second
_DATA = (
    ("Can I email (data)", "MIT", "caniemail/LICENSE"),
    ("Inter (font)", "OFL-1.1", "fonts/Inter-LICENSE.txt"),
    ("JetBrains Mono (font)", "OFL-1.1", "fonts/JetBrainsMono-LICENSE.txt"),
    ("Lucide (icons)", "ISC", "icons/LICENSE"),
)


def _describe(found: Distribution) -> Ingredient:
    name = found.metadata["Name"]
    text = "\n\n".join(_licence_texts(found))
    if not text and _QT.match(canonical(name)):
        text = resource(f"licences/{_LGPL[0]}").read_text("utf-8")
    parts = _parts_of(found)
    if parts:
        listed = "\n".join(f"  {each.name} {each.version}: {each.licence}" for each in parts)
        text = f"{text}\n\n{_CONTAINS}\n{listed}"
    return Ingredient(name, found.version, _licence_of(found), text, parts)


def _parts_of(found: Distribution) -> tuple[Part, ...]:
    """Read what was compiled into a library from its own bills of materials (PEP 770)."""
    parts = set()
    for file in found.files or ():
        if ".dist-info/sboms/" in file.as_posix() and file.suffix == ".json":
            bill = json.loads(Path(str(file.locate())).read_text("utf-8"))
            parts |= {_part(each) for each in bill.get("components", ())}
    return tuple(sorted(parts, key=lambda each: (each.name, each.version)))


def _part(component: Mapping[str, Any]) -> Part:
    told: Mapping[str, Any] = next(iter(component.get("licenses", ())), {})
    licence = told.get("expression") or told.get("license", {}).get("id") or NOT_TOLD
    address = component.get("purl", "").partition("?")[0]
    return Part(component["name"], component.get("version", ""), licence, address)


def _licence_of(found: Distribution) -> str:
    """Return a licence's name; older libraries name it in one of two other places, or nowhere."""
    told = found.metadata.get_all("License-Expression") or found.metadata.get_all("License") or []
    first = told[0].strip() if told else ""
    if first and "\n" not in first and first != "UNKNOWN":
        return first
    classes = found.metadata.get_all("Classifier") or []
    names = [each.removeprefix(_OSI) for each in classes if each.startswith(_OSI)]
    return ", ".join(names) or NOT_TOLD


def _licence_texts(found: Distribution) -> list[str]:
    texts = []
    for file in found.files or ():
        is_beside = ".dist-info/" in file.as_posix()
        if is_beside and _LICENCE_FILE.match(file.name):
            texts.append(Path(str(file.locate())).read_text("utf-8", "replace").strip())
    return texts


def _needs(name: str) -> list[str]:
    found = _installed(name)
    requirements = (found.requires if found is not None else None) or []
    names = (_NAME.match(each) for each in requirements if "extra ==" not in each)
    return [each[0] for each in names if each is not None]


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _version_of(name: str) -> str:
    found = _installed(name)
    return "" if found is None else found.version


def _of_python() -> str:
    """Return Python's licence, which lies beside its library, or with the Debian package."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(sys.base_prefix, "LICENSE.txt"),
        Path(f"/usr/share/doc/python{version}/copyright"),
    )
    for file in places:
        if file.is_file():
            return file.read_text("utf-8", "replace")
    return "https://docs.python.org/3/license.html"
