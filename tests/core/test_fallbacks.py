"""``{{name|there}}``: the value where there is one, else the fallback, filled before sending."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.whole import check
from migma_desktop.core.composing import compose, problems
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    PlaceholderSpot,
    Recipient,
    RecipientType,
    Sender,
    StoredContent,
)
from migma_desktop.core.placeholders import fallback_of, find
from migma_desktop.core.rendering import render

DRAFT = Draft(
    recipient=Recipient(email="ada@example.com"),
    sender=Sender(address="shop@example.org", name="The shop"),
    subject="Hi {{name|there}}",
    preheader="For {{ name | you &amp; me }}",
    source=ContentSource.HTML,
    html='<p>Hi {{name|dear  friend}}</p><a href="https://a.example/{{page|home}}">x</a>',
    project_id="p1",
)
BATCH = Recipient(type=RecipientType.SEGMENT, id="s1", name="VIP", count=3)


def findings(draft: Draft) -> list[Finding]:
    return check(draft, render(draft), domain=None, mail_programs=())


def test_a_fallback_is_filled_where_there_is_no_value() -> None:
    rendered = render(DRAFT)
    assert rendered.subject == rendered.subject_template == "Hi there"
    assert "<p>Hi dear friend</p>" in rendered.template
    assert 'href="https://a.example/home"' in rendered.template
    assert "{{" not in rendered.template
    assert rendered.missing == frozenset()
    assert problems(DRAFT, rendered) == []


def test_a_value_comes_before_its_fallback_and_is_filled_here_too() -> None:
    draft = replace(DRAFT, variables={"name": "Ada", "page": "p"})
    request = compose(draft, render(draft), accept_missing=False)
    assert request.subject == "Hi Ada"
    assert "<p>Hi Ada</p>" in request.template
    assert "|" not in request.template.partition("<body>")[2].replace("</body>", "")
    assert not any("|" in name for name in request.variables)


@pytest.mark.parametrize(
    ("source", "text"),
    [(ContentSource.HTML, "<p>{{x|R&amp;B}}</p>"), (ContentSource.MARKDOWN, "{{x|R&B}}")],
)
def test_a_fallback_reads_as_it_is_meant_in_html_and_markdown(
    source: ContentSource, text: str
) -> None:
    rendered = render(Draft(source=source, html=text, markdown=text))
    assert "R&amp;B" in rendered.html
    assert "amp;amp;" not in rendered.html


def test_an_empty_fallback_leaves_nothing() -> None:
    assert "<p>Hi !</p>" in render(Draft(source=ContentSource.HTML, html="<p>Hi {{a|}}!</p>")).html


def test_a_name_that_has_a_fallback_in_one_place_only_is_missing_in_the_other() -> None:
    draft = replace(DRAFT, html="<p>{{name}} {{name|there}}</p>")
    rendered = render(draft)
    assert rendered.missing == {"name"}
    assert "<p>{{name}} there</p>" in rendered.html


def test_a_placeholder_knows_its_fallback() -> None:
    (name,) = find("{{a|one}}", "", "{{a|two}}", is_html=False)
    assert fallback_of(name) == "one"
    assert [use.fallback for use in name.uses] == ["one", "two"]
    (name,) = find("{{a|one}}", "", "{{a}}", is_html=False)
    assert fallback_of(name) is None


def test_a_batch_is_told_that_everyone_reads_the_fallback_and_how_to_change_it() -> None:
    draft = replace(DRAFT, recipient=BATCH, html="<p>Hi</p>", preheader="x")
    (finding,) = (each for each in findings(draft) if "Everyone reads “there”" in str(each.text))
    assert finding.level is Level.WARNING
    assert finding.field == "subject"
    assert finding.fix is not None
    assert finding.fix(draft).subject == "Hi {{name}}"


def test_one_person_is_told_nothing() -> None:
    assert not any("Everyone reads" in str(each.text) for each in findings(DRAFT))


def test_a_stored_email_s_fallback_is_migma_s_to_read_so_it_is_not_shown_as_filled() -> None:
    draft = replace(DRAFT, source=ContentSource.CONVERSATION, conversation_id="c1", subject="Hi")
    rendered = render(draft, stored=StoredContent(html="<p>{{name|there}}</p>"))
    assert "{{name|there}}" in rendered.html
    assert rendered.missing == {"name"}
    assert rendered.placeholders[0].uses[0].spot is PlaceholderSpot.BODY
