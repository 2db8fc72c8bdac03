from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import JsonValue
from migma_desktop.core.variables import (
    ValueKind,
    kind_of,
    parse_two_columns,
    parse_value,
    typed_text,
)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (ValueKind.TEXT, " as it is\n", " as it is\n"),
        (ValueKind.TEXT, "", ""),
        (ValueKind.TEXT, "12", "12"),
        (ValueKind.NUMBER, "12", 12),
        (ValueKind.NUMBER, " -3 ", -3),
        (ValueKind.NUMBER, "1.0", 1.0),
        (ValueKind.NUMBER, "19.90", 19.9),
        (ValueKind.NUMBER, ".5", 0.5),
        (ValueKind.NUMBER, "2e3", 2000.0),
        (ValueKind.NUMBER, "12345678901234567890", 12345678901234567890),
        (ValueKind.YES_NO, "Yes", True),
        (ValueKind.YES_NO, "no", False),
        (ValueKind.YES_NO, "true", True),
        (ValueKind.JSON, '{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        (ValueKind.JSON, "null", None),
    ],
)
def test_typed_values_are_read(kind: ValueKind, typed: str, value: JsonValue) -> None:
    read = parse_value(kind, typed)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ValueKind.NUMBER, ""),
        (ValueKind.NUMBER, "twelve"),
        (ValueKind.NUMBER, "nan"),
        (ValueKind.NUMBER, "inf"),
        (ValueKind.NUMBER, "1e999"),
        (ValueKind.NUMBER, "0x10"),
        (ValueKind.NUMBER, "9" * 5000),
        (ValueKind.YES_NO, ""),
        (ValueKind.YES_NO, "perhaps"),
        (ValueKind.JSON, ""),
        (ValueKind.JSON, "{'a': 1}"),
        (ValueKind.JSON, '{"a": 1'),
        (ValueKind.JSON, "NaN"),
        (ValueKind.JSON, "[Infinity]"),
        (ValueKind.JSON, "[1e999]"),
        (ValueKind.JSON, '["\\ud83d"]'),
        (ValueKind.JSON, "[" * 60 + "]" * 60),
        (ValueKind.JSON, "[" * 100_000),
        (ValueKind.JSON, "9" * 5000),
    ],
)
def test_what_can_t_be_read_is_refused_with_advice(kind: ValueKind, typed: str) -> None:
    with pytest.raises(DraftRefused) as refusal:
        parse_value(kind, typed)
    assert refusal.value.field == "variablesTable"
    assert str(refusal.value.title).endswith(".")
    assert str(refusal.value.advice).endswith(".")


@pytest.mark.parametrize("typed", ["19,90", "1.234,50", "1,234.50", "1 234", "12'000.00"])
def test_a_number_with_a_comma_is_explained(typed: str) -> None:
    with pytest.raises(DraftRefused) as refusal:
        parse_value(ValueKind.NUMBER, typed)
    assert "with a point" in str(refusal.value.advice)


def test_the_line_of_a_slip_in_json_is_told() -> None:
    with pytest.raises(DraftRefused) as refusal:
        parse_value(ValueKind.JSON, '{\n"a": 1,\n"b" 2}')
    assert "line 3" in str(refusal.value.title)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**40), 10**40)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner),
        max_leaves=5,
    )
)
def test_what_is_shown_reads_back_as_the_same_value(value: JsonValue) -> None:
    typed = typed_text(value)
    if isinstance(value, float) and len(typed) > 300:
        return  # such a number is shown whole but is too long to type
    again = parse_value(kind_of(value), typed)
    if isinstance(value, float):
        assert isinstance(again, int | float)
        assert float(again) == value
    else:
        assert json.dumps(again) == json.dumps(value)


@pytest.mark.parametrize(
    ("pasted", "pairs"),
    [
        ("name\tAda\r\ncity\tParis\r\n", [("name", "Ada"), ("city", "Paris")]),
        ("{{name}}\tAda\n{{ first.name }}\tB", [("name", "Ada"), ("first.name", "B")]),
        ("Placeholder\tValue\nname\tAda", [("name", "Ada")]),
        ("name\tvalue\ncity\tParis", [("city", "Paris")]),
        ('a\t"two\nlines"\nb\t"say ""hi"""', [("a", "two\nlines"), ("b", 'say "hi"')]),
        ('a\t"with\ttab"', [("a", "with\ttab")]),
        ("a\tx\n\n\nb\ty\n", [("a", "x"), ("b", "y")]),
        ("a\t\nb\ty", [("b", "y")]),
        ("\tx\nb\ty", [("b", "y")]),
        ("a\tx\textra\nb\ty\tmore\nc\tz\t", [("a", "x"), ("b", "y"), ("c", "z")]),
        ("name\tcity\tage\nAda\tParis\t36", [("name", "Ada"), ("city", "Paris"), ("age", "36")]),
        ("First name\tAda", [("First name", "Ada")]),
        ("{{#each}}\tx\n<b>\ty", []),
        ("no table", []),
        ("", []),
        ("a\t" + "x" * 200_000, [("a", "x" * 200_000)]),
    ],
)
def test_two_columns_of_a_spreadsheet_are_read(pasted: str, pairs: list[tuple[str, str]]) -> None:
    assert parse_two_columns(pasted) == pairs
