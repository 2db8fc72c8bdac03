"""Plain text: the HTML that people see of it, and the text part that is exactly it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.rendering import render, text_part
from migma_desktop.core.text_email import to_html

_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def written(text: str, **values: str) -> Draft:
    return Draft(source=ContentSource.TEXT, text=text, variables=values)


def test_blank_lines_make_paragraphs_and_lines_stay_lines() -> None:
    assert to_html("Hi,\n\n\nSee you\non Friday.\n \nBye") == (
        "<p>Hi,</p>\n<p>See you<br>\non Friday.</p>\n<p>Bye</p>"
    )


def test_signs_of_html_and_markdown_mean_themselves() -> None:
    assert to_html("# 5 < 6 & *this* <b>") == "<p># 5 &lt; 6 &amp; *this* &lt;b&gt;</p>"


def test_indents_and_columns_stay() -> None:
    assert to_html("  Tea    2\n\tMilk") == (
        "<p>&nbsp;&nbsp;Tea&nbsp;&nbsp;&nbsp; 2<br>\n&nbsp;&nbsp;&nbsp;&nbsp;Milk</p>"
    )


@pytest.mark.parametrize(
    ("text", "target", "shown"),
    [
        ("See https://a.example/x.", "https://a.example/x", "https://a.example/x"),
        ("(https://a.example/x_(y))", "https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("at www.a.example, or", "https://www.a.example", "www.a.example"),
        ("to ada@a.example.", "mailto:ada@a.example", "ada@a.example"),
        ("<https://a.example/?a=1&b=2>", *["https://a.example/?a=1&amp;b=2"] * 2),
        ("https://a.example/{{ id }}?x", *["https://a.example/{{ id }}?x"] * 2),
    ],
)
def test_addresses_can_be_clicked(text: str, target: str, shown: str) -> None:
    assert f'<a href="{target}">{shown}</a>' in to_html(text)


@pytest.mark.parametrize("text", ["https://", "www.", "a@b", "x/ada@a.example", "javascript:x"])
def test_what_is_no_address_becomes_no_link(text: str) -> None:
    assert "<a " not in to_html(text)


def test_a_text_is_set_quietly_and_filled() -> None:
    rendered = render(written("Hi {{name}},\n\n{{when|R&B}} {{x}}", name="A & B"))
    assert '<p style="margin: 0 0 18px;">Hi A &amp; B,</p>' in rendered.html
    assert "R&amp;B {{x}}" in rendered.html
    assert rendered.missing == {"x"}
    assert 'class="sheet"' not in rendered.html


def test_the_text_part_is_exactly_the_text_with_its_values() -> None:
    draft = written("Hi {{name}},\n\n   5 < 6  {{when|R&B}} {{x}}\n-- \nMe\n", name="A & B")
    expected = "Hi A & B,\n\n   5 < 6  R&B {{x}}\n-- \nMe\n"
    assert text_part(draft, render(draft).html) == expected


def test_what_only_looks_like_a_placeholder_is_not_filled_once_it_is_html() -> None:
    rendered = render(written("{{name|a<b}} {{#if a}}"))
    assert "&#123;&#123;name|a&lt;b}} {{#if a}}" in rendered.html


@given(_WORDS)
def test_without_placeholders_the_text_part_is_the_text_itself(text: str) -> None:
    draft = written(text.replace("{{", ""))
    assert text_part(draft, "") == draft.text


@given(st.text("ab <>&\"'#*_-\n.é:/@w", max_size=60))
def test_every_word_can_be_read_in_the_html(text: str) -> None:
    shown = unescape(re.sub(r"<[^<>]*>", "", to_html(text)))
    assert shown.split() == text.split()
