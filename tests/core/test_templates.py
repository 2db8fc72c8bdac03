from __future__ import annotations

import pytest

from migma_desktop.core.checks.finding import Level
from migma_desktop.core.checks.whole import check
from migma_desktop.core.foreign import find_foreign
from migma_desktop.core.rendering import plain_text, render
from migma_desktop.core.templates import TemplateInfo, load_templates

TEMPLATES = load_templates()
EACH = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)


def test_the_gallery_begins_with_the_welcome() -> None:
    assert len(TEMPLATES) >= 4
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


def test_the_texts_come_through_the_given_reader() -> None:
    texts = {
        "json": '{"subject": "S", "preheader": "P", "kind": "marketing", "values": {}}',
        "md": "M",
    }
    template = load_templates(lambda name: texts[name.rpartition(".")[2]])[0]
    assert (template.subject, template.preheader, template.markdown) == ("S", "P", "M")
