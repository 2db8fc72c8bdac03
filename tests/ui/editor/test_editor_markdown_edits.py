"""The writing tools: `|` marks the caret, `[` and `]` … here «» what is selected."""

from __future__ import annotations

from functools import partial

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.ui.editor import markdown_edits as edits
from migma_desktop.ui.editor.write_toolbar import Edit

LINK = partial(edits.link, label="link text")
IMAGE = partial(edits.image, label="What the image shows")
BUTTON = partial(edits.button, label="Button text")
TABLE = partial(edits.table, column="Column")
H1, H2, H3 = (partial(edits.set_heading, level=level) for level in (1, 2, 3))


def split(marked: str) -> tuple[str, int, int]:
    """Read a text in which «» stands around the selection."""
    start, end = marked.index("«"), marked.index("»") - 1
    return marked.replace("«", "").replace("»", ""), start, end


def joined(edited: edits.Edited) -> str:
    text, start, end = edited
    return f"{text[:start]}«{text[start:end]}»{text[end:]}"


CASES: list[tuple[Edit, str, str]] = [
    # bold and italic
    (edits.toggle_bold, "a «b» c", "a **«b»** c"),
    (edits.toggle_bold, "a **«b»** c", "a «b» c"),
    (edits.toggle_bold, "a «**b**» c", "a «b» c"),
    (edits.toggle_bold, "a« b »c", "a **«b»** c"),
    (edits.toggle_bold, "wo«»rd", "**wo«»rd**"),
    (edits.toggle_bold, "**wo«»rd**", "wo«»rd"),
    (edits.toggle_bold, "a «»b", "a **«»**b"),
    (edits.toggle_bold, "a **«»**b", "a «»b"),
    (edits.toggle_bold, "*«b»*", "***«b»***"),
    (edits.toggle_bold, "***«b»***", "*«b»*"),
    (edits.toggle_bold, "Hi {{fi«»rst}}!", "Hi **{{fi«»rst}}**!"),
    (edits.toggle_bold, "«a\nb»", "«**a**\n**b**»"),
    (edits.toggle_bold, "«**a**\n**b**»", "«a\nb»"),
    (edits.toggle_bold, "«- a\n- b»", "«- **a**\n- **b**»"),
    (edits.toggle_bold, "«**a**\n\nb»", "«**a**\n\n**b**»"),
    (edits.toggle_italic, "a «b» c", "a *«b»* c"),
    (edits.toggle_italic, "a *«b»* c", "a «b» c"),
    (edits.toggle_italic, "a **«b»** c", "a ***«b»*** c"),
    (edits.toggle_italic, "a ***«b»*** c", "a **«b»** c"),
    (edits.toggle_italic, "don’«»t", "*don’«»t*"),
    # headings
    (H1, "«»title", "# «»title"),
    (H1, "# ti«»tle", "ti«»tle"),
    (H2, "# ti«»tle", "## ti«»tle"),
    (H3, "a\n«»\nb", "a\n### «»\nb"),
    (H2, "«a\n\nb»", "«## a\n\n## b»"),
    (H2, "«## a\n## b»", "«a\nb»"),
    # lists and quotations
    (edits.toggle_bullets, "mi«»lk", "- mi«»lk"),
    (edits.toggle_bullets, "- mi«»lk", "mi«»lk"),
    (edits.toggle_bullets, "«a\nb»", "«- a\n- b»"),
    (edits.toggle_bullets, "«a\nb\n»c", "«- a\n- b»\nc"),
    (edits.toggle_bullets, "«1. a\n2. b»", "«- a\n- b»"),
    (edits.toggle_bullets, "«- a\n- b»", "«a\nb»"),
    (edits.toggle_bullets, "«- a\nb»", "«- a\n- b»"),
    (edits.toggle_bullets, "text\n«»item", "text\n\n- «»item"),
    (edits.toggle_bullets, "- a\n«»b", "- a\n- «»b"),
    (edits.toggle_bullets, "  «»a", "  - «»a"),
    (edits.toggle_bullets, "«»", "- «»"),
    (edits.toggle_numbers, "«a\n\nb\nc»", "«1. a\n\n2. b\n3. c»"),
    (edits.toggle_numbers, "«- a\n- b»", "«1. a\n2. b»"),
    (edits.toggle_numbers, "«1. a\n2) b»", "«a\nb»"),
    (edits.toggle_quote, "«a\n\nb»", "«> a\n>\n> b»"),
    (edits.toggle_quote, "«> a\n>\n> b»", "«a\n\nb»"),
    (edits.toggle_quote, "wi«»se", "> wi«»se"),
    # links, images, buttons
    (LINK, "our «site» is", "our [site](«https://») is"),
    (LINK, "our si«»te is", "our [site](«https://») is"),
    (LINK, "see «»", "see [link text](«https://»)"),
    (LINK, "«https://a.eu/x»", "[«link text»](https://a.eu/x)"),
    (LINK, "«{{shop_url}}»", "[«link text»]({{shop_url}})"),
    (LINK, "a [si«»te](https://a.eu) b", "a [site](«https://a.eu») b"),
    (LINK, "[a](b)«» c", "[a](b)[link text](«https://») c"),
    (IMAGE, "«»", "![What the image shows](«https://»)"),
    (IMAGE, "«Our shop»", "![Our shop](«https://»)"),
    (IMAGE, "«https://a.eu/b.png»", "![«What the image shows»](https://a.eu/b.png)"),
    (BUTTON, "«»", "[«Button text»](https://){: .button }\n"),
    (BUTTON, "«Buy now»", "[Buy now](«https://»){: .button }\n"),
    (BUTTON, "«https://a.eu»", "[«Button text»](https://a.eu){: .button }\n"),
    (BUTTON, "a «b» c", "a\n\n[b](«https://»){: .button }\n\nc"),
    (BUTTON, "a\n\n«»\n\nb", "a\n\n[«Button text»](https://){: .button }\n\nb"),
    # blocks
    (edits.divider, "a«»", "a\n\n---\n«»"),
    (edits.divider, "a\n«»b", "a\n\n---\n\n«»b"),
    (edits.divider, "«»", "---\n«»"),
    (TABLE, "a«»", "a\n\n| «Column 1» | Column 2 |\n| --- | --- |\n|  |  |\n|  |  |\n"),
]


