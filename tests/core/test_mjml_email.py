"""MJML: what it becomes, and what is said where it can't be read."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core import mjml_scan
from migma_desktop.core.checks.checked import Checked
from migma_desktop.core.checks.mjml import about_mjml
from migma_desktop.core.errors import SourceRefused
from migma_desktop.core.mjml_email import to_html
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.rendering import plain_text, render

_BEFORE = "<mjml>\n<mj-body>\n<mj-section>\n<mj-column>\n"
_BEHIND = "\n</mj-column>\n</mj-section>\n</mj-body>\n</mjml>"


def mjml(content: str) -> str:
    return f"{_BEFORE}{content}{_BEHIND}"


def test_mjml_is_rendered_filled_and_inlined_like_every_other_source() -> None:
    source = mjml(
        "<mj-text>Hi {{name}}, {{when|today}}</mj-text>"
        '<mj-button href="{{link}}">Go</mj-button><mj-raw><p class="x">Note</p></mj-raw>'
    ).replace("<mj-body>", "<mj-head><mj-style>.x { color: red }</mj-style></mj-head><mj-body>")
    rendered = render(
        Draft(source=ContentSource.MJML, mjml=source, variables={"name": "Ada & Ben"})
    )
    assert "Hi Ada &amp; Ben, today" in rendered.html
    assert 'color: red;" class="x">Note</p>' in rendered.html
    assert 'href="{{link}}"' in rendered.html
    assert rendered.missing == {"link"}
    assert plain_text(rendered.html).split() == ["Hi", "Ada", "&", "Ben,", "today", "Go", "Note"]


def test_no_mjml_is_no_email_yet() -> None:
    rendered = render(Draft(source=ContentSource.MJML, mjml=" \n"))
    assert plain_text(rendered.html).strip() == ""


def test_no_font_is_fetched_from_anywhere_unless_the_source_names_one() -> None:
    assert "googleapis" not in to_html(mjml("<mj-text>Hi</mj-text>"))
    named = to_html(mjml('<mj-text font-family="Open Sans">Hi</mj-text>'))
    assert "https://fonts.googleapis.com/css?family=Open+Sans" in named


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("<mj-text>a\nb < c</mj-text>", 6, "There is a “<” that begins no tag."),
        ("<mj-text>Hi\n<p>there</mj-text>", 6, "<p> is never closed."),
        ("<mj-text>Hi", 5, "<mj-text> is never closed."),
        ("\n<mj-text color=red>Hi</mj-text>", 6, "A value has no quotes around it."),
        ("<mj-text>x</b></mj-text></mj-text>", 5, "</b> closes a tag that was never opened."),
        ("<mj-text>\n<IMG src='x'></mj-text>", 6, "<IMG> is written in capitals."),
        ('<mj-text>\n<a href="x>y</a></mj-text>', 6, "This tag doesn't end, or one of its"),
        ("<mj-text><!-- x</mj-text>", 5, "A comment is never closed."),
        ('\n\n<mj-include path="./x.mjml" />', 7, "<mj-include> asks for another file."),
        ("<mj-text>" + "\n<b>" * 500 + "</b>" * 500 + "</mj-text>", 151, "nested too deeply"),
    ],
)
def test_a_mistake_is_told_at_its_line(content: str, line: int, said: str) -> None:
    source = mjml(content)
    with pytest.raises(SourceRefused) as refused:
        to_html(source)
    assert str(refused.value.title).startswith(f"Line {line}: ")
    assert said in str(refused.value.title)
    assert refused.value.line == line == source.count("\n", 0, refused.value.start) + 1


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Hello", "It doesn't begin with <mjml>."),
        ("<p>Hello</p>", "It doesn't begin with <mjml>."),
        (mjml("") + "\nmore", "Something stands behind </mjml>."),
        ("<!-- é -->\n<mjml>\n<mj-section></mj-section></mjml>", "Line 3: <mj-section> can't"),
    ],
)
def test_what_is_no_mjml_is_told(source: str, said: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        to_html(source)
    assert said in str(refused.value.title)


def test_no_file_is_read_whatever_an_include_names(tmp_path: object) -> None:
    for path in ("/etc/passwd", "file:///etc/passwd", "https://example.com/x.mjml", "./x.css"):
        for kind in ("", ' type="html"', ' type="css"'):
            with pytest.raises(SourceRefused):
                to_html(mjml(f'<mj-include path="{path}"{kind} />'))


def test_signs_that_the_compiler_stumbles_over_stay_as_they_are() -> None:
    """Its tokenizer gives up at a ">" two bytes behind the middle of a letter."""
    html = to_html(mjml("<mj-text>é > b, ☃ → c, >é</mj-text>"))
    assert "é > b, ☃ → c, >é" in html


def test_the_first_lines_of_an_xml_file_do_no_harm() -> None:
    assert "Hi" in to_html('<?xml version="1.0"?>\n' + mjml("<mj-text>Hi</mj-text>"))


def test_a_tag_that_mjml_does_not_know_is_named_with_the_one_that_was_meant() -> None:
    ((fault, meant),) = mjml_scan.unknown_tags("<mjml><mj-body>\n<mj-columm></mj-columm>")
    assert (fault.line, meant) == (2, "mj-column")


def test_an_unknown_part_is_warned_of_and_can_be_put_right() -> None:
    source = mjml("<mj-txt>Hi</mj-txt>")
    draft = Draft(source=ContentSource.MJML, mjml=source)
    (finding,) = about_mjml(Checked(draft, render(draft)))
    assert str(finding.text) == "<mj-txt> is not a part of MJML."
    assert finding.place is not None
    assert finding.place.line == 5
    assert finding.fix is not None
    assert finding.fix(draft).mjml == mjml("<mj-text>Hi</mj-text>")
    right = Draft(source=ContentSource.MJML, mjml=mjml("<mj-text>Hi</mj-text>"))
    assert list(about_mjml(Checked(right, render(right)))) == []


_PIECES = (
    *("<mjml>", "</mjml>", "<mj-body>", "</mj-body>", "<mj-section>", "</mj-section>", "<mj-text>"),
    *("</mj-text>", '<mj-image src="', '"/>', "<!--", "-->", "<", ">", '"', "é", "☃", "{{a}}"),
    *("<mj-head>", "</mj-head>", "<mj-style>", "</mj-style>", "<mj-include ", "<br>", "\0", "<b>"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=15), st.booleans())
def test_any_source_becomes_html_or_is_refused_in_words(pieces: list[str], whole: bool) -> None:
    source = "".join(pieces)
    with suppress(SourceRefused):
        assert to_html(mjml(source) if whole else source)
