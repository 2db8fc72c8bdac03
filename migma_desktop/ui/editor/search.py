"""Find and replace. Qt's regular expressions count like its documents and give up in time.

A pattern such as ``(a+)+$`` can keep Python's ``re`` busy for hours; PCRE2 has a limit on its work
and reports it after some 30 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRegularExpression, QRegularExpressionMatch

from migma_desktop.ui.editor.places import Span

MOST_MATCHES = 5_000
"""More are neither counted nor marked; "Replace all" replaces them nevertheless."""

_REFERENCE = re.compile(r"\$(\d{1,2}|\$)|\\(\d{1,2}|[nt\\])")
_LETTERS = {"n": "\n", "t": "\t", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for."""

    text: str
    match_case: bool = False
    whole_word: bool = False
    is_regex: bool = False


class BadPattern(Exception):
    """The regular expression can't be used. ``reason`` is PCRE2's, ``at`` an index in it."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def compiled(query: Query) -> QRegularExpression:
    """Return the query as an expression. Raises BadPattern."""
    option = QRegularExpression.PatternOption
    options = option.MultilineOption | option.UseUnicodePropertiesOption
    if not query.match_case:
        options |= option.CaseInsensitiveOption
    pattern = query.text if query.is_regex else QRegularExpression.escape(query.text)
    if query.whole_word:
        # \b would fail beside signs: a search for "{{name}}" as a whole word should find it
        pattern = rf"(?<!\w)(?:{pattern})(?!\w)"
    expression = QRegularExpression(pattern, options)
    if not expression.isValid():
        own = QRegularExpression(query.text, options)  # so that the index is the user's
        raise BadPattern(own.errorString() or expression.errorString(), own.patternErrorOffset())
    return expression


def find_all(query: Query, text: str) -> list[Span]:
    """Return where a text holds the query, in document positions. Raises BadPattern."""
    found: list[Span] = []
    for match in _matches(query, text):
        found.append(Span(match.capturedStart(), match.capturedEnd()))
        if len(found) == MOST_MATCHES:
            break
    return found


def replaced(query: Query, text: str, replacement: str) -> tuple[str, int]:
    """Return a text with every match replaced, and their number. Raises BadPattern."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    parts: list[bytes] = []
    reached = count = 0
    for match in _matches(query, text):
        parts.append(encoded[2 * reached : 2 * match.capturedStart()])
        parts.append(_filled(query, match, replacement).encode("utf-16-le", "surrogatepass"))
        reached = match.capturedEnd()
        count += 1
    parts.append(encoded[2 * reached :])
    return b"".join(parts).decode("utf-16-le", "surrogatepass"), count


def replacement_at(query: Query, text: str, span: Span, replacement: str) -> str | None:
    """Return what takes the place of one match; None when there is no match at that place."""
    match = compiled(query).match(text, span.start)
    if not match.hasMatch() or (match.capturedStart(), match.capturedEnd()) != span:
        return None
    return _filled(query, match, replacement)


def _matches(query: Query, text: str) -> Iterator[QRegularExpressionMatch]:
    if not query.text:
        return
    expression = compiled(query)
    iterator = expression.globalMatch(text)
    reached = 0
    while iterator.hasNext():
        match = iterator.next()
        reached = match.capturedEnd()
        yield match
    # The iterator ends alike when all is found and when PCRE2 gave up; a single match tells.
    if not iterator.isValid() and not expression.match(text, reached).isValid():
        raise BadPattern("", -1)


def _filled(query: Query, match: QRegularExpressionMatch, replacement: str) -> str:
    """Put what the groups caught into a replacement such as ``$2 $1``."""
    if not query.is_regex:
        return replacement

    def group(reference: re.Match[str]) -> str:
        name = reference[1] or reference[2]
        if name.isdecimal():
            return match.captured(int(name))
        return _LETTERS.get(name, name)

    return _REFERENCE.sub(group, replacement)
