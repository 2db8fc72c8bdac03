"""Colours Markdown so that a person sees headings, bold words and links, and hardly the signs."""

from __future__ import annotations

import re

from migma_desktop.ui.editor.lexing import Style, Token

TEXT, BACKTICK_FENCE, TILDE_FENCE = range(3)

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+|$)")
_QUOTE = re.compile(r" {0,3}>\s?")
_ITEM = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s+")
_DIVIDER = re.compile(r" {0,3}([-*_])\s*(?:\1\s*){2,}$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)*$")
_EMPTY_ROW = re.compile(r"\s*\|(?:\s*\|)+\s*$")  # the head of a table that has none
_INLINE = re.compile(
    r"(?P<escape>\\[\\`*_{}\[\]()#+\-.!>|])"
    r"|(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<image>!\[(?P<alt>[^\[\]]{0,500})\]\((?P<source>[^()\s]{0,2000})(?:\s+\"[^\"]*\")?\))"
    r"|(?P<link>\[(?P<label>[^\[\]]{0,500})\]\((?P<target>[^()\s]{0,2000})(?:\s+\"[^\"]*\")?\))"
    r"|(?P<look>(?<!\{)\{(?::|\ *[.#]\w)[^{}\n]{0,200}\}(?!\}))"
    r"|(?P<both>\*\*\*(?=\S)(?P<both_in>[^*]{1,300}?)(?<=\S)\*\*\*)"
    r"|(?P<bold>(?P<b>\*\*|__)(?=\S)(?P<bold_in>.{1,300}?)(?<=\S)(?P=b))"
    r"|(?P<italic>(?<![\w*])(?P<i>[*_])(?=[^\s*_])(?P<italic_in>[^*_]{1,300}?)(?<=\S)(?P=i)(?!\w))"
    r"|(?P<address><?https?://[^\s<>()]{1,2000}>?)"
    r"|(?P<tag></?[A-Za-z][^<>]{0,500}>|<!--.*?-->)"
    r"|(?P<pipe>\|)"
)
_HEADINGS = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3)
_MAX_DEPTH = 3  # bold holding italic holding code


class MarkdownLexer:
    """Block signs first, then what stands inside the line."""

    def lex(self, line: str, state: int) -> tuple[list[Token], int]:
        """Return the line's tokens and the state at its end."""
        fence = _FENCE.match(line)
        if state in (BACKTICK_FENCE, TILDE_FENCE):
            return self._fenced(line, state, fence)
        if fence:
            opened = BACKTICK_FENCE if fence[1][0] == "`" else TILDE_FENCE
            return [Token(0, len(line), Style.MARK)], opened
        if _DIVIDER.match(line) or (_TABLE_RULE.match(line) and "|" in line):
            return [Token(0, len(line), Style.MARK)], TEXT
        if _EMPTY_ROW.match(line):
            return [Token(0, len(line), Style.LOOK)], TEXT
        tokens: list[Token] = []
        self._inline(line, self._block_signs(line, tokens), len(line), tokens)
        return tokens, TEXT

    def state_after(self, line: str, state: int) -> int:
        """Keep the state: a line that long is neither the start nor the end of a code block."""
        return max(state, TEXT)

    def _fenced(
        self, line: str, state: int, fence: re.Match[str] | None
    ) -> tuple[list[Token], int]:
        sign = "`" if state == BACKTICK_FENCE else "~"
        if fence and fence[1][0] == sign and not line[fence.end() :].strip():
            return [Token(0, len(line), Style.MARK)], TEXT
        return [Token(0, len(line), Style.CODE)], state

    def _block_signs(self, line: str, tokens: list[Token]) -> int:
        """Style what a line begins with; return where its content begins."""
        if heading := _HEADING.match(line):
            level = min(len(heading[1]), len(_HEADINGS))
            tokens.append(Token(0, len(line), _HEADINGS[level - 1]))
            tokens.append(Token(0, heading.end(), Style.MARK))
            return heading.end()
        at = 0
        while quote := _QUOTE.match(line, at):
            if at == 0:
                tokens.append(Token(0, len(line), Style.QUOTE))
            tokens.append(Token(at, quote.end(), Style.MARK))
            at = quote.end()
        if item := _ITEM.match(line, at):
            tokens.append(Token(at, item.end(), Style.MARK))
            at = item.end()
        return at

    def _inline(self, line: str, start: int, end: int, tokens: list[Token], depth: int = 0) -> None:
        for match in _INLINE.finditer(line, start, end):
            self._one(line, match, tokens, depth)

    def _one(self, line: str, match: re.Match[str], tokens: list[Token], depth: int) -> None:
        start, end = match.span()
        kind = match.lastgroup or ""
        if match["code"]:
            tokens.append(Token(start, end, Style.CODE))
        elif match["image"] or match["link"]:
            group = "alt" if match["image"] else "label"
            tokens.append(Token(start, end, Style.MARK))
            tokens.append(Token(*match.span(group), Style.LINK))
        elif match["address"]:
            tokens.append(Token(start, end, Style.LINK))
        elif match["tag"]:
            tokens.append(Token(start, end, Style.TAG))
        elif match["both"] or match["bold"] or match["italic"]:
            self._emphasis(line, match, tokens, depth)
        elif match["look"]:
            tokens.append(Token(start, end, Style.LOOK))
        elif kind == "escape":
            tokens.append(Token(start, start + 1, Style.MARK))
        else:
            tokens.append(Token(start, end, Style.MARK))

    def _emphasis(self, line: str, match: re.Match[str], tokens: list[Token], depth: int) -> None:
        for kind, style in (
            ("both", Style.BOLD_ITALIC),
            ("bold", Style.BOLD),
            ("italic", Style.ITALIC),
        ):
            if match[kind] is None:
                continue
            inner_start, inner_end = match.span(f"{kind}_in")
            tokens.append(Token(inner_start, inner_end, style))
            tokens.append(Token(match.start(), inner_start, Style.MARK))
            tokens.append(Token(inner_end, match.end(), Style.MARK))
            if depth < _MAX_DEPTH:
                self._inline(line, inner_start, inner_end, tokens, depth + 1)
            return
