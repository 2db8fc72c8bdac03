"""What a bundle is made of: which library each of its files comes from."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import distributions, packages_distributions
from pathlib import Path

from installers.project import COMMAND
from migma_desktop.core.ingredients import canonical, runtime_names


def foreign_modules() -> list[str]:
    """Return the installed modules that belong to no library of the program.

    Libraries use some others when they happen to be there. What is there for tests and tools must
    not change what people get.
    """
    needed = runtime_names() | {COMMAND}
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
