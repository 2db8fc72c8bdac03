"""What the body of a send looks like, field by field of the specification."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from migma_desktop.api.wire import encode_send
from migma_desktop.core.errors import BugError, DraftRefused
from migma_desktop.core.models import Provider, RecipientType, SendRequest
from tests.api.tools import REQUEST

FROM_MIGMA = {"template": "", "project_id": ""}


def _body(request: SendRequest) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(encode_send(request))
    return body


def test_only_what_is_set_leaves() -> None:
    assert _body(REQUEST) == {
        "recipientType": "email",
        "recipientEmail": "ada@example.com",
        "from": "shop@example.org",
        "fromName": "The shop",
        "subject": "Your receipt",
        "template": "<p>Thanks</p>",
        "projectId": "project-1",
        "providerType": "migma",
    }


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"subject": "Grüße 🎉"}, "subject", "Grüße 🎉"),
        ({"from_address": "me@bücher.example"}, "from", "me@xn--bcher-kva.example"),
        (
            {"recipient_email": "jörg@bücher.example"},
            "recipientEmail",
            "jörg@xn--bcher-kva.example",
        ),
        ({"reply_to": "help@example.org"}, "replyTo", "help@example.org"),
        ({**FROM_MIGMA, "conversation_id": "c1"}, "conversationId", "c1"),
        (
            {**FROM_MIGMA, "email_id": "0123456789abcdef01234567"},
            "emailId",
            "0123456789abcdef01234567",
        ),
        (
            {"variables": {"a": "", "b": None, "c": [1, {"d": True}]}},
            "variables",
            {"a": "", "b": None, "c": [1, {"d": True}]},
        ),
        ({"transactional": True}, "transactional", True),
        ({"transactional": False}, "transactional", False),
        *[({"provider": each}, "providerType", each.value) for each in Provider],
    ],
)
def test_each_field_leaves_under_its_name(change: dict[str, Any], name: str, value: object) -> None:
    assert _body(replace(REQUEST, **change))[name] == value


@pytest.mark.parametrize("kind", [RecipientType.AUDIENCE, RecipientType.SEGMENT, RecipientType.TAG])
def test_a_batch_leaves_with_its_id_and_no_address(kind: RecipientType) -> None:
    body = _body(replace(REQUEST, recipient_type=kind, recipient_email="", recipient_id="vip"))
    assert (body["recipientType"], body["recipientId"]) == (kind.value, "vip")
    assert "recipientEmail" not in body


def test_equal_requests_give_equal_bytes() -> None:
    one = replace(REQUEST, variables={"a": 1, "b": {"x": 1, "y": 2}})
    other = replace(REQUEST, variables={"b": {"y": 2, "x": 1}, "a": 1})
    assert encode_send(one) == encode_send(other)


def test_the_bytes_are_compact_utf8() -> None:
    body = encode_send(replace(REQUEST, subject="Grüße"))
    assert "Grüße".encode() in body
    assert b'":"' in body
    assert b'": "' not in body


def test_the_template_leaves_untouched() -> None:
    template = "<p>\r\n\t “{{ name }}” &amp; \u2028 \x00 <b>fin</b></p>\n"
    assert _body(replace(REQUEST, template=template))["template"] == template


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"recipient_email": "ada@"}, DraftRefused),
        ({"subject": "Hi\nBcc: all@example.com"}, DraftRefused),
        ({"project_id": ""}, DraftRefused),
        ({"conversation_id": "c1"}, BugError),
    ],
)
def test_nothing_leaves_that_breaks_a_rule(
    change: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        encode_send(replace(REQUEST, **change))
