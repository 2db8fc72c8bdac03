"""Domains, tags, segments, contacts, topics and campaigns, changed and looked at again."""

from __future__ import annotations

from typing import Any

import pytest

from migma_desktop.sandbox.account import stable_id
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import FERN, Api, Json, conversation_id, segment_id, send_body, tag_id


def test_a_new_domain_sends_once_its_records_are_found(api: Api, clock: ManualClock) -> None:
    made = api.post("/v1/domains", {"domain": "roots.example"})
    sender = send_body(from_="hi@roots.example")

    assert made.status_code == 201
    assert made.json()["data"]["status"] == "pending"
    assert api.post("/v1/domains/roots.example/verify").json()["data"]["isVerified"] is False
    assert api.send(sender).status_code == 403
    clock.advance(60)
    assert api.send(sender).status_code == 403
    assert api.post("/v1/domains/roots.example/verify").json()["data"]["isVerified"] is True
    assert api.send(sender).status_code == 200


def test_a_domain_changes_its_state_in_time(api: Api, clock: ManualClock) -> None:
    def state() -> tuple[str, int]:
        domain = api.data("/v1/domains/roots.example")
        found = [each["status"] for each in domain["dnsRecords"]].count("verified")
        return domain["status"], found

    api.post("/v1/domains", {"domain": "roots.example", "region": "eu-west-1"})
    assert state() == ("pending", 0)
    clock.advance(30)
    assert state() == ("pending", 0)
    looked = api.post("/v1/domains/roots.example/verify").json()["data"]
    assert state() == ("verifying", 3)
    assert (looked["dkimStatus"], looked["mailFromStatus"]) == ("SUCCESS", "PENDING")
    clock.advance(60)
    assert state() == ("verified", 7)
    assert api.data("/v1/domains/roots.example")["regionName"] == "Europe (Ireland)"


def test_a_domain_whose_records_never_come_fails(api: Api, clock: ManualClock) -> None:
    api.post("/v1/domains", {"domain": "broken.example"})
    api.post("/v1/domains/broken.example/verify")
    clock.advance(90)
    domain = api.data("/v1/domains/broken.example")
    assert (domain["status"], domain["dkimStatus"]) == ("failed", "FAILED")
    assert domain["updatedAt"] == "2026-03-02T09:01:30.000Z"
    assert api.send(send_body(from_="hi@broken.example")).status_code == 403


def test_a_pending_domain_shows_what_to_publish(api: Api) -> None:
    domain = api.data("/v1/domains/northlightcoffee.example")
    kinds = [each["type"] for each in domain["dnsRecords"]]

    assert domain["connectUrl"].startswith("https://")
    assert "verifiedAt" not in domain
    assert kinds.count("CNAME") == 3
    assert kinds.count("TXT") == 3
    assert kinds.count("MX") == 1
    assert {each["status"] for each in domain["dnsRecords"]} == {"pending"}


@pytest.mark.parametrize(
    "domain", ["", "no dots", "-a.example", "a..example", "x" * 64 + ".example", "a.example/x"]
)
def test_an_impossible_domain_is_refused(api: Api, domain: str) -> None:
    assert api.post("/v1/domains", {"domain": domain}).status_code == 400


def test_a_domain_is_added_once(api: Api) -> None:
    assert api.post("/v1/domains", {"domain": "FernAndFinch.example."}).status_code == 400


@pytest.mark.parametrize(
    ("prefix", "reason"),
    [
        ("ab", "3 to 63"),
        ("-abc", "no hyphen"),
        ("Abc", "lowercase"),
        ("northlight", "taken"),
        ("admin", "reserved"),
    ],
)
def test_a_prefix_that_cannot_be_had_says_why(api: Api, prefix: str, reason: str) -> None:
    check = api.data(f"/v1/domains/managed/check/{prefix}")

    assert check["available"] is False
    assert reason in check["reason"]
    assert api.post("/v1/domains/managed", {"prefix": prefix}).status_code == 400


def test_a_managed_domain_sends_at_once_until_it_is_gone(api: Api) -> None:
    assert api.data("/v1/domains/managed/check/fern")["available"] is True
    api.post("/v1/domains/managed", {"prefix": "fern"})
    sender = send_body(from_="hi@fern.migma.email")

    assert api.send(sender).status_code == 200
    assert api.call("DELETE", "/v1/domains/fern.migma.email").status_code == 400
    assert api.call("DELETE", "/v1/domains/managed/fern.migma.email").status_code == 200
    assert api.send(sender).status_code == 403


