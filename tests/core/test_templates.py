from __future__ import annotations

import re
from dataclasses import replace

import pytest

from migma_desktop.core.checks.finding import Level
from migma_desktop.core.checks.whole import check
from migma_desktop.core.foreign import find_foreign
from migma_desktop.core.models import Draft, MailKind, Recipient, Sender
from migma_desktop.core.rendering import plain_text, render
from migma_desktop.core.templates import (
    TemplateInfo,
    begun_with,
    load_template,
    load_templates,
    template_of,
    titles,
)

TEMPLATES = load_templates()
EACH = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)


def test_the_gallery_begins_with_the_welcome() -> None:
    assert len(TEMPLATES) >= 12
    assert TEMPLATES[0].id == "welcome"
    assert len({template.id for template in TEMPLATES}) == len(TEMPLATES)


@EACH
def test_a_template_comes_with_a_value_for_each_placeholder(template: TemplateInfo) -> None:
    rendered = render(template.draft())
    assert rendered.missing == frozenset()
    assert rendered.unused == frozenset()
    assert "{{" not in rendered.html + rendered.subject + rendered.preheader


@EACH
def test_a_template_sets_a_good_example(template: TemplateInfo) -> None:
    draft = template.draft()
    bodily = [
        finding
        for finding in check(draft, render(draft), domain=None)
        if finding.level is not Level.ERROR
    ]
    assert bodily == []
    assert find_foreign(draft.subject, draft.preheader, draft.markdown, is_html=False) == ()
    assert draft.preheader
    assert len(plain_text(render(draft).html)) > 200


@EACH
def test_a_templates_text_part_has_no_markup(template: TemplateInfo) -> None:
    text = plain_text(render(template.draft()).html)
    assert not re.search(r"[<>{}]|\*\*|\]\(|&\w+;", text), text


@EACH
def test_a_template_needs_no_images_and_leads_to_reserved_domains_only(
    template: TemplateInfo,
) -> None:
    html = render(template.draft()).html
    assert "<img" not in html
    hosts = set(re.findall(r"https?://([^/\"'<\s]+)", html)) | set(
        re.findall(r"@([\w.-]+\.\w+)", html)
    )
    assert hosts <= {"example.com"}


@EACH
def test_a_template_has_dark_and_narrow_styles_of_its_own(template: TemplateInfo) -> None:
    html = render(template.draft()).html
    for needed in (
        '<meta name="color-scheme" content="light dark">',
        "@media (prefers-color-scheme: dark)",
        "@media (max-width: 480px)",
        "[data-ogsc]",
    ):
        assert needed in html
    # Gmail leaves out a style block that is longer.
    assert max(map(len, re.findall(r"<style>(.*?)</style>", html, re.DOTALL))) < 8192


@EACH
def test_a_marketing_template_says_who_writes_and_how_to_leave(template: TemplateInfo) -> None:
    if template.kind is MailKind.MARKETING:
        assert {"company_address", "unsubscribe_url"} <= template.values.keys()


def test_one_template_can_be_had_alone() -> None:
    assert load_template("sale") == next(each for each in TEMPLATES if each.id == "sale")
    with pytest.raises(KeyError):
        load_template("nothing")
    assert [id_ for id_, _, _ in titles()] == [each.id for each in TEMPLATES]


def test_an_email_from_a_template_goes_to_whom_the_present_one_goes() -> None:
    present = Draft(
        id="1",
        recipient=Recipient(email="ada@example.com"),
        sender=Sender(address="me@example.com"),
    )
    begun = begun_with(TEMPLATES[0].draft(), present)
    assert (begun.recipient, begun.sender, begun.id) == (present.recipient, present.sender, "")
    assert template_of(present).recipient == Recipient()
    assert template_of(replace(present, people=({"name": "Ada"},))).people == ()


def test_the_texts_come_through_the_given_reader() -> None:
    texts = {
        "json": '{"subject": "S", "preheader": "P", "kind": "marketing", "values": {}}',
        "md": "M",
    }
    template = load_templates(lambda name: texts[name.rpartition(".")[2]])[0]
    assert (template.subject, template.preheader, template.markdown) == ("S", "P", "M")
