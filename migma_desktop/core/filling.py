"""Put values into placeholders, here or by leaving the name for Migma to fill.

How Migma's server writes a value is not documented (contract, section 11): it may escape it for
HTML or not, may print ``true`` or ``True``, may know ``user.name`` or not. So only what comes out
the same under every reading travels as a variable; every other value is filled in here. So is
every placeholder with a fallback, since nobody knows how the server would read the bar.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from html import escape, unescape
from typing import cast

from migma_desktop.core.draft import JsonValue
from migma_desktop.core.placeholders import Mark, marks

_SIMPLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*+")
# Characters that some engine escapes: & < > " ' everywhere, / ` = in Mustache's JavaScript,
# braces where filling is repeated; and what isn't printable.
_AMBIGUOUS = re.compile(r"[&<>\"'/`={}\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_LARGEST_EXACT = 2**53 - 1  # beyond it a JavaScript number loses digits
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LINE_BREAK = re.compile(r"\r\n?|\n")

Writer = Callable[[JsonValue], str]


def value_of(name: str, values: Mapping[str, JsonValue]) -> JsonValue:
    """Return the value for a name: by the exact name, or by a path of dots into objects.

    Raises:
        KeyError: there is none.
    """
    if name in values:
        return values[name]
    current = cast("JsonValue", values)
    for step in name.split("."):
        if not isinstance(current, Mapping):
            raise KeyError(name)
        current = cast("JsonValue", current[step])
    return current


def is_filled(name: str, values: Mapping[str, JsonValue]) -> bool:
    """Tell whether there is a value for a name."""
    try:
        value_of(name, values)
    except KeyError:
        return False
    return True


def root_of(name: str, values: Mapping[str, JsonValue]) -> str:
    """Return the key of ``values`` from which a name is filled, or "" when nothing fills it."""
    if name in values:
        return name
    return name.partition(".")[0] if is_filled(name, values) else ""


def travels(name: str, value: JsonValue) -> bool:
    """Tell whether Migma would write a value exactly as the preview does."""
    if not _SIMPLE_NAME.fullmatch(name):
        return False
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return abs(value) <= _LARGEST_EXACT
    if not isinstance(value, str) or value != value.strip() or not value:
        return False
    return not _AMBIGUOUS.search(value)


def as_text(value: object) -> str:
    """Write a value for people: numbers without exponent, lists with commas, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return ", ".join(as_text(item) for item in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def for_html(value: JsonValue) -> str:
    """Write a value so that text and attributes alike show it exactly."""
    text = escape(as_text(value), quote=True)
    return text.replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;")


def for_header(value: JsonValue) -> str:
    """Write a value into a single line."""
    return _CONTROL.sub(" ", _LINE_BREAK.sub(" ", as_text(value)))


def fill(
    text: str, values: Mapping[str, JsonValue], write: Writer, *, fallbacks: bool = True
) -> str:
    """Fill every placeholder that has a value or a fallback; the others stay as they are written.

    Without ``fallbacks``, those with one stay too: the text is filled elsewhere, nobody knows how.
    """
    return _replaced(text, values, write, fallbacks=fallbacks)


def fill_ambiguous(text: str, values: Mapping[str, JsonValue], write: Writer) -> str:
    """Fill only the placeholders that might come out differently at Migma.

    Those that travel are written without inner spaces, as the contract shows them.
    """
    return _replaced(text, values, write, keep_travelling=True)


def _replaced(
    text: str,
    values: Mapping[str, JsonValue],
    write: Writer,
    *,
    keep_travelling: bool = False,
    fallbacks: bool = True,
) -> str:
    if "{{" not in text:
        return text
    written: dict[tuple[str, str | None], str | None] = {}
    parts: list[str] = []
    position = 0
    for mark in marks(text):
        if not mark.name or (mark.fallback is not None and not fallbacks):
            continue
        key = mark.name, mark.fallback
        if key not in written:
            written[key] = _written(mark, values, write, keep_travelling)
        replacement = written[key]
        if replacement is not None:
            parts += (text[position : mark.start], replacement)
            position = mark.end
    parts.append(text[position:])
    return "".join(parts)


def _written(
    mark: Mark, values: Mapping[str, JsonValue], write: Writer, keep_travelling: bool
) -> str | None:
    if is_filled(mark.name, values):
        value = value_of(mark.name, values)
        if keep_travelling and mark.fallback is None and travels(mark.name, value):
            return f"{{{{{mark.name}}}}}"
        return write(value)
    if mark.fallback is None:
        return None
    # In HTML a fallback is written like the text around it: its entities mean characters.
    return write(unescape(mark.fallback) if write is for_html else mark.fallback)
