"""Read style sheets and style attributes, through tinycss2 and once each.

The same attribute stands on hundreds of cells, and a sheet stays while its author types text: what
was read is remembered. Template tags are covered by letters, so that every offset stays true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import tinycss2
from tinycss2 import ast

_TEMPLATE_TAG = re.compile(r"\{\{[^{}]*+\}\}")
# Declarations without anything in which a semicolon could hide: these can be read one by one.
_PIECE = (
    r"""(?:[^;"'(){}\[\]\\/]|/(?!\*)|"[^"\\\n\f\r]*+"|'[^'\\\n\f\r]*+'|\([^;"'(){}\[\]\\/]*+\))++"""
)
_PIECES = re.compile(_PIECE)
_PLAIN = re.compile(f"(?:{_PIECE}|;)*+")
_DEEPEST = 8  # at-rules inside each other
_UNITS = frozenset(
    {"ch", "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "rem", "vh", "vmax", "vmin", "vw"}
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One property with its value as written, both in lower case."""

    name: str
    value: str
    is_important: bool
    uses: frozenset[str]  # what mail programs may not know: "property gap", "unit vw"…


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector with its declarations; ``media`` are the conditions around it."""

    selector: str
    declarations: tuple[Declaration, ...]
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """Something that a sheet uses for the first time, by its offset in the sheet."""

    what: str
    start: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a style sheet holds."""

    rules: tuple[Rule, ...]
    uses: tuple[Use, ...]
    nested_at_rule: int = -1  # offset of an at-rule inside another one


@lru_cache(maxsize=4096)
def declarations(style: str) -> tuple[Declaration, ...]:
    """Read the value of a style attribute; what can't be read is left out, as browsers do.

    Most attributes are new combinations of known declarations, each of which is read once.
    """
    covered = _covered(style)
    if not _PLAIN.fullmatch(covered):
        return _declarations(tinycss2.parse_blocks_contents(covered))
    found: list[Declaration] = []
    for piece in _PIECES.findall(covered):
        name, colon, value = piece.partition(":")
        if colon:
            found += _one_declaration(f"{name.strip()}:{value.strip()}")
    return tuple(found)


@lru_cache(maxsize=4096)
def values(style: str) -> Mapping[str, str]:
    """Return what a style attribute sets, by property; cheaper than all that it uses."""
    covered = _covered(style)
    if not _PLAIN.fullmatch(covered):
        return {each.name: each.value for each in declarations(style)}
    found: dict[str, str] = {}
    for piece in _PIECES.findall(covered.lower()):
        name, colon, value = piece.partition(":")
        if colon:
            bare, is_important, _ = value.partition("!")
            found[name.strip()] = " ".join((bare if is_important else value).split())
    return found


@lru_cache(maxsize=16384)
def _one_declaration(written: str) -> tuple[Declaration, ...]:
    return _declarations(tinycss2.parse_blocks_contents(written))


@lru_cache(maxsize=32)
def sheet(css: str) -> Sheet:
    """Read a style sheet; what can't be read is left out, as browsers do."""
    reading = _SheetReading(_covered(css))
    reading.read(
        tinycss2.parse_stylesheet(reading.css, skip_comments=False, skip_whitespace=True), ()
    )
    uses = tuple(Use(what, start) for what, start in reading.uses.items())
    return Sheet(tuple(reading.rules), uses, reading.nested_at_rule)


def _covered(css: str) -> str:
    if "{{" not in css:
        return css
    return _TEMPLATE_TAG.sub(lambda match: "x" * len(match[0]), css)


def _declarations(nodes: list[ast.Node]) -> tuple[Declaration, ...]:
    return tuple(_declaration(node) for node in nodes if isinstance(node, ast.Declaration))


def _declaration(node: ast.Declaration) -> Declaration:
    name = node.lower_name
    value = " ".join(tinycss2.serialize(node.value).lower().split())
    uses = {f"property {name}", f"declaration {name}:{value}"}
    if name.startswith("--"):
        uses = {"function var"}
    elif name == "display":
        uses.add(f"declaration {name}:{value.split()[0] if value else ''}")
    if node.important:
        uses.add("keyword !important")
    for component in _components(node.value):
        uses.update(_uses_of_component(component))
    return Declaration(name, value, node.important, frozenset(uses))


def _components(nodes: list[ast.Node]) -> Iterator[ast.Node]:
    pending = list(nodes)
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ast.FunctionBlock):
            pending += node.arguments


def _uses_of_component(node: ast.Node) -> Iterator[str]:
    if isinstance(node, ast.FunctionBlock):
        yield f"function {node.lower_name}"
    elif isinstance(node, ast.DimensionToken) and node.lower_unit in _UNITS:
        yield f"unit {node.lower_unit}"
    elif isinstance(node, ast.PercentageToken):
        yield "unit %"
    elif isinstance(node, ast.IdentToken):
        yield f"keyword {node.lower_value}"


