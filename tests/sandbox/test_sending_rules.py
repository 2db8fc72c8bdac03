"""Each rule of the specification, broken once."""

from __future__ import annotations

import pytest

from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import (
    FERN,
    NORTHLIGHT,
    Api,
    batch_body,
    conversation_id,
    email_id,
    segment_id,
    send_body,
    tag_id,
    without,
)


def test_a_proper_send_is_accepted_and_delivered(api: Api, sandbox: Sandbox) -> None:
    response = api.send(send_body())

    assert response.status_code == 200
    answer = response.json()
    assert answer["success"] is True
    assert answer["data"]["status"] == "queued"
    assert answer["data"]["provider"] == "migma"
    assert answer["data"]["sentCount"] == 1
    assert [each.to for each in sandbox.inbox.messages] == ["ada@example.com"]
    assert sandbox.inbox.messages[0].send_id == answer["data"]["id"]


@pytest.mark.parametrize("name", ["recipientType", "from", "fromName", "subject"])
def test_a_missing_required_field_is_named(api: Api, sandbox: Sandbox, name: str) -> None:
    response = api.send(without(send_body(), name))

    _is_refused(response.status_code, response.json(), f"{name} is required")
    assert sandbox.inbox.messages == ()


@pytest.mark.parametrize("name", ["from", "fromName", "subject", "recipientEmail", "template"])
def test_a_blank_field_counts_as_missing(api: Api, name: str) -> None:
    response = api.send(send_body(**{name: "  "}))

    assert response.status_code == 400
    assert f"{name} is required" in response.json()["error"]


def test_one_person_needs_an_address(api: Api) -> None:
    response = api.send(without(send_body(), "recipientEmail"))

    expected = "recipientEmail is required when recipientType is email"
    _is_refused(response.status_code, response.json(), expected)


@pytest.mark.parametrize("kind", ["audience", "segment", "tag"])
def test_a_list_needs_its_id(api: Api, kind: str) -> None:
    response = api.send(without(batch_body(recipientType=kind), "recipientId"))

    expected = f"recipientId is required when recipientType is {kind}"
    _is_refused(response.status_code, response.json(), expected)


def test_an_unknown_recipient_type_is_refused(api: Api) -> None:
    response = api.send(send_body(recipientType="everyone"))

    expected = "recipientType must be one of: email, audience, segment, tag"
    _is_refused(response.status_code, response.json(), expected)


@pytest.mark.parametrize(
    "addresses",
    ["a@example.com, b@example.com", "a@example.com;b@example.com", "a@example.com b@example.com"],
)
def test_a_second_recipient_is_refused(api: Api, sandbox: Sandbox, addresses: str) -> None:
    response = api.send(send_body(recipientEmail=addresses))

    expected = "recipientEmail must be exactly one email address"
    _is_refused(response.status_code, response.json(), expected)
    assert sandbox.inbox.messages == ()


@pytest.mark.parametrize("name", ["recipientEmail", "from", "replyTo"])
def test_something_that_is_no_address_is_refused(api: Api, name: str) -> None:
    response = api.send(send_body(**{name: "ada at example.com"}))

    expected = f"{name} must be a valid email address"
    _is_refused(response.status_code, response.json(), expected)


@pytest.mark.parametrize(
    ("kind", "list_id"),
    [("tag", "no-such-tag"), ("segment", "no-such-segment"), ("tag", segment_id("VIP customers"))],
)
def test_a_list_that_does_not_exist_is_not_found(api: Api, kind: str, list_id: str) -> None:
    response = api.send(batch_body(recipientType=kind, recipientId=list_id))

    assert response.status_code == 404
    assert response.json()["code"] == "NOT_FOUND"


def test_a_list_of_another_brand_is_not_found(api: Api) -> None:
    response = api.send(
        batch_body(recipientType="tag", recipientId=tag_id("Subscription", NORTHLIGHT))
    )

    assert response.status_code == 404


def test_an_audience_is_a_segment(api: Api) -> None:
    response = api.send(batch_body(recipientType="audience"))

    assert response.status_code == 200
    assert response.json()["data"]["batchId"]


