"""What the two lexers share: the kinds of tokens, and the rules for colouring line by line.

Pygments was considered. Its HtmlLexer is a regular-expression machine over the whole text: it
can't start in the middle, so that every keystroke would colour 250 KB again (about 250 ms), and
within one long line it is slower than these few patterns. A QSyntaxHighlighter wants the opposite:
one line, the state at its start, and the state at its end. If that end state is the one it was
before, all lines below are still right.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple, Protocol

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Style(IntEnum):
    """How a piece of source is shown."""

    TAG = 1  # <table>, </td>
    ATTRIBUTE = 2
    STRING = 3  # an attribute's value, a CSS string
    COMMENT = 4
    ENTITY = 5  # &nbsp;
    KEYWORD = 6  # doctype, @media, !important
    SELECTOR = 7
    PROPERTY = 8
    VALUE = 9  # a CSS value
    PLACEHOLDER = 10
    MISSING = 21  # a placeholder without a value
    HEADING_1 = 11
    HEADING_2 = 12
    HEADING_3 = 13
    BOLD = 14
    ITALIC = 15
    BOLD_ITALIC = 16
    CODE = 17
    LINK = 18
    QUOTE = 19
    MARK = 20  # signs of Markdown that are not part of what is read
    LOOK = 22  # {.button}: how the part before it looks


class Token(NamedTuple):
    """A styled piece of one line, in UTF-16 code units. Later tokens lie on top of earlier ones."""

    start: int
    end: int
    style: Style


class Lexer(Protocol):
    """Colours one line at a time."""

    def lex(self, line: str, state: int) -> tuple[list[Token], int]:
        """Return the line's tokens and the state at its end; ``state`` is that at its start.

        A state below 0 means: nothing known of the line before.
        """
        ...

    def state_after(self, line: str, state: int) -> int:
        """Return the state after a line that is too long to be coloured, cheaply."""
        ...


def widened(line: str) -> str:
    """Return a line in which Python's indexes are Qt's: an emoji takes two places, as in UTF-16."""
    return line if line.isascii() else _ASTRAL.sub("\ufffd\ufffd", line)
