"""The ways of writing an email's source."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """What the editor's text is; the values are those of core's ContentSource."""

    MARKDOWN = "markdown"  # the Write view
    HTML = "html"
    MJML = "mjml"
    TEXT = "text"

    @property
    def is_code(self) -> bool:
        """Whether it is written in tags, for which lines are numbered and letters equally wide."""
        return self in {Language.HTML, Language.MJML}
