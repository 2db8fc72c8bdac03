"""Four ways of turning pages, and what can be asked of each list."""

from __future__ import annotations

from typing import Any

import pytest

from migma_desktop.sandbox.account import stable_id
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import (
    FERN,
    NORTHLIGHT,
    Api,
    batch_body,
    email_id,
    segment_id,
    tag_id,
    without,
)

LISTS = (
    "/v1/contacts",
    "/v1/tags",
    "/v1/segments",
    "/v1/topics",
    "/v1/campaigns",
    "/v1/projects/emails",
)


def test_projects_are_paged_by_offset(api: Api) -> None:
    first = api.data("/v1/projects", limit=1)
    second = api.data("/v1/projects", limit=1, offset=1)

    assert first["pagination"] == {"total": 2, "limit": 1, "offset": 0, "hasMore": True}
    assert second["pagination"] == {"total": 2, "limit": 1, "offset": 1, "hasMore": False}
    names = [each["projects"][0]["name"] for each in (first, second)]
    assert names == ["Fern & Finch", "Northlight Coffee"]


def test_emails_are_paged_by_page(api: Api) -> None:
    titles: list[str] = []
    page, more = 1, True

    while more:
        data = api.data("/v1/projects/emails", projectId=FERN, limit=3, page=page)
        titles += [each["title"] for each in data["emails"]]
        assert data["pagination"]["total"] == 8
        page, more = page + 1, data["pagination"]["hasMore"]

    assert len(titles) == len(set(titles)) == 8
    assert titles[0] == "Frost warning"  # the newest comes first


def test_contacts_are_paged_with_a_count_beside_the_data(api: Api) -> None:
    answer = api.get("/v1/contacts", projectId=FERN, limit=100, page=3).json()

    assert answer["count"] == 290
    assert len(answer["data"]) == 90
    assert api.get("/v1/contacts", projectId=FERN, limit=100, page=4).json()["data"] == []


def test_logs_are_paged_by_cursor(api: Api, clock: ManualClock) -> None:
    body = without(batch_body(), "template", "projectId")
    api.send({**body, "emailId": email_id("Garden letter")})
    clock.advance(60)
    path, found, cursor = f"/v1/emails/{email_id('Garden letter')}/logs", [], None

    while True:
        place: dict[str, str] = {} if cursor is None else {"cursor": cursor}
        data = api.data(path, limit=100, **place)
        found += [each["to_email"] for each in data["emails"]]
        cursor = data["nextCursor"]
        assert data["hasMore"] == (cursor is not None)
        if cursor is None:
            break

    assert len(found) == len(set(found)) == 188
    assert api.data(path, status="bounced")["emails"] == []
    assert api.get(path, cursor="made-up").status_code == 400


def test_campaigns_come_with_a_total(api: Api) -> None:
    data = api.data("/v1/campaigns", projectId=FERN, limit=1)

    assert data["total"] == 2
    assert len(data["campaigns"]) == 1


@pytest.mark.parametrize("path", LISTS)
def test_a_list_needs_a_project_of_this_account(api: Api, path: str) -> None:
    assert api.get(path).status_code == 400
    assert api.get(path, projectId="0" * 24).status_code == 404


@pytest.mark.parametrize(
    "params",
    [{"limit": 0}, {"limit": 101}, {"page": 0}, {"page": "two"}, {"limit": "1e2"}, {"page": ""}],
)
def test_an_odd_page_is_refused(api: Api, params: dict[str, str | int]) -> None:
    assert api.get("/v1/contacts", projectId=FERN, **params).status_code == 400


def test_contacts_are_found_by_tag_status_and_word(api: Api) -> None:
    def count(**params: str) -> int:
        return int(api.get("/v1/contacts", projectId=FERN, **params).json()["count"])

    assert count(tags="Newsletter") == 145
    assert count(tags="Workshop guests, Local customers") > count(tags="Workshop guests")
    assert count(status="bounced") == 8
    assert count(search="WHITCOMBE") > 0
    assert count(search="nobody at all") == 0
    assert api.get("/v1/contacts", projectId=FERN, status="asleep").status_code == 400


def test_tags_are_searched_and_sorted(api: Api) -> None:
    def names(**params: str) -> list[str]:
        return [each["name"] for each in api.data("/v1/tags", projectId=FERN, **params)]

    by_name = names(sortBy="name", sortOrder="asc")
    assert by_name == sorted(by_name)
    assert names(sortBy="name") == list(reversed(by_name))
    assert names(search="letter") == ["Newsletter"]


def test_counts_are_those_of_the_contacts(api: Api, sandbox: Sandbox) -> None:
    people = sandbox.account.contacts_of(FERN)
    tags = api.data("/v1/tags", projectId=FERN)
    segments = {each["name"]: each for each in api.data("/v1/segments", projectId=FERN)}

    for tag in tags:
        assert tag["subscriberCount"] == sum(tag["name"] in each.tags for each in people)
    assert segments["VIP customers"]["count"] == 214
    assert segments["Everybody"]["count"] == len(people)
    assert segments["Press"]["count"] == 0