def test_a_list_without_anybody_is_refused(api: Api) -> None:
    response = api.send(batch_body(recipientId=segment_id("Press")))

    assert response.status_code == 400
    assert response.json()["code"] == "NO_RECIPIENTS"


@pytest.mark.parametrize(
    "sender", ["hello@northlightcoffee.example", "hello@somebody-else.example"]
)
def test_a_sender_on_an_unverified_domain_is_refused(
    api: Api, sandbox: Sandbox, sender: str
) -> None:
    response = api.send(send_body(from_=sender))

    assert response.status_code == 403
    assert response.json()["code"] == "DOMAIN_NOT_VERIFIED"
    assert sender.partition("@")[2] in response.json()["error"]
    assert sandbox.inbox.messages == ()


def test_a_managed_domain_may_send(api: Api) -> None:
    assert api.send(send_body(from_="hello@northlight.migma.email")).status_code == 200


def test_the_senders_domain_is_compared_without_case(api: Api) -> None:
    assert api.send(send_body(from_="Hello@FernAndFinch.Example")).status_code == 200


def test_a_template_needs_a_project(api: Api) -> None:
    response = api.send(without(send_body(), "projectId"))

    expected = "projectId is required when a template is sent"
    _is_refused(response.status_code, response.json(), expected)


def test_without_any_content_there_is_nothing_to_send(api: Api) -> None:
    response = api.send(without(send_body(), "template"))

    expected = "template is required unless conversationId or emailId is provided"
    _is_refused(response.status_code, response.json(), expected)


def test_a_foreign_project_is_not_found(api: Api) -> None:
    response = api.send(send_body(projectId="0" * 24))

    assert response.status_code == 404
    assert response.json()["error"] == "Project not found"


def test_a_conversation_brings_template_and_project_along(api: Api, sandbox: Sandbox) -> None:
    body = without(send_body(), "template", "projectId")

    response = api.send({**body, "conversationId": conversation_id("Garden letter")})

    assert response.status_code == 200
    assert response.json()["data"]["conversationId"] == conversation_id("Garden letter")
    assert sandbox.inbox.messages[0].project_id == FERN
    assert "Three jobs" in sandbox.inbox.messages[0].html


def test_a_conversation_wins_over_a_template(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body(conversationId=conversation_id("Garden letter")))

    assert "Thank you</p>" not in sandbox.inbox.messages[0].html
    assert "Three jobs" in sandbox.inbox.messages[0].html


def test_an_email_id_is_content_too(api: Api, sandbox: Sandbox) -> None:
    body = without(send_body(), "template", "projectId")

    response = api.send({**body, "emailId": email_id("Password reset")})

    assert response.json()["data"]["emailId"] == email_id("Password reset")
    assert "A new password" in sandbox.inbox.messages[0].html


def test_an_email_of_another_brand_does_not_fit_the_project(api: Api) -> None:
    response = api.send(send_body(conversationId=conversation_id("Friday roast", NORTHLIGHT)))

    expected = "The email does not belong to this projectId"
    _is_refused(response.status_code, response.json(), expected)


def test_a_series_cannot_be_sent_by_its_conversation(api: Api) -> None:
    body = without(send_body(), "template", "projectId")

    response = api.send({**body, "conversationId": conversation_id("Welcome series", NORTHLIGHT)})

    assert response.status_code == 400
    assert "series of 3" in response.json()["error"]


def test_one_email_of_a_series_can_be_sent_by_its_id(api: Api, sandbox: Sandbox) -> None:
    body = without(send_body(), "template", "projectId")

    response = api.send({**body, "emailId": email_id("Welcome series", 1, NORTHLIGHT)})

    assert response.status_code == 200
    assert "You need less than you think" in sandbox.inbox.messages[0].html


@pytest.mark.parametrize(
    ("title", "project_id", "reason"),
    [
        ("Frost warning", FERN, "is not ready yet"),
        ("Holiday opening hours", NORTHLIGHT, "could not be generated"),
    ],
)
def test_an_unfinished_email_cannot_be_sent(
    api: Api, title: str, project_id: str, reason: str
) -> None:
    body = without(send_body(), "template", "projectId")

    response = api.send({**body, "conversationId": conversation_id(title, project_id)})

    assert response.status_code == 400
    assert response.json()["code"] == "EMAIL_NOT_READY"
    assert reason in response.json()["error"]


