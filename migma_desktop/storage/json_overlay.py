"""Writing a document back without losing what this version of the program doesn't know."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeGuard

Document = dict[str, object]


def is_document(value: object) -> TypeGuard[Document]:
    """Whether ``value`` is a JSON object."""
    return isinstance(value, dict)


def dump(
    document: Mapping[str, object], *, default: Callable[[object], object] | None = None
) -> str:
    """Write compact JSON that any file and database takes.

    Half a surrogate pair, as a broken paste leaves it, is legal in JSON only when it is escaped.
    """
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=default)
    if is_sound(plain):
        return plain
    return json.dumps(document, separators=(",", ":"), default=default)


def is_sound(text: str) -> bool:
    """Whether ``text`` can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def mended(text: str) -> str:
    """Return ``text`` with question marks for halves of surrogate pairs."""
    return text if is_sound(text) else text.encode(errors="replace").decode()


def overlay(
    raw: Mapping[str, object],
    read: Mapping[str, object],
    new: Mapping[str, object],
    *,
    whole: frozenset[str] = frozenset(),
) -> Document:
    """Return ``new`` laid over ``raw``.

    ``raw`` is the document as found, ``read`` what this version understood of it, written out
    again. A field that is unknown, or known but unchanged, stays as it was found, even when its
    value is one that only a newer version understands. Fields named in ``whole`` hold the user's
    own names, such as variables: they are replaced as one.
    """
    result: Document = dict(raw)
    for name, value in new.items():
        before = raw.get(name)
        understood = read.get(name)
        if name in raw and understood == value:
            continue
        if name not in whole and all(map(is_document, (before, understood, value))):
            result[name] = _overlay_objects(before, understood, value, whole)
        else:
            result[name] = value
    return result


def _overlay_objects(raw: object, read: object, new: object, whole: frozenset[str]) -> Document:
    if not (is_document(raw) and is_document(read) and is_document(new)):
        raise TypeError("three JSON objects are laid over each other")
    return overlay(raw, read, new, whole=whole)
