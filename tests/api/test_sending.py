"""What leaves with a send, and what is read from the answer to it."""

from __future__ import annotations

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.core.errors import BugError, UnclearOutcome
from migma_desktop.core.models import SendReceipt
from tests.api.local_server import LocalServer, answer, success

BODY = b'{"subject":"Gr\xc3\xbc\xc3\x9fe"}'


async def _send(client: MigmaClient) -> SendReceipt:
    return await client.send(BODY, key="send-1")


@pytest.mark.asyncio
async def test_the_exact_bytes_leave_with_both_keys_and_the_version(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(200, success({"id": "s1", "status": "queued"})))
    await _send(client)
    (heard,) = server.heard
    assert (heard.method, heard.target, heard.body) == ("POST", "/v1/sending", BODY)
    assert heard.headers["authorization"].startswith("Bearer sk_live_")
    assert heard.headers["idempotency-key"] == "send-1"
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["user-agent"].startswith("MigmaDesktop/1.2.3 (")
    assert heard.headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.asyncio
async def test_the_whole_answer_is_read(client: MigmaClient, server: LocalServer) -> None:
    data = {
        "id": "s1",
        "provider": "ses",
        "status": "queued",
        "sentCount": 3,
        "message": "Queued",
        "sendId": "x1",
        "batchId": "b1",
    }
    content = {**success(data), "metadata": {"requestId": "req_9"}, "error": None}
    server.will(answer(200, content, {"Idempotent-Replayed": "true"}))
    assert await _send(client) == SendReceipt(
        id="b1",
        provider="ses",
        status="queued",
        sent_count=3,
        message="Queued",
        send_id="x1",
        batch_id="b1",
        request_id="req_9",
        replayed=True,
    )


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("content", "receipt"),
    [
        (success({"id": "s1"}), SendReceipt(id="s1")),
        (success({"id": 17, "sentCount": "4"}), SendReceipt(id="17", sent_count=4)),
        (success({"sendId": "x1", "new": {"a": [1]}}), SendReceipt(id="x1", send_id="x1")),
        (success({"id": "s1", "status": "ON_MARS"}), SendReceipt(id="s1", status="on_mars")),
        (success({"id": None, "provider": 5.5, "message": []}), SendReceipt(id="", provider="5.5")),
        ({"success": True}, SendReceipt(id="")),
        ({"success": True, "data": None, "error": "odd"}, SendReceipt(id="")),
    ],
)
async def test_an_accepted_send_is_read_leniently(
    client: MigmaClient, server: LocalServer, content: object, receipt: SendReceipt
) -> None:
    server.will(answer(201, content))
    assert await _send(client) == receipt


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "content",
    [
        [],
        "yes",
        None,
        {},
        {"data": {"id": "s1"}},
        {"success": "maybe", "data": {"id": "s1"}},
        {"success": 1},
        {"success": True, "data": "s1"},
        {"success": True, "data": [{"id": "s1"}]},
        {"success": True, "data": {"id": "s1", "status": 7}},
    ],
)
async def test_an_answer_of_the_wrong_shape_leaves_the_outcome_open(
    client: MigmaClient, server: LocalServer, content: object
) -> None:
    server.will(answer(200, content))
    with pytest.raises(UnclearOutcome):
        await _send(client)
    assert len(server.heard) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("body", "key"), [(b"", "k"), (b"{}", ""), (b"{}", "k" * 101), (b"{}", "two words")]
)
async def test_a_send_without_a_body_or_a_usable_key_is_a_bug(
    client: MigmaClient, server: LocalServer, body: bytes, key: str
) -> None:
    with pytest.raises(BugError):
        await client.send(body, key=key)
    assert server.heard == []
