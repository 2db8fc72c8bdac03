"""What the writing toolbar does to Markdown: pure functions from text and selection to the same.

Offsets are code points. Blocks get blank lines around them, since python-markdown takes a list
right below a paragraph for a part of it, and ``---`` below a line for a heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

ADDRESS = "https://"
"""Stands where an address belongs; selected after inserting, so that typing replaces it."""

_HEADING = re.compile(r" {0,3}#{1,6}\s+")
_BULLET = re.compile(r"(\s*)[-+*]\s+")
_NUMBER = re.compile(r"(\s*)\d{1,9}[.)]\s+")
_QUOTE = re.compile(r" {0,3}> ?")
_LINE_SIGNS = re.compile(r"(?:\s*>)*\s*(?:#{1,6}\s+|[-+*]\s+|\d{1,9}[.)]\s+)?")
_LINK = re.compile(r"!?\[(?P<label>[^\[\]\n]*)\]\((?P<address>[^()\s]*)[^()\n]*\)")
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*|\{\{[^{}\n]*\}\}")
_ADDRESS_ONLY = re.compile(r"(?:https?://|mailto:)\S+|\{\{[^{}\n]*\}\}")


class Edited(NamedTuple):
    """A text and what is selected in it; equal offsets are a caret."""

    text: str
    start: int
    end: int

    @property
    def selected(self) -> str:
        """What lies between the offsets."""
        return self.text[self.start : self.end]


# ---- Inside a line ----


def toggle_bold(text: str, start: int, end: int) -> Edited:
    """Make the selection, or the word at the caret, bold; or plain if it is bold."""
    return _toggle(text, start, end, "**")


def toggle_italic(text: str, start: int, end: int) -> Edited:
    """Make the selection, or the word at the caret, italic; or plain if it is italic."""
    return _toggle(text, start, end, "*")


def _toggle(text: str, start: int, end: int, mark: str) -> Edited:
    if "\n" in text[start:end]:
        return _toggle_lines(text, start, end, mark)
    start, end = _trimmed(text, start, end)
    if start == end:
        return _toggle_at_caret(text, start, mark)
    outside = min(_stars_before(text, start), _stars_after(text, end))
    if _has(outside, mark):
        return _without(text, start - len(mark), start, end, end + len(mark))
    selected = text[start:end]
    inside = min(_stars_after(selected, 0), _stars_before(selected, len(selected)))
    if _has(inside, mark) and len(selected) > 2 * len(mark):
        return _without(text, start, start + len(mark), end - len(mark), end)
    wrapped = text[:start] + mark + selected + mark + text[end:]
    return Edited(wrapped, start + len(mark), end + len(mark))


def _toggle_at_caret(text: str, caret: int, mark: str) -> Edited:
    word = _word_at(text, caret)
    if word:
        edited = _toggle(text, *word, mark)
        shift = edited.start - word[0]
        return Edited(edited.text, caret + shift, caret + shift)
    if _has(min(_stars_before(text, caret), _stars_after(text, caret)), mark):
        return _without(text, caret - len(mark), caret, caret, caret + len(mark))
    inside = caret + len(mark)
    return Edited(text[:caret] + 2 * mark + text[caret:], inside, inside)


def _toggle_lines(text: str, start: int, end: int, mark: str) -> Edited:
    """Mark each line by itself: emphasis ends with its paragraph."""
    pieces = _line_pieces(text, start, end)
    marked = [_is_marked(text, *piece, mark) for piece in pieces]
    should_mark = not all(marked)
    edited = Edited(text, start, end)
    for (piece_start, piece_end), is_marked in reversed(list(zip(pieces, marked, strict=True))):
        if is_marked != should_mark:
            before = len(edited.text)
            changed = _toggle(edited.text, piece_start, piece_end, mark).text
            edited = Edited(changed, edited.start, edited.end + len(changed) - before)
    first = _line_start(text, start)
    return Edited(edited.text, first if should_mark else edited.start, edited.end)


def _line_pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the selected part of each line, without the signs that make it a list or heading."""
    pieces = []
    at = _line_start(text, start)
    for line in text[at:end].split("\n"):
        signs = _LINE_SIGNS.match(line)
        content = at + (signs.end() if signs else 0)
        piece = _trimmed(text, max(content, start), max(at + len(line), content, start))
        if piece[0] < piece[1]:
            pieces.append(piece)
        at += len(line) + 1
    return pieces


