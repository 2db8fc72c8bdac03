"""All that is asked about domains, in each shape that the answers are known in (contract, 6)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.core.domains.kept import Availability, Tracking
from migma_desktop.core.errors import PermissionMissing, RequestRefused
from migma_desktop.core.models import DomainState
from tests.api.local_server import LocalServer, answer, success


@pytest.mark.asyncio
async def test_both_shapes_of_tracking_and_times_are_read(
    client: MigmaClient, server: LocalServer
) -> None:
    rows = [
        {
            "domain": "documented.example",
            "openTracking": True,
            "clickTracking": False,
            "createdAt": "2026-03-02T09:00:00.000Z",
            "verifiedAt": "2026-03-02T10:00:00Z",
            "regionName": "Europe",
            "dkimStatus": "SUCCESS",
        },
        {"domain": "sdk.example", "trackingSettings": {"brandedTracking": True}, "createdAt": "?"},
    ]
    server.will(answer(200, success(rows)), answer(404, b""))
    documented, sdk = await client.domain_keeper.all()
    assert documented.tracking == Tracking(opens=True, clicks=False)
    assert documented.since == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert (documented.region_name, documented.dkim) == ("Europe", "success")
    assert sdk.tracking == Tracking(branded=True)
    assert (sdk.since, sdk.domain.state) == (None, DomainState.WAITING)


@pytest.mark.asyncio
async def test_a_prefix_is_checked_on_the_older_road_where_the_newer_is_missing(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(404, b""), answer(200, success({"available": False, "reason": "Reserved"})))
    found = await client.domain_keeper.check_prefix("admin")
    assert found == Availability("admin", is_available=False, reason="Reserved")
    assert [f"{heard.method} {heard.target}" for heard in server.heard] == [
        "GET /v1/domains/managed/check/admin",
        "POST /v1/domains/managed/check-availability/admin",
    ]


@pytest.mark.asyncio
async def test_a_region_is_named_only_when_one_was_chosen(
    client: MigmaClient, server: LocalServer
) -> None:
    made = answer(201, success({"domain": "a.example"}))
    server.will(made, made)
    await client.domain_keeper.add("a.example")
    await client.domain_keeper.add("a.example", region="eu-west-1")
    assert [json.loads(heard.body) for heard in server.heard] == [
        {"domain": "a.example"},
        {"domain": "a.example", "region": "eu-west-1"},
    ]


@pytest.mark.asyncio
async def test_only_the_switch_that_moved_is_sent(client: MigmaClient, server: LocalServer) -> None:
    server.will(answer(200, success({"domain": "a.example", "openTracking": False})))
    await client.domain_keeper.set_tracking("a.example", Tracking(opens=False))
    (heard,) = server.heard
    assert (heard.method, json.loads(heard.body)) == ("PATCH", {"openTracking": False})


@pytest.mark.asyncio
@pytest.mark.parametrize(("status", "error"), [(400, RequestRefused), (403, PermissionMissing)])
async def test_a_refusal_speaks_of_a_request_and_not_of_an_email(
    client: MigmaClient, server: LocalServer, status: int, error: type[Exception]
) -> None:
    server.will(answer(status, {"success": False, "error": "No"}))
    with pytest.raises(error) as refused:
        await client.domain_keeper.verify("a.example")
    assert "email" not in str(refused.value)
