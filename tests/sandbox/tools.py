"""What the sandbox's tests share."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from migma_desktop.sandbox.account import stable_id
from migma_desktop.sandbox.seed.brands import FERN, NORTHLIGHT, VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox

Json = dict[str, Any]

__all__ = ["FERN", "NORTHLIGHT", "Api", "Json", "segment_id", "send_body", "tag_id", "without"]


def segment_id(name: str, project_id: str = FERN) -> str:
    return stable_id("segment", project_id, name)


def tag_id(name: str, project_id: str = FERN) -> str:
    return stable_id("tag", project_id, name)


def conversation_id(title: str, project_id: str = FERN) -> str:
    return stable_id("conversation", project_id, title)


def email_id(title: str, slot: int = 0, project_id: str = FERN) -> str:
    return stable_id("email", project_id, title, str(slot))


def send_body(**changes: object) -> Json:
    """A send to one person that breaks no rule; ``from_`` stands for ``from``."""
    body: Json = {
        "recipientType": "email",
        "recipientEmail": "ada@example.com",
        "from": f"hello@{VERIFIED_DOMAIN}",
        "fromName": "Fern & Finch",
        "subject": "Your receipt",
        "template": "<p>Thank you</p>",
        "projectId": FERN,
    }
    body.update({name.removesuffix("_"): value for name, value in changes.items()})
    return body


def batch_body(**changes: object) -> Json:
    """A send to the segment of 214 people."""
    body = send_body(
        recipientType="segment", recipientId=segment_id("VIP customers"), subject="News"
    )
    del body["recipientEmail"]
    body.update({name.removesuffix("_"): value for name, value in changes.items()})
    return body


def without(body: Json, *names: str) -> Json:
    return {name: value for name, value in body.items() if name not in names}


class Api:
    """A client with the sandbox's key, in the same process."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.key = sandbox.api_key
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(sandbox.app), base_url="http://sandbox"
        )

    def __enter__(self) -> Api:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def raw(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A call without any of the usual headers."""
        return self._runner.run(self._client.request(method, path, **options))

    def call(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> httpx.Response:
        usual = {"Authorization": f"Bearer {key or self.key}"}
        return self.raw(method, path, headers={**usual, **(headers or {})}, **options)

    def get(self, path: str, **params: str | int) -> httpx.Response:
        return self.call("GET", path, params=params)

    def data(self, path: str, **params: str | int) -> Any:
        """The data of a reading that must succeed."""
        response = self.get(path, **params)
        assert response.status_code == 200, response.text
        return response.json()["data"]

    def post(self, path: str, json: object = None, **headers: str) -> httpx.Response:
        return self.call("POST", path, json=json, headers=headers)

    def send(self, body: Json, *, key: str | None = None) -> httpx.Response:
        """Send, under an Idempotency-Key if one is given."""
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.call("POST", "/v1/sending", json=body, headers=headers)
