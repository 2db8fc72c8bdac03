"""The rules of the house.  Each takes modules and returns its faults as sentences."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping

from tests.architecture.source_tree import Module

LONGEST_FILE = 400

# Imports point inward.  What may look into every room ties the rooms together.
_INWARD: Mapping[str, frozenset[str]] = {
    "core": frozenset({"core"}),
    "api": frozenset({"api", "core"}),
    "storage": frozenset({"storage", "core"}),
    "sandbox": frozenset({"sandbox", "core"}),
    "dns": frozenset({"dns", "core"}),
    "ui": frozenset({"ui", "core"}),
    "practice": frozenset({"api", "core", "sandbox"}),  # joins the sandbox to a client
    "outside": frozenset({"api", "core", "storage"}),  # what app.py loads when it is wanted
    "handover": frozenset({"core"}),  # speaks to the program that runs already, before Qt is there
    "loading": frozenset(),
    "paths": frozenset(),
    "logs": frozenset(),
    "commandline": frozenset(),
}
_SEES_EVERYTHING = frozenset({"app", "first_light", "launch", "__main__", "tour"})
_FOR_ALL = frozenset({"paths", "logs", "__version__"})

# Where a library is at home.  A library that is not named here may be imported anywhere.
_HOMES: Mapping[str, tuple[str, ...]] = {
    "PySide6": ("migma_desktop/ui/",),
    "shiboken6": ("migma_desktop/ui/",),
    "qasync": ("migma_desktop/ui/async_runtime.py",),
    "httpx": ("migma_desktop/api/",),
    "truststore": ("migma_desktop/api/",),
    "dns": ("migma_desktop/dns/",),
    "sqlite3": ("migma_desktop/storage/",),
    "keyring": ("migma_desktop/storage/",),
    "starlette": ("migma_desktop/sandbox/",),
    "uvicorn": ("migma_desktop/sandbox/",),
    "markdown": ("migma_desktop/core/",),
    "css_inline": ("migma_desktop/core/",),
    "platformdirs": ("migma_desktop/paths.py",),
}

_APPLICATIONS = frozenset({"QApplication", "QGuiApplication", "QCoreApplication"})


def outward_imports(modules: Iterable[Module]) -> list[str]:
    """Name imports of one room from another that it must not know."""
    faults = []
    for module in modules:
        if module.room in _SEES_EVERYTHING or module.place == "migma_desktop/__init__.py":
            continue
        allowed = _INWARD.get(module.room)
        if allowed is None:
            faults.append(f"{module.place} stands in no known room")
            continue
        for name in sorted(module.imports):
            parts = name.split(".")
            if parts[0] != "migma_desktop" or len(parts) == 1:
                continue
            if parts[1] not in allowed | _FOR_ALL:
                faults.append(f"{module.place} imports {name}")
    return faults


def libraries_away_from_home(modules: Iterable[Module]) -> list[str]:
    """Name libraries that are imported outside the place that hides them from the rest."""
    return [
        f"{module.place} imports {name}"
        for module in modules
        for name in sorted(module.imports)
        if not module.place.startswith(_HOMES.get(name.split(".")[0], ("",)))
    ]


def undeclared_libraries(
    modules: Iterable[Module], *, declared: Iterable[str], homes: Mapping[str, list[str]]
) -> list[str]:
    """Name imported libraries that only happen to be there.

    Args:
        modules: the program.
        declared: the distributions that ``pyproject.toml`` names.
        homes: for each importable name, the distributions that bring it.
    """
    known = {_normal(name) for name in declared}
    faults = []
    for module in modules:
        for top in sorted({name.split(".")[0] for name in module.imports}):
            if top in sys.stdlib_module_names or top == "migma_desktop":
                continue
            if not known & {_normal(name) for name in homes.get(top, [])}:
                faults.append(f"{module.place} imports {top}, which pyproject.toml does not name")
    return faults


def long_files(modules: Iterable[Module]) -> list[str]:
    """Name files in which a reader loses sight of the whole."""
    return [
        f"{module.place} has {lines} lines"
        for module in modules
        if (lines := len(module.text.splitlines())) > LONGEST_FILE
    ]


def global_applications(modules: Iterable[Module]) -> list[str]:
    """Name places that fetch the application from thin air instead of being given it."""
    return [
        f"{module.place}:{call.lineno} fetches the application by instance()"
        for module in modules
        for call in module.calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "instance"
        and _last_name(call.func.value) in _APPLICATIONS
    ]


def formatted_translations(modules: Iterable[Module]) -> list[str]:
    """Name texts that no translator can find, since they are put together before ``tr()``."""
    return [
        f"{module.place}:{call.lineno} translates a text that is formatted first"
        for module in modules
        for call in module.calls
        if _last_name(call.func) in {"tr", "translate"}
        and any(isinstance(argument, ast.JoinedStr) for argument in call.args)
    ]


def missing_docstrings(modules: Iterable[Module]) -> list[str]:
    """Name public modules that do not say what they are for."""
    return [
        f"{module.place} has no docstring"
        for module in modules
        if module.text.strip() and ast.get_docstring(module.tree) is None
    ]


def re_exports(modules: Iterable[Module]) -> list[str]:
    """Name packages whose ``__init__`` imports: everything is imported from where it is."""
    return [
        f"{module.place} imports something"
        for module in modules
        if module.place.endswith("/__init__.py") and module.imports - {"__future__"}
    ]


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _normal(distribution: str) -> str:
    return distribution.lower().replace("_", "-").replace(".", "-")
