"""How old a kept list is, in words for people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from migma_desktop.core.kept_lists import age_of
from tests.fakes import START


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), None),  # a clock that was set back
        (timedelta(minutes=9, seconds=59), None),
        (timedelta(minutes=10), "As it was 10 minutes ago"),
        (timedelta(minutes=59), "As it was 59 minutes ago"),
        (timedelta(hours=1), "As it was an hour ago"),
        (timedelta(hours=2), "As it was 2 hours ago"),
        (timedelta(hours=23, minutes=59), "As it was 23 hours ago"),
        (timedelta(days=1), "As it was yesterday"),
        (timedelta(days=2), "As it was 2 days ago"),
        (timedelta(days=40), "As it was 40 days ago"),
    ],
)
def test_the_age_of_a_list_is_said_once_somebody_needs_to_know(
    age: timedelta, words: str | None
) -> None:
    said = age_of(START, START + age)
    assert (None if said is None else str(said)) == words