def _is_marked(text: str, start: int, end: int, mark: str) -> bool:
    selected = text[start:end]
    inside = min(_stars_after(selected, 0), _stars_before(selected, len(selected)))
    outside = min(_stars_before(text, start), _stars_after(text, end))
    return _has(inside, mark) or _has(outside, mark)


def _has(stars: int, mark: str) -> bool:
    """Tell whether so many stars on both sides hold the mark: three are bold and italic."""
    return stars >= 3 or stars == len(mark)


def _stars_before(text: str, at: int) -> int:
    return at - len(text[:at].rstrip("*"))


def _stars_after(text: str, at: int) -> int:
    rest = text[at : at + 4]
    return len(rest) - len(rest.lstrip("*"))


def _without(text: str, start: int, inner_start: int, inner_end: int, end: int) -> Edited:
    inner = text[inner_start:inner_end]
    return Edited(text[:start] + inner + text[end:], start, start + len(inner))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    selected = text[start:end]
    start += len(selected) - len(selected.lstrip())
    return start, max(start, start + len(selected.strip()))


def _word_at(text: str, caret: int) -> tuple[int, int] | None:
    first, last = _line_start(text, caret), _line_end(text, caret)
    for match in _WORD.finditer(text, first, last):
        if match.start() < caret < match.end():
            return match.span()
    return None


# ---- Links ----


def link(text: str, start: int, end: int, *, label: str) -> Edited:
    """Make the selection a link, or select the address of the link that is already there."""
    return _linked(text, start, end, label=label, sign="")


def image(text: str, start: int, end: int, *, label: str) -> Edited:
    """Insert an image by its address; what is selected describes it."""
    return _linked(text, start, end, label=label, sign="!")


def _linked(text: str, start: int, end: int, *, label: str, sign: str) -> Edited:
    first, last = _line_start(text, start), _line_end(text, end)
    for match in _LINK.finditer(text, first, last):
        is_caret_at_edge = start == end and start in match.span()
        if match.start() <= start and end <= match.end() and not is_caret_at_edge:
            return Edited(text, *match.span("address"))
    start, end = _trimmed(text, start, end)
    if start == end and not sign:
        start, end = _word_at(text, start) or (start, end)
    selected = text[start:end].replace("\n", " ")
    if _ADDRESS_ONLY.fullmatch(selected):
        written = f"{sign}[{label}]({selected})"
        at = start + len(sign) + 1
        return Edited(text[:start] + written + text[end:], at, at + len(label))
    shown = selected or label
    written = f"{sign}[{shown}]({ADDRESS})"
    at = start + len(written) - 1 - len(ADDRESS)
    return Edited(text[:start] + written + text[end:], at, at + len(ADDRESS))


def button(text: str, start: int, end: int, *, label: str) -> Edited:
    """Insert a button: a paragraph that is one link with the class that the renderer styles."""
    selected = " ".join(text[start:end].split())
    is_address = bool(_ADDRESS_ONLY.fullmatch(selected))
    shown = label if is_address or not selected else selected
    address = selected if is_address else ADDRESS
    edited = _block(text, start, end, f"[{shown}]({address}){{: .button }}")
    at = edited.start + 1
    if selected and not is_address:
        at += len(shown) + 2
        return Edited(edited.text, at, at + len(address))
    return Edited(edited.text, at, at + len(shown))


# ---- Whole lines ----


def set_heading(text: str, start: int, end: int, *, level: int) -> Edited:
    """Make the selected lines headings of a level (1 to 3), or text if they are that already."""
    mark = "#" * level + " "

    def change(lines: list[str]) -> list[str]:
        plain = [_HEADING.sub("", line, count=1) for line in lines]
        if all(line.startswith(mark) for line in lines if line.strip()) and any(lines):
            return plain
        return [mark + line if line.strip() or len(lines) == 1 else line for line in plain]

    return _change_lines(text, start, end, change, needs_room=False)


def toggle_bullets(text: str, start: int, end: int) -> Edited:
    """Make a bulleted list of the selected lines, or plain lines of the list."""
    return _change_lines(text, start, end, lambda lines: _listed(lines, _BULLET, lambda _: "- "))


