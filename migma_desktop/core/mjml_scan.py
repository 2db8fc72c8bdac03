"""Walk over the tags of an MJML source, and find where it breaks its rules.

The compiler names a place for some mistakes only. What people get wrong (a tag that isn't closed,
a lone "<", a value without quotes) is found here, at its line. One pass, in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from migma_desktop.core.texts import Text, say

DEEPEST = 150
"""Tags inside each other. The compiler's own stack ends the program at some thousands."""

TAGS = frozenset(
    {
        *("mjml", "mj-head", "mj-body", "mj-attributes", "mj-all", "mj-class", "mj-breakpoint"),
        *("mj-font", "mj-html-attributes", "mj-html-attribute", "mj-selector", "mj-preview"),
        *("mj-style", "mj-title", "mj-accordion", "mj-accordion-element", "mj-accordion-title"),
        *("mj-accordion-text", "mj-button", "mj-carousel", "mj-carousel-image", "mj-column"),
        *("mj-divider", "mj-group", "mj-hero", "mj-image", "mj-navbar", "mj-navbar-link"),
        *("mj-raw", "mj-section", "mj-social", "mj-social-element", "mj-spacer", "mj-table"),
        *("mj-text", "mj-wrapper", "mj-include"),
    }
)
"""What the compiler knows, from the MJML 4 documentation (documentation.mjml.io)."""

_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    }
)
_TOKEN = re.compile(
    r"""
      (?P<comment><!--(?:[^-]++|-(?!->))*+-->)
    | <(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*+)(?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>
    | (?P<stray><)
    """,
    re.VERBOSE,
)
_BARE_VALUE = re.compile(r"""(?<![\w"'])[\w:.-]+\s*=\s*(?!["'\s])[^\s"'>]+""")
_VALUES = re.compile(r"\"[^\"]*\"|'[^']*'")
_STRAYS_ALLOWED = 20  # each of them may have read up to the end of the text


class Fault(NamedTuple):
    """A mistake, at its place: offsets in the source, and the line counted from 1."""

    start: int
    end: int
    line: int
    text: Text
    advice: Text


def texts(source: str) -> Iterator[tuple[int, int]]:
    """Yield where text stands between tags and comments."""
    at = 0
    for match in _tokens(source):
        if match["stray"]:
            continue
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < len(source):
        yield at, len(source)


def too_deep(source: str) -> Fault | None:
    """Return where tags stand in each other deeper than the compiler can bear, if they do.

    An end tag counts for the tag opened last alone: nothing then makes a source look shallower
    than it is.
    """
    if source.count("<") <= DEEPEST:
        return None
    opened: list[str] = []
    for match in _tokens(source):
        name = match["name"]
        if name is None or _is_empty(match):
            continue
        if not match["end"]:
            opened.append(name)
            if len(opened) > DEEPEST:
                return _Places(source).fault(match, _TOO_DEEP, _LESS_DEEP)
        elif opened and opened[-1] == name:
            opened.pop()
    return None


def faults(source: str) -> Iterator[Fault]:
    """Yield the mistakes that keep a source from being read, in the order of their discovery."""
    at = _Places(source)
    opened: list[re.Match[str]] = []
    has_begun = is_over = False
    reached = 0
    for match in _tokens(source):
        name = match["name"]
        if not opened and source[reached : match.start()].strip():
            yield at.fault_at(reached, match.start(), *(_AFTER if is_over else _NO_ROOT))
            return
        reached = match.end()
        if match["stray"]:
            yield _stray(at, match, source)
        if name is None:
            continue
        if is_over or not (has_begun or name == "mjml"):
            yield at.fault(match, *(_AFTER if is_over else _NO_ROOT))
            return
        has_begun = True
        if match["end"]:
            yield from _closed(at, match, opened)
            is_over = not opened
            continue
        if bare := _BARE_VALUE.search(_VALUES.sub(_blank, match["attributes"])):
            start = match.start("attributes") + bare.start()
            yield at.fault_at(start, start + len(bare[0]), _BARE, _BARE_ADVICE)
        if name == "mj-include":
            yield at.fault(match, _INCLUDE, _INCLUDE_ADVICE)
        if not _is_empty(match):
            opened.append(match)
    for match in reversed(opened):
        yield _unclosed(at, match)
    if not has_begun:
        yield at.fault_at(0, 0, *_NO_ROOT)
    elif is_over and source[reached:].strip():
        yield at.fault_at(reached, len(source), *_AFTER)


