from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from migma_desktop.core.errors import BugError, DraftRefused
from migma_desktop.core.models import RecipientType, SendRequest
from migma_desktop.core.rules import check_header, check_request, parse_address, wire_address

TO_ONE = SendRequest(
    recipient_type=RecipientType.PERSON,
    recipient_email="ada@example.com",
    from_address="shop@example.org",
    from_name="The shop",
    subject="Your receipt",
    template="<p>Thanks</p>",
    project_id="project-1",
)
TO_MANY = replace(TO_ONE, recipient_type=RecipientType.TAG, recipient_email="", recipient_id="vip")
FROM_MIGMA = {"template": "", "project_id": ""}


@pytest.mark.parametrize("kind", [RecipientType.TAG, RecipientType.SEGMENT, RecipientType.AUDIENCE])
def test_each_kind_of_batch_with_an_id_may_leave(kind: RecipientType) -> None:
    check_request(replace(TO_MANY, recipient_type=kind))


@pytest.mark.parametrize(
    "content",
    [
        {"template": "<p>Hi</p>", "project_id": "p1"},
        {**FROM_MIGMA, "conversation_id": "c1"},
        {**FROM_MIGMA, "email_id": "0123456789abcdefABCDEF01"},
        {"template": "", "project_id": "p1", "conversation_id": "c1"},
    ],
)
def test_each_content_source_may_leave_alone(content: dict[str, Any]) -> None:
    check_request(replace(TO_ONE, **content))


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"recipient_email": ""}, "recipientEmail"),
        ({"recipient_email": "ada"}, "recipientEmail"),
        ({"recipient_email": "ada@example"}, "recipientEmail"),
        ({"recipient_email": "a" * 100_000 + "@example.com"}, "recipientEmail"),
        ({"recipient_email": "@" + ", " * 100_000}, "recipientEmail"),
        ({"recipient_email": "@" * 100_000}, "recipientEmail"),
        ({"recipient_email": "a@example.com, b@example.com"}, "recipientEmail"),
        ({"recipient_email": "a@example.com;b@example.com"}, "recipientEmail"),
        ({"recipient_email": "a@example.com b@example.com"}, "recipientEmail"),
        ({"recipient_email": "Ada <ada@example.com>"}, "recipientEmail"),
        ({"recipient_email": "ada@example.com\r\nBcc: all@example.com"}, "recipientEmail"),
        ({"recipient_email": "{{email}}@example.com"}, "recipientEmail"),
        ({"from_address": ""}, "fromAddress"),
        ({"from_address": "shop@"}, "fromAddress"),
        ({"from_address": "shop@example.org\nx"}, "fromAddress"),
        ({"from_name": " "}, "fromName"),
        ({"from_name": "The\nshop"}, "fromName"),
        ({"reply_to": "no address"}, "replyTo"),
        ({"reply_to": "a@example.com,b@example.com"}, "replyTo"),
        ({"subject": "  "}, "subject"),
        ({"subject": "Hello\r\nBcc: all@example.com"}, "subject"),
        ({"subject": "Hello\x00"}, "subject"),
        ({"subject": "Hello\u2028there"}, "subject"),
        ({"subject": "Half an emoji \ud83d"}, "subject"),
        ({"template": ""}, "contentSource"),
        ({"template": " \n"}, "contentSource"),
        ({"template": "<p>\udc00</p>"}, "templateEditor"),
        ({"project_id": ""}, "projectId"),
        ({"project_id": "two words"}, "projectId"),
        ({**FROM_MIGMA, "conversation_id": "two words"}, "conversationId"),
        ({**FROM_MIGMA, "email_id": "too-short"}, "contentSource"),
        ({"variables": {"price": float("nan")}}, "variablesTable"),
        ({"variables": {"name": "\ud83d"}}, "variablesTable"),
        (
            {"subject": "Hi {{ name }}", "variables": {"name": "Ada\nBcc: all@example.com"}},
            "variablesTable",
        ),
    ],
)
def test_a_broken_rule_is_refused_at_the_control_that_mends_it(
    broken: dict[str, Any], field: str
) -> None:
    with pytest.raises(DraftRefused) as refusal:
        check_request(replace(TO_ONE, **broken))
    assert refusal.value.field == field
    assert str(refusal.value.title).endswith(".")
    assert len(str(refusal.value.title)) < 200
    assert str(refusal.value.advice).endswith(".")


@pytest.mark.parametrize("recipient_id", ["", " ", "two words", "id\n"])
def test_a_batch_needs_a_whole_id(recipient_id: str) -> None:
    with pytest.raises(DraftRefused) as refusal:
        check_request(replace(TO_MANY, recipient_id=recipient_id))
    assert refusal.value.field == "recipientId"


@pytest.mark.parametrize(
    "contradiction",
    [
        replace(TO_ONE, recipient_id="vip"),
        replace(TO_MANY, recipient_email="ada@example.com"),
        replace(TO_ONE, conversation_id="c1"),
        replace(TO_ONE, email_id="0123456789abcdef01234567"),
        replace(TO_ONE, variables={"": "x"}),
        replace(TO_ONE, variables={"when": [object()]}),
    ],
)
def test_a_request_that_contradicts_itself_is_a_bug(contradiction: SendRequest) -> None:
    with pytest.raises(BugError):
        check_request(contradiction)


def test_a_line_break_in_a_value_of_the_body_alone_may_leave() -> None:
    check_request(replace(TO_ONE, variables={"address": "Main street 1\nSpringfield"}))


@pytest.mark.parametrize(
    ("typed", "shown", "wired"),
    [
        ("  ada@example.com ", "ada@example.com", "ada@example.com"),
        ("Ada.L+news@EXAMPLE.com", "Ada.L+news@example.com", "Ada.L+news@example.com"),
        ("a@bücher.example", "a@bücher.example", "a@xn--bcher-kva.example"),
        ("a@xn--bcher-kva.example", "a@bücher.example", "a@xn--bcher-kva.example"),
        ("jörg@bücher.example", "jörg@bücher.example", "jörg@xn--bcher-kva.example"),
        ("用户@例子.公司", "用户@例子.公司", "用户@xn--fsqu00a.xn--55qx5d"),
    ],
)
def test_an_international_address_has_one_form_for_people_and_one_for_the_wire(
    typed: str, shown: str, wired: str
) -> None:
    assert parse_address(typed) == shown
    assert wire_address(typed) == wired


def test_emoji_and_right_to_left_text_may_stand_in_a_subject() -> None:
    check_header("Grüße 🎉 שלום 你好", field="subject")
