"""How this practice server fills ``{{placeholders}}``.

Contract, API.md section 11: ``{{name}}`` in HTML and subject, inner spaces tolerated. What the
contract leaves open is decided here for the worst case that a sender should see:

* a value is HTML-escaped in HTML (Mustache's rule) and stands as it is in a subject;
* a name is looked up as written first, then as a dotted path into nested objects;
* numbers, yes/no and objects appear as JSON text, null as nothing;
* a name without a value stays visible in the delivered email, exactly as written;
* so does ``{{{name}}}``, since the contract knows only two braces.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence

_PLACEHOLDER = re.compile(r"(?<!\{)\{\{([^{}]*)\}\}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MISSING = object()

Values = Mapping[str, object]


def fill_html(template: str, sources: Sequence[Values]) -> str:
    """Fill an HTML template from the first source that knows a name, escaping the values."""
    return _fill(template, sources, html.escape)


def fill_text(template: str, sources: Sequence[Values]) -> str:
    """Fill a plain text, such as the text part, with the values as they are."""
    return _fill(template, sources, str)


def fill_header(template: str, sources: Sequence[Values]) -> str:
    """Fill a subject line; a line break or another control character becomes a space."""
    return _fill(template, sources, _one_line)


def _fill(template: str, sources: Sequence[Values], written: Callable[[str], str]) -> str:
    def value_of(match: re.Match[str]) -> str:
        name = " ".join(match.group(1).split())
        for source in sources:
            value = _look_up(source, name)
            if value is not _MISSING:
                return written(_as_text(value))
        return match.group(0)

    return _PLACEHOLDER.sub(value_of, template)


def _look_up(source: Values, name: str) -> object:
    if not name:
        return _MISSING
    if name in source:
        return source[name]
    found: object = source
    for step in name.split("."):
        if not isinstance(found, Mapping) or step not in found:
            return _MISSING
        found = found[step]
    return found


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _one_line(value: str) -> str:
    return _CONTROLS.sub(" ", value)
