"""Placeholders of other programs are recognised, explained and turned into Migma's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migma_desktop.core.checks.checked import Checked
from migma_desktop.core.checks.finding import Finding
from migma_desktop.core.checks.syntax import about_syntax
from migma_desktop.core.foreign import find_foreign
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.placeholders import ForeignKind
from migma_desktop.core.rendering import render


def findings(draft: Draft) -> list[Finding]:
    return list(about_syntax(Checked(draft, render(draft))))


def of_html(html: str) -> list[Finding]:
    return findings(Draft(source=ContentSource.HTML, html=html))


@pytest.mark.parametrize(
    ("written", "kind", "said_here"),
    [
        ("*|FNAME|*", ForeignKind.MAILCHIMP, "{{firstName}}"),
        ("*|COMPANY|*", ForeignKind.MAILCHIMP, "{{COMPANY}}"),
        ("*|IF:PAID|*", ForeignKind.MAILCHIMP, None),
        ("*|UNSUB|*", ForeignKind.MAILCHIMP, None),
        ("%name%", ForeignKind.PERCENT, "{{name}}"),
        ("%%first_name%%", ForeignKind.PERCENT, "{{first_name}}"),
        ("[[name]]", ForeignKind.SQUARE, "{{name}}"),
        ("${user.name}", ForeignKind.DOLLAR, "{{user.name}}"),
        ("<%= name %>", ForeignKind.ANGLE, "{{name}}"),
        ("<% if (x) { %>", ForeignKind.ANGLE, None),
        ("{% if vip %}", ForeignKind.STATEMENT, None),
        ("{# a note #}", ForeignKind.STATEMENT, None),
        ("{{ name | upper }}", ForeignKind.FILTER, "{{name}}"),
        ('{{ name | default: "there" }}', ForeignKind.FILTER, "{{name|there}}"),
        ("{{ name|default('there') }}", ForeignKind.FILTER, "{{name|there}}"),
        ("{{{name}}}", ForeignKind.UNESCAPED, "{{name}}"),
        ("{{& name}}", ForeignKind.UNESCAPED, "{{name}}"),
        ("{{! a note }}", ForeignKind.COMMENT, ""),
        ("{{#each items}}", ForeignKind.SECTION, None),
        ("{{^items}}", ForeignKind.SECTION, None),
        ("{{> footer}}", ForeignKind.PARTIAL, None),
        ("%7B%7Bname%7D%7D", ForeignKind.ENCODED, "{{name}}"),
    ],
)
def test_each_language_is_recognised_with_what_says_the_same(
    written: str, kind: ForeignKind, said_here: str | None
) -> None:
    html = f"<p>\nHi {written}!</p>"
    (foreign,) = find_foreign("", "", html, is_html=True)
    assert (foreign.kind, foreign.replacement) == (kind, said_here)
    assert html[foreign.use.start : foreign.use.end] == foreign.text == written
    assert foreign.use.line == 2
    (finding,) = of_html(html)
    assert written in str(finding.text)
    assert (finding.fix is None) == (said_here is None)
    if finding.fix is not None:
        fixed = finding.fix(Draft(source=ContentSource.HTML, html=html))
        assert fixed.html == f"<p>\nHi {said_here}!</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>20% off, 50%off%, 5 % and 100%</p>",
        '<p style="width:50%;height:20%">x</p>',
        "<style>p{width:100%} @media (max-width:50%){a{height:1%}}</style>",
        '<a href="https://a.example/a%20name%20b?c=%C3%A9%20">x</a>',
        "<p>https://a.example/%C3%A4%20b%E2%82%AC</p>",
        "<!--[if mso]><table><tr><td><![endif]-->x<!--[if !mso]><!-- -->y<!--<![endif]-->",
        "<!-- %name% [[x]] *|A|* -->",
        "<script>a[[0]]; `${x}`</script>",
        "<p>I paid $5 {net} [1] and *bold* | *more*</p>",
        "<p>[[1]] footnote, [link](https://a.example)</p>",
        "<p>a < b %> c</p>",
    ],
)
def test_ordinary_text_raises_no_alarm(html: str) -> None:
    assert of_html(html) == []


def test_a_date_in_per_cent_signs_is_found_in_text_and_an_address_is_left_alone() -> None:
    html = '<p>On %date%</p><a href="https://a.example/?q=%date%20">x</a>'
    assert [str(each.text) for each in of_html(html)] == ["“%date%” arrives as it is written."]


def test_all_uses_are_fixed_together_in_subject_preheader_and_text() -> None:
    draft = Draft(
        subject="Hi *|FNAME|*",
        preheader="For *|FNAME|*",
        source=ContentSource.MARKDOWN,
        markdown="Dear *|FNAME|*,\n\n*|FNAME|*",
    )
    (finding,) = findings(draft)
    assert finding.field == "subject"
    assert finding.fix is not None
    fixed = finding.fix(draft)
    assert fixed.subject == "Hi {{firstName}}"
    assert fixed.preheader == "For {{firstName}}"
    assert fixed.markdown == "Dear {{firstName}},\n\n{{firstName}}"
    assert findings(fixed) == []


def test_a_missing_brace_is_added() -> None:
    draft = Draft(source=ContentSource.HTML, html="<p>{{name} and more</p>")
    (finding,) = findings(draft)
    assert finding.fix is not None
    assert str(finding.fix.label) == "Write {{name}}"
    assert finding.fix(draft).html == "<p>{{name}} and more</p>"


def test_a_fix_that_came_too_late_changes_nothing() -> None:
    draft = Draft(source=ContentSource.HTML, html="<p>[[name]]</p>")
    (finding,) = findings(draft)
    assert finding.fix is not None
    later = replace(draft, html="<p>Dear [[name]]</p>")
    assert finding.fix(later) is later
