"""Each check of an email's text: what trips it, what doesn't, and what its fix makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.checks import styles
from migma_desktop.core.checks.contrast import ratio
from migma_desktop.core.checks.finding import Edit, Finding, Fix, Level, Origin, edited
from migma_desktop.core.checks.names import name_meant
from migma_desktop.core.checks.whole import check
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    MailKind,
    PlaceholderSpot,
    Recipient,
    RecipientType,
    Sender,
)
from migma_desktop.core.rendering import render
from migma_desktop.core.texts import say
from migma_desktop.core.validation import Issue, Report, Topic

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
DARK = "@media (prefers-color-scheme: dark)"


def findings(draft: Draft, **options: Any) -> list[Finding]:
    return check(draft, render(draft), domain=None, mail_programs=(), **options)


def told(draft: Draft, words: str, **options: Any) -> Finding | None:
    found = (each for each in findings(draft, **options) if words in str(each.text))
    return next(found, None)


def of_html(html: str, words: str) -> Finding | None:
    return told(replace(FINE, html=html), words)


TRIPPED = [
    # what is said, what trips it, what doesn't
    (
        "shows “bank.com” but leads to",
        '<a href="https://evil.example/">bank.com</a>',
        '<a href="https://www.bank.com/login">bank.com</a>',
    ),
    (
        "shows “www.bank.com” but leads to",
        '<a href="https://evil.example/"><b>www.bank.com</b>/x</a>',
        '<a href="https://shop.bank.com/">https://www.bank.com/a</a>',
    ),
    ("but leads to", '<a href="https://a.example">b.org</a>', '<a href="https://a.org">v2.0</a>'),
    (
        "The image “http://a.example/b.png” isn't encrypted",
        '<img alt="" width="1" src="http://a.example/b.png">',
        '<img alt="" width="1" src="https://a.example/b.png">',
    ),
    (
        "into the email itself, 19 KB of it",
        f'<img alt="" src="data:image/png;base64,{"A" * 20_000}">',
        '<img alt="" src="data:image/png;base64,AAAA">',
    ),
    (
        "doesn't say how wide it is",
        '<img alt="" src="https://a.example/b.png">',
        '<img alt="" style="width:9px" src="https://a.example/b.png">',
    ),
    (
        "nearly all pictures",
        '<img alt="" width="1" src="https://a.example/b.png">',
        f'<img alt="" width="1" src="https://a.example/b.png">{"Words " * 20}',
    ),
    ("<div> is never closed", "<p>a</p>\n<div>b", "<p>a<p>b<ul><li>c<li>d</ul><br><img>"),
    ("<b> is never closed", "<p><b>a</p>", "<p><b>a</b></p>"),
    ("<i> is never closed", "<b><i>a</b></i>", "<b><i>a</i></b>"),
    ("</span> closes nothing", "<p>a</span></p>", "<p><span>a</span></p>"),
    ("</td> closes nothing", "<div>a</td></div>", "<table><tr><td>a<tr><td>b</table>"),
    ("A heading of level 3 follows level 1", "<h1>a</h1><h3>b</h3>", "<h1>a</h1><h2>b</h2>"),
    (
        "in which language",
        "<html><body>a</body></html>",
        '<html lang="en"><body>a</body></html>',
    ),
    (
        "is read out as data",
        "<table><tr><td>a</td></tr></table>",
        "<table role=presentation><tr><td>a</td></tr></table><table><tr><th>b</th></tr></table>",
    ),
    (
        "“grey words” is hard to read",
        '<p style="color:#999;background:#fff">grey words</p>',
        '<p style="color:#333;background:#fff">grey words</p>',
    ),
    (
        "“grey words” is hard to read",
        '<td bgcolor="#888888"><font color="#999999">grey words</font></td>',
        '<td bgcolor="#888888" background="x.png"><font color="#999">grey words</font></td>',
    ),
    (
        "“large” is hard to read",
        '<p style="color:#999;font-size:24px">large</p>',
        '<p style="color:#888;font-size:24px">large</p>',
    ),
    (
        "hard to read",
        '<div style="color:#fff">white</div>',
        '<div style="color:#fff;display:none">white</div>',
    ),
    (
        "In dark mode “a” is hard to read",
        f"<style>{DARK}{{.x{{background:#111 !important}}}}</style>"
        '<p class="x" style="color:#222">a</p>',
        f"<style>{DARK}{{.x{{background:#111 !important;color:#eee !important}}}}</style>"
        '<p class="x" style="color:#222">a</p>',
    ),
    (
        "In dark mode “a” is hard to read",
        '<meta name="color-scheme" content="light dark"><p style="color:#111">a</p>',
        '<meta name="color-scheme" content="light only"><p style="color:#111">a</p>',
    ),
    ("Filters dislike", "<p>Act now, winner</p>", "<p>Your parcel left today</p>"),
]


@pytest.mark.parametrize(("words", "wrong", "right"), TRIPPED)
def test_each_check_is_tripped_by_what_is_wrong_and_only_by_that(
    words: str, wrong: str, right: str
) -> None:
    assert of_html(wrong, words) is not None
    assert of_html(right, words) is None


@pytest.mark.parametrize(
    ("words", "wrong", "right"),
    [
        ("isn't encrypted", "<a href='http://a.org'>x</a>", "<a href='https://a.org'>x</a>"),
        ("isn't encrypted", "<img alt src=http://a.org/b>", "<img alt src=https://a.org/b>"),
        ("whole address", '<a href="www.a.org">x</a>', '<a href="https://www.a.org">x</a>'),
        ("no description", "<img width=1 src=cid:a>", '<img alt="" width=1 src=cid:a>'),
        ("closes nothing", "<p>a</b></p>", "<p>a</p>"),
        ("read out as data", "<table></table>", '<table role="presentation"></table>'),
        ("latin1", "<meta charset=latin1>", "<meta charset=utf-8>"),
    ],
)
def test_a_fix_in_the_text_leaves_nothing_of_the_kind(words: str, wrong: str, right: str) -> None:
    draft = replace(FINE, html=f"<p>é</p>\n{wrong}")
    finding = told(draft, words)
    assert finding is not None
    assert finding.fix is not None
    fixed = finding.fix(draft)
    assert fixed.html == f"<p>é</p>\n{right}"
    assert told(fixed, words) is None


def test_a_link_in_markdown_is_fixed_where_it_was_written() -> None:
    draft = replace(FINE, source=ContentSource.MARKDOWN, markdown="Hi\n\n[x](http://a.example)")
    finding = told(draft, "isn't encrypted")
    assert finding is not None
    assert finding.fix is not None
    assert finding.fix(draft).markdown == "Hi\n\n[x](https://a.example)"


def test_weak_contrast_is_shown_where_the_author_wrote_it_though_styles_were_inlined() -> None:
    html = "<style>.x{color:#aaa}</style>\n<p>fine</p>\n<p class=x>grey</p>"
    for preheader in ("", "Hello"):
        finding = told(replace(FINE, html=html, preheader=preheader), "“grey” is hard")
        assert finding is not None
        assert finding.place is not None
        assert html[finding.place.start : finding.place.end] == "<p class=x>"


def test_the_contrast_is_that_of_wcag() -> None:
    assert round(ratio((0, 0, 0), (1, 1, 1)), 2) == 21
    grey = (0x77 / 255,) * 3
    assert round(ratio(grey, (1, 1, 1)), 2) == 4.48  # the guideline's own example of too little


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("frist_name", ["first_name"], "first_name"),
        ("firstname", ["first_name"], "first_name"),
        ("FirstName", ["first_name"], "first_name"),
        ("frist_name", [], "first_name"),
        ("firstname", [], ""),
        ("first_name", ["first_name"], ""),
        ("colour", ["first_name"], ""),
        ("name", [], ""),
    ],
)
def test_the_name_that_was_meant_is_guessed(written: str, known: list[str], meant: str) -> None:
    assert name_meant(written, known) == meant


def test_a_misspelled_placeholder_is_renamed_everywhere() -> None:
    draft = replace(
        FINE,
        subject="Hi {{frist_name}}",
        html="<p>{{ frist_name }}</p>",
        variables={"first_name": "Ada"},
    )
    finding = told(draft, "no value for {{frist_name}}")
    assert finding is not None
    assert "Did you mean {{first_name}}?" in str(finding.advice)
    assert finding.fix is not None
    fixed = finding.fix(draft)
    assert (fixed.subject, fixed.html) == ("Hi {{first_name}}", "<p>{{first_name}}</p>")
    assert told(fixed, "no value") is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subject": "BIG SUMMER SALE"}, "written in capitals"),
        ({"subject": "Hello!!"}, "exclamation marks"),
        ({"html": "<p>20% off, shop now!</p>"}, "reads like marketing"),
        ({"kind": MailKind.MARKETING}, "no postal address"),
        ({"recipient": BATCH, "kind": MailKind.TRANSACTIONAL}, "people who unsubscribed"),
    ],
)
def test_wording_and_purpose_are_looked_at(change: dict[str, Any], words: str) -> None:
    assert told(FINE, words) is None
    finding = told(replace(FINE, **change), words)
    assert finding is not None
    if finding.field == "transactional":
        assert finding.fix is not None
        assert finding.fix(FINE).kind is MailKind.MARKETING


@pytest.mark.parametrize(
    "address", ["Acme, 1 Main Street", "Hauptstraße 5, 10115 Berlin", "PO Box 7", "{{address}}"]
)
def test_a_postal_address_is_recognised(address: str) -> None:
    draft = replace(FINE, kind=MailKind.MARKETING, html=f"<p>{address}</p>")
    assert told(draft, "no postal address") is None


def test_what_migma_says_stands_in_the_list_with_its_origin_until_it_is_put_right() -> None:
    report = Report(
        (
            Issue(Topic.SPELLING, "teh shop", what="teh", suggestion="the"),
            Issue(Topic.LINKS, "404 Not found", what="https://a.example/x", is_grave=True),
            Issue(Topic.COMPATIBILITY, "No flex", what="display", programs=("Outlook",)),
            Issue(Topic.DELIVERABILITY, "It sells", what="promotions"),
        )
    )
    draft = replace(FINE, html='<p>To teh <a href="https://a.example/x">shop</a></p>')
    found = [each for each in findings(draft, report=report) if each.origin is Origin.MIGMA]
    assert [each.level for each in found] == [Level.WARNING, *[Level.HINT] * 3]
    spelling = next(each for each in found if "“teh”" in str(each.text))
    assert spelling.fix is not None
    fixed = spelling.fix(draft)
    assert "To the <a" in fixed.html
    assert not any("“teh”" in str(each.text) for each in findings(fixed, report=report))


def test_edits_are_all_made_or_none() -> None:
    spot = PlaceholderSpot.BODY
    edits = (Edit(spot, 4, 5, "c", "C"), Edit(spot, 0, 1, "a", "A"))
    assert edited("a b c", edits) == "A b C"
    assert edited("a b d", edits) is None
    assert edited("ab", (Edit(spot, 0, 2, "ab", ""), Edit(spot, 1, 2, "b", "x"))) is None
    draft = replace(FINE, html="a b d")
    assert Fix(say("Do"), edits)(draft) is draft


@given(st.text("ab:;#-1 \n\"'()/*\\{}!,.", max_size=40))
def test_styles_are_read_one_by_one_as_they_are_read_together(style: str) -> None:
    together = styles._declarations(tinycss2.parse_blocks_contents(style))
    assert styles.declarations(style) == together


@pytest.mark.parametrize(
    "style",
    [
        "color:red",
        " COLOR : Red !important; background : #FFF ;; font-size:12px",
        "font-family:'A; b', c; background:url(a.png) no-repeat",
        "background:url(data:a;b) ; color:{{brand}}; width:calc((1px + 2px))",
        "",
    ],
)
def test_the_values_of_a_style_are_those_of_its_declarations(style: str) -> None:
    whole = {each.name: each.value for each in styles.declarations(style)}
    assert {name: v.replace("'", '"') for name, v in styles.values(style).items()} == whole


PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<table>", "<td>", "</td>", "</table>", '<a href="', '">', "x",
     "<style>", "</style>", "@media(", "{", "}", "{{", "}}", "{{a|b}}", "%a%", "[[a]]", "<!--",
     "-->", "<img src=", "color:#fff", "style='", "'", "<h1>", "<h3>", "http://", "é", "😀", "\n",
     "\x00", "*|A|*", "<%", "%>", "{%", "%}", "${a}", "<html>", "<body>",
     "prefers-color-scheme:dark",
     "background:url(", "rgb(1 2 3)", "oklch(1 0 0)", "&amp;", "\\", "/*", ";", "!important", "#"]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.lists(PIECES, max_size=30).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


@given(
    ANY_TEXT,
    st.sampled_from([ContentSource.HTML, ContentSource.MARKDOWN]),
    st.sampled_from([RecipientType.PERSON, RecipientType.SEGMENT]),
    st.sampled_from(list(MailKind)),
)
def test_the_checks_never_raise_and_point_into_the_text(
    text: str, source: ContentSource, recipient: RecipientType, kind: MailKind
) -> None:
    draft = Draft(
        recipient=Recipient(type=recipient),
        subject=text[:40],
        preheader=text[-40:],
        source=source,
        html=text,
        markdown=text,
        kind=kind,
        variables={"ab": "x"},
    )
    try:
        rendered = render(draft)
    except DraftRefused:
        return
    report = Report((Issue(Topic.SPELLING, "x", what="x", suggestion="y"),))
    for finding in check(draft, rendered, domain=None, report=report):
        str(finding.text), str(finding.advice)
        if finding.place is not None:
            lines = {
                PlaceholderSpot.SUBJECT: draft.subject,
                PlaceholderSpot.PREHEADER: draft.preheader,
            }
            within = lines.get(finding.place.spot, text)
            assert 0 <= finding.place.start <= finding.place.end <= len(within)
            assert 1 <= finding.place.line <= within.count("\n") + 1
        if finding.fix is not None:
            assert finding.fix(draft) != draft
