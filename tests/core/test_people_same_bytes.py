"""For each sample person and template: the preview, the test and the send carry the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from migma_desktop.api.lenient import Fields
from migma_desktop.api.wire import decode_contact, encode_send
from migma_desktop.core.composing import compose, compose_test
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    Recipient,
    RecipientType,
    RenderedEmail,
    Sender,
    SendRequest,
)
from migma_desktop.core.rendering import Renderer, render
from migma_desktop.core.sample_people import Guise, Sample, dressed, person_of
from migma_desktop.core.stress_people import STRESS_PEOPLE, Stress, StressPerson
from migma_desktop.core.table_people import begin_import
from migma_desktop.core.tables import read_table
from migma_desktop.core.templates import TemplateInfo, load_templates
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.inbox import Delivered
from migma_desktop.sandbox.seed.brands import VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import FERN, Api, segment_id

TYPED = Sample({"first_name": "Zoë", "shop_name": "R&B", "total": "{{x}}", "quote": "a\nb"}, 1)
_TESTER = "me@example.com"


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(clock=ManualClock(), api_key="sk_test_people")


@pytest.fixture(scope="module")
def api(sandbox: Sandbox) -> Iterator[Api]:
    with Api(sandbox) as api:
        yield api


def _contact(api: Api) -> Sample:
    (row,) = api.data("/v1/contacts", projectId=FERN, search="jurgen.muller", limit=1)
    return Sample(person_of(decode_contact(Fields(row))), 1)


def _from_csv(folder: Path, names: list[str]) -> Sample:
    path = folder / "people.csv"
    path.write_bytes('sep=;\r\n"First name";City\r\n"Jörg ""J""";"Köln; Süd"\r\n'.encode("cp1252"))
    (person,) = begin_import(read_table(path), names).people([0])
    return Sample(person, 1)


def _draft(template: TemplateInfo) -> Draft:
    return replace(
        template.draft(),
        recipient=Recipient(email="maya@example.com"),
        sender=Sender(address=f"hello@{VERIFIED_DOMAIN}", name="Fern"),
        project_id=FERN,
    )


def _delivered(api: Api, sandbox: Sandbox, request: SendRequest) -> Delivered:
    """Send the exact body that the program would, and read what arrived."""
    before = len(sandbox.inbox.messages)
    answer = api.send(json.loads(encode_send(request)))
    if answer.status_code == 429:  # the practice Migma has limits too
        assert isinstance(sandbox.clock, ManualClock)
        sandbox.clock.advance(61)
        answer = api.send(json.loads(encode_send(request)))
    assert answer.status_code < 300, answer.text
    arrived = sandbox.inbox.messages
    assert len(arrived) == before + 1
    return arrived[-1]


def _arrives_as(shown: RenderedEmail, arrived: Delivered) -> None:
    assert arrived.html == shown.html
    assert " ".join(str(arrived.message["Subject"]).split()) == " ".join(shown.subject.split())


@pytest.mark.parametrize("template", load_templates(), ids=lambda template: template.id)
def test_of_each_template_as_each_person(
    api: Api, sandbox: Sandbox, tmp_path: Path, template: TemplateInfo
) -> None:
    draft, live = _draft(template), Renderer()
    own = live(draft)
    names = [placeholder.name for placeholder in own.placeholders]
    people: list[Guise] = [TYPED, _contact(api), _from_csv(tmp_path, names), *STRESS_PEOPLE]
    for guise in people:
        shown = live(dressed(draft, guise, own.placeholders))
        assert shown == render(dressed(draft, guise, render(draft).placeholders))
        if not shown.subject.strip():
            assert guise == StressPerson(Stress.EMPTY)
            with pytest.raises(DraftRefused, match="subject is empty"):
                compose_test(draft, shown, _TESTER)
            continue
        test = compose_test(draft, shown, _TESTER)
        _arrives_as(shown, _delivered(api, sandbox, test))
        assert isinstance(guise, Sample) or shown.html != own.html
    send = compose(draft, own, accept_missing=False)
    arrived = _delivered(api, sandbox, send)
    assert arrived.to == "maya@example.com"
    _arrives_as(own, arrived)


WRITTEN = {
    ContentSource.MARKDOWN: "# Hi {{first_name}}\n\n[Go]({{shop_url}}) to {{ city|town }}, {{x.y}}",
    ContentSource.HTML: '<p title="{{first_name}}">{{first_name}} <a href="{{shop_url}}">x</a></p>',
    ContentSource.MJML: (
        "<mjml><mj-body><mj-section><mj-column><mj-text>Hi {{first_name}}, {{city|town}}</mj-text>"
        '<mj-button href="{{shop_url}}">Go</mj-button></mj-column></mj-section></mj-body></mjml>'
    ),
    ContentSource.TEXT: "Hi {{first_name}},\n\n{{shop_url}} in {{ city|town }}",
}


@pytest.mark.parametrize("source", WRITTEN)
def test_of_each_way_of_writing_as_each_person(
    api: Api, sandbox: Sandbox, tmp_path: Path, source: ContentSource
) -> None:
    draft = replace(
        _draft(load_templates()[0]),
        source=source,
        subject="For {{first_name}}!",
        preheader="{{city|here}} and {{first_name}}",
        variables={"first_name": "Maya", "shop_url": "https://example.com/?a=1&b=2"},
        markdown=WRITTEN[ContentSource.MARKDOWN],
        html=WRITTEN[ContentSource.HTML],
        mjml=WRITTEN[ContentSource.MJML],
        text=WRITTEN[ContentSource.TEXT],
    )
    own = render(draft)
    names = [placeholder.name for placeholder in own.placeholders]
    people: list[Guise] = [TYPED, _contact(api), _from_csv(tmp_path, names), *STRESS_PEOPLE]
    for guise in people:
        shown = render(dressed(draft, guise, own.placeholders))
        test = compose_test(draft, shown, _TESTER)
        _arrives_as(shown, _delivered(api, sandbox, test))
        assert shown.html != own.html
    send = compose(draft, own, accept_missing=True)
    _arrives_as(own, _delivered(api, sandbox, send))


def test_what_the_preview_shows_of_a_contact_is_what_that_contact_gets_in_a_batch(
    api: Api, sandbox: Sandbox
) -> None:
    draft = replace(
        _draft(load_templates()[0]),
        recipient=Recipient(type=RecipientType.SEGMENT, id=segment_id("VIP customers")),
        subject="For {{firstName}} in {{city}}, from {{shop_name}}",
        source=ContentSource.HTML,
        html="<p>{{firstName}} {{lastName}} of {{city}}: {{favouritePlant}} {{shop_name}}</p>",
        variables={"shop_name": "Fern & Finch"},
    )
    own = render(draft)
    answer = api.send(json.loads(encode_send(compose(draft, own, accept_missing=True))))
    assert isinstance(sandbox.clock, ManualClock)
    sandbox.clock.advance(60)
    batch_id = answer.json()["data"]["batchId"]
    arrived = {each.to: each for each in sandbox.inbox.messages if each.batch_id == batch_id}
    contacts = {
        contact.email: Sample(person_of(decode_contact(Fields(contact.wire()))), 1)
        for contact in sandbox.account.contacts_of(FERN)
        if contact.email in arrived
    }
    assert len(contacts) == len(arrived) > 100
    for address, guise in contacts.items():
        _arrives_as(render(dressed(draft, guise, own.placeholders)), arrived[address])
