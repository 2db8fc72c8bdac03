"""Lays an HTML or MJML source out so that its structure can be seen, and nothing else changes.

Libraries were looked at first. BeautifulSoup's ``prettify`` and lxml's put spaces between letters
(``<b>W</b>elcome``), rewrite entities and move what stands in the wrong place; djlint (GPL) and
djangofmt are programs for Django's templates that read ``{{name|there}}`` as theirs; prettierfier
is not kept any more. All of them parse and write anew, while here every sign but white space must
stay as it was. So only white space is touched, and of that only what no mail program can show:

- a run of spaces that holds a line break becomes a line break and the indent;
- between two tags that stand on lines of their own anyway (``td``, ``tr``, ``div``, ``p``, …) a
  line break is put in, unless their styles put them side by side, where a space would be seen;
- everything else stays: ``pre``, ``textarea``, ``script``, comments (conditional ones for Outlook
  too), the insides of values, and whatever styles keep the spaces of.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from migma_desktop.core import html_scan
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.mjml_email import to_html
from migma_desktop.core.rendering import plain_text
from migma_desktop.core.tag_pairs import Tags, read_tags

if TYPE_CHECKING:  # at run time it is loaded with the first formatting
    from selectolax.lexbor import LexborNode

INDENT = "  "
_DEEPEST = 16  # levels that are indented: emails nest tables, and each space is sent

_BLOCKS = frozenset(
    {"html", "head", "body", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption",
     "colgroup", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt",
     "dd", "hr", "blockquote", "section", "article", "header", "footer", "main", "nav",
     "figure", "figcaption", "address", "pre", "mjml"}
)  # fmt: skip
# Blocks to a browser, but not to what makes the text part.
_ALSO_APART = frozenset({"center", "form", "fieldset", "details", "summary"})
_HEAD = frozenset({"meta", "link", "base", "title", "style", "script"})
_VERBATIM = frozenset({"pre", "textarea", "listing", "plaintext", "xmp", "mj-raw"})
_NOT_INDENTED = frozenset({"html"})  # what is in it begins where it does

_SPACE = " \t\r\n\f"
_BREAK = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")
_KEPT_IN_TEXT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|(?P<space>[ \t\r\n\f]+)", re.DOTALL)
_KEPT_IN_TAG = re.compile(r"\"[^\"]*\"|'[^']*'|\{\{.*?\}\}|(?P<space>[ \t\r\f]*\n\s*)", re.DOTALL)
_KEPT_IN_CSS = re.compile(
    r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\{\{.*?\}\}"
    r"|(?P<open>\{)|(?P<close>\})|(?P<space>[ \t\r\f]*\n\s*)",
    re.DOTALL,
)
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_SIDE_BY_SIDE = re.compile(r"display\s*:\s*(?:inline|contents|ruby|run-in)", re.IGNORECASE)
_KEEPS_SPACES = re.compile(r"white-space(?:-collapse)?\s*:\s*(?:pre|break|preserve)", re.IGNORECASE)
_SIMPLE = re.compile(r"(?P<name>[A-Za-z][\w-]*)?(?P<classes>(?:[.#][\w-]+)*)(?:::?[\w-]+)*\Z")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)


def formatted(source: str) -> str:
    """Return a source laid out anew. Takes its time: not for the GUI thread.

    What comes out is compared with what went in. Where tags are nested so that a browser moves
    them about, a new line break may become visible: then lines are only indented, and where even
    that would be seen, the source stays as it is.
    """
    signs, seen = _signs(source), _seen(source)
    for may_break in (True, False):
        laid_out = _Layout(source, may_break=may_break).run()
        if _signs(laid_out) == signs and _seen(laid_out) == seen:
            return laid_out
    return source


def _seen(source: str) -> tuple[str, str]:
    """Return what people get of a source: its elements with their words, and the text part."""
    html = source
    if _MJML.search(source):
        with contextlib.suppress(DraftRefused):  # one that can't be read yet is compared as it is
            html = to_html(source)
    try:
        return shown(html), plain_text(html)
    except ValueError:
        return shown(html), ""


def _signs(source: str) -> str:
    return source.translate(_NO_SPACE)


def shown(html: str) -> str:
    """Return what a browser makes of some HTML: its elements, and its text with spaces as one."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(html).root
    parts: list[str] = []
    stack: list[LexborNode | str] = [] if root is None else [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            in_pre = node.parent is not None and node.parent.tag in _VERBATIM
            parts.append(repr(text) if in_pre else text)
        elif tag[:1] not in _NO_ELEMENTS:
            is_apart = tag in _BLOCKS or tag in _HEAD or tag in _ALSO_APART or tag[:3] == "mj-"
            edge = "\0" if is_apart else ""
            parts.append(f"{edge}<{tag}>{edge}")
            stack.append(f"{edge}</{tag}>{edge}")
            children = []
            child = node.child
            while child is not None:
                children.append(child)
                child = child.next
            stack += reversed(children)
    return _AT_EDGE.sub("\0", _SPACES.sub(" ", "".join(parts)))


_MJML = re.compile(r"<mjml\b", re.IGNORECASE)
_NO_ELEMENTS = frozenset("-_!")  # what the names of comments and declarations begin with
_SPACES = re.compile(r"[ \t\r\n\f]+")
_AT_EDGE = re.compile(r" ?\0 ?")
_NO_SPACE = dict.fromkeys(map(ord, _SPACE))


@dataclass
class _Reach:
    """Which elements a kind of style rule may be about."""

    names: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)  # .class and #id
    is_everything: bool = False

    def add(self, selectors: str) -> None:
        """Take the rule's selectors in: by the last part, the element that it is about."""
        for selector in selectors.split(","):
            parts = selector.split()
            simple = _SIMPLE.match(parts[-1]) if parts else None
            if simple is None or not simple[0]:
                self.is_everything = True
            elif simple["classes"]:
                self.marks.add(re.findall(r"[.#][\w-]+", simple["classes"])[-1])
            else:
                self.names.add(simple["name"].lower())

    def holds(self, name: str, marks: Sequence[str]) -> bool:
        """Tell whether a rule may be about an element."""
        return self.is_everything or name in self.names or not self.marks.isdisjoint(marks)


