"""Which letters get which colour."""

from __future__ import annotations

import pytest

from migma_desktop.ui.editor.html_lexer import HtmlLexer
from migma_desktop.ui.editor.lexing import Lexer, Style
from migma_desktop.ui.editor.markdown_lexer import MarkdownLexer


def styled(lexer: Lexer, source: str) -> list[tuple[Style, str]]:
    """Return the tokens of all lines, in order."""
    found = []
    state = -1
    for line in source.split("\n"):
        tokens, state = lexer.lex(line, state)
        found += [(token.style, line[token.start : token.end]) for token in tokens]
    return found


def texts(lexer: Lexer, source: str, style: Style) -> list[str]:
    return [text for each, text in styled(lexer, source) if each is style]


@pytest.mark.parametrize(
    ("source", "style", "expected"),
    [
        ('<a href="x">y</a>', Style.TAG, ["<a", ">", "</a", ">"]),
        ("<a href=\"x\" data-b='y' c=z>", Style.ATTRIBUTE, ["href", "data-b", "c"]),
        ("<a href=\"x\" data-b='y' c=z>", Style.STRING, ['"x"', "'y'", "z"]),
        ('<img\n alt="two\nlines"\n>text', Style.STRING, ['"two', 'lines"']),
        ("<img\n alt='a'\n>b c", Style.ATTRIBUTE, ["alt"]),
        ("a &nbsp; &#8211; &x", Style.ENTITY, ["&nbsp;", "&#8211;"]),
        ("<!DOCTYPE html><p>", Style.KEYWORD, ["<!DOCTYPE html>"]),
        ("<!-- a\nb --><p>", Style.COMMENT, ["<!-- a", "b -->"]),
        ("<!--[if mso]><td><![endif]--><b>", Style.TAG, ["<b", ">"]),
        ("<style>\na:hover { color: red }\n</style>", Style.PROPERTY, ["color"]),
        ("<style>\na:hover { color: red }\n</style>", Style.VALUE, ["red"]),
        ("<style>\na:hover { color: red }\n</style>", Style.SELECTOR, ["a:hover"]),
        ("<style>/* a\nb */ p{}</style>", Style.COMMENT, ["/* a", "b */"]),
        ("<style>\n@media (x) {\n}\n</style><p>", Style.KEYWORD, ["@media"]),
        ("<style></style><p>", Style.TAG, ["<style", ">", "</style", ">", "<p", ">"]),
        (
            "<script>if (a<b) {}</script><p>",
            Style.TAG,
            ["<script", ">", "</script", ">", "<p", ">"],
        ),
        ("1 < 2 and <b>", Style.TAG, ["<b", ">"]),
        ('<a href="{{url}}">', Style.STRING, ['"{{url}}"']),
        ("<a href={{url}}>", Style.STRING, ["{{url}}"]),
        ("<p <b>", Style.TAG, ["<p", "<b", ">"]),
    ],
)
def test_html(source: str, style: Style, expected: list[str]) -> None:
    assert texts(HtmlLexer(), source, style) == expected


@pytest.mark.parametrize(
    ("source", "style", "expected"),
    [
        ("# Title", Style.HEADING_1, ["# Title"]),
        ("###### Title", Style.HEADING_3, ["###### Title"]),
        ("#hashtag", Style.HEADING_1, []),
        ("a **b c** d", Style.BOLD, ["b c"]),
        ("a **b c** d", Style.MARK, ["**", "**"]),
        ("*a* and _b_ but snake_case_word and 2 * 3 * 4", Style.ITALIC, ["a", "b"]),
        ("***a***", Style.BOLD_ITALIC, ["a"]),
        ("**a *b* c**", Style.ITALIC, ["b"]),
        ("[a](https://b) ![c](d)", Style.LINK, ["a", "c"]),
        ("[a](b){: .button }", Style.LOOK, ["{: .button }"]),
        ("[a](b){.button}", Style.MARK, ["[a](b)"]),
        ("[a](b){.button}", Style.LOOK, ["{.button}"]),
        ("[a]({{url}}){.button .wide}", Style.LOOK, ["{.button .wide}"]),
        ("| | |\n| --- | --- |\n| a | |", Style.LOOK, ["| | |"]),
        ("{.brand}", Style.LOOK, ["{.brand}"]),
        ("# Hello {#top}", Style.LOOK, ["{#top}"]),
        ("{{.name}} {name} {...} {{name}}", Style.LOOK, []),
        ("`a **b** c`", Style.BOLD, []),
        ("`a`", Style.CODE, ["`a`"]),
        ("```\n# no\n```\n# yes", Style.HEADING_1, ["# yes"]),
        ("~~~\n```\n~~~\n# yes", Style.HEADING_1, ["# yes"]),
        ("> a", Style.QUOTE, ["> a"]),
        ("- a\n12. b", Style.MARK, ["- ", "12. "]),
        ("---", Style.MARK, ["---"]),
        ("| a | b |\n| --- | ---: |", Style.MARK, ["|", "|", "|", "| --- | ---: |"]),
        (r"\*a\*", Style.ITALIC, []),
        ("see https://a.eu now", Style.LINK, ["https://a.eu"]),
    ],
)
def test_markdown(source: str, style: Style, expected: list[str]) -> None:
    assert texts(MarkdownLexer(), source, style) == expected


@pytest.mark.parametrize("lexer", [HtmlLexer(), MarkdownLexer()])
@pytest.mark.parametrize(
    "line",
    ["*" * 5000, "[" * 5000, "`" * 5000, "**a " * 1500, "<a " * 2000, "{{" * 3000, '"' * 8000],
)
def test_hostile_lines_are_read_to_their_end(lexer: Lexer, line: str) -> None:
    tokens, state = lexer.lex(line, 0)
    assert state >= 0
    assert all(0 <= token.start <= token.end <= len(line) for token in tokens)


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("x" * 9000 + "<!-- a", "b --> <i>", [(Style.COMMENT, "b -->"), (Style.TAG, "<i")]),
        ("<p>" + "x" * 9000, "<i", [(Style.TAG, "<i")]),
        ("<style>" + "x" * 9000, "a{", [(Style.SELECTOR, "a")]),
    ],
)
def test_a_line_too_long_for_colours_still_hands_its_state_on(
    line: str, following: str, expected: list[tuple[Style, str]]
) -> None:
    lexer = HtmlLexer()
    tokens, _ = lexer.lex(following, lexer.state_after(line, 0))
    found = [(token.style, following[token.start : token.end]) for token in tokens]
    assert found[: len(expected)] == expected
