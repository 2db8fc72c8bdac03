"""The same key and body are handled once."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from migma_desktop.sandbox import faults
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import Api, send_body


def test_a_repeat_gets_the_first_answer_and_sends_nothing(api: Api, sandbox: Sandbox) -> None:
    first = api.send(send_body(), key="one")
    second = api.send(send_body(), key="one")

    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.content == first.content
    assert len(sandbox.inbox.messages) == 1


def test_another_body_under_the_same_key_is_a_conflict(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body(), key="one")

    response = api.send(send_body(subject="Another"), key="one")

    assert response.status_code == 409
    assert response.json()["code"] == "IDEMPOTENCY_CONFLICT"
    assert len(sandbox.inbox.messages) == 1


def test_another_key_sends_again(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body(), key="one")
    api.send(send_body(), key="two")

    assert len(sandbox.inbox.messages) == 2


def test_keys_of_two_api_keys_do_not_meet(api: Api, sandbox: Sandbox) -> None:
    sandbox.account.add_key("another")
    api.send(send_body(), key="one")

    response = api.call(
        "POST",
        "/v1/sending",
        key="another",
        json=send_body(subject="Other"),
        headers={"Idempotency-Key": "one"},
    )

    assert response.status_code == 200


def test_a_refusal_is_replayed_too(api: Api) -> None:
    first = api.send(send_body(subject=""), key="one")
    second = api.send(send_body(subject=""), key="one")

    assert (first.status_code, second.status_code) == (400, 400)
    assert second.headers["Idempotent-Replayed"] == "true"


def test_after_a_day_the_key_is_new_again(api: Api, sandbox: Sandbox, clock: ManualClock) -> None:
    api.send(send_body(), key="one")
    clock.advance(24 * 3600 - 1)
    api.send(send_body(), key="one")
    assert len(sandbox.inbox.messages) == 1

    clock.advance(1)
    api.send(send_body(), key="one")
    assert len(sandbox.inbox.messages) == 2


@pytest.mark.parametrize("key", ["", "k" * 101])
def test_a_key_has_one_to_a_hundred_characters(api: Api, key: str) -> None:
    response = api.send(send_body(), key=key)

    assert response.status_code == 400
    assert "Idempotency-Key" in response.json()["error"]


def test_a_hundred_characters_are_fine(api: Api) -> None:
    assert api.send(send_body(), key="k" * 100).status_code == 200


def test_too_many_requests_is_not_remembered(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    sandbox.account.rate_limit.per_minute = 0
    assert api.send(send_body(), key="one").status_code == 429

    sandbox.account.rate_limit.per_minute = 10
    clock.advance(60)

    assert api.send(send_body(), key="one").status_code == 200
    assert len(sandbox.inbox.messages) == 1


def test_a_server_error_is_not_remembered(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.status(503), path="/v1/sending", call=1)

    assert api.send(send_body(), key="one").status_code == 503
    assert api.send(send_body(), key="one").status_code == 200


def test_requests_at_the_same_time_are_handled_once(sandbox: Sandbox) -> None:
    async def send_five() -> list[httpx.Response]:
        transport = httpx.ASGITransport(sandbox.app)
        headers = {"Authorization": f"Bearer {sandbox.api_key}", "Idempotency-Key": "one"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://sandbox", headers=headers
        ) as client:
            calls = [client.post("/v1/sending", json=send_body()) for _ in range(5)]
            return await asyncio.gather(*calls)

    answers = asyncio.run(send_five())

    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == 1
    assert len(sandbox.inbox.messages) == 1


def test_a_send_lost_on_the_way_back_is_not_sent_twice(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.reset_after(), path="/v1/sending", call=1)

    with pytest.raises(ConnectionResetError):
        api.send(send_body(), key="one")
    response = api.send(send_body(), key="one")

    assert response.headers["Idempotent-Replayed"] == "true"
    assert len(sandbox.inbox.messages) == 1


def test_where_it_is_not_supported_the_key_means_nothing(api: Api) -> None:
    body = {"projectId": send_body()["projectId"], "name": "Tag"}
    for expected in (201, 400):
        response = api.call("POST", "/v1/tags", json=body, headers={"Idempotency-Key": "one"})
        assert response.status_code == expected
