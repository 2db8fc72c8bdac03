"""Write words into Markdown so that they read as they are, whatever signs they hold."""

from __future__ import annotations

import re

# python-markdown knows a backslash before these alone: \`*_{}[]()>#+-.!| (its ESCAPED_CHARS).
_INLINE = re.compile(
    r"""
      (?P<backslash>\\(?=[\\`*_{}\[\]()>\#+\-.!|]))
    | (?P<sign>`|\*|(?<![^\W_])_|_(?![^\W_])|\{)
    | (?P<link>(?<=\])[(\[])
    | (?P<tag><(?=[A-Za-z/!?]))
    | (?P<entity>&(?=\#?\w{1,32};))
    """,
    re.VERBOSE,
)
_START = re.compile(
    r"""
      (?P<sign>\#{1,6}(?=\s|$)|\#|[+-](?=\s|$)|>|```|~~~|\[(?=[^\]]{0,500}\]:))
    | (?P<rule>(?:[=:|-]\s*)+$)
    | (?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)
    """,
    re.VERBOSE,
)


def escaped(words: str) -> str:
    """Return words without any that mean something inside a line."""
    return _INLINE.sub(_inline, words)


def escaped_start(line: str) -> str:
    """Return a line, its words escaped, that is no heading, list, quotation or divider."""
    match = _START.match(line)
    if match is None:
        return line
    if match["number"]:
        number = match["number"]
        return f"{number}\\{line[len(number) :]}"
    if line[0] in "=:~":  # signs that know no backslash
        return f"&#{ord(line[0])};{line[1:]}"
    if line[0] == "|":
        return f"&#124;{line[1:]}"
    return f"\\{line}"


def _inline(match: re.Match[str]) -> str:
    if match["tag"]:
        return "&lt;"
    return "&amp;" if match["entity"] else f"\\{match[0]}"
