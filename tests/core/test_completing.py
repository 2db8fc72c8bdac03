"""What is being written at the caret, and what fits there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.checks.clients import support
from migma_desktop.core.completing import Kind, context_at, hint, offers, poorly_supported
from migma_desktop.core.settings import MAIL_PROGRAMS


@pytest.mark.parametrize(
    ("before", "kind", "typed", "owner"),
    [
        ("a <", Kind.TAG, "", ""),
        ("<p>a <ta", Kind.TAG, "ta", ""),
        ("<td>x</t", Kind.END_TAG, "t", ""),
        ("<!--[if mso]><ta", Kind.TAG, "ta", ""),
        ("<td ", Kind.ATTRIBUTE, "", "td"),
        ('<td align="left" wi', Kind.ATTRIBUTE, "wi", "td"),
        ("<td a='<b' wi", Kind.ATTRIBUTE, "wi", "td"),
        ('<td\n  valign="', Kind.VALUE, "", "td"),
        ("<td valign='mi", Kind.VALUE, "mi", "td"),
        ('<td style="col', Kind.PROPERTY, "col", ""),
        ('<td style="a: b; text-align: ce', Kind.CSS_VALUE, "ce", "text-align"),
        ("<style>\n.a { col", Kind.PROPERTY, "col", ""),
        ("<style>@media x { .a { display: ", Kind.CSS_VALUE, "", "display"),
        ("<mj-style>\n.a { col", Kind.PROPERTY, "col", ""),
    ],
)
def test_what_is_written_at_the_caret(before: str, kind: Kind, typed: str, owner: str) -> None:
    for after in ("", ' class="x">rest</td>'):
        context = context_at(before + after, len(before))
        assert context is not None
        assert (context.kind, context.typed, context.owner) == (kind, typed, owner)
        assert before[context.start :] == typed


@pytest.mark.parametrize(
    "before",
    [
        "plain",
        "<td>text",
        "1 < 2",
        "<!-- note",
        '<a href="{{na',
        '<td align="left"',
        "<style>.a",
        "<style>@media x { .a",
        "<style>.a { } b",
        "<style>.a { color: red",
    ],
)
def test_elsewhere_it_is_text_or_written_out(before: str) -> None:
    context = context_at(before, len(before))
    assert context is None or offers(context, is_mjml=False) == []


@given(st.text(st.sampled_from("<>/=\"' \n{};:-abtdstyle"), max_size=60), st.integers(0, 60))
def test_noise_is_read_without_complaint(source: str, offset: int) -> None:
    context = context_at(source, min(offset, len(source)))
    if context is not None:
        offers(context, is_mjml=True, after=source[offset:])


def names(before: str, *, is_mjml: bool = False, after: str = "") -> list[str]:
    context = context_at(before + after, len(before))
    assert context is not None
    found = offers(context, is_mjml=is_mjml, after=after, open_tag="td")
    return [offer.name for offer in found]


def test_what_emails_need_most_comes_first() -> None:
    assert names("<")[:4] == ["table", "tr", "td", "a"]
    assert names("<", is_mjml=True)[:3] == ["mj-section", "mj-column", "mj-text"]
    assert names("<b")[0] == "b"
    assert names("<a ")[:1] == ["href"]
    assert names("<mj-button ", is_mjml=True)[:1] == ["href"]
    assert "valign" not in names("<mj-button ", is_mjml=True)
    assert names("<td></") == ["td"]


def test_what_is_there_already_is_not_written_again() -> None:
    def insert(before: str, after: str = "") -> str:
        context = context_at(before + after, len(before))
        assert context is not None
        return offers(context, is_mjml=False, after=after, open_tag="td")[0].insert

    assert insert("<td wid") == 'width=""'
    assert insert("<td wid", '="1">') == "width"
    assert insert("<td></t") == "td>"
    assert insert("<td></t", ">") == "td"
    assert insert('<td style="colo') == "color: "
    assert insert('<td style="colo', ": red") == "color"


def test_where_something_is_ignored_comes_from_the_data() -> None:
    data = support()
    ignored = poorly_supported(data, MAIL_PROGRAMS)

    assert ignored["property border-radius"] == ("Outlook for Windows",)
    assert "property color" not in ignored
    assert "element table" not in ignored
    for use, programs in ignored.items():
        for program in programs:
            assert any(
                verdict.name == program and verdict.worst == "n"
                for feature in data.by_use[use]
                for verdict in data.verdicts(feature, MAIL_PROGRAMS)
            )
    assert poorly_supported(data, ()) == {}
    assert str(hint(("Gmail", "Yahoo Mail"))) == "not in Gmail, Yahoo Mail"
    assert hint(()) is None
