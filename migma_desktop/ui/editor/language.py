"""The two ways of writing an email's source."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """What the editor's text is; the values are those of core's ContentSource."""

    MARKDOWN = "markdown"  # the Write view
    HTML = "html"
