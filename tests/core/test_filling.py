from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.filling import (
    as_text,
    fill,
    fill_ambiguous,
    for_header,
    for_html,
    is_filled,
    root_of,
    travels,
    value_of,
)
from migma_desktop.core.models import JsonValue


@pytest.mark.parametrize(
    "value", ["Ada", "Ada Lovelace", "Zoë", "名前", "12.5 %", 0, -3, 2**53 - 1]
)
def test_what_reads_the_same_everywhere_travels(value: JsonValue) -> None:
    assert travels("name", value)


@pytest.mark.parametrize(
    "value",
    [
        "R&B", "<b>", "a > b", '"', "O'Neill", "https://a.example/", "a=b", "`", "{x}", "a\nb",
        "a\x00b", "\u2028", "", " Ada", "Ada ", 1.5, 1.0, True, None, [], ["a"], {"a": 1}, 2**53,
    ],
)  # fmt: skip
def test_what_might_come_out_differently_is_filled_here(value: JsonValue) -> None:
    assert not travels("name", value)
    assert "{{" not in fill_ambiguous("Hi {{ name }}", {"name": value}, for_html)


@pytest.mark.parametrize("name", ["user.name", "first-name", "first name", "1st", "prénom"])
def test_a_name_that_engines_read_differently_is_filled_here(name: str) -> None:
    assert fill_ambiguous(f"Hi {{{{{name}}}}}", {name: "Ada"}, for_html) == "Hi Ada"


def test_a_value_that_travels_keeps_its_name_without_inner_spaces() -> None:
    assert fill_ambiguous("Hi {{ name }} {{ other }}", {"name": "Ada"}, for_html) == (
        "Hi {{name}} {{ other }}"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (1.0, "1.0"),
        (19.9, "19.9"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (["a", 1, None], "a, 1, "),
        ({"a": ["é"]}, '{"a": ["é"]}'),
        ([["a"]], '[["a"]]'),
        ("x", "x"),
    ],
)
def test_values_are_written_for_people(value: JsonValue, text: str) -> None:
    assert as_text(value) == text


def test_a_value_in_html_can_t_become_markup_or_another_placeholder() -> None:
    html = fill('<a title="{{x}}">{{x}}</a>', {"x": "\"<b>'&{{y}}"}, for_html)
    assert html.count("<") == 2
    assert "{{" not in html
    assert unescape(html.partition(">")[2].removesuffix("</a>")) == "\"<b>'&{{y}}"


def test_a_value_in_a_header_stays_on_its_line() -> None:
    assert for_header("a\r\nBcc: b\x00c\n\nd") == "a Bcc: b c  d"


def test_the_exact_name_comes_before_the_path() -> None:
    values: dict[str, JsonValue] = {"user.name": "exact", "user": {"name": "path", "id": 0}}
    assert value_of("user.name", values) == "exact"
    assert value_of("user.id", values) == 0
    assert root_of("user.name", values) == "user.name"
    assert root_of("user.id", values) == "user"
    assert root_of("user.age", values) == ""
    assert not is_filled("user.name.first", values)
    with pytest.raises(KeyError):
        value_of("user.age", values)


def test_an_empty_text_that_was_given_fills() -> None:
    assert fill("[{{x}}]", {"x": ""}, for_html) == "[]"


def test_what_has_no_value_stays_as_it_is_written() -> None:
    text = "{{ a }} {{{b}}} {{#c}} {{d}"
    assert fill(text, {"b": "1", "c": "2", "d": "3"}, for_html) == text


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(JSON)
def test_both_stages_of_filling_give_what_one_gives(value: JsonValue) -> None:
    """Whatever way Migma fills what travels, escaped or not, the preview shows the same."""
    text = '<p title="{{x}}">{{ x }} {{missing}}</p>'
    template = fill_ambiguous(text, {"x": value}, for_html)

    for write in (for_html, as_text):
        assert fill(template, {"x": value}, write) == fill(text, {"x": value}, for_html)
