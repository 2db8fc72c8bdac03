"""Turn plain text into the HTML that people see of it: the same lines, with links to click."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from migma_desktop.core.placeholders import marks

_BETWEEN_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")
_PLACEHOLDER = r"\{\{[^{}\n]*+\}\}"
_LINK = re.compile(
    rf"""
      (?P<web>(?<![\w@/.])(?:https?://|www\.)(?:{_PLACEHOLDER}|[^\s<>"{{}}|\\^`])++)
    | (?P<mail>(?<![\w.+/-])[\w.+-]{{1,64}}+@(?:[\w-]{{1,63}}+\.)+[a-z]{{2,24}}\b(?![\w@-]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEHIND_ADDRESSES = ".,;:!?'*_"
_SPACES = re.compile(r"(?P<indent>(?<=\n) +)| {2,}")
_TAB = " " * 4


def to_html(text: str) -> str:
    """Return the HTML of a plain text.

    Paragraphs are what blank lines part; every line ends where it ended. Web and email addresses
    become links. Everything else is shown as it is written, tags and signs of Markdown included;
    placeholders stay placeholders.
    """
    paragraphs = _BETWEEN_PARAGRAPHS.split(text.expandtabs(len(_TAB)).strip("\n"))
    return "\n".join(f"<p>{_lines(each)}</p>" for each in paragraphs if each.strip())


def _lines(paragraph: str) -> str:
    paragraph = f"\n{paragraph}"  # so that its first line begins as every other one
    parts: list[str] = []
    at = 0
    for match in _LINK.finditer(paragraph):
        address = _address(match)
        if not address:
            continue
        parts += (_shown(paragraph[at : match.start()]), _link(address, is_web=bool(match["web"])))
        at = match.start() + len(address)
    parts.append(_shown(paragraph[at:]))
    return "".join(parts).replace("\n", "<br>\n").removeprefix("<br>\n")


def _address(match: re.Match[str]) -> str:
    """Return the address without the punctuation of the sentence around it."""
    address = match[0].rstrip(_BEHIND_ADDRESSES)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_BEHIND_ADDRESSES)
    bare = re.sub(r"^(?:https?://|www\.)", "", address, flags=re.IGNORECASE)
    return address if bare else ""


def _link(address: str, *, is_web: bool) -> str:
    target = address
    if not is_web:
        target = f"mailto:{address}"
    elif address[:4].lower() == "www.":
        target = f"https://{address}"
    return f'<a href="{_written(target, _in_attribute)}">{_written(address, _in_attribute)}</a>'


def _shown(text: str) -> str:
    return _written(text, _with_spaces)


def _with_spaces(text: str) -> str:
    """Keep spaces that HTML would draw together: tables and signatures are made of them."""
    return _SPACES.sub(_kept, escape(text, quote=False))


def _kept(spaces: re.Match[str]) -> str:
    if spaces["indent"]:
        return "&nbsp;" * len(spaces[0])
    return "&nbsp;" * (len(spaces[0]) - 1) + " "


def _in_attribute(text: str) -> str:
    return escape(text, quote=True)


def _written(text: str, escaped: Callable[[str], str]) -> str:
    """Escape a text. A placeholder stays one; what only looks like one doesn't become one."""
    parts: list[str] = []
    at = 0
    for mark in marks(text):
        inner = escape(text[mark.start : mark.end])
        if not mark.name and inner != text[mark.start : mark.end]:
            inner = inner.replace("{", "&#123;")
        parts += (escaped(text[at : mark.start]), inner)
        at = mark.end
    parts.append(escaped(text[at:]))
    return "".join(parts)
