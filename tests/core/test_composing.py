from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from migma_desktop.core.composing import compose, compose_test, problems
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    MailKind,
    Provider,
    Recipient,
    RecipientType,
    Sender,
    SendRequest,
)
from migma_desktop.core.rendering import render

DRAFT = Draft(
    recipient=Recipient(email="ada@example.com"),
    sender=Sender(address="shop@example.org", name="The shop", reply_to="help@example.org"),
    subject="Hi {{name}}",
    preheader="Soon",
    source=ContentSource.HTML,
    html="<p>{{name}} {{price}}</p>",
    project_id="project-1",
    variables={"name": "Ada", "price": 1.5},
)
BATCH = replace(DRAFT, recipient=Recipient(type=RecipientType.TAG, id="vip", name="VIP", count=214))


def composed(draft: Draft, *, accept_missing: bool = False) -> SendRequest:
    return compose(draft, render(draft), accept_missing=accept_missing)


def fields_of(draft: Draft, **options: bool) -> list[str]:
    return [refusal.field for refusal in problems(draft, render(draft), **options)]


def test_a_draft_to_one_person_becomes_a_request() -> None:
    rendered = render(DRAFT)
    assert composed(DRAFT) == SendRequest(
        recipient_type=RecipientType.PERSON,
        recipient_email="ada@example.com",
        from_address="shop@example.org",
        from_name="The shop",
        reply_to="help@example.org",
        subject="Hi {{name}}",
        template=rendered.template,
        project_id="project-1",
        variables={"name": "Ada", "price": 1.5},
        provider=Provider.MIGMA,
        transactional=None,
    )
    assert problems(DRAFT, rendered) == []


@pytest.mark.parametrize("kind", [RecipientType.TAG, RecipientType.SEGMENT, RecipientType.AUDIENCE])
def test_a_batch_carries_its_id_and_no_address(kind: RecipientType) -> None:
    recipient = Recipient(type=kind, id="vip", email="left@over.example")
    request = composed(replace(DRAFT, recipient=recipient))
    assert (request.recipient_type, request.recipient_id) == (kind, "vip")
    assert request.recipient_email == ""


@pytest.mark.parametrize(
    ("kind", "sent"),
    [(MailKind.AUTOMATIC, None), (MailKind.TRANSACTIONAL, True), (MailKind.MARKETING, False)],
)
def test_the_kind_is_sent_only_when_it_was_chosen(kind: MailKind, sent: bool | None) -> None:
    assert composed(replace(DRAFT, kind=kind)).transactional is sent


def test_exactly_the_chosen_content_is_sent() -> None:
    everything = replace(DRAFT, conversation_id="c1", email_id="0123456789abcdef01234567")

    from_html = composed(everything)
    from_conversation = composed(replace(everything, source=ContentSource.CONVERSATION))
    from_email = composed(replace(everything, source=ContentSource.EMAIL))

    assert (from_html.conversation_id, from_html.email_id) == ("", "")
    assert (from_conversation.conversation_id, from_conversation.template) == ("c1", "")
    assert (from_email.email_id, from_email.template) == ("0123456789abcdef01234567", "")
    assert from_conversation.email_id == from_email.conversation_id == ""
    assert from_conversation.project_id == from_email.project_id == ""


def test_international_addresses_travel_with_their_domain_in_ascii() -> None:
    draft = replace(
        DRAFT,
        recipient=Recipient(email=" jörg@bücher.example.com "),
        sender=Sender("Laden@BÜCHER.example.com", "Laden", "hilfe@bücher.example.com"),
    )
    request = composed(draft)
    assert request.recipient_email == "jörg@xn--bcher-kva.example.com"
    assert request.from_address == "Laden@xn--bcher-kva.example.com"
    assert request.reply_to == "hilfe@xn--bcher-kva.example.com"


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"recipient": Recipient()}, "recipientEmail"),
        ({"recipient": Recipient(email="a@b.example, c@d.example")}, "recipientEmail"),
        ({"recipient": Recipient(type=RecipientType.TAG)}, "recipientId"),
        ({"recipient": Recipient(type=RecipientType.SEGMENT, id="two words")}, "recipientId"),
        ({"recipient": Recipient(type=RecipientType.AUDIENCE, id="a\nb")}, "recipientId"),
        ({"sender": Sender("nobody", "N")}, "fromAddress"),
        ({"sender": Sender("", "N")}, "fromAddress"),
        ({"sender": Sender("a@example.org", "")}, "fromName"),
        ({"sender": Sender("a@example.org", "A\r\nBcc: x@example.org")}, "fromName"),
        ({"sender": Sender("a@example.org", "A", "a b@example.org")}, "replyTo"),
        ({"subject": " "}, "subject"),
        ({"subject": "a\nb"}, "subject"),
        ({"subject": "{{name}}", "variables": {"name": "", "price": 1}}, "subject"),
        ({"html": " \n"}, "contentSource"),
        ({"source": ContentSource.MARKDOWN}, "contentSource"),
        ({"source": ContentSource.CONVERSATION}, "contentSource"),
        ({"source": ContentSource.CONVERSATION, "conversation_id": "a b"}, "conversationId"),
        ({"source": ContentSource.EMAIL}, "contentSource"),
        ({"project_id": ""}, "projectId"),
        ({"variables": {"name": "Ada"}}, "variablesTable"),
    ],
)
def test_what_migma_would_refuse_is_refused_here(broken: dict[str, Any], field: str) -> None:
    draft = replace(DRAFT, **broken)
    assert fields_of(draft) == [field]
    with pytest.raises(DraftRefused) as refusal:
        composed(draft)
    assert refusal.value.field == field
    assert str(refusal.value.title).endswith(".")
    assert str(refusal.value.advice).endswith(".")


