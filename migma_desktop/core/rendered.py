"""What the one renderer reads and returns: an email as it will arrive, and its placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.draft import JsonValue


@dataclass(frozen=True, slots=True)
class StoredContent:
    """The HTML of an email made in Migma, read for the preview; what is sent is its id."""

    html: str
    subject: str = ""
    preheader: str = ""


class PlaceholderSpot(StrEnum):
    """Where a placeholder stands."""

    SUBJECT = "subject"
    PREHEADER = "preheader"
    BODY = "body"  # text that is read
    LINK = "link"  # inside an address: href or src
    ATTRIBUTE = "attribute"  # inside any other attribute


@dataclass(frozen=True, slots=True)
class PlaceholderUse:
    """One occurrence of a placeholder."""

    spot: PlaceholderSpot
    start: int  # offset of "{{" in the subject, preheader or source text, in code points
    end: int  # offset behind "}}"
    line: int  # 1-based line of the source
    fallback: str | None = None  # what stands there when no value does: {{name|there}}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name written between double braces, with all its uses in the order of appearance."""

    name: str
    uses: tuple[PlaceholderUse, ...]


@dataclass(frozen=True, slots=True)
class RenderedEmail:
    """The result of the one renderer: what is shown is what is tested is what is sent.

    ``template`` and ``subject_template`` travel together with ``variables``; ``html`` and
    ``subject`` are the same with the values filled in, as the recipient gets them.
    """

    template: str
    subject_template: str
    variables: Mapping[str, JsonValue]
    html: str
    subject: str
    preheader: str
    placeholders: tuple[Placeholder, ...]
    missing: frozenset[str]  # names that no value fills
    unused: frozenset[str]  # values whose name stands nowhere
    was_inlined: bool = False