class _Piece(NamedTuple):
    """A tag, a comment, or a whole style sheet without its end tag."""

    start: int
    end: int
    name: str = ""  # of a tag
    is_end: bool = False
    content: int = -1  # where a raw element's content begins
    is_block: bool = False
    keeps_spaces: bool = False
    number: int = -1  # among the tags


class _Layout:
    """One pass over a source."""

    def __init__(self, source: str, *, may_break: bool = True) -> None:
        self._source = source
        self._breaks = may_break
        self._tags: Tags = read_tags(source)
        self._numbers = {tag.start: number for number, tag in enumerate(self._tags.all)}
        self._beside, self._kept = _Reach(), _Reach()
        for match in html_scan.markup(source):
            if match["raw"] is not None and match["raw"].lower() == "style":
                self._read_sheet(match["content"])
        for sheet in re.findall(r"<mj-style[^>]*>(.*?)</mj-style", source, re.DOTALL):
            self._read_sheet(sheet)
        self._parts: list[str] = []
        self._depth = 0
        self._body_depth = 0  # open blocks of the body
        self._verbatim_until = -1  # where the end tag of an element that keeps its spaces stands

    def _read_sheet(self, css: str) -> None:
        for selectors, body in _RULE.findall(_COMMENT.sub(" ", css)):
            if _SIDE_BY_SIDE.search(body):
                self._beside.add(selectors)
            if _KEEPS_SPACES.search(body):
                self._kept.add(selectors)

    def run(self) -> str:
        """Return the source laid out."""
        if self._kept.is_everything or "body" in self._kept.names | self._kept.marks:
            return self._source
        before = _Piece(0, 0, is_block=True)
        for piece in self._pieces():
            self._between(before, piece)
            self._write(piece)
            before = piece
        rest = self._source[before.end :]
        is_blank = not rest.strip(_SPACE)
        self._parts.append(("\n" if "\n" in rest else rest) if is_blank else rest)
        return "".join(self._parts)

    def _pieces(self) -> Iterator[_Piece]:
        for match in html_scan.markup(self._source):
            start, end = match.span()
            name = (match["name"] or match["raw"] or match["end"] or "").lower()
            if not name:
                yield _Piece(start, end, is_block=self._source[start : start + 2] == "<!" and
                             self._source[start + 2 : start + 3] != "-")  # fmt: skip
                continue
            written = match["attributes"] or match["raw_attributes"] or ""
            style, marks = _looks(written)
            yield _Piece(
                start,
                end,
                name,
                match["end"] is not None,
                match.start("content") if match["raw"] is not None else -1,
                self._is_block(name, style, marks),
                name in _VERBATIM
                or bool(_KEEPS_SPACES.search(style))
                or self._kept.holds(name, marks),
                self._numbers.get(start, -1),
            )

    def _is_block(self, name: str, style: str, marks: Sequence[str]) -> bool:
        if name not in _BLOCKS and name not in _HEAD and not name.startswith("mj-"):
            return False
        return not (_SIDE_BY_SIDE.search(style) or self._beside.holds(name, marks))

    # ---- Between the pieces ----

    def _between(self, before: _Piece, piece: _Piece) -> None:
        text = self._source[before.end : piece.start]
        if before.end < self._verbatim_until:
            self._parts.append(text)
            return
        closes = piece.is_end and self._is_paired(piece)
        level = self._depth - 1 if closes and piece.name not in _NOT_INDENTED else self._depth
        indent = _indent(level)
        if text.strip(_SPACE):
            self._parts.append(self._text(text, _indent(self._depth), indent))
        elif "\n" in text:
            blank = "\n" if text.count("\n") > 1 and before.end > 0 else ""
            self._parts.append(f"{blank}\n{indent}" if before.end > 0 else "")
        elif self._may_break(before, piece):
            self._parts.append(f"\n{indent}")
        else:
            self._parts.append(text)

    def _may_break(self, before: _Piece, piece: _Piece) -> bool:
        """Tell whether a line break between two tags can never be seen."""
        if (
            not self._breaks
            or before.end == 0
            or not (self._is_apart(before) and self._is_apart(piece))
        ):
            return False
        is_empty = not before.is_end and piece.is_end and before.name == piece.name
        return not is_empty

    def _is_apart(self, piece: _Piece) -> bool:
        if piece.is_end and self._is_paired(piece):
            start = self._tags.all[self._tags.partners[piece.number]].start
            if not self._start_is_block(start):
                return False
        if piece.name in _HEAD:
            return piece.is_block and self._body_depth == 0
        return piece.is_block

    def _start_is_block(self, start: int) -> bool:
        match = html_scan.start_tag_at(self._source, start)
        if match is None:
            return False
        style, marks = _looks(match[2])
        return self._is_block(match[1].lower(), style, marks)

    def _text(self, text: str, indent: str, last: str) -> str:
        """Indent the lines of a text; its last line break comes before a tag."""
        end = len(text)

        def laid_out(match: re.Match[str]) -> str:
            space = match["space"]
            if space is None or "\n" not in space:
                return match[0]
            blank = "\n" if space.count("\n") > 1 else ""
            return f"{blank}\n{last if match.end() == end else indent}"

        return _KEPT_IN_TEXT.sub(laid_out, text)

    # ---- The pieces themselves ----

    def _write(self, piece: _Piece) -> None:
        written = self._source[piece.start : piece.end]
        if piece.start < self._verbatim_until or not piece.name:
            self._parts.append(written)
        elif piece.content >= 0:
            self._parts.append(self._tag(self._source[piece.start : piece.content]))
            content = self._source[piece.content : piece.end]
            self._parts.append(self._css(content) if piece.name == "style" else content)
        else:
            self._parts.append(written if piece.is_end else self._tag(written))
        if not piece.name or piece.start < self._verbatim_until:
            return
        if piece.is_end:
            self._leave(piece)
        else:
            self._enter(piece)

    def _enter(self, piece: _Piece) -> None:
        if not self._is_paired(piece):
            return
        if piece.keeps_spaces:
            self._verbatim_until = self._tags.all[self._tags.partners[piece.number]].start
        else:
            self._deepen(piece, 1)

    def _leave(self, piece: _Piece) -> None:
        if self._is_paired(piece) and piece.start != self._verbatim_until:
            self._deepen(piece, -1)

    def _deepen(self, piece: _Piece, by: int) -> None:
        if piece.name not in _NOT_INDENTED:
            self._depth += by
        if piece.name in _BLOCKS and piece.name not in {"html", "head"}:
            self._body_depth += by

    def _is_paired(self, piece: _Piece) -> bool:
        return piece.number in self._tags.partners

    def _tag(self, written: str) -> str:
        """Indent the lines of a tag, but not those of its values."""
        if "\n" not in written:
            return written
        indent = _indent(self._depth + 2)
        return _KEPT_IN_TAG.sub(
            lambda match: match[0] if match["space"] is None else f"\n{indent}", written
        )

    def _css(self, css: str) -> str:
        """Indent the lines of a style sheet by its braces."""
        if "\n" not in css:
            return css
        level = self._depth + 1
        parts: list[str] = []
        reached = 0
        for match in _KEPT_IN_CSS.finditer(css):
            parts.append(css[reached : match.start()])
            reached = match.end()
            if match["space"] is None:
                level += (match["open"] is not None) - (match["close"] is not None)
                parts.append(match[0])
                continue
            closes = css.startswith("}", reached) or reached == len(css)
            blank = "\n" if match[0].count("\n") > 1 and match.start() > 0 else ""
            blank = "" if reached == len(css) else blank
            parts.append(f"{blank}\n{_indent(level - closes)}")
        return "".join((*parts, css[reached:]))


def _indent(level: int) -> str:
    return INDENT * min(max(level, 0), _DEEPEST)


def _looks(written: str) -> tuple[str, list[str]]:
    """Return a tag's own style, and the names by which style sheets find it."""
    style, marks = "", []
    for attribute in html_scan.attributes(written, 0, len(written)):
        name, value = attribute[1].lower(), (attribute[2] or "").strip("\"'")
        if name == "style":
            style = value
        elif name == "class":
            marks += [f".{each}" for each in value.split()]
        elif name == "id":
            marks.append(f"#{value}")
    return style, marks
