"""What a class in braces makes of plain Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inscriptis import get_text  # type: ignore[import-untyped]

from migma_desktop.core.markdown_email import to_html
from migma_desktop.core.models import Draft
from migma_desktop.core.rendering import plain_text, render
from migma_desktop.core.text_part import text_of


def tags(markdown: str) -> list[str]:
    """Return the tags with their classes, in order: enough to see what became of it."""
    found = re.findall(r"<(\w+)([^>]*)>", to_html(markdown))
    classes = (re.search(r'class="([^"]*)"', attributes) for _, attributes in found)
    return [
        f"{name}.{match[1]}" if match else name
        for (name, _), match in zip(found, classes, strict=True)
    ]


def test_a_panel_is_a_cell_since_outlook_pads_nothing_else() -> None:
    assert tags("Read this\n{.panel}") == ["table.box", "tr", "td.panel", "p"]


def test_neighbours_of_the_same_classes_share_a_box() -> None:
    made = tags("# Hello {.hero .warm}\n\nWorld\n{.hero .warm}\n\nOther\n{.panel}")
    assert made == [
        *("table.box", "tr", "td.hero warm", "h1", "p"),
        *("table.box", "tr", "td.panel", "p"),
    ]


def test_a_box_is_not_shared_across_what_stands_between() -> None:
    assert tags("A\n{.panel}\n\nB\n\nC\n{.panel}").count("td.panel") == 2


def test_a_button_in_a_hero_stands_in_the_middle() -> None:
    html = to_html("[Go](https://example.com){.button}\n{.hero}")
    assert re.search(r'<table align="center"[^>]* class="button-row"', html)
    assert 'align="center"' not in to_html("[Go](https://example.com){.button}")


def test_the_colour_of_a_button_is_that_of_its_cell() -> None:
    assert "td.button-cell green" in tags("[Go](https://example.com){.button .green}")


FIGURES = """
| 48 | 12 |
| :-: | :-: |
| meals | {{boxes}} |
{.stats .green}
"""


def test_the_last_row_of_a_table_names_its_classes() -> None:
    assert tags(FIGURES) == [
        *("table.stats green", "tr"),
        *("td.stat", "p.figure", "p.caption", "td.stat last", "p.figure", "p.caption"),
    ]
    assert "{.stats" not in to_html(FIGURES)
    assert "{{boxes}}" in to_html(FIGURES)


def test_columns_hold_what_stood_below_each_other() -> None:
    made = to_html(
        "| A | B |\n| - | - |\n| a **1** | b |\n| [c](https://example.com) | |\n{.columns}"
    )
    first, last = made.split('<td class="column last"')
    assert re.sub(r"<[^>]+>|\s+", " ", first).split() == ["A", "a", "1", "c"]
    assert re.sub(r"<[^>]+>|\s+", " ", f"<{last}").split() == ["B", "b"]
    assert "<strong>1</strong>" in first


def test_a_table_of_numbers_stays_a_table() -> None:
    assert tags("| A | B |\n| - | - |\n| 1 | 2 |")[:2] == ["table", "thead"]
    assert "{.other}" not in to_html("| A | B |\n| - | - |\n| 1 | 2 |\n{.other}")
    assert "{.odd}" in to_html("| A | B |\n| - | - |\n| {.odd} | 2 |")


def test_styles_of_blocks_are_in_their_attributes() -> None:
    html = render(Draft(markdown=f"# Hi {{.hero}}\n\nCode\n{{.coupon}}\n{FIGURES}")).html
    for name in ("hero", "coupon", "figure"):
        assert re.search(rf'<\w+(?= [^>]*class="{name}")[^>]* style="', html), name
    assert "@media (prefers-color-scheme: dark)" in html


def test_the_text_part_reads_blocks_without_a_trace_of_their_classes() -> None:
    text = plain_text(
        render(Draft(markdown=f"# Hi {{.hero}}\n\nCode\n{{.coupon}}\n{FIGURES}")).html
    )
    assert [word for word in ("Hi", "Code", "48", "meals") if word not in text] == []
    assert "{." not in text
    assert "<" not in text


def test_columns_are_read_one_after_the_other_and_numbers_in_rows() -> None:
    columns = "| A | B |\n| - | - |\n| a | b |\n"
    text = plain_text(render(Draft(markdown=f"{columns}{{.columns}}")).html)
    assert text.split() == ["A", "a", "B", "b"]
    assert not any(line.startswith(" ") for line in text.splitlines())
    assert plain_text(render(Draft(markdown=columns)).html).split() == ["A", "B", "a", "b"]


@pytest.mark.parametrize("nothing", ["<!-- presentation -->", "<?xml encoding='utf-8'?>", " "])
def test_what_has_no_element_has_no_text(nothing: str) -> None:
    assert text_of(nothing).strip() == ""


@given(
    style=st.lists(
        st.sampled_from(
            ["display:none", "DISPLAY: block", "white-space:pre", "margin-top:2em", "color:red",
             "padding-left:16px", "padding:8px", "vertical-align:top", "font-size:14px", "x"]
        )
    ).map(";".join)
)  # fmt: skip
def test_a_style_that_says_nothing_to_a_text_may_as_well_not_be_there(style: str) -> None:
    html = f"<p>a <b style='{style}'> b  c </b></p><table><tr><td style='{style}'>d</table>"
    assert text_of(html) == get_text(html)
