from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.inlining import LiveInliner, inline

PAGE = """\
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/x.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml">
<head>
<style type="text/css">
p { color: red } .big { font-size: 20px }
a:hover { color: blue }
@media (max-width: 600px) { p { color: green !important } }
</style>
<!--[if mso]><style>p { color: black }</style><![endif]-->
</head>
<body>
<![if !mso]><p>new</p><![endif]>
<table><tr>{{#each rows}}<td class='big'>{{ cell }} &nbsp;&eacute; 1 < 2</td>{{/each}}</tr></table>
<p CLASS=big style='margin:0'>Hi <b>you</b></P>
<v:rect fill="t"/>
</body>
</html>
"""


def test_rules_become_style_attributes() -> None:
    result = inline(PAGE)

    assert result.was_inlined
    assert '<p style="color: red;">new</p>' in result.html
    assert """<td style="font-size: 20px;" class='big'>""" in result.html
    assert '<p CLASS=big style="' in result.html
    assert "margin:0" in result.html.replace(": ", ":")


def test_what_can_t_be_an_attribute_stays_in_its_block() -> None:
    html = inline(PAGE).html

    assert "a:hover" in html
    assert "@media (max-width: 600px)" in html
    assert ".big {" not in html


def test_everything_else_stays_as_it_was_written() -> None:
    html = inline(PAGE).html

    for written in (
        PAGE[: PAGE.index("<style")],
        "<!--[if mso]><style>p { color: black }</style><![endif]-->",
        "<![if !mso]>",
        "{{#each rows}}",
        "{{ cell }} &nbsp;&eacute; 1 < 2",
        "</P>",
        '<v:rect fill="t"/>',
    ):
        assert written in html


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<p>Hi</p>",
        "<!-- <style>p{color:red}</style> --><p>Hi</p>",
        "<p title='<style>'>Hi</p>",
        "<style>p{color:red}<p>never ends",
    ],
)
def test_a_text_without_styles_stays_as_it_is(source: str) -> None:
    result = inline(source)
    assert (result.html, result.was_inlined) == (source, False)


def test_placeholders_in_styles_survive() -> None:
    source = (
        "<style>.hero { background: url({{ hero.url }}); color: {{brand}} }</style>"
        '<div class="hero" style="width:{{w}}px">x</div>'
    )
    html = inline(source).html
    assert "url({{ hero.url }})" in html
    assert "color: {{brand}}" in html
    assert "{{w}}" in html


def test_an_element_s_own_style_wins() -> None:
    html = inline('<style>p{color:red}</style><p style="color:blue">x</p>').html
    assert '<p style="color: blue">' in html


def test_an_empty_element_is_seen_as_empty() -> None:
    html = inline("<style>p:empty{color:red}</style><p></p><p>x</p>").html
    assert html.count("color: red") == 1


def test_linked_and_imported_styles_are_left_alone_and_not_fetched() -> None:
    source = (
        '<link rel="stylesheet" href="file:///etc/passwd">'
        "<style>@import url(https://example.invalid/x.css); p{color:red}</style><p>x</p>"
    )
    html = inline(source).html
    assert '<link rel="stylesheet" href="file:///etc/passwd">' in html
    assert "@import url(https://example.invalid/x.css)" in html.replace('"', "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [pair for pair in attrs if pair[0] != "style"]))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.seen.append(data)


def _read(html: str) -> list[object]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


PIECES = st.sampled_from(
    ["<p>", "</p>", "<b class=x>", "</b>", "<td>", "<table>", "</table>", "<a/href='{{u}}'>",
     "</a>", "text", " ", "{{x}}", "{{#if}}", "&amp;", "1<2", "<br>", '<i style="top:0">']
)  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_tags_and_texts_stay_whatever_the_nesting(pieces: list[str]) -> None:
    body = "".join(pieces)
    html = inline(f"<style>p,b,td,a,i{{color:red}}</style>{body}").html
    assert _read(html[html.index("</style>") :]) == _read(f"</style>{body}")


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(PAGE)),
            st.integers(0, 3),
            st.sampled_from(["", "a", "  ", "<", ">", "<b>", "{{x}}", "!", '"', "p{", "</p>"]),
        ),
        max_size=8,
    )
)
def test_typing_gives_the_same_as_beginning_anew(edits: list[tuple[int, int, str]]) -> None:
    live, source = LiveInliner(), PAGE
    live.inline(source)
    for position, deleted, typed in edits:
        source = source[:position] + typed + source[position + deleted :]
        anew = inline(source)
        for result in (live.inline_typed(source), live.inline(source)):
            assert result is None or (result.html, result.was_inlined) == (
                anew.html,
                anew.was_inlined,
            )


def test_a_letter_typed_between_tags_is_inlined_at_once() -> None:
    live = LiveInliner()
    assert live.inline_typed(PAGE) is None
    live.inline(PAGE)
    assert live.inline_typed(PAGE.replace("</p>", "x</p>")) is not None
    assert live.inline_typed(PAGE.replace("</p>", "<b>x</b></p>")) is None


@pytest.mark.parametrize("tag", ["<b>", "<div>", "<table><tr><td>", "<b class=x>", "<o:p>"])
def test_a_page_nested_without_end_stays_as_it_is(tag: str) -> None:
    # Its parser would overflow the stack and end the program.
    source = f"<style>p{{color:red}}</style>{tag * 20_000}x"
    result = inline(source)
    assert (result.html, result.was_inlined) == (source, False)


@pytest.mark.parametrize(
    "piece",
    ["<p><b>x</p>", "<li>x", "<tr><td>x", "<td><b>x</td>", "</b>", "<div><p><i>x</div>", "<br>"],
)
def test_a_careless_page_is_inlined_like_any_other(piece: str) -> None:
    # A browser reopens what is left open, which would multiply without bounds.
    source = f"<style>p,li,td,div,b,br{{color:red}}</style><table>{piece * 3000}"
    result = inline(source)
    assert result.was_inlined
    assert _read(result.html[result.html.index("<table>") :]) == _read(f"<table>{piece * 3000}")
    assert result.html.count("color: red") >= 3000 * (piece != "</b>")


def test_an_end_tag_doesn_t_reach_out_of_its_table_cell() -> None:
    source = "<style>div b{color:red}</style><div><table><tr><td></div><b>x</b></td></tr></table>"
    assert '<b style="color: red;">' in inline(source).html
