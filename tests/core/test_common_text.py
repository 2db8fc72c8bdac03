from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.common_text import common_end, common_start

_TEXTS = st.text(alphabet="ab😀", max_size=40)


@given(_TEXTS, _TEXTS)
def test_the_common_start_is_the_longest_there_is(one: str, other: str) -> None:
    length = common_start(one, other)
    assert one[:length] == other[:length]
    assert one[length : length + 1] != other[length : length + 1] or one == other


@given(_TEXTS, _TEXTS, st.integers(min_value=0, max_value=40))
def test_the_common_end_is_the_longest_up_to_a_limit(one: str, other: str, most: int) -> None:
    most = min(most, len(one), len(other))
    length = common_end(one, other, most=most)
    assert one[len(one) - length :] == other[len(other) - length :]
    assert length == most or one[len(one) - length - 1] != other[len(other) - length - 1]


@given(_TEXTS, _TEXTS, _TEXTS, _TEXTS)
def test_what_was_typed_lies_between_both(before: str, gone: str, typed: str, behind: str) -> None:
    one, other = before + gone + behind, before + typed + behind
    start = common_start(one, other)
    end = common_end(one, other, most=min(len(one), len(other)) - start)
    assert one[:start] + other[start : len(other) - end] + one[len(one) - end :] == other
