"""Where the placeholders of one line stand, as the editor marks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from migma_desktop.core import placeholders
from migma_desktop.core.placeholders import ForeignKind
from migma_desktop.ui.editor.text_mirror import units

_BEGINNING = re.compile(r"\{+\s?[\w.\-]*")


class PlaceholderMark(NamedTuple):
    """A piece of a line in UTF-16 code units; no name means: it would arrive as it is written."""

    start: int
    end: int
    name: str
    has_fallback: bool = False

    def is_missing(self, missing: frozenset[str]) -> bool:
        """Tell whether people would read it as it is written, by the names without a value."""
        return not self.name or (self.name in missing and not self.has_fallback)


def placeholder_marks(line: str) -> Iterator[PlaceholderMark]:
    """Yield the placeholders of a line, and what only looks like one."""
    if "{{" not in line:
        return
    for mark in placeholders.marks(line):
        end = mark.end
        if mark.kind is ForeignKind.UNCLOSED:  # perhaps still being typed: spare what follows
            beginning = _BEGINNING.match(line, mark.start)
            end = beginning.end() if beginning else end
        start = units(line[: mark.start])
        yield PlaceholderMark(
            start, start + units(line[mark.start : end]), mark.name, mark.fallback is not None
        )
