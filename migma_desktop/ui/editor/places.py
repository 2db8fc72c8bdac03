"""Places in the editor: a piece of its document, a line of it that is in view."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock


class Span(NamedTuple):
    """A piece of the document, in document positions."""

    start: int
    end: int


class ShownLine(NamedTuple):
    """A line that is at least partly in view."""

    block: QTextBlock
    text: str
    area: QRectF  # in the viewport
