"""An account that takes stored emails only, as the newest public docs describe it."""

from __future__ import annotations

import httpx

from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.loopback import serve_in_thread
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import FERN, Api, send_body, without

HTML = "<!DOCTYPE html>\r\n<p>Thank you, {{name}}</p>\n"


def test_a_template_is_refused_until_the_account_starts_afresh(api: Api, sandbox: Sandbox) -> None:
    sandbox.account.takes_templates = False
    answer = api.send(send_body())
    assert answer.status_code == 400
    assert answer.json()["code"] == "VALIDATION_ERROR"
    assert "template is not supported" in answer.json()["error"]
    assert "emailId" in answer.json()["error"]
    assert sandbox.inbox.messages == ()

    sandbox.reset()
    assert api.send(send_body()).status_code == 200


def test_an_imported_email_is_kept_as_it_is_and_can_be_sent(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    sandbox.account.takes_templates = False
    started = api.post("/v1/projects/emails/import-html", {"projectId": FERN, "html": HTML})
    name = started.json()["data"]["conversationId"]
    states = []
    for _ in range(3):
        states.append(api.data(f"/v1/projects/emails/{name}/status")["status"])
        clock.advance(1.5)
    assert states == ["pending", "processing", "completed"]

    stored = api.data(f"/v1/projects/emails/{name}/status")["result"]["emails"][0]
    assert stored["html"] == HTML
    body = without(send_body(emailId=stored["emailId"], variables={"name": "Ada"}), "template")
    assert api.send(body).status_code == 200
    (arrived,) = sandbox.inbox.messages
    assert "Thank you, Ada" in arrived.html


def test_templates_can_be_switched_off_from_outside(sandbox: Sandbox) -> None:
    key = {"Authorization": f"Bearer {sandbox.api_key}"}
    with serve_in_thread(sandbox) as base_url:
        root = base_url.removesuffix("/v1")
        control = f"{root}/__sandbox__/templates"
        assert httpx.post(control, json={}, headers=key).status_code == 400
        assert httpx.post(control, json={"taken": False}, headers=key).json() == {"taken": False}
        refused = httpx.post(f"{base_url}/sending", json=send_body(), headers=key)
        assert refused.status_code == 400
