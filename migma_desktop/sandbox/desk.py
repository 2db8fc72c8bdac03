"""The front desk: what happens to every request, whatever it asks for.

In this order: the key, the rate limit, the permission, a replay, the body, the work, the envelope.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.idempotency import StoredAnswer, fingerprint_of
from migma_desktop.sandbox.journal import Change
from migma_desktop.sandbox.reading import MAX_BODY_BYTES, Fields, Query, read_json_object, too_large
from migma_desktop.sandbox.replies import ApiError, Reply
from migma_desktop.sandbox.things import ApiKey

CHALLENGE = 'Bearer resource_metadata="https://api.migma.ai/.well-known/oauth-protected-resource"'


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked at the desk, on its way to the code that answers it."""

    account: Account
    now: datetime
    path: Mapping[str, str]
    query: Query
    body: Fields


Answerer = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation of the API, as the table of routes names it."""

    method: str
    path: str
    answer: Answerer
    scope: str | None = None
    takes_body: bool = False
    idempotent: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it came in. Header names are in lower case."""

    method: str
    path: str
    path_params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the line."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class FrontDesk:
    """Receives requests for one account, one at a time."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._requests = 0

    def receive(self, endpoint: Endpoint | None, incoming: Incoming, miss: ApiError) -> Answer:
        """Answer one request; ``miss`` is the refusal where no endpoint fits."""
        with self._account.lock:
            self._account.settle()
            ids_made = self._account.ids_made
            headers: dict[str, str] = {"Content-Type": "application/json"}
            try:
                key = key_of(self._account, incoming.headers)
                headers.update(self._account.rate_limit.use(key.secret, self._account.now()))
                if endpoint is None:
                    raise miss
                _check_scope(key, endpoint)
                if len(incoming.body) > MAX_BODY_BYTES:
                    raise too_large()
                answer = self._work(endpoint, incoming, key, headers)
            except ApiError as refusal:
                headers.update(refusal.headers)
                return Answer(refusal.status, headers, self._encode(refusal))
            self._write_down(endpoint, incoming, ids_made)
            return answer

    def _work(
        self, endpoint: Endpoint, incoming: Incoming, key: ApiKey, headers: dict[str, str]
    ) -> Answer:
        repeat_key = incoming.headers.get("idempotency-key") if endpoint.idempotent else None
        if repeat_key is None:
            status, body = self._handle(endpoint, incoming)
            return Answer(status, headers, body)
        store, now = self._account.idempotency, self._account.now()
        fingerprint = fingerprint_of(incoming.method, incoming.path, incoming.body)
        stored = store.find(key.secret, repeat_key, fingerprint, now)
        if stored is not None:
            headers["Idempotent-Replayed"] = "true"
            return Answer(stored.status, headers, stored.body)
        status, body = self._handle(endpoint, incoming)
        store.keep(key.secret, repeat_key, StoredAnswer(fingerprint, status, body, now))
        return Answer(status, headers, body)

    def _handle(self, endpoint: Endpoint, incoming: Incoming) -> tuple[int, bytes]:
        try:
            fields: dict[str, object] = {}
            if endpoint.takes_body:
                content_type = incoming.headers.get("content-type", "")
                fields = read_json_object(incoming.body, content_type)
            reply = endpoint.answer(
                Call(
                    account=self._account,
                    now=self._account.now(),
                    path=incoming.path_params,
                    query=Query(incoming.query),
                    body=Fields(fields),
                )
            )
        except ApiError as refusal:
            return refusal.status, self._encode(refusal)
        return reply.status, self._encode(reply)

    def _write_down(self, endpoint: Endpoint, incoming: Incoming, ids_made: int) -> None:
        journal = self._account.journal
        if journal is None or endpoint.method == "GET":
            return
        journal.add(
            Change(
                at=self._account.now(),
                ids_made=ids_made,
                endpoint=f"{endpoint.method} {endpoint.path}",
                path=incoming.path,
                path_params=incoming.path_params,
                query=incoming.query,
                headers=incoming.headers,
                body=incoming.body,
            )
        )

    def _encode(self, reply: Reply | ApiError) -> bytes:
        self._requests += 1
        body = reply.body(now=self._account.now(), request_id=f"req_{self._requests:012x}")
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def no_endpoint() -> ApiError:
    return ApiError(404, "NOT_FOUND", "There is no such endpoint")


def key_of(account: Account, headers: Mapping[str, str]) -> ApiKey:
    """Return the account's key that a request carries; ApiError 401 without one."""
    secret = _secret_in(headers)
    key = account.keys.get(secret) if secret else None
    if key is None:
        message = "Invalid API key" if secret else "Missing API key"
        raise ApiError(401, "UNAUTHORIZED", message, {"WWW-Authenticate": CHALLENGE})
    return key


def _secret_in(headers: Mapping[str, str]) -> str | None:
    """The key in ``Authorization: Bearer``, ``Authorization: ApiKey`` or ``X-API-Key``."""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() in ("bearer", "apikey") and secret.strip():
        return secret.strip()
    return headers.get("x-api-key")


def _check_scope(key: ApiKey, endpoint: Endpoint) -> None:
    if endpoint.scope is None or endpoint.scope in key.scopes:
        return
    raise ApiError(
        403, "INSUFFICIENT_PERMISSIONS", f"This API key lacks the permission {endpoint.scope}"
    )
