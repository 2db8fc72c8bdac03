from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.whole import check
from migma_desktop.core.inbox_line import first_words
from migma_desktop.core.models import (
    ContentSource,
    Domain,
    DomainState,
    Draft,
    MailKind,
    Recipient,
    RecipientType,
    Sender,
    StoredContent,
)
from migma_desktop.core.rendering import render

FINE = Draft(
    recipient=Recipient(email="ada@example.com"),
    sender=Sender(address="shop@example.org", name="The shop"),
    subject="Your receipt",
    preheader="Thank you for your order",
    source=ContentSource.HTML,
    html='<p>Hi <a href="https://example.org/">shop</a></p>',
    project_id="p1",
)
BATCH = Recipient(type=RecipientType.SEGMENT, id="s1", name="VIP", count=3)


def findings(draft: Draft, *, domain: Domain | None = None) -> list[Finding]:
    """Return the findings but those about mail programs, which have tests of their own."""
    return check(draft, render(draft), domain=domain, mail_programs=())


def about_body(html: str, **values: Any) -> list[Finding]:
    return findings(replace(FINE, html=html, variables=values))


def test_a_good_email_has_no_findings() -> None:
    assert findings(FINE) == []


@pytest.mark.parametrize(
    ("change", "level", "field", "words"),
    [
        ({"subject": ""}, Level.ERROR, "subject", "subject is missing"),
        ({"sender": Sender(name="x")}, Level.ERROR, "fromAddress", "address is missing"),
        ({"recipient": Recipient(email="no")}, Level.ERROR, "recipientEmail", "can't be"),
        ({"html": "<p>{{name}}</p>"}, Level.ERROR, "variablesTable", "{{name}}"),
        ({"preheader": ""}, Level.HINT, "preheader", "no preheader"),
        ({"preheader": "x" * 140}, Level.HINT, "preheader", "140 characters"),
        ({"subject": "x" * 61}, Level.HINT, "subject", "61 characters"),
        ({"html": f"<p>{'x' * 110_000}</p>"}, Level.WARNING, "templateEditor", "KB large"),
        ({"html": "{{#if x}}"}, Level.WARNING, "templateEditor", "{{#if x}}"),
        ({"subject": "{{a|upper}}"}, Level.WARNING, "subject", "{{a|upper}}"),
        (
            {"kind": MailKind.MARKETING, "html": "<p>Acme, 1 Main Street</p>"},
            Level.HINT,
            "templateEditor",
            "unsubscribe link",
        ),
    ],
)
def test_each_weakness_of_a_draft_is_found(
    change: dict[str, Any], level: Level, field: str, words: str
) -> None:
    (finding,) = findings(replace(FINE, **change))
    assert (finding.level, finding.field) == (level, field)
    assert words in str(finding.text)
    assert str(finding.advice).endswith((".", "”"))


@pytest.mark.parametrize(
    ("html", "level", "words"),
    [
        ('<a href="">x</a>', Level.WARNING, "leads nowhere"),
        ("<a href=#>x</a>", Level.WARNING, "leads nowhere"),
        ('<a href="javascript:x()">x</a>', Level.WARNING, "script"),
        ("<a href='JavaScript:x'>x</a>", Level.WARNING, "script"),
        ('<a href="http://localhost:3000/x">x</a>', Level.WARNING, "your computer only"),
        ('<a href="https://127.0.0.1">x</a>', Level.WARNING, "your computer only"),
        ('<a href="http://example.org">x</a>', Level.HINT, "isn't encrypted"),
        ('<a href="www.example.org">x</a>', Level.WARNING, "isn't a whole address"),
        ('<a href="https://[x">x</a>', Level.WARNING, "can't be opened"),
        ('<img src="https://example.org/a.png">', Level.WARNING, "no description"),
        ('<img alt="" src="a.png">', Level.WARNING, "on your computer only"),
        ('<img alt="" src="file:///a.png">', Level.WARNING, "on your computer only"),
        ('<img alt="" src="data:image/png;base64,AA">', Level.WARNING, "into the email itself"),
        ('<img alt="">', Level.WARNING, "no address"),
        ('<img alt="" src="https://example.org/a.png">', Level.HINT, "One image"),
        ("<script>x</script>", Level.WARNING, "<script>"),
        ("<form></form>", Level.WARNING, "<form>"),
        ("<iframe></iframe>", Level.WARNING, "<iframe>"),
        ('<link rel="stylesheet" href="x.css">', Level.WARNING, "style sheet"),
        ('<meta charset="iso-8859-1">', Level.WARNING, "iso-8859-1"),
        ('<meta content="text/html; charset=latin1">', Level.WARNING, "latin1"),
    ],
)
def test_each_weakness_of_the_body_is_found_at_its_place(
    html: str, level: Level, words: str
) -> None:
    found = about_body(f"<p>\n{html}</p>")
    finding = next(item for item in found if words in str(item.text))
    assert finding.level is level
    if "One image" not in words:
        assert finding.place is not None
        assert finding.place.line == 2


