"""Formatting changes what a source looks like, and nothing of what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inscriptis import get_text  # type: ignore[import-untyped]  # ships no types
from selectolax.lexbor import LexborHTMLParser, LexborNode

from migma_desktop.core.formatting import _Layout, formatted
from migma_desktop.core.mjml_email import to_html
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.placeholders import marks
from migma_desktop.core.rendering import render
from tests.core.test_samples import samples

_BLOCKS = frozenset(
    ("html", "head", "body", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "div", "p",
     "h1", "h2", "ul", "ol", "li", "center", "meta", "title", "style", "link", "hr", "pre")
)  # fmt: skip


def read(html: str) -> str:
    """Return what a browser shows of some HTML: tags, and text with its spaces collapsed."""
    root = LexborHTMLParser(html).root
    assert root is not None
    words = "".join(_read(root))
    collapsed = re.sub(r"[ \t\r\n\f]+", " ", words)
    apart = re.sub(r" ?(\[/?[a-z0-9]+\]) ?", r"\1", collapsed)
    return apart.replace("\0", " ").replace("\1", "\n")


def _read(node: LexborNode) -> Iterator[str]:
    if node.tag == "-text":
        parent = node.parent.tag if node.parent is not None else ""
        text = node.text_content or ""
        if parent == "pre":
            text = text.replace(" ", "\0").replace("\n", "\1")
        yield text
        return
    if (node.tag or "").startswith(("-", "_", "!")):
        return
    signs = ("[{}]", "[/{}]") if node.tag in _BLOCKS else ("<{}>", "</{}>")
    yield signs[0].format(node.tag)
    child = node.child
    while child is not None:
        yield from _read(child)
        child = child.next
    yield signs[1].format(node.tag)


def text_part(html: str) -> list[str]:
    """Return the lines of the text part."""
    text: str = get_text(html)
    return [line.rstrip() for line in text.rstrip().splitlines()]


def check(source: str) -> str:
    """Format a source and return it, sure that it means the same."""
    after = formatted(source)
    assert formatted(after) == after
    assert read(after) == read(source)
    assert text_part(after) == text_part(source)
    assert [mark.name for mark in marks(after)] == [mark.name for mark in marks(source)]
    return after


def test_the_samples_mean_the_same_afterwards() -> None:
    for source in samples().values():
        check(source)
        on_one_line = re.sub(r">\s*\n\s*<", "><", source)
        after = check(on_one_line)
        assert after.count("\n") > on_one_line.count("\n") + 50
        for text in (source, after):
            draft = Draft(source=ContentSource.HTML, html=text)
            again = Draft(source=ContentSource.HTML, html=formatted(text))
            assert get_text(render(draft).html) == get_text(render(again).html)


_TEXT = st.sampled_from(
    [
        *("one", " two ", "\n  three\n", " ", "\n", "\n\n\n", "a < b", "&nbsp;", "&amp; x"),
        *("{{name}}", "{{ na\n  me }}", "{{#each x}}", "<br>", "<br/>\n", "<p>open", "<li>item"),
        *("<img src='x' alt='a\n b'>", "<a href='x'>link</a>", "<b>B</b>old", "</div>"),
        *("<!-- note\n  here -->", "<!--[if mso]><td><![endif]-->"),
        "<style>\n.a{\n  color:red }\n  /* x\n y */\n</style>",
        "<pre>\n a\n   b</pre>",
        "<span style='white-space:pre'> x\n  y </span>",
        "<div style='display:inline-block'>x</div><div style='display: inline-block'>y</div>",
    ]
)
_TAGS = st.sampled_from(
    ["table", "tr", "td", "div", "p", "ul", "li", "span", "a", "b", "center", "h1", "body"]
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, look, inner: f"<{tag}{look}>{''.join(inner)}</{tag}>",
        _TAGS,
        st.sampled_from(["", " class='a'", "\n  align='left'\n  width='1'", " style='color: red'"]),
        st.lists(children, max_size=4),
    )


_DOCUMENTS = st.lists(st.recursive(_TEXT, _element, max_leaves=12), max_size=5).map("".join)


@settings(max_examples=150)
@given(_DOCUMENTS)
def test_made_up_documents_mean_the_same_afterwards(source: str) -> None:
    after = _Layout(source).run()

    assert re.sub(r"[ \t\r\n\f]", "", after) == re.sub(r"[ \t\r\n\f]", "", source)
    check(source)


@settings(max_examples=150)
@given(st.text(st.sampled_from("<>/!-=\"' \n{}|abtdp&;[]"), max_size=60))
def test_noise_keeps_its_signs(source: str) -> None:
    after = _Layout(source).run()

    assert re.sub(r"[ \t\r\n\f]", "", after) == re.sub(r"[ \t\r\n\f]", "", source)
    assert formatted(formatted(source)) == formatted(source)


def test_what_stands_on_one_line_is_taken_apart() -> None:
    source = (
        '<!doctype html><html><head><meta charset="utf-8"><title>A  title</title></head><body>'
        "<table><tr><td>Hello <b>you</b></td><td></td></tr></table></body></html>"
    )
    assert check(source).splitlines() == [
        "<!doctype html>",
        "<html>",
        "<head>",
        '  <meta charset="utf-8">',
        "  <title>A  title</title>",
        "</head>",
        "<body>",
        "  <table>",
        "    <tr>",
        "      <td>Hello <b>you</b></td>",
        "      <td></td>",
        "    </tr>",
        "  </table>",
        "</body>",
        "</html>",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<b>W</b>elcome<i> you</i>",
        "<div style='display:inline-block'>a</div><div style='display:inline-block'>b</div>",
        "<style>.a{display:inline-block}</style>\n<div class='a'>1</div><div class='a'>2</div>",
        "<style>td{display:inline-block}</style>\n<tr><td>a</td><td>b</td></tr>",
        "<style>body{white-space:pre-wrap}</style><body>\n   a\n      <p>b</p></body>",
        "<pre>\n    a\n  b\n</pre>",
        "<textarea>\n    a\n  b\n</textarea>",
        "<td>a<!--[if mso]>\n      <br>\n<![endif]-->b</td>",
        "<script>\n      var a = 1\n</script>",
        "<p>{{ a\n        b }}</p>",
        "text only",
        "",
    ],
)
def test_what_would_be_seen_stays(source: str) -> None:
    assert formatted(source) == source


def test_a_style_for_links_keeps_nothing_from_being_taken_apart() -> None:
    source = (
        "<style>a.b,.b{display:inline-block}</style><table><tr><td>a</td><td>b</td></tr></table>"
    )
    assert "\n    <td>b</td>" in formatted(source)


def test_lines_are_indented_by_what_they_stand_in() -> None:
    source = "<div>\n<p>one\ntwo</p>\n\n\n\n<img\nsrc='x'\nalt='a\n b'>\n</div>\n"
    assert check(source) == (
        "<div>\n  <p>one\n    two</p>\n\n  <img\n      src='x'\n      alt='a\n b'>\n</div>\n"
    )


def test_style_sheets_are_indented_by_their_braces() -> None:
    source = (
        "<style>\n@media x {\n.a {\ncolor: red;\n}\n}\n/* note\n  here } */\n.b { }\n</style>\n"
    )
    assert check(source) == (
        "<style>\n  @media x {\n    .a {\n      color: red;\n    }\n  }\n"
        "  /* note\n  here } */\n  .b { }\n</style>\n"
    )


def test_mjml_is_laid_out_and_makes_the_same_email() -> None:
    source = (
        "<mjml><mj-head><mj-style>\n.a { color: red }\n</mj-style></mj-head><mj-body><mj-section>"
        "<mj-column><mj-text>Hello\n<b>you</b>, {{name}}</mj-text><mj-raw>\n   <i>x</i>\n</mj-raw>"
        "<mj-image src='x.png'/><mj-button href='https://x.example'>Go</mj-button></mj-column>"
        "</mj-section></mj-body></mjml>"
    )
    after = formatted(source)

    assert "\n        <mj-image src='x.png'/>\n        <mj-button" in after
    assert "<mj-raw>\n   <i>x</i>\n</mj-raw>" in after
    assert formatted(after) == after
    assert read(to_html(after)) == read(to_html(source))
    assert text_part(to_html(after)) == text_part(to_html(source))


def test_it_grows_no_faster_than_the_text_indents() -> None:
    deep = "<div>" * 400 + "x" + "</div>" * 400
    assert max(map(len, formatted(deep).splitlines())) < 60
