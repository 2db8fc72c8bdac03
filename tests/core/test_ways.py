"""Changing the way of writing: what is kept, what is said to be lost, and the way back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.errors import SourceRefused
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.rendering import plain_text, render
from migma_desktop.core.templates import load_templates
from migma_desktop.core.ways import change, convert, text_as_markdown

MARKDOWN, HTML = ContentSource.MARKDOWN, ContentSource.HTML
MJML, TEXT = ContentSource.MJML, ContentSource.TEXT
WAYS = (MARKDOWN, HTML, MJML, TEXT)
_WORD = re.compile(r"\w+")
LETTER = Draft(
    subject="Hello",
    markdown=(
        "# Hi {{name|there}}\n\nDear *you*, see **this**:\n\n- one\n- two\n\n"
        "[Go]({{url}}){.button}\n\n![A garden](https://a.example/g.png)\n\n"
        "| Day | Hour |\n| --- | --- |\n| Mon | 9 |\n\nBye https://a.example/x\nMe\n"
    ),
)


def written(way: ContentSource, text: str) -> Draft:
    return replace(Draft(), source=way).with_written(text)


def taken(draft: Draft, to: ContentSource) -> Draft:
    """Take the text along, and forget how it was written before."""
    return written(to, convert(draft, to).text)


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", WAYS)
def test_words_placeholders_and_links_survive_every_change(
    first: ContentSource, second: ContentSource
) -> None:
    draft = LETTER if first is MARKDOWN else taken(LETTER, first)
    if second is not first:
        draft = taken(draft, second)
    rendered = render(replace(draft, variables={"url": "https://a.example/go"}))
    assert {each.name for each in rendered.placeholders} == {"name", "url"}
    text = plain_text(rendered.html)
    for words in ("Hi there", "Dear you, see this:", "one", "two", "Go", "Mon", "Bye"):
        assert words in text
    for address in ("https://a.example/go", "https://a.example/x"):
        assert address in rendered.html


def test_markdown_becomes_the_html_that_makes_the_same_email() -> None:
    html = taken(LETTER, HTML)
    assert convert(LETTER, HTML).lost == ()
    assert render(html).html == render(LETTER).html


def test_mjml_becomes_the_html_that_makes_the_same_email() -> None:
    mjml = taken(LETTER, MJML)
    assert convert(mjml, HTML).lost == ()
    assert render(taken(mjml, HTML)).html == render(mjml).html


def test_html_becomes_the_markdown_that_it_was_made_of() -> None:
    assert convert(taken(LETTER, HTML), MARKDOWN).text == LETTER.markdown


def test_each_template_keeps_its_words_as_html_mjml_and_text() -> None:
    for template in load_templates():
        words = set(_WORD.findall(plain_text(render(template.draft()).html)))
        for way in (HTML, MJML, TEXT):
            draft = replace(taken(template.draft(), way), variables=template.values)
            kept = set(_WORD.findall(plain_text(render(draft).html)))
            assert words - kept == set(), template.id


@pytest.mark.parametrize(
    ("draft", "to", "said"),
    [
        (LETTER, TEXT, ["Headings, bold", "Pictures: only"]),
        (written(MARKDOWN, "Just words."), TEXT, []),
        (LETTER, MJML, ["The program's own style"]),
        (written(HTML, "<p style='color:red'>x</p>"), MARKDOWN, ["Layout, colours"]),
        (written(HTML, "<img src='cid:1'><p>x</p>"), MARKDOWN, ["One picture that has no"]),
        (written(HTML, "<p>x</p>"), MARKDOWN, []),
        (written(HTML, "<p>x</p>"), MJML, ["Your HTML stays HTML"]),
        (written(TEXT, "# x"), MARKDOWN, []),
        (written(TEXT, "x"), MJML, []),
    ],
)
def test_what_is_lost_is_said_and_nothing_else(
    draft: Draft, to: ContentSource, said: list[str]
) -> None:
    lost = [str(each) for each in convert(draft, to).lost]
    assert len(lost) == len(said)
    assert all(text.startswith(start) for text, start in zip(lost, said, strict=True))


def test_html_put_into_mjml_looks_as_it_did() -> None:
    html = written(HTML, "<style>p { color: red }</style><p>Hi<br>you &amp; me</p><img src='x'>")
    rendered = render(taken(html, MJML)).html
    assert "color: red" in rendered
    assert "you &amp; me</p>" in rendered


def test_going_back_brings_the_former_text_back_unchanged() -> None:
    source = "Hi   *there*\n* one\n+ two\n"
    draft = written(MARKDOWN, source)
    for way in (HTML, MJML, TEXT):
        there = replace(draft, source=way).with_written(change(draft, way).fresh.text)
        back = change(there, MARKDOWN)
        assert not back.needs_an_answer
        assert back.fresh.text == source


def test_another_subject_is_no_change_of_the_text() -> None:
    there = replace(LETTER, source=HTML, html=convert(LETTER, HTML).text, subject="Other")
    assert not change(there, MARKDOWN).needs_an_answer


def test_where_both_texts_were_changed_the_user_chooses() -> None:
    there = replace(LETTER, source=HTML, html="<p>New</p>")
    choice = change(there, MARKDOWN)
    assert choice.needs_an_answer
    assert (choice.kept, choice.fresh.text) == (LETTER.markdown, "New\n")


def test_what_can_not_be_read_is_not_taken_along() -> None:
    choice = change(written(MJML, "<mjml><mj-body>"), HTML)
    assert choice.needs_an_answer
    assert isinstance(choice.problem, SourceRefused)
    assert choice.kept is None


def test_nothing_written_needs_no_question() -> None:
    for way in WAYS[1:]:
        assert not change(Draft(), way).needs_an_answer


@given(st.text("ab 1.*_#-+>[]()|\\`<&;:!=~\n\t", max_size=60))
def test_a_text_reads_the_same_as_markdown(text: str) -> None:
    read = plain_text(render(written(MARKDOWN, text_as_markdown(text))).html)
    assert read.split() == text.split()
