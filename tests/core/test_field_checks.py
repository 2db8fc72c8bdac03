"""A batch's placeholders, held against the fields that contacts really have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migma_desktop.core.account import CatalogField, FieldCatalog
from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.whole import check
from migma_desktop.core.field_shares import Share, share_of
from migma_desktop.core.models import ContentSource, Draft, Recipient, RecipientType
from migma_desktop.core.rendering import render

CATALOG = FieldCatalog(
    (
        CatalogField("email", fill_rate=1),
        CatalogField("firstName", fill_rate=0.94),
        CatalogField("company", fill_rate=0.126),
        CatalogField("vat", fill_rate=0),
        CatalogField("secret"),
    ),
    2480,
)
BATCH = Draft(
    recipient=Recipient(type=RecipientType.SEGMENT, id="s"),
    subject="News",
    source=ContentSource.HTML,
)


def _about(html: str, catalog: FieldCatalog | None = CATALOG, **changes: object) -> list[Finding]:
    draft = replace(BATCH, html=html, **changes)  # type: ignore[arg-type]  # fields by name
    found = check(draft, render(draft), domain=None, catalog=catalog)
    return [each for each in found if "{{" in str(each.text) and "same" not in str(each.text)]


def test_a_name_that_few_have_is_said_with_the_share() -> None:
    (found,) = _about("<p>{{company}}</p>")
    assert str(found.text) == "Only 312 of 2,480 people have {{company}}."
    assert found.level is Level.WARNING
    assert "fallback" in str(found.advice)
    assert found.fix is not None
    fixed = found.fix(replace(BATCH, html="<p>{{company}}</p>"))
    assert fixed.html == "<p>{{company|}}</p>"


def test_a_name_that_most_have_is_a_hint_and_one_that_all_have_is_nothing() -> None:
    (found,) = _about("<p>{{firstName}}</p>")
    assert (found.level, str(found.text)) == (
        Level.HINT,
        "2,331 of 2,480 people have {{firstName}}.",
    )
    assert _about("<p>{{email}}</p>") == []


def test_a_misspelled_name_gets_the_nearest_field() -> None:
    (found,) = _about("<p>{{first_name}} and {{ first_name }}</p>")
    assert str(found.text) == "No contact has {{first_name}}."
    assert "{{firstName}}? 2,331 of 2,480 people have that" in str(found.advice)
    assert found.fix is not None
    fixed = found.fix(replace(BATCH, html="<p>{{first_name}} and {{ first_name }}</p>"))
    assert fixed.html == "<p>{{firstName}} and {{firstName}}</p>"


@pytest.mark.parametrize("name", ["vat", "loyalty_tier"])
def test_a_name_that_nobody_has_wants_a_fallback(name: str) -> None:
    (found,) = _about(f"<p>{{{{{name}}}}}</p>")
    assert str(found.text) == f"No contact has {{{{{name}}}}}."
    assert found.fix is not None
    assert (
        found.fix(replace(BATCH, html=f"<p>{{{{{name}}}}}</p>")).html == f"<p>{{{{{name}|}}}}</p>"
    )


def test_a_fallback_for_what_nobody_has_stands_in_nobodys_way() -> None:
    assert _about("<p>{{loyalty_tier|friend}}</p>") == []
    (found,) = _about("<p>{{firstName|friend}}</p>")
    assert "Everyone reads" in str(found.text)
    (found,) = _about("<p>{{first_name|friend}}</p>")
    assert found.fix is not None
    fixed = found.fix(replace(BATCH, html="<p>{{first_name|friend}}</p>"))
    assert fixed.html == "<p>{{firstName|friend}}</p>"


def test_what_is_filled_here_needs_no_contact() -> None:
    assert _about("<p>{{loyalty_tier}}</p>", variables={"loyalty_tier": "gold"}) == []


def test_where_nothing_is_known_the_general_warning_stays() -> None:
    for catalog in (None, FieldCatalog(), FieldCatalog(CATALOG.fields, 0)):
        (found,) = _about("<p>{{company}}</p>", catalog)
        assert str(found.text) == "There is no value for {{company}}."
    (found,) = _about("<p>{{secret}}</p>")
    assert str(found.text) == "There is no value for {{secret}}."


def test_an_email_to_one_person_asks_no_catalogue() -> None:
    (found,) = _about("<p>{{company}}</p>", recipient=Recipient(email="ada@example.com"))
    assert found.level is Level.ERROR


def test_a_share_is_said_as_people_count() -> None:
    assert str(Share(0.0001, 2480).words) == "1 of 2,480 people"
    assert str(Share(0.126, None).words) == "13% of the people"
    assert share_of(CATALOG, "email") == Share(1, 2480)
