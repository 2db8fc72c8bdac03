"""What a bundle is made of: which library each of its files comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, distributions, packages_distributions
from pathlib import Path

from installers.project import COMMAND

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def canonical(name: str) -> str:
    """Return a distribution's name as comparisons want it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def runtime_names() -> set[str]:
    """Return the names of what the program needs, with what that needs in turn."""
    found: set[str] = set()
    waiting = [COMMAND]
    while waiting:
        name = canonical(waiting.pop())
        if name in found:
            continue
        found.add(name)
        waiting += _wants(name)
    return found


def foreign_modules() -> list[str]:
    """Return the installed modules that belong to no library of the program.

    Libraries use some others when they happen to be there. What is there for tests and tools must
    not change what people get.
    """
    needed = runtime_names()
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if not any(canonical(owner) in needed for owner in owners)
    )


def owners(files: Iterable[Path]) -> dict[Path, str]:
    """Return which distribution each file belongs to; those of none are left out."""
    table: dict[Path, str] = {}
    for each in distributions():
        for file in each.files or ():
            table[Path(str(each.locate_file(file))).resolve()] = each.metadata["Name"]
    return {file: table[file.resolve()] for file in files if file.resolve() in table}


def _wants(name: str) -> list[str]:
    try:
        found: Distribution = distribution(name)
    except ModuleNotFoundError:  # for another system
        return []
    wanted = []
    for requirement in found.requires or ():
        name_of = _NAME.match(requirement)
        if name_of is not None and "extra ==" not in requirement:
            wanted.append(name_of[0])
    return wanted
