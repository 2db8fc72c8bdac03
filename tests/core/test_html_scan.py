from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core import html_scan

HOSTILE = [
    "<",
    "<a ",
    "<a b=",
    '<a b="',
    "<!--",
    "<!",
    "<style>",
    "<script x='",
    "</",
    '<a "',
    "<a =",
    "'",
]


def tags(source: str) -> list[str]:
    return [match[0] for match in html_scan.markup(source)]


def test_tags_are_found_as_they_are_written() -> None:
    source = "<!DOCTYPE html><p class=a>1 < 2 &nbsp;<br/></p >"
    assert tags(source) == ["<!DOCTYPE html>", "<p class=a>", "<br/>", "</p >"]


@pytest.mark.parametrize(
    "tag",
    [
        '<img alt="a > b">',
        "<img alt='a > b' src=x>",
        "<p title=it's>",
        '<td {{#if x}}class="a"{{/if}}>',
        "<a href={{url}}>",
        "<input disabled>",
        "<br / >",
        '<v:rect\n  fill="t">',
    ],
)
def test_a_tag_is_one_piece_whatever_its_attributes(tag: str) -> None:
    assert tags(f"x{tag}y</p>") == [tag, "</p>"]


@pytest.mark.parametrize(
    "comment",
    ["<!-- <p> -->", "<!---->", "<!-->", "<!--[if mso]><td><![endif]-->", "<!-- a -- b --!>"],
)
def test_a_comment_hides_its_tags(comment: str) -> None:
    assert tags(f"{comment}<b>") == [comment, "<b>"]


@pytest.mark.parametrize("name", ["style", "script", "title", "textarea", "STYLE"])
def test_what_stands_in_raw_elements_is_no_markup(name: str) -> None:
    source = f"<{name}>a <b> </p> < /{name}></{name}><i>"
    (raw, end, after) = html_scan.markup(source)
    assert raw["raw"] == name
    assert raw["content"] == f"a <b> </p> < /{name}>"
    assert (end["end"], after["name"]) == (name, "i")


@pytest.mark.parametrize("broken", ["<p class='x", "<!-- x", "<style> p", "<p ", "</p"])
def test_what_never_ends_swallows_the_rest(broken: str) -> None:
    assert tags(f"<b>{broken}<i") == ["<b>"]


def test_attributes_are_read_by_name_and_value() -> None:
    text = " a=1 B='2' c=\"3>\" d e = 5 f=x/y"
    found = [(match[1], match[2]) for match in html_scan.attributes(text, 0, len(text))]
    assert found == [
        ("a", "1"),
        ("B", "'2'"),
        ("c", '"3>"'),
        ("d", None),
        ("e", "5"),
        ("f", "x/y"),
    ]


@pytest.mark.parametrize(
    ("source", "is_document"),
    [
        ("<!doctype html><p>", True),
        ("<!DOCTYPE html>", True),
        ("\n<!-- x --><HTML>", True),
        ("<body class=x>", True),
        ("<head>", True),
        ("<p>Hi</p>", False),
        ("<!-- <html> --><p>", False),
        ("Hi", False),
        ("", False),
        ("<style>p{}</style><p>", False),
    ],
)
def test_a_document_is_told_from_a_piece(source: str, is_document: bool) -> None:
    assert html_scan.is_document(source) is is_document


@pytest.mark.parametrize(
    ("source", "before"),
    [
        ("<html><head></head><body class='a>b'>x", "<html><head></head><body class='a>b'>"),
        ("<html><head><title><body></title></head>x", None),
        ("<html><p>x", "<html>"),
        ("x", ""),
        ("<!doctype html><p>x", "<!doctype html>"),
    ],
)
def test_the_start_of_the_body_is_found(source: str, before: str | None) -> None:
    expected = source[:-1] if before is None else before
    assert source[: html_scan.body_start(source)] == expected


@given(st.text(alphabet="<>/!-=\"' abstyle\n"))
def test_pieces_are_in_order_and_never_overlap(source: str) -> None:
    position = 0
    for match in html_scan.markup(source):
        assert match.start() >= position
        assert match[0].startswith("<")
        position = match.end()


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("end", ["", ">", "-->"])
def test_hostile_text_is_read_in_one_pass(piece: str, end: str) -> None:
    # Anything that goes back over the text would not come to an end here.
    source = piece * (200_000 // len(piece)) + end
    for _ in html_scan.markup(source):
        pass