def test_renaming_a_tag_keeps_its_people(api: Api) -> None:
    path = f"/v1/tags/{tag_id('Newsletter')}"

    api.call("PATCH", path, json={"projectId": FERN, "name": "Letters"})

    assert api.data(path, projectId=FERN)["subscriberCount"] == 145


def test_a_deleted_tag_is_gone(api: Api) -> None:
    path = f"/v1/tags/{tag_id('Newsletter')}"

    api.call("DELETE", path, params={"projectId": FERN})

    assert api.get(path, projectId=FERN).status_code == 404
    assert api.get("/v1/contacts", projectId=FERN, tags="Newsletter").json()["count"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "  "},
        {"name": "x" * 101},
        {"name": "newsletter"},
        {"name": "ok", "color": "red"},
        {"name": "ok", "description": "x" * 501},
    ],
)
def test_a_tag_obeys_rules(api: Api, body: Json) -> None:
    assert api.post("/v1/tags", {"projectId": FERN, **body}).status_code == 400


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 290),
        ({"tags": ["Newsletter"]}, 145),
        ({"excludeTags": ["Newsletter"]}, 145),
        ({"status": "bounced"}, 8),
        ({"validationStatus": "invalid"}, 6),
        ({"match": "any", "status": "bounced", "validationStatus": "invalid"}, 14),
        ({"match": "all", "status": "bounced", "validationStatus": "invalid"}, 0),
        ({"customFields": {"tier": ["Platinum"]}}, 71),
        ({"fields": [{"key": "loyaltyPoints", "mode": "number_lt", "values": ["17"]}]}, 6),
        ({"fields": [{"key": "firstName", "mode": "starts_with", "values": ["amel"]}]}, 3),
        ({"fields": [{"key": "tier", "mode": "is_not", "values": ["Gold"]}]}, 147),
        ({"activity": [{"action": "opened", "mode": "never"}]}, 290),
        ({"activity": [{"action": "opened", "mode": "within", "amount": 3}]}, 0),
        ({"groups": [{"status": "bounced"}, {"tags": ["Newsletter"]}]}, 4),
    ],
)
def test_a_segment_finds_its_people(api: Api, filters: Json, count: int) -> None:
    made = api.post("/v1/segments", {"projectId": FERN, "name": "New", "filters": filters})

    assert made.status_code == 201, made.text
    assert made.json()["data"]["count"] == count


@pytest.mark.parametrize(
    "filters",
    [
        {"match": "some"},
        {"tags": "Newsletter"},
        {"fields": [{"key": "city"}]},
        {"fields": [{"key": "city", "mode": "like", "values": ["x"]}]},
        {"customFields": {"tier": "Gold"}},
        {"activity": [{"mode": "never"}]},
        {"groups": [{}] * 11},
        {"groups": [{"groups": [{"groups": [{"groups": [{}]}]}]}]},
        {"groups": [{"groups": [{"status": "bounced"}] * 10}] * 6},
    ],
)
def test_filters_obey_rules(api: Api, filters: Json) -> None:
    made = api.post("/v1/segments", {"projectId": FERN, "name": "New", "filters": filters})

    assert made.status_code == 400


def test_a_contact_that_leaves_gets_no_marketing(api: Api, sandbox: Sandbox) -> None:
    person = sandbox.account.contacts[stable_id("contact", FERN, "0")]
    change = {"projectId": FERN, "email": person.email.upper(), "status": "unsubscribed"}

    assert api.post("/v1/contacts/status", change).json()["data"] == {"success": True}

    data = api.data(f"/v1/contacts/{person.id}", projectId=FERN)
    assert data["status"] == "unsubscribed"
    assert data["unsubscribedAt"]
    answer = api.send(send_body(recipientEmail=person.email, transactional=False)).json()
    assert answer["data"]["sentCount"] == 0


def test_a_refused_change_changes_nothing(api: Api, sandbox: Sandbox) -> None:
    person = sandbox.account.contacts[stable_id("contact", FERN, "0")]
    before = person.wire()

    response = api.call(
        "PATCH",
        f"/v1/contacts/{person.id}",
        json={"projectId": FERN, "firstName": "Zoe", "status": "asleep"},
    )

    assert response.status_code == 400
    assert person.wire() == before


def test_a_second_contact_with_the_same_address_is_a_conflict(api: Api) -> None:
    body = {"projectId": FERN, "email": "Amelia.Whitcombe.1@example.com"}

    assert api.post("/v1/contacts", body).status_code == 409


