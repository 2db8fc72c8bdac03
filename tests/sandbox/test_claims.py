"""Keys asked for in the browser: the practice Migma's side of the claim flow."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from migma_desktop.sandbox.claims import CODE_SECONDS, GRANT, MOST_AN_HOUR
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import Json, without

ASK: Json = {
    "type": "service_auth",
    "login_hint": "ada@example.com",
    "agent_name": "Migma Desktop",
    "scope": "email:send email:read",
}


class Stranger:
    """A client without a key."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(sandbox.app), base_url="http://127.0.0.1"
        )

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._runner.run(self._client.get(path, headers=headers))

    def post(self, path: str, body: Json) -> httpx.Response:
        return self._runner.run(self._client.post(path, json=body))

    def send_form(self, path: str, **fields: str) -> httpx.Response:
        return self._runner.run(self._client.post(path, data=fields))

    def poll(self, token: str) -> httpx.Response:
        return self.post("/oauth2/token", {"grant_type": GRANT, "claim_token": token})

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


@pytest.fixture
def stranger(sandbox: Sandbox) -> Iterator[Stranger]:
    stranger = Stranger(sandbox)
    yield stranger
    stranger.close()


def _asked(stranger: Stranger, body: Json = ASK) -> tuple[str, str]:
    answer = stranger.post("/agent/identity", body).json()
    return answer["claim_token"], answer["claim"]["user_code"]


def _error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_a_key_comes_once_after_a_yes_with_what_was_asked_for(
    stranger: Stranger, sandbox: Sandbox, clock: ManualClock
) -> None:
    token, code = _asked(stranger)
    assert _error(stranger.poll(token)) == (400, "authorization_pending")
    sandbox.claims.approve(code)
    clock.advance(5)
    answer = stranger.poll(token).json()
    assert answer["scope"] == "email:read email:send"
    key = {"Authorization": f"Bearer {answer['access_token']}"}
    assert stranger.get("/v1/projects", **key).status_code == 200
    assert stranger.get("/v1/domains", **key).status_code == 403
    clock.advance(5)
    assert _error(stranger.poll(token)) == (400, "invalid_grant")


def test_a_no_and_an_expired_code_are_told_apart(
    stranger: Stranger, sandbox: Sandbox, clock: ManualClock
) -> None:
    refused, code = _asked(stranger)
    late, _code = _asked(stranger)
    sandbox.claims.deny(code)
    clock.advance(CODE_SECONDS)
    assert _error(stranger.poll(refused)) == (400, "access_denied")
    assert _error(stranger.poll(late)) == (400, "expired_token")


def test_who_asks_too_often_is_slowed_down(stranger: Stranger, clock: ManualClock) -> None:
    token, _code = _asked(stranger)
    stranger.poll(token)
    clock.advance(4)
    assert _error(stranger.poll(token)) == (400, "slow_down")
    clock.advance(9)
    assert _error(stranger.poll(token)) == (400, "slow_down")
    clock.advance(15)
    assert _error(stranger.poll(token)) == (400, "authorization_pending")


@pytest.mark.parametrize(
    "body",
    [
        {},
        ASK | {"type": "anonymous"},
        ASK | {"login_hint": "nobody"},
        without(ASK, "agent_name"),
        ASK | {"scope": "email:send email:everything"},
        ASK | {"scope": ""},
    ],
)
def test_a_question_that_breaks_a_rule_is_refused(stranger: Stranger, body: Json) -> None:
    answer = stranger.post("/agent/identity", body)
    assert answer.status_code == 400
    assert answer.json()["error"] in {"invalid_request", "invalid_scope"}


def test_without_a_scope_only_reading_is_given(stranger: Stranger, sandbox: Sandbox) -> None:
    _asked(stranger, without(ASK, "scope"))
    (claim,) = sandbox.claims.waiting
    assert all(scope.endswith(":read") for scope in claim.scopes)


def test_ten_questions_an_hour_are_allowed(stranger: Stranger, clock: ManualClock) -> None:
    for _ in range(MOST_AN_HOUR):
        _asked(stranger)
    assert stranger.post("/agent/identity", ASK).status_code == 429
    clock.advance(3_600)
    _asked(stranger)


def test_the_page_in_the_browser_shows_who_asks_for_what_and_takes_the_answer(
    stranger: Stranger, clock: ManualClock
) -> None:
    token, code = _asked(stranger, ASK | {"agent_name": "<b>Migma</b>"})
    page = stranger.get(f"/claim?user_code={code}").text
    assert code in page
    assert "email:send" in page
    assert "<b>Migma" not in page
    assert "Connected" in stranger.send_form("/claim", code=code, answer="approve").text
    assert stranger.get(f"/claim?user_code={code}").status_code == 404
    clock.advance(5)
    assert "access_token" in stranger.poll(token).json()


def test_what_the_server_can_do_is_found_out_without_a_key(stranger: Stranger) -> None:
    for name in ("authorization-server", "protected-resource"):
        found = stranger.get(f"/.well-known/oauth-{name}").json()
        assert found["grant_types_supported"] == [GRANT]
        assert "email:send" in found["scopes_supported"]
