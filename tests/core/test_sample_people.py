"""As whom an email is looked at: whose values it has then, and what they leave open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migma_desktop.core.account import Contact
from migma_desktop.core.models import ContentSource, Draft, Recipient, RecipientType, RenderedEmail
from migma_desktop.core.rendering import render
from migma_desktop.core.sample_people import (
    Gaps,
    Guise,
    Sample,
    dressed,
    gaps,
    label_of,
    person_of,
    with_value,
)
from migma_desktop.core.stress_people import STRESS_PEOPLE, Stress, StressPerson

DRAFT = Draft(
    recipient=Recipient(email="maya@example.com"),
    subject="For {{first_name}}",
    source=ContentSource.HTML,
    html="<p>{{first_name}} of {{company}}, until {{sale_ends}}, {{city|here}}</p>",
    variables={"first_name": "Maya", "sale_ends": "Friday"},
)
BATCH = replace(DRAFT, recipient=Recipient(type=RecipientType.SEGMENT, id="s"))
ADA = Sample({"first_name": "Ada", "company": "Acme"}, 1)


def _as(draft: Draft, guise: Guise) -> RenderedEmail:
    return render(dressed(draft, guise, render(draft).placeholders))


def test_to_one_person_the_samples_values_stand_in_for_the_emails_own() -> None:
    assert _as(DRAFT, ADA).subject == "For Ada"
    assert "Ada of Acme, until Friday, here" in _as(DRAFT, ADA).html
    assert DRAFT.variables == {"first_name": "Maya", "sale_ends": "Friday"}


def test_in_a_batch_a_value_of_the_email_is_everyones_and_beats_the_samples() -> None:
    shown = _as(BATCH, ADA)
    assert shown.subject == "For Maya"
    assert "Maya of Acme" in shown.html
    found = gaps(BATCH, ADA, render(BATCH).placeholders)
    assert found.same_for_all == ("first_name",)


def test_a_name_is_taken_generously_for_one_person_and_exactly_in_a_batch() -> None:
    contact = person_of(Contact("k", "ada@example.com", "Ada", "L", custom_fields={"Company": "A"}))
    guise = Sample(contact, 1)
    assert _as(DRAFT, guise).subject == "For Ada"
    assert "Ada of A," in _as(DRAFT, guise).html
    open_batch = replace(BATCH, variables={})
    assert _as(open_batch, guise).subject == "For {{first_name}}"
    assert "first_name" in gaps(open_batch, guise, render(open_batch).placeholders).lacking


def test_what_a_person_lacks_is_said() -> None:
    bob = Sample({"first_name": "Bob"}, 2)
    assert gaps(DRAFT, bob, render(DRAFT).placeholders) == Gaps(
        lacking=("company",), from_draft=("sale_ends",)
    )
    assert gaps(DRAFT, ADA, render(DRAFT).placeholders).lacking == ()


def test_a_value_inside_an_object_is_found_by_its_path() -> None:
    draft = replace(DRAFT, html="{{lastOrder.number}}", subject="x")
    contact = Contact("k", "a@example.com", custom_fields={"lastOrder": {"number": "A-7"}})
    assert "A-7" in _as(draft, Sample(person_of(contact), 1)).html


@pytest.mark.parametrize(
    ("person", "label"),
    [
        ({"first_name": "Ada", "lastName": "Lovelace"}, "Ada Lovelace"),
        ({"Vorname": "Jörg"}, "Jörg"),
        ({"email": "ada@example.com", "name": "Countess"}, "Countess"),
        ({"x": "", "email": "ada@example.com"}, "ada@example.com"),
        ({"order": 7}, "7"),
        ({}, ""),
    ],
)
def test_a_person_is_called_by_what_names_them_best(
    person: dict[str, str | int], label: str
) -> None:
    assert label_of(dict(person)) == label


def test_a_cleared_value_is_gone_and_a_changed_one_stays_in_its_place() -> None:
    person = {"a": "1", "b": "2"}
    assert list(with_value(person, "a", "9").items()) == [("a", "9"), ("b", "2")]
    assert with_value(person, "a", "") == {"b": "2"}
    assert with_value(person, "c", "3") == {"a": "1", "b": "2", "c": "3"}


# Stress people

STRESSED = Draft(
    subject="{{first_name}}",
    source=ContentSource.HTML,
    html=(
        "<p>{{first_name}} {{company_name}} {{city}} {{total}} {{words}} {{city|here}}</p>"
        '<a href="{{go}}">x</a><a href="https://a.example/{{path}}">y</a>'
    ),
    variables={"first_name": "Maya", "city": "Rome"},
)


@pytest.mark.parametrize("guise", STRESS_PEOPLE, ids=lambda guise: guise.stress.value)
def test_each_stress_person_has_a_value_for_each_name_or_none_at_all(guise: StressPerson) -> None:
    shown = _as(STRESSED, guise)
    if guise.stress is Stress.MISSING:
        assert shown.missing == {"first_name", "company_name", "city", "total", "words", "go",
                                 "path"}  # fmt: skip
    else:
        assert not shown.missing
    assert "Maya" not in shown.html
    assert "Rome" not in shown.html


def test_values_go_with_the_names() -> None:
    long = _as(STRESSED, StressPerson(Stress.LONG)).html
    assert "Maximiliana" in long
    assert "Llanfairpwll" in long
    assert "GmbH" in long
    assert 'href="https://example.com/a-rather-long' in long


def test_html_looking_values_are_shown_and_harm_nothing() -> None:
    shown = _as(STRESSED, StressPerson(Stress.HTML))
    assert "<script>" not in shown.html
    assert "&lt;script&gt;" in shown.html
    assert "&lt;b&gt;Ada&lt;/b&gt;" in shown.html
    assert "<b>Ada</b>" in shown.subject  # a subject is no HTML


def test_right_to_left_values_are() -> None:
    shown = _as(STRESSED, StressPerson(Stress.RIGHT_TO_LEFT))
    assert "عائشة" in shown.subject
    assert "תל אביב" in shown.html
