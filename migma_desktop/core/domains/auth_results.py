"""Reading Authentication-Results as receivers really write them (RFC 8601, section 2.2).

Microsoft leaves out who says it, Yahoo ends with a semicolon, others put values into quotes or
comments inside comments. The strict parser at hand (authres 1.2, of 2019) refuses the first two,
so this one takes what can be understood and leaves the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_METHOD = re.compile(r"\s*([A-Za-z][\w-]*)(?:\s*/\s*\d+)?\s*=\s*([A-Za-z]\w*)")
_PROPERTY = re.compile(r"([A-Za-z][\w.-]*)\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^\s;]+)")
_METHODS_LONGEST = 200  # results of one line that are read; nobody writes that many


@dataclass(frozen=True, slots=True)
class MethodResult:
    """What one check came to."""

    method: str  # "spf", "dkim", "dmarc"…
    result: str  # "pass", "fail", "none"…
    properties: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    comment: str = ""

    def value(self, *names: str) -> str:
        """Return the first of these properties that is there."""
        return next((self.properties[name] for name in names if name in self.properties), "")


@dataclass(frozen=True, slots=True)
class AuthResults:
    """One line of results."""

    server: str  # who says so (authserv-id); empty where that is left out
    results: tuple[MethodResult, ...]

    def of(self, method: str) -> list[MethodResult]:
        """Return the results of one method."""
        return [result for result in self.results if result.method == method]


def parse_results(text: str) -> AuthResults:
    """Read the value of one header, unfolded or not. What can't be read is left out."""
    parts = _parts(text)
    server = ""
    first = parts[0][0].strip() if parts else ""
    if first and not _METHOD.match(first):
        server = first.split()[0].strip('"').lower()
        parts = parts[1:]
    read = (_read_result(plain, comment) for plain, comment in parts[:_METHODS_LONGEST])
    return AuthResults(server, tuple(result for result in read if result is not None))


def _read_result(plain: str, comment: str) -> MethodResult | None:
    head = _METHOD.match(plain)
    if head is None:
        return None
    properties = {
        found[1].lower(): _unquoted(found[2]) for found in _PROPERTY.finditer(plain, head.end())
    }
    return MethodResult(head[1].lower(), head[2].lower(), properties, comment)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def _parts(text: str) -> list[tuple[str, str]]:
    """Cut at the semicolons that stand in no comment and no quotes; return text and comments."""
    parts: list[tuple[str, str]] = []
    plain: list[str] = []
    comment: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in " ".join(text.split()):
        if escaped or char == "\\":
            escaped = not escaped
            (comment if depth else plain).append(char)
        elif char == '"' and not depth:
            quoted = not quoted
            plain.append(char)
        elif quoted:
            plain.append(char)
        elif char in "()":
            depth = max(depth + (1 if char == "(" else -1), 0)
            (comment if depth else plain).append(" ")
        elif char == ";" and not depth:
            parts.append(("".join(plain), "".join(comment).strip()))
            plain, comment = [], []
        else:
            (comment if depth else plain).append(char)
    parts.append(("".join(plain), "".join(comment).strip()))
    return [part for part in parts if part[0].strip()]
