"""What is read from each answer: every documented shape, and less than that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.core.account import CatalogField, Contact, FieldCatalog, LogRow, SendingMetrics
from migma_desktop.core.errors import NotFound, PermissionMissing, RequestRefused, ServiceFault
from migma_desktop.core.made_emails import SeriesEmail, Topic
from migma_desktop.core.models import (
    BatchStatus,
    DnsRecord,
    Domain,
    DomainState,
    Group,
    MigmaEmail,
    Project,
    StoredContent,
    Throttle,
)
from tests.api.local_server import LocalServer, answer, success


@pytest.mark.asyncio
async def test_a_batch_is_read_whole(client: MigmaClient, server: LocalServer) -> None:
    data = {
        "batchId": "b1",
        "status": "throttled",
        "totalCount": 10,
        "queuedCount": "4",
        "sentCount": 5.0,
        "failedCount": 1,
        "error": "two bounced",
        "throttle": {
            "reason": "daily limit",
            "expiresAt": "2026-01-02T00:00:00Z",
            "remainingCount": 4,
            "resumeMessage": "Resumes tomorrow",
        },
    }
    server.will(answer(200, success(data)))
    assert await client.batch_status("b/1") == BatchStatus(
        id="b1",
        status="throttled",
        total=10,
        queued=4,
        sent=5,
        failed=1,
        error="two bounced",
        throttle=Throttle("daily limit", "2026-01-02T00:00:00Z", 4, "Resumes tomorrow"),
    )
    assert server.heard[0].target == "/v1/sending/batches/b%2F1"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("data", "batch"),
    [
        ({"id": "b2", "status": "PENDING"}, BatchStatus("b2", "queued", 0, 0, 0, 0)),
        ({"status": "melting"}, BatchStatus("b1", "melting", 0, 0, 0, 0)),
        ({"throttle": None, "error": None}, BatchStatus("b1", "", 0, 0, 0, 0)),
        ({"totalCount": True, "sentCount": "many"}, BatchStatus("b1", "", 0, 0, 0, 0)),
    ],
)
async def test_a_batch_is_read_leniently(
    client: MigmaClient, server: LocalServer, data: object, batch: BatchStatus
) -> None:
    server.will(answer(200, success(data)))
    assert await client.batch_status("b1") == batch


@pytest.mark.asyncio
async def test_a_key_is_checked_by_one_small_read(client: MigmaClient, server: LocalServer) -> None:
    server.will(answer(200, success({"projects": []})))
    await client.check_key()
    assert [heard.target for heard in server.heard] == ["/v1/projects?limit=1"]


@pytest.mark.asyncio
async def test_a_key_without_permission_is_a_key_all_the_same(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(403, {"success": False, "error": "no"}))
    await client.check_key()


@pytest.mark.asyncio
async def test_projects_are_read_with_either_name_of_the_id(
    client: MigmaClient, server: LocalServer
) -> None:
    rows = [
        {"_id": "p1", "name": "Acme", "status": "active", "logoUrls": {"primary": "x"}},
        {"id": "p2", "status": "On_Mars"},
        {"name": "no id"},
        "no object",
        {"_id": 3, "name": None},
    ]
    server.will(answer(200, success({"projects": rows})))
    assert await client.projects() == [
        Project("p1", "Acme", "active"),
        Project("p2", "p2", "on_mars"),
        Project("3", "3"),
    ]


@pytest.mark.asyncio
async def test_own_and_managed_domains_come_together_sendable_ones_first(
    client: MigmaClient, server: LocalServer
) -> None:
    record = {"type": "mx", "name": "send", "value": "mx.example", "priority": "10", "status": "Ok"}
    own = [
        {"domain": "Waiting.example", "status": "pending", "dnsRecords": [record, 7]},
        {"domain": "good.example", "isVerified": True},
        {"domain": "acme.migma.email", "isManagedDomain": True},
    ]
    server.will(
        answer(200, success(own)),
        answer(200, success([{"domain": "acme.migma.email"}, {"domain": "two.migma.email"}])),
    )
    assert await client.domains() == [
        Domain("good.example", DomainState.VERIFIED),
        Domain("acme.migma.email", DomainState.MANAGED),
        Domain("two.migma.email", DomainState.MANAGED),
        Domain(
            "waiting.example",
            DomainState.WAITING,
            (DnsRecord("MX", "send", "mx.example", 10, "ok"),),
        ),
    ]
    assert [heard.target for heard in server.heard] == ["/v1/domains", "/v1/domains/managed"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"verifiedAt": "2026-01-01T00:00:00Z", "status": "pending"}, DomainState.VERIFIED),
        ({"status": "Active"}, DomainState.VERIFIED),
        ({"status": "SUCCESS"}, DomainState.VERIFIED),
        ({"isVerified": "true"}, DomainState.VERIFIED),
        ({"isVerified": False, "connectUrl": "https://dns.example"}, DomainState.WAITING),
        ({"status": "unheard of"}, DomainState.WAITING),
        ({}, DomainState.WAITING),
        ({"status": "failed", "verifiedAt": "2026-01-01T00:00:00Z"}, DomainState.FAILED),
    ],
)
async def test_both_shapes_of_a_domain_are_understood(
    client: MigmaClient, server: LocalServer, row: dict[str, Any], state: DomainState
) -> None:
    server.will(answer(200, success([{"domain": "a.example", **row}])), answer(404, b""))
    (domain,) = await client.domains()
    assert domain.state is state
    assert domain.connect_url == row.get("connectUrl", "")


@pytest.mark.asyncio
async def test_domains_without_permission_are_an_error(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(403, b""))
    with pytest.raises(PermissionMissing) as failure:
        await client.domains()
    assert "domain:read" in str(failure.value.advice)


@pytest.mark.asyncio
async def test_segments_and_tags_are_read_with_their_counts(
    client: MigmaClient, server: LocalServer
) -> None:
    rows = [{"id": "s1", "name": "VIP", "count": 3, "description": "Best"}, {"_id": "s2"}]
    server.will(answer(200, {**success(rows), "count": 2}))
    assert await client.segments("p 1") == [Group("s1", "VIP", 3, "Best"), Group("s2", "s2")]
    assert server.heard[-1].target == "/v1/segments?projectId=p+1"
    server.will(answer(200, {**success([{"id": "t1", "name": "New", "subscriberCount": "9"}])}))
    assert await client.tags("p1") == [Group("t1", "New", 9)]
    assert server.heard[-1].target == "/v1/tags?projectId=p1&limit=100&page=1"


@pytest.mark.asyncio
async def test_emails_are_read_with_what_is_null_as_empty(
    client: MigmaClient, server: LocalServer
) -> None:
    rows = [
        {
            "conversationId": "c1",
            "title": "Spring",
            "subject": None,
            "previewText": "Soon",
            "status": "completed",
            "screenshotUrl": None,
            "createdAt": "2026-01-01T00:00:00Z",
            "updatedAt": "2026-01-02T00:00:00Z",
        },
        {"conversationId": "c2", "subject": "Only this", "status": "melting"},
    ]
    server.will(answer(200, success({"emails": rows, "pagination": {"hasMore": False}})))
    assert await client.emails("p1") == [
        MigmaEmail("c1", "Spring", "", "Soon", "completed", "", "2026-01-02T00:00:00Z"),
        MigmaEmail("c2", "Only this", "Only this", "", "melting"),
    ]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("result", "content"),
    [
        (
            {"html": "<p>", "subject": "Hi", "previewText": "Soon"},
            StoredContent("<p>", "Hi", "Soon"),
        ),
        (
            {"emails": [{"html": "<p>", "subject": "Hi", "preheader": "Soon"}]},
            StoredContent("<p>", "Hi", "Soon"),
        ),
    ],
)
async def test_the_html_of_a_conversation_is_read(
    client: MigmaClient, server: LocalServer, result: object, content: StoredContent
) -> None:
    server.will(answer(200, success({"status": "completed", "result": result})))
    assert await client.conversation_content("c1") == content
    assert server.heard[0].target == "/v1/projects/emails/c1/status"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("data", "title"),
    [
        ({"status": "processing"}, "isn't finished"),
        ({"status": "failed", "error": "no credits"}, "couldn't make"),
        ({"status": "completed", "result": {"emails": [{}, {}]}}, "series of 2"),
    ],
)
async def test_a_conversation_that_cannot_be_sent_says_why(
    client: MigmaClient, server: LocalServer, data: object, title: str
) -> None:
    server.will(answer(200, success(data)))
    with pytest.raises(RequestRefused, match=title):
        await client.conversation_content("c1")


@pytest.mark.asyncio
async def test_the_emails_of_a_series_are_read_in_their_order(
    client: MigmaClient, server: LocalServer
) -> None:
    slots = [
        {"emailId": "e2", "slot": 2, "subject": "Later", "status": "Processing"},
        {
            "emailId": "e1",
            "slot": 1,
            "subject": "First",
            "status": "ready",
            "sendOffsetDays": 0,
            "thumbnailUrl": "https://pictures.example/e1.png",
        },
        {"subject": "Nothing more is known"},
    ]
    server.will(answer(200, success({"status": "completed", "result": {"emails": slots}})))
    assert await client.series("c1") == [
        SeriesEmail("e1", 1, "First", "ready", 0, "https://pictures.example/e1.png"),
        SeriesEmail("e2", 2, "Later", "processing"),
        SeriesEmail("", 3, "Nothing more is known"),
    ]


@pytest.mark.asyncio
async def test_the_topics_of_a_project_are_read(client: MigmaClient, server: LocalServer) -> None:
    rows = [
        {"id": "t1", "name": "Offers", "defaultSubscription": "opt_in", "visibility": "private"},
        {"_id": "t2", "name": "News", "description": "Once a month"},
    ]
    server.will(answer(200, success(rows)))
    assert await client.topics("p1") == [
        Topic("t1", "Offers", "", is_opt_in=True, is_public=False),
        Topic("t2", "News", "Once a month"),
    ]
    assert server.heard[0].target == "/v1/topics?projectId=p1"


@pytest.mark.asyncio
@pytest.mark.parametrize("html", ["html", "source"])
async def test_the_html_of_one_email_is_read_under_both_its_names(
    client: MigmaClient, server: LocalServer, html: str
) -> None:
    server.will(answer(200, success({"emailId": "e1", html: "<p>", "subject": "Hi"})))
    assert await client.email_content("e1") == StoredContent("<p>", "Hi")


@pytest.mark.asyncio
async def test_contacts_fields_logs_and_metrics_are_read(
    client: MigmaClient, server: LocalServer
) -> None:
    contact = {
        "id": "k1",
        "email": "ada@example.com",
        "firstName": "Ada",
        "lastName": "L",
        "status": "Subscribed",
        "tags": ["vip", 7, None],
        "customFields": {"size": 4},
    }
    server.will(answer(200, {**success([contact, {"id": "k2"}]), "count": 2}))
    assert await client.contacts("p1") == [
        Contact("k1", "ada@example.com", "Ada", "L", "subscribed", ("vip", "7"), {"size": 4}),
        Contact("k2", ""),
    ]
    entries = [{"key": "firstName", "type": "String", "fillRate": "0.5", "sample": ["Ada"]}, {}]
    server.will(answer(200, success({"entries": entries, "totalSubscribers": 2480})))
    assert await client.field_catalog("p1", segment_id="s1") == FieldCatalog(
        (CatalogField("firstName", "firstName", "string", 0.5, ("Ada",)),), 2480
    )
    server.will(answer(200, {**success([contact]), "count": 1}))
    (found,) = await client.contacts_like("p1", search="ada")
    assert found.first_name == "Ada"
    row = {"id": 5, "to_email": "ada@example.com", "status": "opened", "opened_at": "2026"}
    server.will(answer(200, success({"emails": [row], "nextCursor": None, "hasMore": False})))
    assert await client.email_logs("e1") == [LogRow("ada@example.com", "opened", opened_at="2026")]
    server.will(
        answer(
            200,
            success(
                {
                    "monthly": {"sent": 5},
                    "today": {"sent": 1, "dailyLimit": 100, "remainingToday": 99},
                    "monthlyLimit": 1000,
                }
            ),
        )
    )
    assert await client.sending_metrics() == SendingMetrics(1, 100, 99, 5, 1000, None)


Reading = Callable[[MigmaClient], Awaitable[object]]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "read",
    [
        lambda client: client.batch_status("b1"),
        lambda client: client.email_content("e1"),
        lambda client: client.conversation_content("c1"),
        lambda client: client.projects(),
        lambda client: client.domains(),
        lambda client: client.emails("p1"),
        lambda client: client.field_catalog("p1"),
        lambda client: client.sending_metrics(),
    ],
)
@pytest.mark.parametrize("data", ["text", 7, True])
async def test_data_of_the_wrong_type_is_migmas_fault(
    client: MigmaClient, server: LocalServer, read: Reading, data: object
) -> None:
    server.will(answer(200, success(data)))
    with pytest.raises(ServiceFault):
        await read(client)


@pytest.mark.asyncio
async def test_a_status_and_html_of_the_wrong_type_are_migmas_fault(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(200, success({"batchId": "b1", "status": 7})))
    with pytest.raises(ServiceFault):
        await client.batch_status("b1")
    server.will(answer(200, success({"html": 7})))
    with pytest.raises(ServiceFault):
        await client.email_content("e1")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "read",
    [
        lambda client: client.batch_status(".."),
        lambda client: client.email_content(""),
        lambda client: client.conversation_content("."),
        lambda client: client.email_logs(".."),
        lambda client: client.field_catalog(".."),
    ],
)
async def test_an_impossible_id_asks_nobody(
    client: MigmaClient, server: LocalServer, read: Reading
) -> None:
    with pytest.raises(NotFound):
        await read(client)
    assert server.heard == []