@pytest.mark.parametrize(("edit", "before", "after"), CASES)
def test_a_tool_changes_text_and_selection(edit: Edit, before: str, after: str) -> None:
    assert joined(edit(*split(before))) == after


TOGGLES = [
    edits.toggle_bold,
    edits.toggle_italic,
    edits.toggle_bullets,
    edits.toggle_numbers,
    edits.toggle_quote,
    H1,
    H2,
]


@pytest.mark.parametrize("edit", TOGGLES)
@pytest.mark.parametrize("text", ["«word»", "two «words here» now", "«one\ntwo»", "a\n\n«b»\n\nc"])
def test_a_toggle_pressed_twice_changes_nothing(edit: Edit, text: str) -> None:
    once = edit(*split(text))
    assert once.text != split(text)[0]
    assert edit(*once).text == split(text)[0]


@given(
    st.sampled_from([*TOGGLES, LINK, IMAGE, BUTTON, TABLE, edits.divider]),
    st.text(st.sampled_from("ab *#>-1.[]()!|\n{}😀"), max_size=40),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_no_tool_loses_a_letter_or_leaves_the_text(
    edit: Edit, text: str, one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    edited = edit(text, start, end)
    assert 0 <= edited.start <= edited.end <= len(edited.text)
    for letter in "ab😀":
        assert edited.text.count(letter) >= text.count(letter)


@pytest.mark.parametrize(
    ("edit", "before", "tag"),
    [
        (edits.toggle_bold, "a «b» c", "<strong>b</strong>"),
        (edits.toggle_italic, "a «b» c", "<em>b</em>"),
        (H2, "text\n\n«»title", "<h2>title</h2>"),
        (edits.toggle_bullets, "text\n«a\nb»", "<li>a</li>"),
        (edits.toggle_numbers, "text\n«a\nb»", "<ol>"),
        (edits.toggle_quote, "text\n«a»", "<blockquote>"),
        (edits.divider, "text«»", "<hr"),
        (TABLE, "text«»", "<th>Column 1</th>"),
        (BUTTON, "text «Buy» more", '<a class="button" href="https://">Buy</a>'),
        (IMAGE, "text «Logo»", '<img alt="Logo" src="https://"'),
    ],
)
def test_python_markdown_understands_what_the_tools_write(
    edit: Edit, before: str, tag: str
) -> None:
    html = markdown.markdown(
        edit(*split(before)).text, extensions=["tables", "attr_list", "sane_lists"]
    )
    assert tag in html
