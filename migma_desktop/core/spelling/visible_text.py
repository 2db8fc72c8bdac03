"""Which parts of a source people read, line by line.

Each scanner takes a line and the state at its start, and returns the words with the state at its
end. If that is the one it was before an edit, everything below is still right, so a keystroke
costs a line (see ``spell_check``).

In HTML and MJML that is what stands between the tags, with ``alt`` and ``title``; in Markdown
what is left without its signs, addresses and code; in plain text everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from migma_desktop.core.spelling.words import Span, Word, words


class Way(StrEnum):
    """How a source is written; the values are those of ``ContentSource``."""

    MARKDOWN = "markdown"
    HTML = "html"
    MJML = "mjml"
    TEXT = "text"


class Scanned(NamedTuple):
    """The words of a line, and the state at its end."""

    words: tuple[Word, ...]
    state: int


class Scanner(Protocol):
    """Reads one line at a time."""

    def scan(self, line: str, state: int) -> Scanned:
        """Return what people read in a line; ``state`` is 0 at the start of a text."""
        ...


# ---- HTML and MJML ----

_PLACES = range(7)
_CONTENT, _TAG, _DOUBLE, _SINGLE, _SHOWN_DOUBLE, _SHOWN_SINGLE, _COMMENT = _PLACES
# What the elements around are; a state is a place plus 8 times the sum of these.
_IN_STYLE, _IN_SCRIPT, _IN_CODE = 8, 16, 32

_RAW = {"style": _IN_STYLE, "mj-style": _IN_STYLE, "script": _IN_SCRIPT}
_CODE = frozenset({"code", "kbd", "samp", "tt", "var"})
_SHOWN = frozenset({"alt", "title"})
_ENDS = {
    _IN_STYLE: re.compile(r"</(?:mj-)?style\b", re.IGNORECASE),
    _IN_SCRIPT: re.compile(r"</script\b", re.IGNORECASE),
}
_MARKUP = re.compile(r"<!--|</?(?P<name>[A-Za-z][^\s<>/\"'=]*)|<[!?][^>]*>?|\{\{.*?\}\}|<%.*?%>")
_IN_TAG = re.compile(
    r"/?>|\"|'|=\s*(?:\{\{[^{}]*\}\}|[^\s\"'<>=`])+|<|(?P<name>[^\s\"'<>/={}]+)|\{\{.*?\}\}"
)
# A word that goes on beyond one of these is no word for a dictionary: <b>W</b>elcome.
_INLINE = re.compile(
    r"(?<=\w)</?(?:a|abbr|b|big|em|font|i|mark|s|small|span|strong|sub|sup|u)\b[^<>]*>(?=\w)",
    re.IGNORECASE,
)


class HtmlScanner:
    """Reads HTML, and MJML, which differs in the names of its tags alone."""

    def scan(self, line: str, state: int) -> Scanned:
        """Return what people read in a line."""
        scan = _HtmlScan(line, state)
        found = tuple(words(line, scan.runs))
        if found and "<" in line:
            torn = [match.span() for match in _INLINE.finditer(line)]
            if torn:
                found = tuple(word for word in found if not _is_torn(word, torn))
        return Scanned(found, scan.place + scan.around)


def _is_torn(word: Word, tags: Sequence[Span]) -> bool:
    return any(word.end == start or word.start == end for start, end in tags)


class _HtmlScan:
    """One pass over one line."""

    def __init__(self, line: str, state: int) -> None:
        self.line = line
        self.place = state % 8
        self.around = state - self.place
        self.runs: list[Span] = []
        self._at = 0
        self._attribute = ""
        self._opened = ""  # the name of the start tag that is being read
        while self._at < len(line):
            if self.place == _CONTENT:
                self._content()
            elif self.place == _TAG:
                self._tag()
            elif self.place == _COMMENT:
                self._until("-->", _CONTENT)
            else:
                self._value()

    def _content(self) -> None:
        raw = self.around & (_IN_STYLE | _IN_SCRIPT)
        if raw:
            end = _ENDS[raw].search(self.line, self._at)
            self._at = len(self.line) if end is None else end.start()
            if end is None:
                return
            self.around -= raw
        match = _MARKUP.search(self.line, self._at)
        end_of_text = len(self.line) if match is None else match.start()
        if not self.around & _IN_CODE and end_of_text > self._at:
            self.runs.append((self._at, end_of_text))
        self._at = len(self.line) if match is None else match.end()
        if match is None:
            return
        if match[0] == "<!--":
            self.place = _COMMENT
        elif match["name"] is not None:
            self.place = _TAG
            self._begin(match["name"].lower(), is_end=match[0].startswith("</"))

    def _begin(self, name: str, *, is_end: bool) -> None:
        self._attribute = ""
        if name in _CODE:
            self.around = self.around & ~_IN_CODE if is_end else self.around | _IN_CODE
        elif name in _RAW and not is_end:
            self.around |= _RAW[name]

    def _tag(self) -> None:
        match = _IN_TAG.search(self.line, self._at)
        if match is None:
            self._at = len(self.line)
            return
        self._at = match.end()
        sign = match[0]
        if sign.endswith(">"):
            self.place = _CONTENT
            if sign == "/>":
                self.around &= ~(_IN_STYLE | _IN_SCRIPT)
        elif sign == "<":
            self.place, self._at = _CONTENT, match.start()
            self.around &= ~(_IN_STYLE | _IN_SCRIPT)
        elif sign in {'"', "'"}:
            shown = self._attribute in _SHOWN
            if sign == '"':
                self.place = _SHOWN_DOUBLE if shown else _DOUBLE
            else:
                self.place = _SHOWN_SINGLE if shown else _SINGLE
        elif match["name"] is not None:
            self._attribute = match["name"].lower()

    def _value(self) -> None:
        start = self._at
        sign = '"' if self.place in {_DOUBLE, _SHOWN_DOUBLE} else "'"
        is_shown = self.place in {_SHOWN_DOUBLE, _SHOWN_SINGLE}
        end = self._until(sign, _TAG)
        if is_shown:
            self.runs.append((start, end))

    def _until(self, mark: str, following: int) -> int:
        """Go behind a mark; return where it stands."""
        found = self.line.find(mark, self._at)
        if found < 0:
            self._at = len(self.line)
            return self._at
        self._at = found + len(mark)
        self.place = following
        return found


# ---- Markdown ----

_TEXT, _BACKTICKS, _TILDES = range(3)
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_REFERENCE = re.compile(r" {0,3}\[[^\]]+\]:\s*\S+")
_SIGNS = re.compile(
    r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"  # code
    r"|(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)"  # where a link leads
    r"|(?<=\])\[[^\[\]]*\]"  # what a link's address is called
    r"|<!--.*?(?:-->|$)|</?[A-Za-z][^<>]*>|<[^\s<>]+>"
    r"|(?<!\{)\{(?::|\ *[.#]\w)[^{}]*\}(?!\})"  # how a block looks
)


class MarkdownScanner:
    """Reads Markdown; the state tells in which kind of code block a line begins."""

    def scan(self, line: str, state: int) -> Scanned:
        """Return what people read in a line."""
        fence = _FENCE.match(line)
        if state != _TEXT:
            sign = "`" if state == _BACKTICKS else "~"
            ends = fence and fence[1][0] == sign and not line[fence.end() :].strip()
            return Scanned((), _TEXT if ends else state)
        if fence:
            return Scanned((), _BACKTICKS if fence[1][0] == "`" else _TILDES)
        if _REFERENCE.match(line):
            return Scanned((), _TEXT)
        runs, reached = [], 0
        for mark in _SIGNS.finditer(line):
            runs.append((reached, mark.start()))
            reached = mark.end()
        runs.append((reached, len(line)))
        return Scanned(tuple(words(line, runs)), _TEXT)


class TextScanner:
    """Reads plain text."""

    def scan(self, line: str, state: int) -> Scanned:
        """Return what people read in a line: all of it."""
        return Scanned(tuple(words(line, [(0, len(line))])), state)


SCANNERS: dict[Way, Scanner] = {
    Way.HTML: HtmlScanner(),
    Way.MJML: HtmlScanner(),
    Way.MARKDOWN: MarkdownScanner(),
    Way.TEXT: TextScanner(),
}