@pytest.mark.parametrize(
    "html",
    [
        '<a name="here">x</a>',
        '<a href="#part">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<a href="tel:+491">x</a>',
        '<a href="{{u}}">x</a>',
        '<img alt="" width="9" src="cid:logo">',
        '<meta charset="UTF-8">',
        "<!-- <script>x</script> -->",
    ],
)
def test_what_is_fine_is_left_in_peace(html: str) -> None:
    assert about_body(html, u="https://example.org") == []


def test_a_link_is_judged_by_its_value() -> None:
    (finding,) = about_body('<a href="{{u}}">x</a>', u="javascript:alert(1)")
    assert "script" in str(finding.text)


def test_a_weak_link_in_markdown_is_shown_where_it_was_written() -> None:
    draft = replace(FINE, source=ContentSource.MARKDOWN, markdown="Hi\n\n[x](http://a.example)")
    (finding,) = findings(draft)
    assert finding.place is not None
    assert finding.place.line == 3


@pytest.mark.parametrize(
    ("state", "levels"),
    [
        (DomainState.VERIFIED, []),
        (DomainState.MANAGED, []),
        (DomainState.WAITING, [Level.ERROR]),
        (DomainState.FAILED, [Level.ERROR]),
    ],
)
def test_a_domain_that_can_t_send_is_an_error(state: DomainState, levels: list[Level]) -> None:
    found = findings(FINE, domain=Domain("example.org", state))
    assert [item.level for item in found] == levels


def test_a_missing_value_of_a_batch_is_a_warning_since_contacts_may_have_it() -> None:
    found = findings(replace(FINE, recipient=BATCH, html="{{name}} unsubscribe"))
    assert found[0].level is Level.WARNING
    assert "contact" in str(found[0].advice)


def test_a_batch_is_told_that_everyone_gets_the_same_values() -> None:
    draft = replace(FINE, recipient=BATCH, html="{{name}}", variables={"name": "Ada"})
    assert any("Everyone gets the same {{name}}" in str(item.text) for item in findings(draft))


def test_a_transactional_batch_is_warned_of() -> None:
    (finding,) = findings(replace(FINE, recipient=BATCH, kind=MailKind.TRANSACTIONAL))
    assert finding.field == "transactional"


def test_an_unsubscribe_link_is_recognised() -> None:
    html = '<a href="https://example.org/unsubscribe">x</a> Acme, 1 Main Street'
    assert findings(replace(FINE, kind=MailKind.MARKETING, html=html)) == []


def test_a_preheader_of_the_author_s_own_counts() -> None:
    html = '<span class="preheader" style="display:none">Hello</span><p>Hi</p>'
    assert findings(replace(FINE, preheader="", html=html)) == []


def test_a_preheader_can_t_be_added_to_an_email_made_in_migma() -> None:
    draft = replace(FINE, source=ContentSource.CONVERSATION, conversation_id="c1")
    rendered = render(draft, stored=StoredContent(html="<p>Hi</p>", subject="S"))
    (finding,) = check(draft, rendered, domain=None)
    assert finding.field == "preheader"


def test_the_gravest_findings_come_first() -> None:
    found = findings(replace(FINE, subject="", preheader="", html="<a href=#>x</a>"))
    assert list(dict.fromkeys(item.level for item in found)) == [
        Level.ERROR,
        Level.WARNING,
        Level.HINT,
    ]


def test_the_inbox_shows_the_first_words() -> None:
    html = (
        "<html><head><title>No</title></head><body><div>Pre&amp;header&#847;&zwnj;&nbsp;</div>"
        "<style>no</style><!-- no --><p>Hello\n <b>you</b></p></body></html>"
    )
    assert first_words(html) == "Pre&header Hello you"
    assert first_words(html, limit=10) == "Pre&header"
    assert first_words("") == ""
    assert first_words("Hi there") == "Hi there"
