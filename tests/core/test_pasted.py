"""What Word, Google Docs, LibreOffice and web pages put on the clipboard, as clean content."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.html_to_markdown import to_markdown
from migma_desktop.core.markdown_email import to_html
from migma_desktop.core.rendering import plain_text
from migma_desktop.core.tidying import clean_html

CLIPBOARD = Path(__file__).parent / "fixtures" / "clipboard"

WORD = """\
# Spring news

Dear **{{first_name}}**,

We moved to Cologne, at 5\u00a0Ring Street. 2 \\* 3 = 6, snake_case, [x]\\(y) &lt;b>.

- Tea
    - green
- Coffee

1. First
2. Second

| Day | Hours |
| --- | --- |
| Monday | 9–5 &#124; by call |

[Read more](https://example.com/a_b?x=1&y=2)"""

DOCS = """\
## Plan

**Bold** then *slanted*.

- One

    - Inner
- Two"""

LIBREOFFICE = """\
## Opening hours

**New:** we open at *nine*.

1. Ring twice
2. Come in

1986\\. That was our first year."""

WEB_PAGE = """\
# Ten *quiet* gardens

They open on **Sunday** at ten.
Bring water.

![A garden](https://example.com/garden.jpg)

- Roses
- Lilies

Open or

[See the map](https://example.com/map){.button}

Left

Right"""


def copied(name: str) -> str:
    return (CLIPBOARD / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "markdown", "pictures"),
    [
        ("word", WORD, 1),
        ("google-docs", DOCS, 0),
        ("libreoffice", LIBREOFFICE, 0),
        ("web-page", WEB_PAGE, 1),
    ],
)
def test_what_is_copied_elsewhere_becomes_clean_markdown(
    name: str, markdown: str, pictures: int
) -> None:
    written = to_markdown(copied(name))
    assert written.markdown.replace("\u00a0at", " at") == markdown
    assert written.pictures_left_out == pictures


@pytest.mark.parametrize("name", ["word", "google-docs", "libreoffice", "web-page"])
def test_clean_html_holds_no_styles_scripts_or_marks_of_its_maker(name: str) -> None:
    html, _pictures = clean_html(copied(name))
    for trace in ("style", "class", "mso", "<o:", "font", "script", "docs-internal", "<!--"):
        assert trace not in html


def test_clean_html_keeps_headings_lists_links_and_tables() -> None:
    html, pictures = clean_html(copied("word"))
    for kept in ("<h1>Spring news</h1>", "<li>Tea<ul>", "<td>Monday</td>", "{{first_name}}"):
        assert kept in html
    assert 'href="https://example.com/a_b?x=1&amp;y=2"' in html
    assert pictures == 1


def test_boxes_in_boxes_without_end_leave_their_words() -> None:
    html = "<div>" * 5000 + "<p>One</p><p># Two</p>" + "</div>" * 5000
    assert to_markdown(html).markdown == "One\n\n\\# Two"


SIGNS = st.text("ab1 .*_#-+>[](){}|\\`<&;:!=~\"'", min_size=1, max_size=24)


@given(st.lists(SIGNS, min_size=1, max_size=3))
def test_words_read_the_same_whatever_signs_they_hold(lines: list[str]) -> None:
    lines = [" ".join(line.replace("{{", "{").split()) for line in lines]
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    read = plain_text(to_html(to_markdown(html).markdown))
    assert read.split() == plain_text(html).split()