def unknown_tags(source: str) -> Iterator[tuple[Fault, str]]:
    """Yield the tags that look like MJML's and are none, with the one that was probably meant."""
    at = _Places(source)
    for match in _tokens(source):
        name = match["name"]
        if name is None or match["end"] or not name.startswith("mj") or name in TAGS:
            continue
        close = get_close_matches(name, TAGS, n=1)
        yield (
            at.fault_at(
                match.start("name"),
                match.end("name"),
                say("<{name}> is not a part of MJML.", name=name),
                say("It is left out of the email, or shown as it is. Did you mean <{close}>?",
                    close=close[0])
                if close
                else say("It is left out of the email, or shown as it is. Take it away."),
            ),
            close[0] if close else "",
        )  # fmt: skip


def fault_at(source: str, start: int, end: int, text: Text, advice: Text) -> Fault:
    """Return a fault with its line."""
    return _Places(source).fault_at(start, end, text, advice)


_TOO_DEEP = say("The tags are nested too deeply.")
_LESS_DEEP = say("Take some of the levels away: the email can't be shown or sent like this.")
_STRAY = say("There is a “<” that begins no tag.")
_STRAY_ADVICE = say("Write &lt; where people should read the sign itself.")
_COMMENT = say("A comment is never closed.")
_COMMENT_ADVICE = say("Write --> where it ends.")
_QUOTE = say("This tag doesn't end, or one of its quotes doesn't.")
_QUOTE_ADVICE = say("Look for the missing > or the missing quote.")
_BARE = say("A value has no quotes around it.")
_BARE_ADVICE = say('Write it between quotes, such as color="red".')
_NO_ROOT = (
    say("It doesn't begin with <mjml>."),
    say(
        "MJML begins with <mjml><mj-body> and ends with </mj-body></mjml>. If this is ordinary "
        "HTML, choose HTML above the text."
    ),
)
_AFTER = (
    say("Something stands behind </mjml>."),
    say("Move it between <mj-body> and </mj-body>, or take it away."),
)
_INCLUDE = say("<mj-include> asks for another file.")
_INCLUDE_ADVICE = say(
    "An email is made of what stands here alone: no other file is read. Paste the other file's "
    "text in the place of this tag."
)


def _closed(at: _Places, match: re.Match[str], opened: list[re.Match[str]]) -> Iterator[Fault]:
    name = match["name"]
    if name in _VOID:
        return
    if not any(each["name"] == name for each in opened):
        yield at.fault(
            match,
            say("</{name}> closes a tag that was never opened.", name=name),
            say("Take it away, or write <{name}> before it.", name=name),
        )
        return
    while (last := opened.pop())["name"] != name:
        yield _unclosed(at, last)


def _stray(at: _Places, match: re.Match[str], source: str) -> Fault:
    if source.startswith("<!--", match.start()):
        return at.fault(match, _COMMENT, _COMMENT_ADVICE)
    if source[match.end() : match.end() + 1].isalpha():
        return at.fault(match, _QUOTE, _QUOTE_ADVICE)
    return at.fault(match, _STRAY, _STRAY_ADVICE)


def _unclosed(at: _Places, match: re.Match[str]) -> Fault:
    name = match["name"]
    if name.lower() in _VOID:
        return at.fault(
            match,
            say("<{name}> is written in capitals.", name=name),
            say("MJML reads it in small letters alone: write <{name}>.", name=name.lower()),
        )
    return at.fault(
        match,
        say("<{name}> is never closed.", name=name),
        say("Write </{name}> where it ends.", name=name),
    )


def _tokens(source: str) -> Iterator[re.Match[str]]:
    strays = 0
    for match in _TOKEN.finditer(source):
        strays += match["stray"] is not None
        if strays > _STRAYS_ALLOWED:
            return
        yield match


def _is_empty(match: re.Match[str]) -> bool:
    return match["attributes"].rstrip().endswith("/") or match["name"] in _VOID


def _blank(match: re.Match[str]) -> str:
    return '"' + " " * (len(match[0]) - 2) + '"'


class _Places:
    """Counts lines once, however many places are asked for."""

    def __init__(self, source: str) -> None:
        self._source = source

    def fault(self, match: re.Match[str], text: Text, advice: Text) -> Fault:
        return self.fault_at(match.start(), match.end(), text, advice)

    def fault_at(self, start: int, end: int, text: Text, advice: Text) -> Fault:
        line = self._source.count("\n", 0, start) + 1
        return Fault(start, end, line, text, advice)
