"""What a bundle is made of: which library each of its files comes from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import distributions, packages_distributions
from pathlib import Path

from installers.project import COMMAND
from migma_desktop.core.ingredients import (
    Ingredient,
    canonical,
    not_libraries,
    of_libraries,
    runtime_names,
)

_BUILDER = "pyinstaller"
_BUILDERS_LICENCE = "GPL-2.0-or-later WITH Bootloader-exception"


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


def ingredients_of(files: Iterable[Path]) -> list[Ingredient]:
    """Describe all that the files of a bundle come from, and what makes a folder of them."""
    names = {_owners().get(file.resolve(), "") for file in files} - {"", COMMAND, _BUILDER}
    builder = [
        Ingredient("PyInstaller (starts the program)", each.version, _BUILDERS_LICENCE, each.text)
        for each in of_libraries([_BUILDER])
    ]
    return [*of_libraries(sorted(names)), *not_libraries(), *builder]


@cache
def _owners() -> dict[Path, str]:
    """Return which library each installed file belongs to."""
    return {
        Path(str(each.locate_file(file))).resolve(): canonical(each.metadata["Name"])
        for each in distributions()
        for file in each.files or ()
    }
