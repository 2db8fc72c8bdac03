"""What may be written at the caret in HTML, MJML and CSS: tags, attributes and their values.

``context_at`` looks at a few thousand characters before the caret, so that it costs a keystroke
nothing that could be felt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from migma_desktop.core.checks.clients import Support
from migma_desktop.core.texts import Text, say
from migma_desktop.core.vocabulary.css import PROPERTIES
from migma_desktop.core.vocabulary.entry import Entries, Entry, Language
from migma_desktop.core.vocabulary.html import HTML
from migma_desktop.core.vocabulary.mjml import MJML

_REACH = 4_000  # characters before the caret that one tag may have
_STYLE_STARTS = ("<style", "<mj-style", "<STYLE")
_STYLE_ENDS = ("</style", "</mj-style", "</STYLE")
_TAG_BEING_TYPED = re.compile(r"<(?P<slash>/?)(?P<name>(?:[A-Za-z][\w:-]*)?)")
_INSIDE_TAG = re.compile(r"<(?P<tag>[A-Za-z][^\s<>/\"'=]*)")
_ATTRIBUTE = re.compile(
    r"(?P<space>[\s/]+)|(?P<name>[^\s\"'<>/=]+)"
    r"(?P<value>\s*=\s*(?:(?P<quote>[\"'])|[^\s\"'<>]+))?"
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_CSS_STOPS = re.compile(r"[{};]")
_NAME = re.compile(r"[\w-]*")
# Everybody writes these, and nobody misses them where they are not known.
_HARMLESS = frozenset(
    {"element body", "element style", "attribute lang", "attribute role", "attribute target",
     "attribute width", "element link", "property height"}
)  # fmt: skip


class Kind(StrEnum):
    """What is being written."""

    TAG = "tag"
    END_TAG = "end tag"
    ATTRIBUTE = "attribute"
    VALUE = "value"  # of an attribute
    PROPERTY = "property"
    CSS_VALUE = "CSS value"


_FOUND_INSIDE = frozenset({Kind.ATTRIBUTE, Kind.PROPERTY})  # by any part of their names


class Context(NamedTuple):
    """What is being written at the caret."""

    kind: Kind
    typed: str  # of it, up to the caret
    start: int  # where that begins, in the source
    owner: str = ""  # the tag of an attribute, the property of a CSS value
    attribute: str = ""  # of a value

    @property
    def offers_before_typing(self) -> bool:
        """Whether the list opens by itself before the first letter.

        Elsewhere Enter and Tab must keep their meaning until something was typed.
        """
        return self.kind in {Kind.TAG, Kind.END_TAG, Kind.VALUE}


class Offer(NamedTuple):
    """Something that may be written."""

    name: str
    insert: str  # in the place of what was typed
    back: int = 0  # characters that the caret then goes back
    note: Text | None = None
    unsupported: tuple[str, ...] = ()  # mail programs that ignore it


def context_at(source: str, offset: int) -> Context | None:
    """Return what is being written at an offset, None where it is text."""
    css_start = style_sheet_around(source, offset)
    if css_start >= 0:
        return _css(source[css_start:offset], css_start, is_sheet=True)
    low = max(offset - _REACH, 0)
    start = source.rfind("<", low, offset)
    while start > low and _is_quoted(source, low, start):
        start = source.rfind("<", low, start)
    if start < 0 or source.startswith("<!", start):
        return None
    written = source[start:offset]
    typing = _TAG_BEING_TYPED.fullmatch(written)
    if typing:
        kind = Kind.END_TAG if typing["slash"] else Kind.TAG
        return Context(kind, typing["name"], start + typing.start("name"))
    return _in_tag(written, start)


def offers(
    context: Context,
    *,
    is_mjml: bool,
    after: str = "",
    open_tag: str = "",
    unsupported: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Offer]:
    """Return what fits, what begins as typed before what only holds it.

    ``after`` is what stands behind the caret, ``open_tag`` the element that an end tag would
    close, ``unsupported`` what mail programs ignore, as ``poorly_supported`` returns it.
    """
    languages = (MJML, HTML) if is_mjml else (HTML,)
    known = unsupported or {}
    found = _all(context, languages, after, open_tag, known)
    wanted = context.typed.casefold()
    starting, holding = [], []
    for offer in found:
        name = offer.name.casefold()
        if name.startswith(wanted):
            starting.append(offer)
        elif wanted in name and len(wanted) > 1 and context.kind in _FOUND_INSIDE:
            holding.append(offer)
    if any(offer.name.casefold() == wanted for offer in starting) and len(starting) == 1:
        return starting if context.kind is Kind.ATTRIBUTE else []
    exact = [offer for offer in starting if offer.name.casefold() == wanted]
    return exact + [offer for offer in starting if offer not in exact] + holding


def poorly_supported(data: Support, families: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what the chosen families ignore: a use, such as ``property gap``, and their names.

    Families that know it on some devices are left out: the checks tell about them.
    """
    found: dict[str, tuple[str, ...]] = {}
    for use, features in data.by_use.items():
        if use in _HARMLESS:
            continue
        names = dict.fromkeys(
            verdict.name
            for feature in features
            for verdict in data.verdicts(feature, families)
            if verdict.worst == "n" and verdict.is_everywhere
        )
        if names:
            found[use] = tuple(names)
    return found


def hint(unsupported: Sequence[str]) -> Text | None:
    """Return in a few words where something is ignored."""
    if not unsupported:
        return None
    return say("not in {programs}", programs=", ".join(unsupported))


