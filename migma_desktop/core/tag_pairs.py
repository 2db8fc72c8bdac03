"""Which tags of a source belong together, as it was written.

Takes some milliseconds for a large email: not for the GUI thread, but for ``closing_name`` and
``tag_name_at``, which look around the caret only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from migma_desktop.core import html_scan
from migma_desktop.core.html_elements import CLOSED_BY, OPEN_ENDED, VOID

_NAME_AT = re.compile(r"<(/?)([A-Za-z][^\s<>/\"'=]*)")
_LONGEST_NAME = 80
_CONDITIONAL = "<!--[if"
_FIRST_LOOK = 8_000  # characters before the caret that are searched for an open tag
_LOOK = re.compile(
    r"<!--.*?-->|<(?P<raw>style|script|mj-style)\b.*?</(?P=raw)\s*>"
    r"|<(?P<slash>/?)(?P<name>[A-Za-z][^\s<>/\"'=]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE | re.DOTALL,
)


class Tag(NamedTuple):
    """A tag as it stands in the source."""

    name: str  # in lower case
    start: int
    end: int
    is_end: bool
    is_empty: bool = False  # ends itself, as tags of MJML and of Outlook may; in HTML none does

    @property
    def name_span(self) -> tuple[int, int]:
        """Where its name stands."""
        start = self.start + 1 + self.is_end
        return start, start + len(self.name)


class Pair(NamedTuple):
    """A tag and its partner; ``is_fault`` where it should have one."""

    tag: Tag
    partner: Tag | None
    is_fault: bool = False

    @property
    def element(self) -> tuple[int, int]:
        """From the beginning of the start tag to the end of the end tag."""
        if self.partner is None:
            return self.tag.start, self.tag.end
        return min(self.tag.start, self.partner.start), max(self.tag.end, self.partner.end)


@dataclass(eq=False)
class Tags:
    """All tags of a source, in order, with their partners."""

    all: list[Tag] = field(default_factory=list)
    partners: dict[int, int] = field(default_factory=dict)  # by number in ``all``, both ways
    faults: set[int] = field(default_factory=set)

    def at(self, offset: int) -> Pair | None:
        """Return the tag that an offset lies in or touches, with its partner."""
        number = bisect_right(self.all, offset, key=lambda tag: tag.start) - 1
        for each in (number, number - 1):  # behind ``>`` a tag is touched as well
            if each >= 0 and self.all[each].start <= offset <= self.all[each].end:
                return self._pair(each)
        return None

    def around(self, start: int, end: int) -> Pair | None:
        """Return the smallest element that holds a piece of the source and more than that."""
        first = bisect_right(self.all, start, key=lambda tag: tag.start) - 1
        for number in range(first, -1, -1):
            pair = self._pair(number)
            if pair.tag.is_end or pair.partner is None:
                continue
            low, high = pair.element
            if low <= start and end <= high and (low, high) != (start, end):
                return pair
        return None

    def _pair(self, number: int) -> Pair:
        partner = self.partners.get(number)
        return Pair(
            self.all[number],
            None if partner is None else self.all[partner],
            number in self.faults,
        )


def read_tags(source: str) -> Tags:
    """Find the pairs of a source.

    Tags for Outlook, in conditional comments, are paired among themselves; where one of them has
    no partner there, that is no fault, since it may belong to one outside.
    """
    found: list[tuple[Tag, bool]] = []
    for match in html_scan.markup(source):
        start = match.start()
        if source.startswith(_CONDITIONAL, start):
            inner = source[start + 4 : match.end() - 3]
            for each in html_scan.markup(inner):
                found += ((_moved(tag, start + 4), True) for tag in _tags(each))
            continue
        found += ((tag, False) for tag in _tags(match))
    tags = Tags([tag for tag, _ in found])
    _pair_up(tags, [number for number, (_, hidden) in enumerate(found) if not hidden], faults=True)
    _pair_up(tags, [number for number, (_, hidden) in enumerate(found) if hidden], faults=False)
    return tags


def _tags(match: re.Match[str]) -> Iterator[Tag]:
    if match["name"] is not None:
        name = match["name"].lower()
        is_empty = (":" in name or name.startswith("mj-")) and match[0].endswith("/>")
        yield Tag(name, *match.span(), False, name in VOID or is_empty)
    elif match["raw"] is not None:
        yield Tag(match["raw"].lower(), match.start(), match.start("content"), False)
    elif match["end"] is not None:
        yield Tag(match["end"].lower(), *match.span(), True)


def _moved(tag: Tag, by: int) -> Tag:
    return tag._replace(start=tag.start + by, end=tag.end + by)


def _pair_up(tags: Tags, numbers: list[int], *, faults: bool) -> None:
    opened: list[int] = []
    names: dict[str, int] = {}  # how many of a name are open

    def leave(number: int, *, is_fault: bool) -> None:
        names[tags.all[number].name] -= 1
        if is_fault and faults and tags.all[number].name not in OPEN_ENDED:
            tags.faults.add(number)

    for number in numbers:
        tag = tags.all[number]
        if not tag.is_end:
            ended = CLOSED_BY.get(tag.name, frozenset())
            while opened and tags.all[opened[-1]].name in ended:
                leave(opened.pop(), is_fault=False)
            if not tag.is_empty:
                opened.append(number)
                names[tag.name] = names.get(tag.name, 0) + 1
        elif names.get(tag.name):
            while tags.all[opened[-1]].name != tag.name:
                leave(opened.pop(), is_fault=True)
            start = opened.pop()
            leave(start, is_fault=False)
            tags.partners[start], tags.partners[number] = number, start
        elif faults:
            tags.faults.add(number)
    for number in opened:
        leave(number, is_fault=True)


def tag_name_at(line: str, column: int) -> tuple[int, int] | None:
    """Return where the tag's name at a column of a line stands, None when there is none."""
    start = line.rfind("<", max(column - _LONGEST_NAME, 0), column + 1)
    match = _NAME_AT.match(line, start) if start >= 0 else None
    if match is None or column > match.end():
        return None
    return match.span(2)


def closing_name(source: str, offset: int) -> str:
    """Return the name, as written, of the element that is open at an offset; "" if none is."""
    reach = _FIRST_LOOK
    while True:
        start = max(offset - reach, 0)
        name = _open_name(source[start:offset])
        if name or start == 0:
            return name
        reach *= 4


def _open_name(before: str) -> str:
    opened: list[str] = []
    for match in _LOOK.finditer(before):
        name = match["name"]
        if name is None:
            continue
        low = name.lower()
        if match["slash"]:
            if low in map(str.lower, opened):
                while opened.pop().lower() != low:
                    continue
        elif low not in VOID and not match[0].endswith("/>"):
            while opened and opened[-1].lower() in CLOSED_BY.get(low, ()):
                opened.pop()
            opened.append(name)
    return opened[-1] if opened else ""
