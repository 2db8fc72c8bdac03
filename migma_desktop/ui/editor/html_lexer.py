"""Colours HTML with its style sheets, one line at a time."""

from __future__ import annotations

import re

from migma_desktop.ui.editor.lexing import Style, Token

TEXT, TAG, DOUBLE_QUOTED, SINGLE_QUOTED, COMMENT, DECLARATION, CSS, CSS_COMMENT, SCRIPT = range(9)
_MODES = 16  # a state is a mode plus 16 times what the open tag will lead to
_LEADS_TO_CSS = 1
_LEADS_TO_SCRIPT = 2
_ENDED_BY = {
    DOUBLE_QUOTED: ('"', TAG, Style.STRING),
    SINGLE_QUOTED: ("'", TAG, Style.STRING),
    COMMENT: ("-->", TEXT, Style.COMMENT),
    DECLARATION: (">", TEXT, Style.KEYWORD),
    CSS_COMMENT: ("*/", CSS, Style.COMMENT),
}
_RAW = {"style": _LEADS_TO_CSS, "script": _LEADS_TO_SCRIPT}

_TEXT_TOKEN = re.compile(
    r"(?P<comment><!--)"
    r"|(?P<declaration><[!?])"
    r"|(?P<tag></?[A-Za-z][^\s<>/\"'=]*)"
    r"|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)"
)
_TAG_TOKEN = re.compile(
    r"(?P<close>/?>)"
    r"|(?P<double>\")"
    r"|(?P<single>')"
    r"|(?P<value>=\s*(?:\{\{[^{}]*\}\}|[^\s\"'<>=`])+)"
    r"|(?P<open><)"
    r"|(?P<attribute>[^\s\"'<>/={}]+)"
)
_CSS_TOKEN = re.compile(
    r"(?P<comment>/\*)"
    r"|(?P<end></style)"
    r"|(?P<string>\"[^\"]*\"?|'[^']*'?)"
    r"|(?P<keyword>@[-\w]+|![ \t]*important)"
    r"|(?P<property>[-\w]+(?=\s*:(?!:)[^{}]*(?:[;}]|(?<![,{])$)))"
    r"|(?P<stop>[;{}])"
    r"|(?P<word>[.#]?[-\w%]+(?:::?[-\w]+)?)",
    re.IGNORECASE,
)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_CSS_STYLES = {
    "string": Style.STRING,
    "keyword": Style.KEYWORD,
    "property": Style.PROPERTY,
}


class HtmlLexer:
    """A state machine: each mode eats its part of the line and names the next mode."""

    def lex(self, line: str, state: int) -> tuple[list[Token], int]:
        """Return the line's tokens and the state at its end."""
        mode, lead = (state % _MODES, state // _MODES) if state >= 0 else (TEXT, 0)
        scan = _Scan(line, lead)
        while scan.at < len(line):
            mode = scan.step(mode)
        return scan.tokens, mode + _MODES * scan.lead

    def state_after(self, line: str, state: int) -> int:
        """Tell whether a very long line ends inside a comment or a style sheet."""
        low = line.lower()
        if low.rfind("<!--") > low.rfind("-->"):
            return COMMENT
        if low.rfind("<style") > low.rfind("</style"):
            return CSS
        return TEXT if "<" in line or state < 0 else state


class _Scan:
    """One pass over one line."""

    def __init__(self, line: str, lead: int) -> None:
        self.line = line
        self.lead = lead
        self.at = 0
        self.is_css_value = False  # behind a property's colon
        self.tokens: list[Token] = []

    def step(self, mode: int) -> int:
        """Eat what belongs to a mode; return the mode that follows."""
        if mode in _ENDED_BY:
            end_mark, following, style = _ENDED_BY[mode]
            return self._until(end_mark, mode, following, style)
        return {TEXT: self._text, TAG: self._tag, CSS: self._css, SCRIPT: self._script}[mode]()

    def _add(self, start: int, end: int, style: Style) -> None:
        self.tokens.append(Token(start, end, style))
        self.at = end

    def _rest(self) -> None:
        self.at = len(self.line)

    def _until(self, end_mark: str, mode: int, following: int, style: Style) -> int:
        found = self.line.find(end_mark, self.at)
        if found < 0:
            self._add(self.at, len(self.line), style)
            return mode
        self._add(self.at, found + len(end_mark), style)
        return following

    def _text(self) -> int:
        match = _TEXT_TOKEN.search(self.line, self.at)
        if match is None:
            self._rest()
            return TEXT
        start = match.start()
        if match["comment"]:
            end = self.line.find("-->", start + 4)
            self._add(start, len(self.line) if end < 0 else end + 3, Style.COMMENT)
            return COMMENT if end < 0 else TEXT
        if match["declaration"]:
            self.at = start
            return DECLARATION
        if match["entity"]:
            self._add(start, match.end(), Style.ENTITY)
            return TEXT
        self._add(start, match.end(), Style.TAG)
        self.lead = _RAW.get(match["tag"][1:].lower(), 0)
        return TAG

    def _tag(self) -> int:
        match = _TAG_TOKEN.search(self.line, self.at)
        if match is None:
            self._rest()
            return TAG
        start, end = match.span()
        if match["close"]:
            self._add(start, end, Style.TAG)
            lead, self.lead = self.lead, 0
            if match["close"] == "/>":
                return TEXT
            return {_LEADS_TO_CSS: CSS, _LEADS_TO_SCRIPT: SCRIPT}.get(lead, TEXT)
        if match["double"] or match["single"]:
            return self._quoted(start, match[0])
        if match["open"]:  # the tag before was never closed
            self.at = start
            self.lead = 0
            return TEXT if end < len(self.line) else self._lone_bracket()
        if match["value"]:
            self._add(start + 1, end, Style.STRING)
        else:
            self._add(start, end, Style.ATTRIBUTE)
        return TAG

    def _lone_bracket(self) -> int:
        self._rest()
        return TEXT

    def _quoted(self, start: int, quote: str) -> int:
        end = self.line.find(quote, start + 1)
        self._add(start, len(self.line) if end < 0 else end + 1, Style.STRING)
        if end >= 0:
            return TAG
        return DOUBLE_QUOTED if quote == '"' else SINGLE_QUOTED

    def _css(self) -> int:
        match = _CSS_TOKEN.search(self.line, self.at)
        if match is None:
            self._rest()
            return CSS
        start, end = match.span()
        kind = match.lastgroup or ""
        if kind == "end":
            self.at = start
            return TEXT
        if kind == "comment":
            self.at = start
            closing = self.line.find("*/", start + 2)
            self._add(start, len(self.line) if closing < 0 else closing + 2, Style.COMMENT)
            return CSS_COMMENT if closing < 0 else CSS
        if kind == "stop":
            self.at = end
            self.is_css_value = False
            return CSS
        word = Style.VALUE if self.is_css_value else Style.SELECTOR
        self._add(start, end, _CSS_STYLES.get(kind, word))
        self.is_css_value = self.is_css_value or kind == "property"
        return CSS

    def _script(self) -> int:
        match = _SCRIPT_END.search(self.line, self.at)
        if match is None:
            self._rest()
            return SCRIPT
        self.at = match.start()
        return TEXT