# ---- Where the caret is ----


def style_sheet_around(source: str, offset: int) -> int:
    """Return where the style sheet around an offset begins, -1 when there is none."""
    start = max(source.rfind(mark, 0, offset) for mark in _STYLE_STARTS)
    if start < 0 or max(source.rfind(mark, start, offset) for mark in _STYLE_ENDS) >= 0:
        return -1
    return source.find(">", start, offset) + 1 or -1


def _is_quoted(source: str, low: int, position: int) -> bool:
    """Tell whether a ``<`` stands in an attribute's value: a rare thing, taken lightly."""
    before = source[source.rfind(">", low, position) + 1 : position]
    opened = _INSIDE_TAG.search(before)
    if opened is None:
        return False
    inside = before[opened.end() :]
    return inside.count('"') % 2 == 1 or (inside.count("'") % 2 == 1 and '"' not in inside)


def _in_tag(written: str, start: int) -> Context | None:
    opened = _INSIDE_TAG.match(written)
    if opened is None:
        return None
    tag, at, last = opened["tag"].lower(), opened.end(), ""
    while at < len(written):
        match = _ATTRIBUTE.match(written, at)
        if match is None:
            return None  # the tag has ended
        at = match.end()
        last = match["name"] or ""
        if match["quote"] is None:
            continue
        end = written.find(match["quote"], at)
        if end < 0:
            return _value(written[at:], start + at, tag, last.lower())
        at, last = end + 1, ""
    if last and written.endswith(last):
        return Context(Kind.ATTRIBUTE, last, start + len(written) - len(last), tag)
    if not last and written[-1:].isspace():
        return Context(Kind.ATTRIBUTE, "", start + len(written), tag)
    return None


def _value(typed: str, start: int, tag: str, attribute: str) -> Context | None:
    if attribute == "style":
        return _css(typed, start, is_sheet=False)
    if "{{" in typed:
        return None
    return Context(Kind.VALUE, typed, start, tag, attribute)


def _css(css: str, start: int, *, is_sheet: bool) -> Context | None:
    css = _COMMENT.sub(lambda comment: " " * len(comment[0]), css)
    stops = list(_CSS_STOPS.finditer(css))
    if is_sheet and (not stops or css.count("{") <= css.count("}") or _selects(css)):
        return None
    at = stops[-1].end() if stops else 0
    written = css[at:]
    name, colon, value = written.partition(":")
    if not colon:
        typed = written.strip()
        if written != written.rstrip() and typed:
            return None
        return Context(Kind.PROPERTY, typed, start + len(css) - len(typed))
    typed = value.lstrip()
    return Context(Kind.CSS_VALUE, typed, start + len(css) - len(typed), name.strip().lower())


def _selects(css: str) -> bool:
    """Tell whether the open brace is that of an @media: then selectors are written."""
    opened = css.rfind("{")
    head = re.split(r"[{};]", css[:opened])[-1]
    return opened > css.rfind("}") and head.strip().startswith("@media")


# ---- What fits ----


def _all(
    context: Context,
    languages: Sequence[Language],
    after: str,
    open_tag: str,
    unsupported: Mapping[str, tuple[str, ...]],
) -> Iterator[Offer]:
    if context.kind is Kind.TAG:
        entries = _merged(language.tags for language in languages)
        for name, entry in entries.items():
            yield _named(name, name, entry, unsupported.get(f"element {name}", ()))
    elif context.kind is Kind.END_TAG:
        if open_tag:
            yield Offer(open_tag, open_tag if after.startswith(">") else f"{open_tag}>")
    elif context.kind is Kind.ATTRIBUTE:
        has_value = after.lstrip().startswith("=")
        for name, entry in _attributes(context.owner, languages).items():
            insert, back = (name, 0) if has_value else (f'{name}=""', 1)
            ignored = unsupported.get(f"attribute {name}", ())
            yield _named(name, insert, entry, ignored, back=back)
    elif context.kind is Kind.VALUE:
        known = _attributes(context.owner, languages).get(context.attribute)
        yield from _values(known)
    elif context.kind is Kind.PROPERTY:
        has_colon = _NAME.sub("", after, count=1).lstrip().startswith(":")
        for name, entry in PROPERTIES.items():
            insert = name if has_colon else f"{name}: "
            yield _named(name, insert, entry, unsupported.get(f"property {name}", ()))
    else:
        for offer in _values(PROPERTIES.get(context.owner)):
            use = f"declaration {context.owner}:{offer.name}"
            yield offer._replace(unsupported=unsupported.get(use, ()))


def _attributes(tag: str, languages: Sequence[Language]) -> dict[str, Entry]:
    own = tag.startswith("mj")
    fitting = [each for each in languages if (each is MJML) is own]
    of_tag = _merged(language.of_tag.get(tag, {}) for language in fitting)
    return {**of_tag, **{
        name: entry
        for language in fitting
        for name, entry in language.attributes.items()
        if name not in of_tag
    }}  # fmt: skip


def _merged(each: Iterable[Entries]) -> dict[str, Entry]:
    return {name: entry for entries in each for name, entry in entries.items()}


def _named(
    name: str, insert: str, entry: Entry, unsupported: tuple[str, ...], *, back: int = 0
) -> Offer:
    return Offer(name, insert, back, entry.note, unsupported)


def _values(entry: Entry | None) -> Iterator[Offer]:
    for value in () if entry is None else entry.values:
        yield Offer(value, value, back=1 if value.endswith("()") else 0)
