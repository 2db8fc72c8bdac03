"""How the lines of a text file end."""

from __future__ import annotations

from enum import StrEnum


class LineEnding(StrEnum):
    """How a file ends its lines; inside the program a line always ends with ``\\n``."""

    LF = "\n"
    CRLF = "\r\n"
    CR = "\r"

    @property
    def label(self) -> str:
        """The name that editors show."""
        return self.name

    @classmethod
    def most_used(cls, text: str) -> LineEnding:
        """Return the ending that most lines of a text have; LF for a text of one line."""
        crlf = text.count("\r\n")
        counts = {
            cls.LF: text.count("\n") - crlf,
            cls.CRLF: crlf,
            cls.CR: text.count("\r") - crlf,
        }
        return max(counts, key=lambda ending: counts[ending])
