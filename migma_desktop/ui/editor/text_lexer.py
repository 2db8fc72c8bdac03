"""Colours plain text: web addresses alone, since everything else means just what it says."""

from __future__ import annotations

import re

from migma_desktop.ui.editor.lexing import Style, Token

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_BEHIND = ".,;:!?)'"


class TextLexer:
    """Marks what will be a link; placeholders are marked in every language."""

    def lex(self, line: str, state: int) -> tuple[list[Token], int]:
        """Return the line's addresses; no line depends on the one before."""
        found = _ADDRESS.finditer(line)
        return [
            Token(match.start(), match.start() + len(match[0].rstrip(_BEHIND)), Style.LINK)
            for match in found
        ], 0

    def state_after(self, line: str, state: int) -> int:
        """There is but one state."""
        return 0
