"""Which signs of Markdown a writer need not see: those that only say how words look.

They stay in the text, and show on the line in which one writes. On all others headings are large
without their #, links are underlined words without an address, buttons are chips.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from migma_desktop.ui.editor.lexing import Style, Token

_SIGNS = re.compile(r"\s*#{1,6}\s+|\*{1,3}|_{1,3}|\\")
_LINK = re.compile(r"!?\[[^\[\]]+\]\(")
_DIVIDER = re.compile(r" {0,3}([-*_])\s*(?:\1\s*){2,}$")
_TABLE_RULE = re.compile(r"[\s|:-]*\|[\s|:-]*")
_PARTS = re.compile(
    r"\[(?P<button>[^\[\]]{1,200})\]\([^()\s]{0,2000}\)\{[^{}\n]{0,60}\.button[^{}\n]{0,60}\}"
    r"|!\[(?P<image>[^\[\]]{1,200})\]\([^()\s]{0,2000}\)"
)
_BUTTON_LOOK = ".button"


class Part(Enum):
    """What is drawn below the words of a part."""

    BUTTON = auto()
    IMAGE = auto()
    DIVIDER = auto()


def quiet_spans(line: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a line that can go unseen; the line is widened, as its tokens are."""
    for number, token in enumerate(tokens):
        if _is_quiet(line, token):
            on_top = (each for each in tokens[number + 1 :] if each.style is not Style.MARK)
            yield from _less(token, on_top)


def parts(line: str) -> Iterator[tuple[Part, int, int]]:
    """Yield what is drawn below a line's words: where the words of a button or image stand."""
    if _DIVIDER.match(line):
        yield Part.DIVIDER, 0, len(line)
    elif "](" in line:
        for match in _PARTS.finditer(line):
            kind = Part.BUTTON if match["button"] else Part.IMAGE
            yield kind, *match.span("button" if match["button"] else "image")


def _is_quiet(line: str, token: Token) -> bool:
    text = line[token.start : token.end]
    if token.style is Style.LOOK:
        return _BUTTON_LOOK in text
    if token.style is not Style.MARK:
        return False
    if len(text) == len(line) and (_DIVIDER.fullmatch(text) or _TABLE_RULE.fullmatch(text)):
        return True
    if _LINK.match(text):
        return True
    return _SIGNS.fullmatch(text) is not None and bool(line[token.end :].strip() or token.start)


def _less(token: Token, on_top: Iterator[Token]) -> Iterator[tuple[int, int]]:
    at = token.start
    for each in sorted(on_top):
        if each.start >= token.end or each.end <= at:
            continue
        if each.start > at:
            yield at, each.start
        at = each.end
    if at < token.end:
        yield at, token.end
