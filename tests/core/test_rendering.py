from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.models import (
    ContentSource,
    Draft,
    JsonValue,
    PlaceholderSpot,
    StoredContent,
)
from migma_desktop.core.rendering import Renderer, plain_text, render

HTML = Draft(source=ContentSource.HTML)
WRITTEN = Draft(source=ContentSource.MARKDOWN)


def body_of(markdown: str) -> str:
    """Return the HTML between the sheet's tags, without its styles."""
    html = render(replace(WRITTEN, markdown=markdown)).html
    inner = html.partition('dir="ltr">\n')[2].rpartition("\n</td>\n</tr>\n</table>\n<!--[if mso]")[
        0
    ]
    return re.sub(r' style="[^"]*"', "", inner)


def test_markdown_stands_on_the_base_style_with_its_css_in_attributes() -> None:
    rendered = render(replace(WRITTEN, subject="A & B", markdown="# Hello\n\nText"))

    assert rendered.html.startswith("<!DOCTYPE html>")
    assert '<meta charset="utf-8">' in rendered.html
    assert "<title>A &amp; B</title>" in rendered.html
    assert '<h1 style="' in rendered.html
    assert "prefers-color-scheme: dark" in rendered.html
    assert rendered.was_inlined


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a **b** _c_", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("one\ntwo", "<p>one<br />\ntwo</p>"),
        ("[x]({{ url }})", '<p><a href="{{ url }}">x</a></p>'),
        ('[x]({{url}}?a={{b}} "{{t}}")', '<p><a href="{{url}}?a={{b}}" title="{{t}}">x</a></p>'),
        ("![{{alt}}]({{src}})", '<p><img alt="{{alt}}" src="{{src}}" /></p>'),
        ("{{first_name}} and {{last_name}}", "<p>{{first_name}} and {{last_name}}</p>"),
        ("**{{a}}**", "<p><strong>{{a}}</strong></p>"),
        ("`{{a}}`", "<p><code>{{a}}</code></p>"),
        ("{{#each x}}\n\n{{/each}}", "<p>{{#each x}}</p>\n<p>{{/each}}</p>"),
        ('{{a|b "c" <d>}}', '<p>{{a|b "c" <d>}}</p>'),
        ("<div>{{a}} <b>raw</b></div>", "<div>{{a}} <b>raw</b></div>"),
        ("small\n{.small}", '<p class="small">small</p>'),
        (
            "See https://a.example/b_c_d?e={{f}}&g=1. (Or https://b.example)",
            '<p>See <a href="https://a.example/b_c_d?e={{f}}&amp;g=1">'
            "https://a.example/b_c_d?e={{f}}&amp;g=1</a>. "
            '(Or <a href="https://b.example">https://b.example</a>)</p>',
        ),
        ("[https://a.example](u)", '<p><a href="u">https://a.example</a></p>'),
        (
            'x <a href="https://a.example">https://a.example</a>',
            '<p>x <a href="https://a.example">https://a.example</a></p>',
        ),
        ("`https://a.example`", "<p><code>https://a.example</code></p>"),
        (
            "```\n{{a}} <b>\n\nx\n```",
            "<pre><code>{{a}} &lt;b&gt;\n\nx\n</code></pre>",
        ),
        ("x [b](u){.button}", '<p>x <a class="button" href="u">b</a></p>'),
    ],
)
def test_markdown_keeps_every_placeholder(markdown: str, html: str) -> None:
    assert body_of(markdown) == html


def test_a_table_in_markdown_keeps_placeholders_with_bars_in_their_cells() -> None:
    html = body_of("| a | b |\n| - | -: |\n| {{x|a|b}} | {{z}} |")
    assert "<td>{{x|a|b}}</td>\n<td>{{z}}</td>" in html


def test_a_button_alone_stands_in_a_table_for_outlook() -> None:
    html = body_of("[Buy]({{url}}){.button}")
    assert html.startswith("<table ")
    assert '<td class="button-cell"><a class="button" href="{{url}}">Buy</a></td>' in html


