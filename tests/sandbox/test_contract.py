"""The sandbox keeps to the machine contract: no server error, and every reply fits its schema.

Each operation is tried three ways: with whatever its schema allows and forbids, with the same
where the ids are those of the practice account (so that most of it succeeds), and without a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from migma_desktop.sandbox.account import stable_id
from migma_desktop.sandbox.endpoints import ENDPOINTS
from migma_desktop.sandbox.post_office import start_campaign
from migma_desktop.sandbox.routes.previews import DEVICES, Preview
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import (
    FERN,
    conversation_id,
    email_id,
    segment_id,
    tag_id,
)

CONTRACT = Path(__file__).with_name("openapi.yaml")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    response_schema_conformance,
    response_headers_conformance,
    content_type_conformance,
]

Decorator = Callable[[Callable[..., None]], Callable[..., None]]
Case = schemathesis.Case[Any]
ONE_SANDBOX_AN_OPERATION = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Stage:
    """The ASGI application that the contract is held against: the sandbox of the running test."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


def load_contract(stage: Stage, *, max_examples: int, with_edges: bool) -> Any:
    """Read the contract; ``with_edges`` tries the limits of each schema beside chance."""
    project = ProjectConfig(
        generation=GenerationConfig(max_examples=max_examples, deterministic=True, database="none"),
        phases=PhasesConfig(coverage=CoveragePhaseConfig(enabled=with_edges)),
    )
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    contract = schemathesis.openapi.from_path(CONTRACT, config=config)
    contract.app = stage
    return contract


STAGE = Stage()
each_operation: Decorator = load_contract(STAGE, max_examples=10, with_edges=True).parametrize()
each_operation_briefly: Decorator = load_contract(
    STAGE, max_examples=2, with_edges=False
).parametrize()


@pytest.fixture
def on_stage(sandbox: Sandbox) -> Sandbox:
    """A fresh sandbox that knows no rate limit."""
    sandbox.account.rate_limit.per_minute = 1_000_000
    STAGE.app = sandbox.app
    return sandbox


def test_the_contract_and_the_table_of_routes_name_the_same_operations() -> None:
    paths = schemathesis.openapi.from_path(CONTRACT).raw_schema["paths"]
    written = {(method.upper(), path) for path, methods in paths.items() for method in methods}

    assert written == {(each.method, each.path) for each in ENDPOINTS}


@each_operation
@ONE_SANDBOX_AN_OPERATION
def test_every_reply_fits_the_contract(case: Case, on_stage: Sandbox) -> None:
    if case.meta is not None and case.meta.generation.mode.is_positive:
        _name_real_things(case, on_stage)
    _use_a_new_repeat_key(case, len(on_stage.requests))
    case.call_and_validate(headers=_key(on_stage), checks=CHECKS)


@pytest.mark.usefixtures("on_stage")
@each_operation_briefly
@ONE_SANDBOX_AN_OPERATION
def test_nothing_is_answered_without_a_key(case: Case) -> None:
    case.call_and_validate(checks=[*CHECKS, ignored_auth])


def _key(sandbox: Sandbox) -> dict[str, str]:
    return {"Authorization": f"Bearer {sandbox.api_key}"}


def _name_real_things(case: Case, sandbox: Sandbox) -> None:
    """Put ids that exist in the place of those that were made up."""
    real = _real_things(sandbox)
    area = case.path.removeprefix("/v1/").partition("/")[0]
    for parameters in (case.path_parameters, case.query):
        for name in parameters:
            own = f"{area}.{name}"
            parameters[name] = real.get(own, real.get(name, parameters[name]))
    if not isinstance(case.body, dict):
        return
    for name, value in case.body.items():
        if name in real and name != "domain" and isinstance(value, str):
            case.body[name] = real[name]
    if case.path == "/v1/sending":
        _make_sendable(case.body)
    if case.path == "/v1/emails/previews" and case.body.get("devices") != []:
        case.body.pop("devices", None)  # keys that nobody has
    if case.body.get("recipientType") == "tag":
        case.body["recipientId"] = tag_id("Newsletter")


def _make_sendable(body: dict[str, Any]) -> None:
    """Fill in what the schema leaves to words: contents, and whom the type needs."""
    if "conversationId" not in body and "emailId" not in body:
        body.update(template="<p>Hello</p>", projectId=FERN)
    body.update(fromName="Fern & Finch", subject="Hello", recipientEmail="ada@example.com")
    body.setdefault("recipientId", segment_id("VIP customers"))
    if body["recipientType"] != "email":
        body.pop("bcc", None)


def _use_a_new_repeat_key(case: Case, number: int) -> None:
    """Let no two cases be repeats of each other, which would only be a conflict."""
    if 0 < len(str(case.headers.get("Idempotency-Key", ""))) <= 100:
        case.headers["Idempotency-Key"] = f"case-{number}"


def _real_things(sandbox: Sandbox) -> Mapping[str, str]:
    account = sandbox.account
    contact = stable_id("contact", FERN, "0")
    topic = stable_id("topic", FERN, "Offers")
    return {
        "projectId": FERN,
        "campaigns.id": stable_id("campaign", FERN, "November letter"),
        "contacts.id": contact,
        "segments.id": segment_id("VIP customers"),
        "tags.id": tag_id("Newsletter"),
        "topics.id": topic,
        "topicId": topic,
        "subscriberId": contact,
        "segmentId": segment_id("VIP customers"),
        "tag": "Newsletter",
        "recipientId": segment_id("VIP customers"),
        "conversationId": conversation_id("Garden letter"),
        "emailId": email_id("Garden letter"),
        "domain": "northlightcoffee.example",
        "providerType": "migma",
        "from": "hello@fernandfinch.example",
        "organizationId": account.workspace_id,
        "scheduledTimezone": "Europe/Vienna",
        "batchId": _batch(sandbox),
        "previewId": _preview(sandbox),
        "deviceKey": DEVICES[0].key,
    }


def _batch(sandbox: Sandbox) -> str:
    """The id of a batch that is under way, started on first use."""
    account = sandbox.account
    if not account.batches:
        campaign = account.campaigns[stable_id("campaign", FERN, "Ferns for VIPs")]
        start_campaign(campaign, account, account.now())
    return next(iter(account.batches))


def _preview(sandbox: Sandbox) -> str:
    """The id of a request for pictures."""
    previews, now = sandbox.account.previews, sandbox.account.now()
    previews["shown"] = Preview("shown", "<p>Hello</p>", "Hello", "", DEVICES[:2], now)
    return "shown"