def toggle_numbers(text: str, start: int, end: int) -> Edited:
    """Make a numbered list of the selected lines, or plain lines of the list."""
    return _change_lines(
        text, start, end, lambda lines: _listed(lines, _NUMBER, lambda number: f"{number}. ")
    )


def _listed(lines: list[str], own: re.Pattern[str], mark: Callable[[int], str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    if filled and all(own.match(line) for line in filled):
        return [own.sub(r"\1", line, count=1) for line in lines]
    changed = []
    number = 0
    for line in lines:
        if not line.strip() and len(lines) > 1:
            changed.append(line)
            continue
        number += 1
        plain = _NUMBER.sub(r"\1", _BULLET.sub(r"\1", line, count=1), count=1)
        indent = plain[: len(plain) - len(plain.lstrip())]
        changed.append(indent + mark(number) + plain.lstrip())
    return changed


def toggle_quote(text: str, start: int, end: int) -> Edited:
    """Make the selected lines a quotation, or take its signs away."""

    def change(lines: list[str]) -> list[str]:
        if all(_QUOTE.match(line) for line in lines):
            return [_QUOTE.sub("", line, count=1) for line in lines]
        return [f"> {line}".rstrip() if len(lines) > 1 else f"> {line}" for line in lines]

    return _change_lines(text, start, end, change)


def _change_lines(
    text: str,
    start: int,
    end: int,
    change: Callable[[list[str]], list[str]],
    *,
    needs_room: bool = True,
) -> Edited:
    """Replace the lines that the selection touches; it then spans them, a caret keeps its word."""
    if end > start and text[end - 1] == "\n":
        end -= 1  # a selection that ends at the start of a line doesn't mean that line
    first, last = _line_start(text, start), _line_end(text, end)
    old = text[first:last].split("\n")
    new = change(old)
    block = "\n".join(new)
    above = "\n" if needs_room and len(block) > last - first and _runs_on(text, first, old) else ""
    changed = text[:first] + above + block + text[last:]
    first += len(above)
    if start == end:
        caret = max(start + len(above) + len(new[0]) - len(old[0]), first)
        return Edited(changed, caret, caret)
    return Edited(changed, first, first + len(block))


def _runs_on(text: str, first: int, lines: list[str]) -> bool:
    """Tell whether the line above is a paragraph that would swallow a list or quotation."""
    if first == 0 or not lines:
        return False
    above = text[_line_start(text, first - 1) : first - 1]
    signs = _LINE_SIGNS.match(above)
    is_plain = signs is None or not signs[0].strip()
    return bool(above.strip()) and is_plain


# ---- Blocks of their own ----


def divider(text: str, start: int, end: int) -> Edited:
    """Insert a line across the email behind the selection."""
    edited = _block(text, end, end, "---")
    after = min(edited.end + 2, len(edited.text))
    return Edited(edited.text, after, after)


def table(text: str, start: int, end: int, *, column: str, rows: int = 2) -> Edited:
    """Insert a table of two columns; ``column`` names them, such as "Column"."""
    names = [f"{column} {number}" for number in (1, 2)]
    lines = [f"| {names[0]} | {names[1]} |", "| --- | --- |"]
    lines += ["|  |  |"] * rows
    edited = _block(text, end, end, "\n".join(lines))
    return Edited(edited.text, edited.start + 2, edited.start + 2 + len(names[0]))


def columns(text: str, start: int, end: int, *, heading: str, words: str) -> Edited:
    """Insert two columns that stand below each other on a phone, with texts to write over."""
    lines = [f"| {heading} 1 | {heading} 2 |", "| --- | --- |", f"| {words} | {words} |"]
    edited = _block(text, end, end, "\n".join([*lines, "{.columns}"]))
    return Edited(edited.text, edited.start + 2, edited.start + 4 + len(heading))


def _block(text: str, start: int, end: int, block: str) -> Edited:
    """Put a block in the place of a selection, with a blank line above and below."""
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    above = "" if not before.strip() else "\n" * max(2 - _newlines(before[::-1]), 0)
    below = "\n" * max((2 if after.strip() else 1) - _newlines(after), 0)
    at = len(before) + len(above)
    return Edited(before + above + block + below + after, at, at + len(block))


def _newlines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