@pytest.mark.parametrize("subject", ["{{name}}", " {{name}} {{ name }}", "{{name}}{{price}}"])
@pytest.mark.parametrize("for_test", [False, True])
def test_a_subject_that_its_values_leave_empty_is_not_called_missing(
    subject: str, for_test: bool
) -> None:
    draft = replace(DRAFT, subject=subject, variables={"name": "", "price": " "})
    (refusal,) = problems(draft, render(draft), for_test=for_test)
    assert refusal.field == "subject"
    assert "empty once its placeholders are filled" in str(refusal.title)


def test_a_subject_that_nobody_wrote_is_called_missing() -> None:
    draft = replace(DRAFT, subject=" ")
    (refusal,) = problems(draft, render(draft))
    assert "missing" in str(refusal.title)


def test_every_reason_is_told_in_the_order_of_the_window() -> None:
    draft = Draft(html="", source=ContentSource.HTML)
    assert fields_of(draft) == [
        "recipientEmail",
        "fromAddress",
        "fromName",
        "subject",
        "contentSource",
    ]


def test_a_missing_value_is_named_and_can_be_accepted() -> None:
    draft = replace(DRAFT, html="{{a}} {{b}} {{c}} {{d}} {{e}}")
    (refusal,) = problems(draft, render(draft))

    assert "{{a}}, {{b}}, {{c}} and 2 more" in str(refusal.title)
    assert problems(draft, render(draft), accept_missing=True) == []
    assert "{{a}}" in composed(draft, accept_missing=True).template


def test_for_a_batch_a_missing_value_may_come_from_the_contacts() -> None:
    draft = replace(BATCH, html="{{city}}")
    (refusal,) = problems(draft, render(draft))
    assert "contacts" in str(refusal.advice)


@pytest.mark.parametrize("kind", list(RecipientType))
@pytest.mark.parametrize("mail_kind", list(MailKind))
def test_a_test_never_carries_an_audience(kind: RecipientType, mail_kind: MailKind) -> None:
    recipient = Recipient(type=kind, id="everyone", email="boss@example.com", count=9000)
    draft = replace(DRAFT, recipient=recipient, kind=mail_kind)

    request = compose_test(draft, render(draft), "me@example.com")

    assert request.recipient_type is RecipientType.PERSON
    assert request.recipient_email == "me@example.com"
    assert request.recipient_id == ""
    assert request.transactional is None


def test_a_test_carries_what_the_send_carries_but_for_its_address() -> None:
    sent = composed(replace(DRAFT, kind=MailKind.AUTOMATIC))
    tested = compose_test(DRAFT, render(DRAFT), "me@example.com")
    different = {
        field.name
        for field in fields(SendRequest)
        if getattr(sent, field.name) != getattr(tested, field.name)
    }
    assert different == {"recipient_email"}


@pytest.mark.parametrize("to", ["", "me", "a@example.com, b@example.com", "a@example.com\nb"])
def test_a_test_goes_to_exactly_one_address(to: str) -> None:
    with pytest.raises(DraftRefused) as refusal:
        compose_test(DRAFT, render(DRAFT), to)
    assert refusal.value.field == "testAddress"


def test_a_test_needs_no_recipient_and_no_values_but_all_else() -> None:
    draft = replace(DRAFT, recipient=Recipient(), variables={})
    assert fields_of(draft, for_test=True) == []
    compose_test(draft, render(draft), "me@example.com")

    assert fields_of(replace(draft, subject=""), for_test=True) == ["subject"]
    with pytest.raises(DraftRefused):
        compose_test(replace(draft, project_id=""), render(draft), "me@example.com")
