"""What a key may do is said in plain words, and what isn't known is said to be so."""

from __future__ import annotations

import pytest

from migma_desktop.core.abilities import (
    Ability,
    ability_lines,
    learned,
    send_refusal,
    why_not,
)
from migma_desktop.core.models import KeyKind, Profile

READER = Profile(
    "p",
    "Acme",
    KeyKind.LIVE,
    permissions={"email:send": False, "email:read": True, "audience:read": False},
)


def test_the_list_begins_with_what_a_key_may_do_and_ends_with_what_is_not_known() -> None:
    lines = [(line.allowed, str(line.text)) for line in ability_lines(READER.permissions)]
    assert lines[0] == (True, "Can see projects and emails made in Migma")
    assert (False, "Can't send") in lines
    assert lines[-1][0] is None
    assert len(lines) == len(Ability)


def test_what_is_missing_says_what_that_means() -> None:
    for line in ability_lines(dict.fromkeys(Ability, False)):
        assert line.meaning is not None


@pytest.mark.parametrize("ability", list(Ability))
def test_a_control_is_closed_only_by_a_known_no(ability: Ability) -> None:
    name = ability.value
    for allowed, is_closed in (({}, False), ({name: True}, False), ({name: False}, True)):
        profile = Profile("p", "Acme", KeyKind.LIVE, permissions=allowed)
        assert (why_not(profile, ability) is not None) is is_closed
    assert why_not(None, ability) is None


def test_sending_is_refused_with_the_way_out() -> None:
    refusal = send_refusal(READER)
    assert refusal is not None
    assert "Acme" in str(refusal.title)
    assert "email:send" in str(refusal.advice)
    assert send_refusal(Profile("p", "Acme", KeyKind.LIVE)) is None


def test_only_news_about_abilities_that_matter_is_learned() -> None:
    assert learned({}, "email:send", True)
    assert not learned({"email:send": True}, "email:send", True)
    assert learned({"email:send": True}, "email:send", False)
    assert not learned({}, "", True)
    assert not learned({}, "webhook:read", True)
