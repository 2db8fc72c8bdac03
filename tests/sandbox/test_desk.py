"""Keys, permissions, limits, envelopes: what every request meets."""

from __future__ import annotations

from datetime import datetime

import pytest

from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.endpoints import ENDPOINTS
from migma_desktop.sandbox.service import Sandbox
from migma_desktop.sandbox.things import SCOPES
from tests.sandbox.tools import Api, send_body


@pytest.mark.parametrize(
    "header",
    [
        {"Authorization": "Bearer {key}"},
        {"authorization": "bearer {key}"},
        {"Authorization": "ApiKey {key}"},
        {"X-API-Key": "{key}"},
    ],
)
def test_a_key_may_come_in_three_ways(api: Api, header: dict[str, str]) -> None:
    headers = {name: value.format(key=api.key) for name, value in header.items()}

    assert api.raw("GET", "/v1/domains", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "Missing API key"),
        ({"Authorization": "Bearer"}, "Missing API key"),
        ({"Authorization": "Basic abc"}, "Missing API key"),
        ({"Authorization": "Bearer wrong"}, "Invalid API key"),
        ({"X-API-Key": "wrong"}, "Invalid API key"),
    ],
)
def test_without_a_valid_key_nothing_is_told(
    api: Api, headers: dict[str, str], message: str
) -> None:
    response = api.raw("GET", "/v1/domains", headers=headers)

    assert response.status_code == 401
    assert response.json()["error"] == message
    assert response.headers["WWW-Authenticate"].startswith("Bearer resource_metadata=")


def test_strangers_do_not_learn_which_paths_exist(api: Api) -> None:
    assert api.raw("GET", "/v1/nowhere").status_code == 401


@pytest.mark.parametrize(
    "endpoint",
    [each for each in ENDPOINTS if each.scope is not None],
    ids=lambda each: f"{each.method} {each.path}",
)
def test_a_missing_permission_is_named(api: Api, sandbox: Sandbox, endpoint: object) -> None:
    each = next(one for one in ENDPOINTS if one is endpoint)
    assert each.scope is not None
    sandbox.account.add_key("small", scopes=SCOPES - {each.scope})

    response = api.call(each.method, each.path, key="small", json={})

    assert response.status_code == 403
    assert response.json()["code"] == "INSUFFICIENT_PERMISSIONS"
    assert each.scope in response.json()["error"]


def test_an_unknown_permission_cannot_be_given(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="email:destroy"):
        sandbox.account.add_key("k", scopes=["email:destroy"])


def test_every_reply_has_the_envelope(api: Api, clock: ManualClock) -> None:
    good, bad = api.get("/v1/domains").json(), api.get("/v1/domains/nowhere").json()

    assert good["success"] is True
    assert bad["success"] is False
    for answer in (good, bad):
        assert datetime.fromisoformat(answer["metadata"]["timestamp"]) == clock.now()
        assert answer["metadata"]["requestId"].startswith("req_")
    assert good["metadata"]["requestId"] != bad["metadata"]["requestId"]


def test_an_unknown_path_and_method_answer_in_json(api: Api) -> None:
    path, method = api.get("/v1/nowhere"), api.call("PUT", "/v1/sending")

    assert (path.status_code, path.json()["code"]) == (404, "NOT_FOUND")
    assert (method.status_code, method.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert method.headers["Allow"] == "POST"


def test_the_rate_limit_is_shown_and_kept(api: Api, sandbox: Sandbox, clock: ManualClock) -> None:
    sandbox.account.rate_limit.per_minute = 2

    first, _, third = (api.get("/v1/domains") for _ in range(3))

    assert first.headers["X-RateLimit-Limit"] == "2"
    assert first.headers["X-RateLimit-Remaining"] == "1"
    assert third.status_code == 429
    assert third.json()["code"] == "RATE_LIMIT_EXCEEDED"
    assert third.headers["Retry-After"] == "60"
    clock.advance(60)
    assert api.get("/v1/domains").status_code == 200


def test_requests_are_recorded_without_the_key(api: Api, sandbox: Sandbox) -> None:
    api.send(send_body(), key="one")
    api.raw("GET", "/v1/domains?x=1", headers={"X-API-Key": api.key})
    first, second = sandbox.requests

    assert (first.method, first.path) == ("POST", "/v1/sending")
    assert first.headers["idempotency-key"] == "one"
    assert b'"Your receipt"' in first.body
    assert second.query == "x=1"
    assert api.key not in repr(sandbox.requests)


def test_the_key_is_in_no_repr(sandbox: Sandbox) -> None:
    key = sandbox.account.keys[sandbox.api_key]

    assert sandbox.api_key not in f"{sandbox!r}{sandbox.account!r}{key!r}"
    assert sandbox.api_key not in repr(sandbox.account.rate_limit)


def test_a_made_up_key_says_that_it_is_one_for_practice() -> None:
    first, second = Sandbox(), Sandbox()

    assert first.api_key.startswith("sk_test_sandbox_")
    assert first.api_key != second.api_key
