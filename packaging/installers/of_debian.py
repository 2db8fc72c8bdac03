"""What an AppImage takes along from the Debian system that it is built on, with the licences."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from devtools.console import Stop

from installers.project import repeatable
from migma_desktop.core.ingredients import NOT_TOLD, Ingredient

_LICENCE = re.compile(r"^License: *(\S.*)$", re.MULTILINE)
_COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.-]*[A-Za-z0-9])")
_DOCUMENTS = Path("/usr/share/doc")
_TEXTS = Path("/usr/share/common-licenses")


def packages_of(files: Iterable[Path]) -> list[Ingredient]:
    """Return the packages that hold some files, by name, each with the text of its licences."""
    # A pattern of folder and name: dpkg may know the file as /lib/… or as /usr/lib/…
    patterns = sorted({f"*/{file.parent.name}/{file.name}" for file in files})
    owners = _ask("dpkg-query", "--search", *patterns)
    names = sorted({line.split(":")[0] for line in owners.splitlines()})
    told = _ask("dpkg-query", "--show", "--showformat", r"${Package} ${Version}\n", *names)
    return [describe(*line.split()) for line in told.splitlines()]


def describe(name: str, version: str, *, documents: Path = _DOCUMENTS) -> Ingredient:
    """Describe a package by the file that Debian asks of each (Debian Policy, section 12.5)."""
    file = documents / name / "copyright"
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    named = dict.fromkeys(_LICENCE.findall(text)) if text.startswith("Format:") else {}
    return Ingredient(name, version, ", ".join(named) or NOT_TOLD, text)


def texts_meant_by(packages: Iterable[Ingredient], *, texts: Path = _TEXTS) -> list[Ingredient]:
    """Return the licences whose text Debian keeps once for all packages: others haven't them."""
    names = {name for each in packages for name in _COMMON.findall(each.text)}
    return [
        Ingredient(f"{name} (text of the licence)", "", name, (texts / name).read_text("utf-8"))
        for name in sorted(names)
        if (texts / name).is_file()
    ]


def _ask(*command: str) -> str:
    done = subprocess.run(command, env=repeatable(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Stop(f"{command[0]} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout
