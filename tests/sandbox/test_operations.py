"""Every operation once, done right: it succeeds, and the reply fits the contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis

from migma_desktop.sandbox.account import stable_id
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.endpoints import ENDPOINTS
from migma_desktop.sandbox.post_office import start_campaign
from migma_desktop.sandbox.routes.previews import DEVICES, Preview
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import (
    FERN,
    Api,
    Json,
    batch_body,
    conversation_id,
    email_id,
    segment_id,
    send_body,
    tag_id,
)

CONTRACT = schemathesis.openapi.from_path(Path(__file__).with_name("openapi.yaml"))
CONTACT = stable_id("contact", FERN, "0")
TOPIC = stable_id("topic", FERN, "Offers")
CAMPAIGN = stable_id("campaign", FERN, "November letter")
PENDING = "northlightcoffee.example"
MANAGED = "northlight.migma.email"
HTML: Json = {"html": '<p>Recieve <a href="https://example.org">this</a></p>'}
NEW_CAMPAIGN: Json = {
    "projectId": FERN,
    "name": "Spring",
    "conversationId": conversation_id("Garden letter"),
    "from": "hello@fernandfinch.example",
    "fromName": "Fern & Finch",
    "recipientType": "audience",
    "recipientId": segment_id("VIP customers"),
    "replyTo": "help@example.org",
    "variables": {"month": "May"},
}


@dataclass(frozen=True)
class Good:
    """A call that must succeed; ``path`` is the contract's, ``at`` fills its parameter."""

    operation: str
    at: str = ""
    body: Json | None = None
    project: bool = False
    before: Callable[[Sandbox], None] | None = None

    @property
    def method(self) -> str:
        return self.operation.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.operation.partition(" ")[2]


def _schedule(sandbox: Sandbox) -> None:
    sandbox.account.campaigns[CAMPAIGN].status = "scheduled"


def _start_batch(sandbox: Sandbox) -> None:
    campaign = sandbox.account.campaigns[CAMPAIGN]
    start_campaign(campaign, sandbox.account, sandbox.clock.now())
    batch = sandbox.account.batches.pop(campaign.batch_id or "")
    sandbox.account.batches["the-batch"] = batch


def _ask_for_preview(sandbox: Sandbox) -> None:
    sandbox.account.previews["the-preview"] = Preview(
        id="the-preview",
        html="<p>Hello</p>",
        subject="Hello",
        name="",
        devices=DEVICES[:3],
        created_at=sandbox.clock.now(),
    )


GOOD = (
    Good("POST /v1/sending", body=send_body(variables={"a": 1}, replyTo="r@example.org")),
    Good("POST /v1/sending", body=batch_body(providerType="resend", transactional=True)),
    Good("GET /v1/sending/batches/{batchId}", "the-batch", before=_start_batch),
    Good(
        "POST /v1/emails/test/send",
        body={
            "to": "a@b.example",
            "emailId": email_id("Friday roast", 0, stable_id("project", "Northlight Coffee")),
        },
    ),
    Good("GET /v1/projects"),
    Good("GET /v1/projects/emails", project=True),
    Good("POST /v1/projects/emails/import-html", body={**HTML, "projectId": FERN, "name": "x"}),
    Good("GET /v1/projects/emails/{conversationId}/status", conversation_id("Garden letter")),
    Good("GET /v1/projects/{projectId}", FERN),
    Good("GET /v1/projects/{projectId}/field-catalog", FERN),
    Good("GET /v1/metrics/sending"),
    Good("GET /v1/billing/credits"),
    Good("POST /v1/emails/validate/all", body={**HTML, "subject": "Sale: act now"}),
    Good("POST /v1/emails/validate/compatibility", body=HTML),
    Good("POST /v1/emails/validate/deliverability", body={**HTML, "fromEmail": "a@b.example"}),
    Good("POST /v1/emails/validate/links", body={**HTML, "timeout": 2_000}),
    Good("POST /v1/emails/validate/spelling", body=HTML),
    Good("GET /v1/emails/devices/supported"),
    Good("POST /v1/emails/previews", body={**HTML, "devices": ["gmail.ios", "outlook.macos"]}),
    Good("GET /v1/emails/previews/{previewId}", "the-preview", before=_ask_for_preview),
    Good("GET /v1/emails/previews/{previewId}/status", "the-preview", before=_ask_for_preview),
    Good(
        "GET /v1/emails/previews/{previewId}/devices/{deviceKey}",
        "the-preview/devices/gmail.ios",
        before=_ask_for_preview,
    ),
    Good("GET /v1/emails/{emailId}", email_id("Garden letter")),
    Good("GET /v1/emails/{emailId}/logs", email_id("Garden letter"), before=_start_batch),
    Good("GET /v1/domains"),
    Good("POST /v1/domains", body={"domain": "Bücher.Example", "region": "eu-west-1"}),
    Good("GET /v1/domains/managed"),
    Good("POST /v1/domains/managed", body={"prefix": "fern-and-finch"}),
    Good("GET /v1/domains/managed/check/{prefix}", "northlight"),
    Good("DELETE /v1/domains/managed/{domain}", MANAGED),
    Good("GET /v1/domains/{domain}", PENDING),
    Good("PATCH /v1/domains/{domain}", PENDING, {"openTracking": False}),
    Good("DELETE /v1/domains/{domain}", PENDING),
    Good("POST /v1/domains/{domain}/verify", PENDING),
    Good("GET /v1/contacts", project=True),
    Good("POST /v1/contacts", body={"projectId": FERN, "email": "new@example.com", "tags": ["a"]}),
    Good(
        "POST /v1/contacts/status",
        body={
            "projectId": FERN,
            "email": "amelia.whitcombe.1@example.com",
            "status": "unsubscribed",
        },
    ),
    Good("GET /v1/contacts/{id}", CONTACT, project=True),
    Good("PATCH /v1/contacts/{id}", CONTACT, {"projectId": FERN, "phone": None}),
    Good("DELETE /v1/contacts/{id}", CONTACT, project=True),
    Good("GET /v1/tags", project=True),
    Good("POST /v1/tags", body={"projectId": FERN, "name": "Balcony"}),
    Good("GET /v1/tags/{id}", tag_id("Newsletter"), project=True),
    Good("PATCH /v1/tags/{id}", tag_id("Newsletter"), {"projectId": FERN, "name": "Letters"}),
    Good("DELETE /v1/tags/{id}", tag_id("Newsletter"), project=True),
    Good("GET /v1/segments", project=True),
    Good("POST /v1/segments", body={"projectId": FERN, "name": "S", "filters": {"tags": ["a"]}}),
    Good("GET /v1/segments/{id}", segment_id("Press"), project=True),
    Good("PATCH /v1/segments/{id}", segment_id("Press"), {"projectId": FERN, "name": "P"}),
    Good("DELETE /v1/segments/{id}", segment_id("Press"), project=True),
    Good("GET /v1/topics", project=True),
    Good("POST /v1/topics", body={"projectId": FERN, "name": "Moss", "displayOrder": 2}),
    Good("GET /v1/topics/{id}", TOPIC, project=True),
    Good("PATCH /v1/topics/{id}", TOPIC, {"projectId": FERN, "isActive": False}),
    Good("DELETE /v1/topics/{id}", TOPIC, project=True),
    Good(
        "POST /v1/topics/{topicId}/subscribe", TOPIC, {"projectId": FERN, "subscriberId": CONTACT}
    ),
    Good(
        "POST /v1/topics/{topicId}/unsubscribe", TOPIC, {"projectId": FERN, "subscriberId": CONTACT}
    ),
    Good("GET /v1/campaigns", project=True),
    Good("POST /v1/campaigns", body=NEW_CAMPAIGN),
    Good("GET /v1/campaigns/{id}", CAMPAIGN),
    Good("GET /v1/campaigns/{id}/stats", CAMPAIGN),
    Good("GET /v1/campaigns/{id}/logs", CAMPAIGN, before=_start_batch),
    Good("POST /v1/campaigns/{id}/send", CAMPAIGN),
    Good("POST /v1/campaigns/{id}/schedule", CAMPAIGN, {"scheduledAt": "2027-01-01T09:00:00Z"}),
    Good("POST /v1/campaigns/{id}/cancel", CAMPAIGN, before=_schedule),
    Good("POST /v1/campaigns/{id}/archive", CAMPAIGN),
    Good("POST /v1/campaigns/{id}/unarchive", CAMPAIGN),
)


def test_the_list_below_leaves_no_operation_out() -> None:
    assert {each.operation for each in GOOD} == {f"{e.method} {e.path}" for e in ENDPOINTS}


@pytest.mark.parametrize("good", GOOD, ids=lambda each: each.operation)
def test_a_good_call_succeeds_as_the_contract_says(
    api: Api, sandbox: Sandbox, clock: ManualClock, good: Good
) -> None:
    if good.before is not None:
        good.before(sandbox)
        clock.advance(3)
    head, brace, tail = good.path.partition("{")
    # What fills the last parameter may fill those before it too.
    path = head + (good.at + tail.rpartition("}")[2] if brace else "")
    params = {"projectId": FERN} if good.project else None

    response = api.call(good.method, path, json=good.body, params=params)

    assert response.is_success, response.text
    assert response.json()["success"] is True
    operation: Any = CONTRACT[good.path][good.method]
    operation.validate_response(response)