@pytest.mark.parametrize(
    ("markdown", "direction"),
    [
        ("Hi", "ltr"),
        ("é 1", "ltr"),
        ("{{name}}، مرحبا", "rtl"),
        ("# שלום\n\nHi", "rtl"),
        ("١", "ltr"),
    ],
)
def test_the_text_runs_in_the_direction_of_its_first_letter(markdown: str, direction: str) -> None:
    html = render(replace(WRITTEN, markdown=markdown)).html
    assert f'dir="{direction}"' in html
    assert ("text-align: right" in html.partition("</style>\n</head>")[2]) is (direction == "rtl")


def test_html_without_styles_stays_as_it_is_written() -> None:
    source = "<html><body><P>Hi &eacute; {{#x}}</body></html>"
    assert render(replace(HTML, html=source)).html == source


def test_a_piece_of_html_becomes_a_document() -> None:
    html = render(replace(HTML, html="<p>Hi</p>")).html
    assert html.startswith("<!DOCTYPE html>")
    assert '<meta charset="utf-8">' in html
    assert "<p>Hi</p>" in html
    assert html.count("<body>") == 1


def test_the_preheader_is_hidden_text_at_the_start_of_the_body() -> None:
    draft = replace(
        HTML,
        html="<html><body class='x'><p>Hi</p></body></html>",
        preheader='5 < 6 "{{name}}"',
        variables={"name": "A&B"},
    )
    rendered = render(draft)

    start = rendered.html.index("<body class='x'>") + len("<body class='x'>")
    assert rendered.html[start:].lstrip().startswith('<div style="display:none;')
    assert "5 &lt; 6 &quot;A&amp;B&quot;&#847;" in rendered.html
    assert rendered.preheader == '5 < 6 "A&B"'
    assert "5 <" not in plain_text(rendered.html)


def test_without_a_preheader_nothing_is_added() -> None:
    assert "display:none" not in render(replace(HTML, html="<p>Hi</p>")).html


def test_what_travels_stays_a_placeholder_and_all_values_in_use_go_along() -> None:
    draft = replace(
        HTML,
        subject="{{ name }} & {{company}}",
        html="<p>{{ name }} {{price}} {{user.id}} {{gone}}</p>",
        variables={
            "name": "Ada",
            "company": "B & C",
            "price": 1.5,
            "user": {"id": 7},
            "elsewhere": "x",
        },
    )
    rendered = render(draft)

    assert rendered.subject == "Ada & B & C"
    assert rendered.subject_template == "{{name}} & B & C"
    assert "<p>Ada 1.5 7 {{gone}}</p>" in rendered.html
    assert "<p>{{name}} 1.5 7 {{gone}}</p>" in rendered.template
    assert rendered.variables == {
        "name": "Ada",
        "company": "B & C",
        "price": 1.5,
        "user": {"id": 7},
    }
    assert rendered.missing == {"gone"}
    assert rendered.unused == {"elsewhere"}


def test_a_value_in_a_link_is_escaped_and_nothing_else() -> None:
    draft = replace(
        HTML, html='<a href="{{u}}">x</a>', variables={"u": 'https://a.example/?b=1&c="é ü"'}
    )
    html = render(draft).html
    assert '<a href="https://a.example/?b=1&amp;c=&quot;é ü&quot;">' in html


def test_an_empty_value_counts_as_filled_when_it_was_given() -> None:
    rendered = render(replace(HTML, html="[{{a}}][{{b}}]", variables={"a": ""}))
    assert "[][{{b}}]" in rendered.html
    assert rendered.missing == {"b"}


def test_placeholders_are_told_by_their_place_in_what_was_written() -> None:
    draft = replace(WRITTEN, subject="{{a}}", preheader="{{b}}", markdown="x\n[{{a}}]({{c}})")
    found = {item.name: item.uses for item in render(draft).placeholders}

    assert [use.spot for use in found["a"]] == [PlaceholderSpot.SUBJECT, PlaceholderSpot.BODY]
    assert found["a"][1].line == 2
    assert found["c"][0].spot is PlaceholderSpot.LINK


