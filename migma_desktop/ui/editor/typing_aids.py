"""What the editor adds while one types: indents, list items, closing braces. Pure functions."""

from __future__ import annotations

import re
from typing import NamedTuple

from migma_desktop.ui.editor.language import Language

INDENT = "  "

_OPENING_TAG = re.compile(r"<([A-Za-z][\w:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>\s*$")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_LIST_START = re.compile(
    r"(?P<indent>\s*)(?P<mark>[-+*]|(?P<number>\d{1,9})(?P<end>[.)]))(?P<gap>\s+)"
)
_QUOTE_START = re.compile(r" {0,3}(?:> ?)+")
_OPEN_BRACES = re.compile(r"\{\{(?P<space> *)(?P<typed>(?:[\w.\-]+ ?)*)$")
_REST_OF_NAME = re.compile(r"(?P<name>[\w.\- ]*?)(?P<gap> *)(?P<braces>\}{1,2})")
_BLOCK_START = re.compile(r"#{1,6} |[-+*] |\d{1,9}[.)] |> |\||```|---$|\[[^\]]*\]\([^)]*\)\{")
_TAG_REACH = 1000  # characters that an opening tag before the caret may have
_REACH = 120  # characters before the caret in which a placeholder may begin


class NewLine(NamedTuple):
    """What Enter does."""

    insert: str  # goes to where the caret is
    caret: int  # where the caret then stands in ``insert``
    remove_before: int = 0  # characters before the caret that go away


class Completion(NamedTuple):
    """The name that is being typed behind ``{{``, in columns of its line."""

    typed: str
    start: int
    end: int  # behind what belongs to the same name
    closing: str  # what is still to be written behind the name
    passed: int  # characters behind ``end`` that already close it


def new_line(before: str, after: str, language: Language) -> NewLine:
    """Return what Enter does between these two parts of a line."""
    if language is Language.MARKDOWN:
        return _markdown_line(before, after)
    if language is Language.TEXT:
        return NewLine("\n", 1)
    indent = before[: len(before) - len(before.lstrip())]
    tag = _OPENING_TAG.search(before[-_TAG_REACH:])
    if tag is None or tag[1].lower() in _VOID:
        return NewLine("\n" + indent, 1 + len(indent))
    inner = "\n" + indent + INDENT
    if after.lstrip().lower().startswith(f"</{tag[1].lower()}"):
        return NewLine(f"{inner}\n{indent}", len(inner))
    return NewLine(inner, len(inner))


def _markdown_line(before: str, after: str) -> NewLine:
    item = _LIST_START.match(before)
    if item:
        if item.end() == len(before) and not after.strip():
            return NewLine("", 0, remove_before=len(before) - len(item["indent"]))
        number = item["number"]
        mark = f"{int(number) + 1}{item['end']}" if number else item["mark"]
        start = f"\n{item['indent']}{mark}{item['gap']}"
        return NewLine(start, len(start))
    quote = _QUOTE_START.match(before)
    if quote:
        if quote.end() == len(before) and not after.strip():
            return NewLine("", 0, remove_before=len(before))
        return NewLine(f"\n{quote[0]}", 1 + len(quote[0]))
    indent = before[: len(before) - len(before.lstrip())]
    return NewLine("\n" + indent, 1 + len(indent))


def fitted(pasted: str, before: str, after: str) -> str:
    """Return pasted Markdown with the empty lines that part its blocks from what is around it."""
    is_inline = "\n" not in pasted and _BLOCK_START.match(pasted) is None
    if is_inline or not pasted:
        return pasted
    line_before, line_after = before.rpartition("\n")[2], after.partition("\n")[0]
    start = "\n\n" if line_before.strip() else ""
    if not start and before.strip() and not before.endswith("\n\n"):
        start = "\n"
    end = "\n\n" if line_after.strip() else ""
    if not end and after.strip() and not after.startswith("\n\n"):
        end = "\n"
    return f"{start}{pasted}{end}"


def removable_indent(line: str) -> int:
    """Return how many characters Shift+Tab takes from the start of a line."""
    if line.startswith("\t"):
        return 1
    return min(len(line) - len(line.lstrip(" ")), len(INDENT))


def completion(line: str, column: int) -> Completion | None:
    """Return the placeholder that is being typed at ``column``, None when there is none."""
    braces = _OPEN_BRACES.search(line[max(column - _REACH, 0) : column])
    if braces is None:
        return None
    typed = braces["typed"]
    start = column - len(typed)
    rest = _REST_OF_NAME.match(line, column)
    if rest is None:  # what follows is ordinary text
        return Completion(typed, start, column, braces["space"][:1] + "}}", 0)
    missing = "}" * (2 - len(rest["braces"]))
    return Completion(typed, start, rest.end("name"), missing, rest.end() - rest.end("name"))


def matching_names(typed: str, names: list[str]) -> list[str]:
    """Return the names that fit what was typed: those that begin with it before the others."""
    wanted = typed.strip().casefold()
    starting = [name for name in names if name.casefold().startswith(wanted)]
    holding = [name for name in names if wanted in name.casefold() and name not in starting]
    return starting + holding
