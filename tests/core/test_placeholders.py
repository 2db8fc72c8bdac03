from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.foreign import find_foreign
from migma_desktop.core.models import Placeholder, PlaceholderSpot
from migma_desktop.core.placeholders import ForeignKind, find, plain_name, with_fallback

NAMES = st.from_regex(r"[\w](?:[\w.\-]{0,8}[\w])?", fullmatch=True).filter(plain_name)
SPACES = st.text(alphabet=" \t\n\u00a0", max_size=3)
WORDS = st.text(alphabet=st.characters(exclude_characters="{}<", exclude_categories=["Cs"]))
HOSTILE = [
    "{",
    "{{",
    "}}",
    "{{a",
    "{{ ",
    "<a {{x}}",
    '<a href="{{x}}',
    "{{x}}",
    "%7B%7B",
    "](",
    "<!--",
]


def names(source: str, *, is_html: bool = True) -> list[str]:
    return [placeholder.name for placeholder in find("", "", source, is_html=is_html)]


def spots(source: str, *, is_html: bool) -> list[PlaceholderSpot]:
    (placeholder,) = find("", "", source, is_html=is_html)
    return [use.spot for use in placeholder.uses]


def kinds(source: str) -> list[ForeignKind]:
    return [foreign.kind for foreign in find_foreign("", "", source, is_html=True)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{{name}}", "name"),
        ("{{ name }}", "name"),
        ("{{\tname\n}}", "name"),
        ("{{user.name}}", "user.name"),
        ("{{first-name}}", "first-name"),
        ("{{first_name}}", "first_name"),
        ("{{line1}}", "line1"),
        ("{{1st}}", "1st"),
        ("{{first name}}", "first name"),
        ("{{first  name}}", "first name"),
        ("{{prénom}}", "prénom"),
        ("{{pre\u0301nom}}", "pre\u0301nom"),
        ("{{नाम}}", "नाम"),
        ("{{名前}}", "名前"),
    ],
)
def test_every_way_to_write_a_name_is_found(written: str, name: str) -> None:
    assert names(f"<p>Hi {written}!</p>") == [name]


def test_a_name_used_many_times_is_one_placeholder_with_all_its_uses() -> None:
    source = "<p>{{a}} {{b}}\n{{ a }}</p>"
    found = find("{{a}}", "{{b}}", source, is_html=True)

    assert [placeholder.name for placeholder in found] == ["a", "b"]
    assert [(use.spot, use.line) for use in found[0].uses] == [
        (PlaceholderSpot.SUBJECT, 1),
        (PlaceholderSpot.BODY, 1),
        (PlaceholderSpot.BODY, 2),
    ]
    last = found[0].uses[-1]
    assert source[last.start : last.end] == "{{ a }}"
    assert found[1].uses[0].spot is PlaceholderSpot.PREHEADER


@pytest.mark.parametrize(
    ("source", "spot"),
    [
        ('<a href="{{x}}">y</a>', PlaceholderSpot.LINK),
        ("<a href='https://a.example/?b=1&c={{x}}'>y</a>", PlaceholderSpot.LINK),
        ("<a href={{x}}>y</a>", PlaceholderSpot.LINK),
        ('<img alt="a > b" src="{{x}}">', PlaceholderSpot.LINK),
        ('<td background="{{x}}">', PlaceholderSpot.LINK),
        ('<img alt="{{x}}">', PlaceholderSpot.ATTRIBUTE),
        ('<p style="color: {{x}}">', PlaceholderSpot.ATTRIBUTE),
        ("<p>{{x}}</p>", PlaceholderSpot.BODY),
        ("<p>1 < 2 {{x}}</p>", PlaceholderSpot.BODY),
        ('<!--[if mso]><v:rect href="{{x}}"><![endif]-->', PlaceholderSpot.LINK),
    ],
)
def test_the_spot_of_a_placeholder_in_html_is_told(source: str, spot: PlaceholderSpot) -> None:
    assert spots(source, is_html=True) == [spot]


