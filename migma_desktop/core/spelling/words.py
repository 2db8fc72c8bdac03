"""The words in a piece of text that a dictionary can judge.

Left out: placeholders of any program, addresses, names of files, what holds digits, short
abbreviations (VAT), names written in camel case (PayPal), and what is glued to a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple


class Word(NamedTuple):
    """A word of a line: where it stands, as written, and how it reads."""

    start: int
    end: int
    text: str  # entities are read: caf&eacute; is café


Span = tuple[int, int]

LONGEST = 60  # letters; what is longer is no word
_SHORTEST = 2
_ABBREVIATION = 5  # capitals up to so many are one

_NO_WORDS = re.compile(
    r"\{\{.*?(?:\}\}+|$)|\{%.*?%\}|<%.*?%>|\*\|.*?\|\*|\[\[.*?\]\]|\$\{.*?\}"
    r"|%%?[A-Za-z_][\w.]*%%?"
    r"|(?:https?://|ftp://|mailto:|tel:|www\.)[^\s<>\"'()\[\]{}]*"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)*"  # hello@acme.com
    r"|(?<![\w&])[@#]\w+"
    r"|\b\w+(?:\.\w+)+\b(?:/[^\s<>\"']*)?",  # acme.com/shop, letter.html, e.g
    re.IGNORECASE,
)
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_JOINERS = "\u00ad\u200b\u200c\u200d\u2060"  # soft hyphen, and what is not seen
_MARKS = "\u0300-\u036f"  # accents that are characters of their own
_WORDLIKE = re.compile(rf"(?:[\w{_MARKS}{_JOINERS}'’ʼ]|{_ENTITY})+")
_PIECE = re.compile(rf"{_ENTITY}|[^&]", re.DOTALL)
_INSIDE = re.compile(rf"[\w{_MARKS}{_JOINERS}'’ʼ]")
_UNSEEN = re.compile(rf"[{_JOINERS}]")
_EDGES = "'’ʼ_"  # quotes around a word, and what Markdown makes italics of
_CAMEL = re.compile(r"[a-zß-öø-ÿ](?=[A-ZÀ-ÖØ-Þ])")


def words(line: str, runs: Sequence[Span]) -> Iterator[Word]:
    """Yield the words in some pieces of a line, those that the line is read in."""
    if not runs:
        return
    barred = [match.span() for match in _NO_WORDS.finditer(line)]
    for start, end in runs:
        for match in _WORDLIKE.finditer(line, start, end):
            for word in _read(match[0], match.start()):
                if is_word(word.text) and not _touches(word, barred):
                    yield word


def is_word(text: str) -> bool:
    """Tell whether a dictionary can judge it."""
    if not _SHORTEST <= len(text) <= LONGEST:
        return False
    if any(letter.isdigit() or letter == "_" for letter in text):
        return False
    if text.isupper():
        return len(text) > _ABBREVIATION
    return _CAMEL.search(text) is None


def _read(written: str, at: int) -> Iterator[Word]:
    """Yield the words of a run of letters, apostrophes and entities."""
    if "&" not in written:
        inner = written.lstrip(_EDGES)
        start = at + len(written) - len(inner)
        inner = inner.rstrip(_EDGES)
        yield Word(start, start + len(inner), _plain(inner))
        return
    letters: list[Word] = []
    for piece in _PIECE.finditer(written):
        read = unescape(piece[0])
        if len(read) == 1 and _INSIDE.match(read):
            letters.append(Word(at + piece.start(), at + piece.end(), read))
            continue
        yield from _joined(letters)
        letters = []
    yield from _joined(letters)


def _joined(letters: Sequence[Word]) -> Iterator[Word]:
    while letters and letters[0].text in _EDGES:
        letters = letters[1:]
    while letters and letters[-1].text in _EDGES:
        letters = letters[:-1]
    if letters:
        text = "".join(letter.text for letter in letters)
        yield Word(letters[0].start, letters[-1].end, _plain(text))


def _plain(text: str) -> str:
    """Return a word as dictionaries have it."""
    if text.isascii():
        return text
    return _UNSEEN.sub("", text).replace("’", "'").replace("ʼ", "'")


def _touches(word: Word, barred: Sequence[Span]) -> bool:
    """Tell whether a word lies in, or is glued to, what holds no words."""
    return any(start <= word.end and word.start <= end for start, end in barred)
