"""Emails made in Migma, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from migma_desktop.core.made_emails import (
    SeriesEmail,
    place_words,
    state_words,
    when_words,
    without_preheader,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(hours=-1), "Today"),
        (timedelta(minutes=3), "Today"),
        (timedelta(days=1), "Yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=60), "2026-01-01"),
    ],
)
def test_a_time_is_said_as_people_say_it(age: timedelta, words: str) -> None:
    assert str(when_words((NOON - age).isoformat(), NOON)) == words


@pytest.mark.parametrize("moment", ["", "soon", "2026-13-01"])
def test_what_is_no_time_is_not_said(moment: str) -> None:
    assert when_words(moment, NOON) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "Email 2"),
        (0, "Email 2 · at the start"),
        (1, "Email 2 · after a day"),
        (14, "Email 2 · after 14 days"),
    ],
)
def test_the_place_of_an_email_in_its_series_is_said(days: int | None, words: str) -> None:
    assert str(place_words(SeriesEmail("e", 2, send_offset_days=days))) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("ready", "Finished"),
        ("pending", "Waiting to be made"),
        ("processing", "Being made in Migma"),
        ("failed", "Could not be made"),
        ("melting", "Not finished: melting"),
        ("", "Not finished"),
    ],
)
def test_each_state_has_words_for_people(status: str, words: str) -> None:
    assert str(state_words(status)) == words


def test_only_a_finished_email_with_an_id_can_be_sent() -> None:
    assert SeriesEmail("e", 1, status="ready").is_finished
    assert not SeriesEmail("", 1, status="ready").is_finished
    assert not SeriesEmail("e", 1, status="processing").is_finished


@pytest.mark.parametrize(
    ("html", "rest"),
    [
        ('<body><div style="display:none;max-height:0">A &amp; B</div>\n<p>A &amp; B</p>', None),
        ('<body><span style="color:red; display: none">A &amp; B &zwnj;&nbsp;</span><p>C</p>', "C"),
        ("<body><p>A &amp; B</p>", "A &amp; B"),
        ('<body><div style="display:none">A &amp; B and more</div>', "A &amp; B and more"),
    ],
)
def test_the_hidden_line_of_a_preheader_goes_and_nothing_else(html: str, rest: str | None) -> None:
    kept = without_preheader(html, "A & B")
    assert kept.startswith("<body>")
    assert (rest or "<p>A &amp; B</p>") in kept
    assert kept.count("A &amp; B") == (0 if rest == "C" else 1)
    assert without_preheader(html, "") == html