def test_an_unknown_provider_is_refused(api: Api) -> None:
    response = api.send(send_body(providerType="postmark"))

    expected = "providerType must be one of: ses, resend, sendgrid, mailgun, migma"
    _is_refused(response.status_code, response.json(), expected)


def test_a_provider_that_is_not_connected_is_refused(api: Api) -> None:
    response = api.send(send_body(providerType="sendgrid"))

    assert response.status_code == 400
    assert response.json()["code"] == "PROVIDER_NOT_CONNECTED"
    assert response.json()["error"].startswith("SendGrid is not connected")


def test_a_connected_provider_is_named_in_the_reply(api: Api) -> None:
    assert api.send(send_body(providerType="resend")).json()["data"]["provider"] == "resend"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("transactional", "true", "transactional must be true or false"),
        ("transactional", 1, "transactional must be true or false"),
        ("variables", ["name"], "variables must be an object"),
        ("variables", None, "variables must be an object"),
        ("subject", 7, "subject must be a string"),
        ("template", {"html": ""}, "template must be a string"),
        ("recipientEmail", ["ada@example.com"], "recipientEmail must be a string"),
        ("bcc", "ada@example.com", "bcc must be a list of strings"),
        ("emailId", "short", "emailId must have 24 hexadecimal digits"),
    ],
)
def test_a_wrong_type_is_refused(api: Api, name: str, value: object, expected: str) -> None:
    response = api.send(send_body(**{name: value}))

    _is_refused(response.status_code, response.json(), expected)


@pytest.mark.parametrize("name", ["subject", "fromName", "from", "replyTo", "recipientEmail"])
@pytest.mark.parametrize("control", ["\r\nBcc: eve@example.com", "\n", "\x00", "\x7f", "\u2028"])
def test_control_characters_in_header_fields_are_refused(
    api: Api, sandbox: Sandbox, name: str, control: str
) -> None:
    response = api.send(send_body(**{name: f"ada@example.com{control}x"}))

    expected = f"{name} must not contain line breaks or control characters"
    _is_refused(response.status_code, response.json(), expected)
    assert sandbox.inbox.messages == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "The body is not valid JSON"),
        (b"{", "The body is not valid JSON"),
        (b"[1]", "The body must be a JSON object"),
        (b'{"subject": NaN}', "The body is not valid JSON"),
        (b'{"subject": "\\ud800"}', "The body is not valid JSON"),
        (b"[" * 100_000, "The body is not valid JSON"),
        (b'{"subject": "\xff"}', "The body is not valid JSON"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(api: Api, content: bytes, expected: str) -> None:
    response = api.call(
        "POST", "/v1/sending", content=content, headers={"Content-Type": "application/json"}
    )

    _is_refused(response.status_code, response.json(), expected)


def test_a_body_of_another_content_type_is_refused(api: Api) -> None:
    response = api.call(
        "POST", "/v1/sending", content=b"{}", headers={"Content-Type": "text/plain"}
    )

    assert response.status_code == 400
    assert "Content-Type: application/json" in response.json()["error"]


def test_a_body_that_is_too_large_is_refused(api: Api) -> None:
    response = api.send(send_body(template="x" * (10 * 1024 * 1024)))

    assert response.status_code == 413
    assert response.json()["code"] == "PAYLOAD_TOO_LARGE"


def test_a_topic_must_exist(api: Api) -> None:
    response = api.send(send_body(topicId="0" * 24))

    assert response.status_code == 404
    assert response.json()["error"] == "Topic not found"


def test_blind_copies_belong_to_single_sends(api: Api) -> None:
    response = api.send(batch_body(bcc=["ada@example.com"]))

    expected = "bcc works only when recipientType is email"
    _is_refused(response.status_code, response.json(), expected)


def _is_refused(status: int, answer: dict[str, object], message: str) -> None:
    assert status == 400
    assert answer["success"] is False
    assert answer["error"] == message
    assert answer["code"] == "VALIDATION_ERROR"
