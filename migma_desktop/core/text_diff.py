"""What changed from one draft to another, line by line and word by word, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from migma_desktop.core.draft import ContentSource, Draft
from migma_desktop.core.texts import Text, say

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_AROUND = 2  # unchanged lines that are shown before and after a change
_LONGEST_LINE = 4000  # characters that are compared word by word
_MOST_ROWS = 600
_WAYS = {
    ContentSource.HTML: say("HTML"),
    ContentSource.MARKDOWN: say("Text"),
    ContentSource.MJML: say("MJML"),
    ContentSource.TEXT: say("Plain text"),
}
_ALIKE = 0.35  # share of two lines that is the same, for them to be one line that changed


class Piece(NamedTuple):
    """A run of characters."""

    text: str
    changed: bool = False


class DiffRow(NamedTuple):
    """A line then and now; None where there was or is none, both None where lines are left out."""

    then: tuple[Piece, ...] | None
    now: tuple[Piece, ...] | None
    left_out: int = 0  # unchanged lines

    @property
    def is_change(self) -> bool:
        """Whether then and now differ."""
        return self.then != self.now or any(piece.changed for piece in self.now or ())


class Change(NamedTuple):
    """One part of the draft that is different now."""

    label: Text
    rows: tuple[DiffRow, ...]
    is_cut: bool = False  # there is more than can be shown


def changes(then: Draft, now: Draft) -> Sequence[Change]:
    """Return the parts of a draft that differ, the most telling first."""
    found = []
    for label, old, new in _parts(then, now):
        if old != new:
            rows, is_cut = compare(old, new)
            found.append(Change(label, rows, is_cut))
    return found


def compare(then: str, now: str) -> tuple[tuple[DiffRow, ...], bool]:
    """Hold two texts against each other; tell whether there is more than the rows show."""
    old, new = then.splitlines(), now.splitlines()
    rows: list[DiffRow] = []
    # Python's own guess at junk makes long texts fast and leaves short ones exact.
    matcher = SequenceMatcher(None, old, new)
    blocks = matcher.get_opcodes()
    for number, (kind, i1, i2, j1, j2) in enumerate(blocks):
        if kind == "equal":
            lines = old[i1:i2]
            rows += _unchanged(lines, is_first=number == 0, is_last=number == len(blocks) - 1)
        else:
            rows += _paired(old[i1:i2], new[j1:j2])
        if len(rows) > _MOST_ROWS:
            return tuple(rows[:_MOST_ROWS]), True
    return tuple(rows), False


def _parts(then: Draft, now: Draft) -> Iterator[tuple[Text, str, str]]:
    yield say("Subject"), then.subject, now.subject
    yield say("Preview text"), then.preheader, now.preheader
    yield say("To"), _recipient(then), _recipient(now)
    yield say("From"), _sender(then), _sender(now)
    for way in sorted(_WAYS, key=lambda way: way not in {then.source, now.source}):
        yield _WAYS[way], then.written_as(way), now.written_as(way)
    yield say("Made in Migma"), _made_in_migma(then), _made_in_migma(now)
    yield say("Variables"), _values(then), _values(now)


def _recipient(draft: Draft) -> str:
    recipient = draft.recipient
    return recipient.name or recipient.id if recipient.type.is_batch else recipient.email


def _sender(draft: Draft) -> str:
    sender = draft.sender
    reply_to = f"\nReply-To: {sender.reply_to}" if sender.reply_to else ""
    return f"{sender.name} <{sender.address}>{reply_to}" if sender.address else sender.name


def _made_in_migma(draft: Draft) -> str:
    return "" if draft.source.is_written_here else draft.conversation_id or draft.email_id


def _values(draft: Draft) -> str:
    return "\n".join(f"{name}: {value}" for name, value in sorted(draft.variables.items()))


def _unchanged(lines: Sequence[str], *, is_first: bool, is_last: bool) -> list[DiffRow]:
    before = 0 if is_first else _AROUND
    after = 0 if is_last else _AROUND
    if len(lines) <= before + after + 1:
        return [_same(line) for line in lines]
    head, tail = lines[:before], lines[len(lines) - after :]
    gap = DiffRow(None, None, len(lines) - before - after)
    return [*map(_same, head), gap, *map(_same, tail)]


def _same(line: str) -> DiffRow:
    return DiffRow((Piece(line),), (Piece(line),))


def _paired(old: Sequence[str], new: Sequence[str]) -> list[DiffRow]:
    """Put lines side by side in their order; those that have little in common stand alone."""
    rows = []
    for number in range(max(len(old), len(new))):
        left = old[number] if number < len(old) else None
        right = new[number] if number < len(new) else None
        if left is None or right is None:
            rows.append(DiffRow(_whole(left), _whole(right)))
            continue
        pair = _by_word(left, right)
        rows += [pair] if pair else [DiffRow(_whole(left), None), DiffRow(None, _whole(right))]
    return rows


def _whole(line: str | None) -> tuple[Piece, ...] | None:
    return None if line is None else (Piece(line, changed=True),)


def _by_word(left: str, right: str) -> DiffRow | None:
    if max(len(left), len(right)) > _LONGEST_LINE:
        return DiffRow(_whole(left), _whole(right))
    old, new = _WORDS.findall(left), _WORDS.findall(right)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    then, now = [], []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        is_changed = kind != "equal"
        then.append(Piece("".join(old[i1:i2]), is_changed))
        now.append(Piece("".join(new[j1:j2]), is_changed))
    return DiffRow(_joined(then), _joined(now))


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)