def test_inactive_topics_are_listed_when_asked_for(api: Api) -> None:
    topic = stable_id("topic", FERN, "Offers")
    api.call("PATCH", f"/v1/topics/{topic}", json={"projectId": FERN, "isActive": False})

    assert len(api.data("/v1/topics", projectId=FERN)) == 2
    assert len(api.data("/v1/topics", projectId=FERN, includeInactive="true")) == 3


def test_a_scheduled_campaign_goes_out_on_time(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    path = f"/v1/campaigns/{_campaign(api)['id']}"
    moment = "2026-03-02T11:00:00+01:00"

    scheduled = api.post(f"{path}/schedule", {"scheduledAt": moment}).json()["data"]
    clock.advance(3599)
    waiting = api.data(path)["status"]
    clock.advance(4)
    sending = api.data(path)
    clock.advance(60)

    assert scheduled["scheduledAt"] == "2026-03-02T10:00:00.000Z"
    assert (scheduled["status"], waiting, sending["status"]) == ("scheduled",) * 2 + ("sending",)
    assert api.data(path)["status"] == "sent"
    assert len(sandbox.inbox.messages) == 188
    assert api.data(f"{path}/stats")["totalDelivered"] == 188
    log = api.data(f"{path}/logs", status="delivered", limit=2)
    assert [row["to_email"] for row in log["emails"]] == [
        message.to for message in sandbox.inbox.messages[:-3:-1]
    ]
    assert api.data(f"/v1/sending/batches/{sending['batchId']}")["status"] == "completed"


def test_a_cancelled_campaign_stays_at_home(api: Api, sandbox: Sandbox, clock: ManualClock) -> None:
    path = f"/v1/campaigns/{_campaign(api)['id']}"
    api.post(f"{path}/schedule", {"scheduledAt": "2026-03-02T10:00:00Z"})

    assert api.post(f"{path}/cancel").json()["data"]["status"] == "cancelled"
    clock.advance(7200)

    assert sandbox.inbox.messages == ()
    assert api.post(f"{path}/send").status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"scheduledAt": "tomorrow"},
        {"scheduledAt": "2020-01-01T00:00:00Z"},
        {"scheduledAt": "2027-01-01T00:00:00Z", "scheduledTimezone": "Mars/Olympus"},
        {"scheduledAt": "2027-01-01T00:00:00Z", "scheduledTimezone": "../etc"},
        {},
    ],
)
def test_an_impossible_schedule_is_refused(api: Api, body: Json) -> None:
    path = f"/v1/campaigns/{_campaign(api)['id']}/schedule"

    assert api.post(path, body).status_code == 400


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"recipientType": "segment"}, 400),
        ({"recipientType": "email"}, 400),
        ({"conversationId": "0" * 24}, 404),
        ({"from": "hello@northlightcoffee.example"}, 403),
        ({"recipientId": "0" * 24}, 404),
        ({"topicId": "0" * 24}, 404),
    ],
)
def test_a_campaign_obeys_rules(api: Api, change: Json, status: int) -> None:
    assert api.post("/v1/campaigns", {**_new_campaign(), **change}).status_code == status


def test_validation_finds_what_is_wrong(api: Api) -> None:
    html = (
        '<p style="display:flex">Recieve it, act now, 100% free, winner!</p>'
        '<script>x</script><img src="a"><a href="http://localhost/x">there</a>'
    )

    answer = api.post("/v1/emails/validate/all", {"html": html}).json()["data"]

    assert answer["summary"]["failed"] == [
        "compatibility",
        "links",
        "spelling",
        "deliverability",
    ]
    assert answer["overallScore"] == 0
    assert answer["spelling"]["errors"][0]["suggestions"] == ["receive"]
    assert answer["linkAnalysis"]["summary"]["brokenLinks"] == 1
    assert answer["deliverability"]["prediction"]["category"] == "spam"


def test_only_the_wanted_checks_are_made(api: Api) -> None:
    options = {"checkLinks": False, "checkSpelling": False, "checkDeliverability": False}

    answer = api.post("/v1/emails/validate/all", {"html": "<p>x</p>", "options": options}).json()

    assert answer["data"]["metadata"]["checksPerformed"] == ["compatibility"]
    assert "linkAnalysis" not in answer["data"]


def _new_campaign() -> Json:
    return {
        "projectId": FERN,
        "name": "Spring",
        "conversationId": conversation_id("Garden letter"),
        "from": "hello@fernandfinch.example",
        "fromName": "Fern & Finch",
        "recipientType": "audience",
        "recipientId": segment_id("VIP customers"),
    }


def _campaign(api: Api) -> Any:
    return api.post("/v1/campaigns", _new_campaign()).json()["data"]