@pytest.mark.parametrize(
    ("source", "spot"),
    [
        ("Hello {{x}}", PlaceholderSpot.BODY),
        ("[shop]({{x}})", PlaceholderSpot.LINK),
        ("[shop](https://a.example/{{ x }}/b)", PlaceholderSpot.LINK),
        ("![logo]({{x}})", PlaceholderSpot.LINK),
        ("[shop]: {{x}}", PlaceholderSpot.LINK),
        ("[shop](https://a.example) {{x}}", PlaceholderSpot.BODY),
        ("[{{x}}](https://a.example)", PlaceholderSpot.BODY),
        ('<a href="{{x}}">shop</a>', PlaceholderSpot.LINK),
    ],
)
def test_the_spot_of_a_placeholder_in_markdown_is_told(source: str, spot: PlaceholderSpot) -> None:
    assert spots(source, is_html=False) == [spot]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("{{{html}}}", ForeignKind.UNESCAPED),
        ("{{& html}}", ForeignKind.UNESCAPED),
        ("{{{html}}", ForeignKind.UNESCAPED),
        ("{{#each items}}", ForeignKind.SECTION),
        ("{{#each . }}", ForeignKind.SECTION),
        ("{{^items}}", ForeignKind.SECTION),
        ("{{/each}}", ForeignKind.SECTION),
        ("{{else}}", ForeignKind.SECTION),
        ("{{ else if late }}", ForeignKind.SECTION),
        ("{{! a note }}", ForeignKind.COMMENT),
        ("{{> footer}}", ForeignKind.PARTIAL),
        ("{{name|upper}}", ForeignKind.FILTER),
        ("{{ name | truncate(5) }}", ForeignKind.FILTER),
        ("{{name|a|b}}", ForeignKind.FILTER),
        ("{{name|<b>}}", ForeignKind.FILTER),
        ('{{ name | default: "there" }}', ForeignKind.FILTER),
        ("{{name}", ForeignKind.UNCLOSED),
        ("{{name", ForeignKind.UNCLOSED),
        ("{{}}", ForeignKind.EMPTY),
        ("{{ }}", ForeignKind.EMPTY),
        ("{{date(now)}}", ForeignKind.EXPRESSION),
        ("{{.}}", ForeignKind.EXPRESSION),
        ("%7B%7Bname%7D%7D", ForeignKind.ENCODED),
    ],
)
def test_what_only_looks_like_a_placeholder_is_named(written: str, kind: ForeignKind) -> None:
    source = f"<p>{written}</p>"

    assert names(source) == []
    (foreign,) = find_foreign("", "", source, is_html=True)
    assert foreign.kind is kind
    assert source[foreign.use.start : foreign.use.end] == foreign.text
    assert written.startswith(foreign.text)


def test_single_braces_are_neither() -> None:
    source = "<style>@media print{a{color:red}}</style><p>{name} } {</p>"

    assert names(source) == []
    assert kinds(source) == []


def test_a_placeholder_at_the_end_of_a_style_rule_keeps_the_rule_s_brace() -> None:
    source = "<style>a{color:{{brand}}}</style>"

    (placeholder,) = find("", "", source, is_html=True)
    (use,) = placeholder.uses
    assert source[use.start : use.end] == "{{brand}}"


def test_foreign_text_is_shown_short() -> None:
    (foreign,) = find_foreign("", "", "{{#" + "x" * 5000 + "}}", is_html=True)
    assert len(foreign.text) < 100


@given(st.lists(st.tuples(WORDS, NAMES, SPACES, SPACES)))
def test_every_placeholder_is_found_where_it_stands(
    pieces: list[tuple[str, str, str, str]],
) -> None:
    source, expected = "", []
    for words, name, before, after in pieces:
        start = len(source) + len(words)
        written = f"{{{{{before}{name}{after}}}}}"
        source += words + written
        expected.append((plain_name(name), start, start + len(written)))

    found = find("", "", source, is_html=False)

    assert _uses(found) == expected


@given(st.text(alphabet="{} ab<>=\"'/!-#|\n"))
def test_offsets_and_lines_are_true_whatever_the_text(source: str) -> None:
    for placeholder in find("", "", source, is_html=True):
        for use in placeholder.uses:
            written = source[use.start : use.end]
            assert plain_name(written[2:-2]) == placeholder.name
            assert written.startswith("{{")
            assert written.endswith("}}")
            assert use.line == source.count("\n", 0, use.start) + 1


@given(st.text(alphabet="{} ab|#\n"))
def test_names_and_fallbacks_are_read_as_they_are_written(source: str) -> None:
    for placeholder in find("", "", source, is_html=True):
        for use in placeholder.uses:
            name, fallback = with_fallback(source[use.start + 2 : use.end - 2])
            assert (name, fallback) == (placeholder.name, use.fallback)
            assert fallback is None or "|" not in fallback


@pytest.mark.parametrize(
    ("inner", "name", "fallback"),
    [
        ("name|there", "name", "there"),
        (" first name | dear  friend ", "first name", "dear friend"),
        ("name|", "name", ""),
        ("name|date of birth", "name", "date of birth"),
        ("name|upper", "", None),
        ("name|a|b", "", None),
        ("|there", "", "there"),
        ("name", "name", None),
    ],
)
def test_a_fallback_stands_behind_a_bar(inner: str, name: str, fallback: str | None) -> None:
    assert with_fallback(inner) == (name, fallback)


@given(st.text(alphabet="{} ab|#\n"))
def test_each_pair_of_opening_braces_is_either_plain_or_foreign(source: str) -> None:
    ranges = [(start, end) for _, start, end in _uses(find("", "", source, is_html=True))]
    ranges += [
        (foreign.use.start, foreign.use.end)
        for foreign in find_foreign("", "", source, is_html=True)
    ]
    ranges.sort()

    assert all(one[1] <= two[0] for one, two in pairwise(ranges))
    for match in re.finditer(r"\{\{", source):
        assert any(start <= match.start() < end for start, end in ranges)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_in_one_pass(piece: str) -> None:
    # Anything that goes back over the text would not come to an end here.
    source = piece * (200_000 // len(piece))

    find(source[:1000], source[:1000], source, is_html=False)
    find_foreign("", "", source, is_html=True)


def _uses(found: tuple[Placeholder, ...]) -> list[tuple[str, int, int]]:
    return sorted(
        ((item.name, use.start, use.end) for item in found for use in item.uses),
        key=lambda use: use[1],
    )