def test_an_email_made_in_migma_is_filled_for_the_preview_and_sent_by_its_id() -> None:
    draft = Draft(
        source=ContentSource.CONVERSATION,
        conversation_id="c1",
        preheader="not sent",
        html="<p>not this</p>",
        variables={"name": "A&B"},
    )
    stored = StoredContent(html="<p>Hi {{name}} {{x}}</p>", subject="For {{name}}", preheader="pre")
    rendered = render(draft, stored=stored)

    assert rendered.template == ""
    assert rendered.html == "<p>Hi A&amp;B {{x}}</p>"
    assert (rendered.subject, rendered.preheader) == ("For A&B", "pre")
    assert rendered.variables == {"name": "A&B"}
    assert rendered.missing == {"x"}
    assert render(replace(draft, subject="Mine"), stored=stored).subject == "Mine"
    assert render(draft).html == ""


def test_the_same_draft_gives_the_same_bytes() -> None:
    draft = replace(WRITTEN, markdown="# Hi {{a}}\n\n- b\n", variables={"a": "x"})
    live = Renderer()
    assert render(draft) == render(draft) == live(draft) == live(draft)


@pytest.mark.parametrize("style", ["", "<style>p{color:red}</style>"])
def test_a_letter_more_is_rendered_at_once_to_the_same_email(style: str) -> None:
    draft = Draft(source=ContentSource.HTML, html=f"{style}<p>Hi {{{{a}}}}</p>", preheader="p")
    longer = replace(draft, html=draft.html.replace("Hi", "Hiya"), variables={"a": "A&B"})
    live = Renderer()
    live(draft)
    assert live.at_once(longer) == render(longer)


def test_what_takes_longer_is_not_rendered_at_once() -> None:
    live = Renderer()
    draft = Draft(source=ContentSource.HTML, html="<style>p{color:red}</style><p>a</p>")
    live(draft)
    assert live.at_once(replace(draft, html=f"{draft.html}<p>b</p>")) is None
    assert live.at_once(replace(draft, html=draft.html.replace("a", "a" * 5000))) is None
    assert live.at_once(replace(draft, source=ContentSource.MARKDOWN)) is None


def test_half_a_character_never_reaches_the_wire() -> None:
    rendered = render(replace(WRITTEN, subject="a\ud83d", preheader="b\ude00", markdown="c\ud83d"))
    for text in (rendered.subject, rendered.template, rendered.html, rendered.preheader):
        text.encode()
    assert rendered.subject == "a\ufffd"


SOURCES = st.lists(
    st.sampled_from(
        ["# a", "\n", "\n\n", "{{x}}", "{{ y.z }}", "{{{w}}}", "[l]({{u}})", "<p>", "</p>", "**",
         "{.button}", "[b](u){.button}", "| a | b |", "| - | - |", "> q", "- i", "<style>p{top:0}"]
    ),
    max_size=15,
).map("".join)  # fmt: skip


@given(SOURCES, st.sampled_from([ContentSource.HTML, ContentSource.MARKDOWN]))
def test_every_plain_placeholder_is_filled_and_nothing_else_changes_it(
    source: str, kind: ContentSource
) -> None:
    values: dict[str, JsonValue] = {"x": "X<1>", "y": {"z": True}, "u": "https://u.example/?a&b"}
    draft = Draft(source=kind, html=source, markdown=source, variables=values)
    rendered = render(draft)

    assert rendered.missing <= set()
    for name in ("{{x}}", "{{ y.z }}", "{{u}}"):
        assert name not in rendered.html
        assert name not in rendered.template
    assert rendered.html.count("{{{w}}}") == source.count("{{{w}}}")
    json.dumps(dict(rendered.variables))


def test_the_text_part_reads_like_the_email() -> None:
    draft = replace(WRITTEN, markdown="# Hello {{n}}\n\n- one\n- two", variables={"n": "Ada & Bo"})
    text = plain_text(render(draft).html)
    assert text.startswith("Hello Ada & Bo\n")
    assert "* one" in text
    assert unescape(text) == text
    assert plain_text("") == ""