class _SheetReading:
    """Walks through the rules of one sheet."""

    def __init__(self, css: str) -> None:
        self.css = css
        self.rules: list[Rule] = []
        self.uses: dict[str, int] = {}
        self.nested_at_rule = -1
        self._lines: list[int] = [0, *(match.end() for match in re.finditer(r"\r\n|[\r\n\f]", css))]

    def read(self, nodes: list[ast.Node], media: tuple[str, ...]) -> None:
        for node in nodes:
            start = self._offset(node)
            if isinstance(node, ast.QualifiedRule):
                self._read_rule(node, start, media)
            elif isinstance(node, ast.AtRule):
                self._read_at_rule(node, start, media)
            elif isinstance(node, ast.Comment):
                self._use("comment", start)

    def _offset(self, node: ast.Node) -> int:
        line = min(node.source_line, len(self._lines)) - 1
        return min(self._lines[line] + node.source_column - 1, len(self.css))

    def _use(self, what: str, start: int) -> None:
        self.uses.setdefault(what, start)

    def _read_rule(self, node: ast.QualifiedRule, start: int, media: tuple[str, ...]) -> None:
        contents = tinycss2.parse_blocks_contents(node.content)
        found = _declarations(contents)
        self.rules.append(Rule(tinycss2.serialize(node.prelude).strip(), found, media))
        for each in found:
            for what in each.uses:
                self._use(what, start)
        for what in _uses_of_selector(node.prelude):
            self._use(what, start)
        if any(isinstance(each, ast.QualifiedRule) for each in contents):
            self._use("nesting", start)

    def _read_at_rule(self, node: ast.AtRule, start: int, media: tuple[str, ...]) -> None:
        name = node.lower_at_keyword
        condition = " ".join(tinycss2.serialize(node.prelude).lower().split())
        self._use(f"at-rule {name}", start)
        if name == "media":
            for feature in _media_features(node.prelude):
                self._use(f"at-rule media {feature}", start)
        if media and self.nested_at_rule < 0:
            self.nested_at_rule = start
        if node.content is None or len(media) >= _DEEPEST:
            return
        if name in {"media", "supports", "layer", "container"}:
            around = (*media, condition if name == "media" else f"@{name}")
            contents = tinycss2.parse_blocks_contents(node.content)
            self.read(contents, around)


def _media_features(prelude: list[ast.Node]) -> Iterator[str]:
    for node in prelude:
        if isinstance(node, ast.ParenthesesBlock):
            yield from (
                each.lower_value.removeprefix("any-")
                for each in node.content[:3]
                if isinstance(each, ast.IdentToken)
            )


def _uses_of_selector(prelude: list[ast.Node]) -> Iterator[str]:
    """Yield the kinds of selectors in a list of them, by their tokens."""
    before = ""  # what a compound selector began with
    classes = 0
    for index, node in enumerate(prelude):
        if isinstance(node, ast.WhitespaceToken):
            if before and _begins_selector(prelude, index + 1):
                yield "selector descendant"
            before, classes = before and " ", 0
            continue
        kind = _selector_kind(prelude, index)
        if kind:
            yield kind
        if kind == "selector class":
            classes += 1
            if classes > 1:
                yield "selector chaining"
        is_combinator = isinstance(node, ast.LiteralToken) and node.value in {">", "+", "~", ","}
        before = "" if is_combinator else "x"
        if is_combinator:
            classes = 0


def _begins_selector(prelude: list[ast.Node], index: int) -> bool:
    if index >= len(prelude):
        return False
    node = prelude[index]
    return not (isinstance(node, ast.LiteralToken) and node.value in {">", "+", "~", ","})


_COMBINATORS = {
    ">": "selector child",
    "+": "selector adjacent-sibling",
    "~": "selector general-sibling",
    ",": "selector grouping",
    "*": "selector universal",
}


def _selector_kind(prelude: list[ast.Node], index: int) -> str:
    node = prelude[index]
    earlier = prelude[index - 1] if index else None
    follows = earlier.value if isinstance(earlier, ast.LiteralToken) else ""
    if isinstance(node, ast.HashToken):
        return "selector id"
    if isinstance(node, ast.SquareBracketsBlock):
        return "selector attribute"
    if isinstance(node, ast.IdentToken):
        return {".": "selector class", ":": f"pseudo {node.lower_value}"}.get(
            follows, "selector type"
        )
    if isinstance(node, ast.FunctionBlock) and follows == ":":
        return f"pseudo {node.lower_name}"
    return _COMBINATORS.get(node.value, "") if isinstance(node, ast.LiteralToken) else ""