def test_emails_are_found_by_state_and_word(api: Api) -> None:
    def titles(**params: str) -> list[str]:
        data = api.data("/v1/projects/emails", projectId=NORTHLIGHT, **params)
        return [each["title"] for each in data["emails"]]

    assert titles(status="failed") == ["Holiday opening hours"]
    assert titles(search="friday") == ["Friday roast"]
    assert "Welcome series" in titles(status="completed")


def test_an_email_finishes_while_one_watches(api: Api, clock: ManualClock) -> None:
    path = f"/v1/projects/emails/{stable_id('conversation', FERN, 'Frost warning')}/status"

    assert api.data(path)["status"] == "processing"
    assert "result" not in api.data(path)
    clock.advance(90)
    assert api.data(path)["status"] == "completed"
    assert "first frost" in api.data(path)["result"]["previewText"]


def test_a_failed_email_says_why(api: Api) -> None:
    failed = stable_id("conversation", NORTHLIGHT, "Holiday opening hours")

    status = api.data(f"/v1/projects/emails/{failed}/status")

    assert status["status"] == "failed"
    assert status["error"].startswith("The images could not be loaded")


def test_a_series_lists_its_emails(api: Api) -> None:
    series = stable_id("conversation", NORTHLIGHT, "Welcome series")

    result = api.data(f"/v1/projects/emails/{series}/status")["result"]

    assert [each["slot"] for each in result["emails"]] == [1, 2, 3]
    assert [each["sendOffsetDays"] for each in result["emails"]] == [0, 3, 6]
    assert result["seriesPlan"]["count"] == 3


@pytest.mark.parametrize(
    ("source", "status"), [("<h1>Hello</h1>", "completed"), ("no markup here", "failed")]
)
def test_an_import_takes_its_time(api: Api, clock: ManualClock, source: str, status: str) -> None:
    started = api.post(
        "/v1/projects/emails/import-html", {"projectId": FERN, "html": source}
    ).json()["data"]
    path = f"/v1/projects/emails/{started['conversationId']}/status"
    seen = []

    for _ in range(4):
        seen.append(api.data(path)["status"])
        clock.advance(1)

    assert started["status"] == "pending"
    assert seen == ["pending", "processing", "processing", status]


def test_an_imported_email_can_be_sent_as_it_is(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    html = "<title>Hello\n you</title>\r\n<p>{{name}}</p>"
    eml = f"Subject: Hi\nContent-Type: text/html; charset=utf-8\n\n{html}"
    for source in (html, eml):
        started = api.post(
            "/v1/projects/emails/import-html", {"projectId": FERN, "html": source}
        ).json()["data"]
        clock.advance(5)
        body = without(batch_body(), "template", "projectId", "recipientId")
        body.update(
            recipientType="email",
            recipientEmail="ada@example.com",
            conversationId=started["conversationId"],
        )
        assert api.send(body).status_code == 200

    assert sandbox.inbox.messages[0].html == html
    assert "{{name}}" in sandbox.inbox.messages[1].html


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"html": "<p>", "htmls": [{"name": "a", "source": "<p>"}]},
        {"htmls": []},
        {"htmls": [{"name": "a"}]},
        {"htmls": [{"name": "a", "source": "<p>"}] * 13},
        {"html": "<p>", "visibility": "everyone"},
    ],
)
def test_an_import_obeys_rules(api: Api, body: dict[str, Any]) -> None:
    response = api.post("/v1/projects/emails/import-html", {"projectId": FERN, **body})

    assert response.status_code == 400


def test_the_field_catalogue_knows_what_contacts_have(api: Api) -> None:
    path = f"/v1/projects/{FERN}/field-catalog"
    entries = {each["key"]: each for each in api.data(path)["entries"]}

    assert entries["email"]["fillRate"] == 1
    assert 0.9 < entries["firstName"]["fillRate"] < 1
    assert entries["loyaltyPoints"]["type"] == "number"
    assert entries["phone"]["fillRate"] == 0
    assert entries["lastOrder.number"]["label"] == "Last order number"
    assert entries["lastOrder.number"]["sample"][0] == "FF-10200"
    vips = api.data(path, segmentId=segment_id("VIP customers"))
    assert vips["totalSubscribers"] == 214
    assert api.data(path, tag="Newsletter")["totalSubscribers"] == 145
    assert api.get(path, tag="nothing").status_code == 404
    assert api.get(path, segmentId=tag_id("Newsletter")).status_code == 404


def test_metrics_count_what_was_sent_today(api: Api, clock: ManualClock) -> None:
    before = api.data("/v1/metrics/sending", months=3)
    api.send(batch_body())
    clock.advance(3)
    during = api.data("/v1/metrics/sending")
    clock.advance(60)
    after = api.data("/v1/metrics/sending")

    assert [each["period"] for each in before["history"]] == ["2026-02", "2026-01", "2025-12"]
    assert before["today"]["sent"] == 0
    assert during["today"]["sent"] + during["today"]["reserved"] == 188
    assert after["today"] == {
        "sent": 188,
        "reserved": 0,
        "dailyLimit": 10_000,
        "remainingToday": 9_812,
    }
