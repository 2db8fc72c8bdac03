"""A folder of Python files, parsed once, for the rules to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Module:
    """One file: its place below the root, its text and what it means."""

    place: str  # such as "migma_desktop/ui/theme.py"
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The package below ``migma_desktop`` that the file is in, or its own name on top."""
        parts = self.place.removesuffix(".py").split("/")
        return parts[1] if len(parts) > 1 else parts[0]

    @property
    def imports(self) -> set[str]:
        """The full names of all modules that the file imports, wherever in it."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                found.add(node.module)
                if node.module == "migma_desktop":
                    found |= {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    @property
    def calls(self) -> Iterator[ast.Call]:
        """All calls in the file."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


def read(root: Path, *folders: str) -> list[Module]:
    """Parse every Python file below the named folders of ``root``."""
    modules = []
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            text = file.read_text("utf-8")
            modules.append(Module(file.relative_to(root).as_posix(), text, ast.parse(text)))
    return modules
