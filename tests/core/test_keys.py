from __future__ import annotations

import pytest

from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.keys import clean_key, kind_of_key, tail_of_key
from migma_desktop.core.models import KeyKind


@pytest.mark.parametrize(
    "pasted", ["sk_live_abc123", "  sk_live_abc123\n", '"sk_live_abc123"', "Bearer sk_live_abc123"]
)
def test_what_sticks_to_a_pasted_key_is_taken_off(pasted: str) -> None:
    assert clean_key(pasted) == "sk_live_abc123"


@pytest.mark.parametrize("typed", ["", "   ", "Bearer ", "two words", "line\nbreak", "schlüssel"])
def test_what_cannot_be_a_key_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(DraftRefused) as refused:
        clean_key(typed)

    if typed.strip():
        assert typed not in f"{refused.value.title} {refused.value.advice} {refused.value.details}"


def test_test_keys_are_told_by_their_prefix_and_everything_else_is_live() -> None:
    assert kind_of_key("sk_test_abc") is KeyKind.TEST
    assert kind_of_key("mgma_sk_test_abc") is KeyKind.TEST
    assert kind_of_key("sk_live_abc_test_") is KeyKind.LIVE
    assert kind_of_key("something") is KeyKind.LIVE


def test_a_short_key_shows_nothing_of_itself() -> None:
    assert tail_of_key("sk_live_abc123456f2a") == "6f2a"
    assert tail_of_key("short") == ""
