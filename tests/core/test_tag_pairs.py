"""Which tags belong together, and which name closes what is open."""

from __future__ import annotations

import pytest

from migma_desktop.core.tag_pairs import Pair, closing_name, read_tags, tag_name_at
from tests.core.test_samples import samples


def pair_in(marked: str) -> tuple[str, Pair]:
    """Return the pair of the tag at the bar."""
    offset = marked.index("|")
    source = marked.replace("|", "", 1)
    pair = read_tags(source).at(offset)
    assert pair is not None
    return source, pair


@pytest.mark.parametrize(
    ("marked", "partner"),
    [
        ("<di|v><div>a</div></div>b", "</div>b"),
        ("<div><di|v>a</div></div>", "</div></div>"),
        ("<div><div>a</div></|div>", "<div><div>"),
        ("<t|d><p>one<p>two</td>", "</td>"),
        ("<ul><l|i>one</li><li>two</ul>", "</li><li>"),
        ("<sty|le>td > p { }</style>x", "</style>x"),
        ("<style>a{}</sty|le>", "<style>"),
        ("<mj-sec|tion><mj-image src='x'/></mj-section>", "</mj-section>"),
        ("<!--[if mso]><ta|ble><tr><td><![endif]-->a<!--[if mso]></td></tr></table><![endif]-->",
         "</table>"),
        ("<a title='<b>'><|b>x</b></a>", "</b>"),
        ("<td><br><im|g></td>", None),
    ],
)  # fmt: skip
def test_a_tag_has_its_partner(marked: str, partner: str | None) -> None:
    source, pair = pair_in(marked)

    assert not pair.is_fault
    if partner is None:
        assert pair.partner is None
    else:
        assert pair.partner is not None
        assert source[pair.partner.start :].startswith(partner)


@pytest.mark.parametrize(
    ("marked", "is_fault"),
    [
        ("<di|v>a", True),
        ("a</di|v>", True),
        ("<div><sp|an></div>", True),
        ("<|p>one<p>two", False),
        ("<!--[if mso]><ta|ble><![endif]-->", False),
        ("<td>a</td></t|d>", True),
    ],
)
def test_a_tag_without_its_partner_is_a_fault(marked: str, is_fault: bool) -> None:
    _, pair = pair_in(marked)

    assert pair.partner is None
    assert pair.is_fault is is_fault


def test_the_samples_have_no_faults() -> None:
    for name, source in samples().items():
        tags = read_tags(source)

        assert len(tags.partners) > 50, name
        assert not tags.faults, name


def test_selecting_goes_from_element_to_element() -> None:
    source = "<table><tr><td>Hello <b>you</b></td></tr></table>"
    tags = read_tags(source)
    start = end = source.index("you") + 1
    seen = []
    while pair := tags.around(start, end):
        start, end = pair.element
        seen.append(source[start:end])

    assert seen == [
        "<b>you</b>",
        "<td>Hello <b>you</b></td>",
        "<tr><td>Hello <b>you</b></td></tr>",
        source,
    ]


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("<table><tr><td>Hello", "td"),
        ("<div><p>one<p>two", "p"),
        ("<div><b>x</b>", "div"),
        ("<div><img src='>'><br>", "div"),
        ("<Mj-Text>", "Mj-Text"),
        ("<mj-section><mj-image src='x' />", "mj-section"),
        ("<div><!-- <b> -->", "div"),
        ("<div><style>p > b { }</style>", "div"),
        ("<b></b>", ""),
        ("plain", ""),
        ("<table>" + "<tr><td>x</td></tr>" * 2_000, "table"),
    ],
)
def test_what_is_open_is_what_a_closing_tag_closes(before: str, name: str) -> None:
    assert closing_name(before + "rest</div>", len(before)) == name


@pytest.mark.parametrize(
    ("line", "column", "name"),
    [
        ("a <td>", 2, "td"),
        ("a <td>", 5, "td"),
        ("a </td>", 5, "td"),
        ("a <td class='x'>", 9, None),
        ("a < b", 3, None),
        ("plain", 2, None),
    ],
)
def test_the_caret_is_in_a_name_or_it_is_not(line: str, column: int, name: str | None) -> None:
    span = tag_name_at(line, column)

    assert (None if span is None else line[slice(*span)]) == name
