"""Storing an email at Migma, and recognising the accounts that want it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.wire import encode_send
from migma_desktop.core.account import ImportedEmail
from migma_desktop.core.errors import (
    BugError,
    DomainNotVerified,
    FixableError,
    PermissionMissing,
    RequestRefused,
    ServiceFault,
    TemplateRefused,
    UnclearOutcome,
)
from migma_desktop.core.models import SendRequest
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox
from tests.api.local_server import LocalServer, answer, success
from tests.api.tools import REQUEST, MakeClient

HTML = "<!DOCTYPE html>\r\n<p>Grüße, {{name}} 🌱</p>\n"
BY_ID = replace(REQUEST, template="", project_id="", email_id="0123456789abcdef01234567")


async def _refusal(
    client: MigmaClient,
    server: LocalServer,
    message: str,
    *,
    status: int = 400,
    code: str = "VALIDATION_ERROR",
    request: SendRequest = REQUEST,
) -> FixableError:
    server.will(answer(status, {"success": False, "error": message, "code": code}))
    with pytest.raises(FixableError) as refused:
        await client.send(encode_send(request), key="send-1")
    return refused.value


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [400, 422])
@pytest.mark.parametrize(
    "message",
    [
        "template is not supported. Import the HTML first, then send its emailId",
        "template is no longer supported",
        '"template" is not allowed',
        "property template should not exist",
        "The `template` field is deprecated; use emailId or conversationId",
        "Templates are not accepted here",
        "template has been removed from this endpoint",
        "template cannot be used; template must not be used",
        "Unrecognized key(s) in object: 'template'",
        "Unknown field: template",
        "unexpected property in request body: template",
        "emailId or conversationId is required",
        "Either conversationId or emailId must be provided",
        "Missing required field: emailId",
        "Please provide an email_id or conversation_id",
        "emailId: Required",
    ],
)
async def test_an_account_that_wants_stored_emails_is_recognised(
    client: MigmaClient, server: LocalServer, message: str, status: int
) -> None:
    error = await _refusal(client, server, message, status=status)
    assert type(error) is TemplateRefused
    assert "Nothing was sent" in str(error.advice)
    assert error.reply.message == message


@pytest.mark.asyncio
async def test_a_code_that_says_so_is_enough(client: MigmaClient, server: LocalServer) -> None:
    error = await _refusal(client, server, "Bad request", code="TEMPLATE_NOT_SUPPORTED")
    assert type(error) is TemplateRefused


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "message",
    [
        "",
        "Bad request",
        "template is required",
        "template is required unless conversationId or emailId is provided",
        "template, emailId or conversationId is required",
        "template must be a string",
        "template must not exceed 500 KB",
        "template is not valid HTML",
        "The template contains an unknown variable",
        "Unsupported CSS property in template",
        "template is not allowed without projectId",
        "template should not be used with conversationId",
        "projectId is required when a template is sent",
        "Project not found for this template",
        "The domain is not allowed to use a template",
        "Your template is not yet approved",
        "fromName is required",
        "subject is not allowed to be empty",
    ],
)
async def test_other_refusals_are_taken_for_what_they_are(
    client: MigmaClient, server: LocalServer, message: str
) -> None:
    assert type(await _refusal(client, server, message)) is RequestRefused


@pytest.mark.asyncio
async def test_a_domain_that_isnt_verified_comes_first(
    client: MigmaClient, server: LocalServer
) -> None:
    message = "The template is not accepted: your domain is not verified"
    assert type(await _refusal(client, server, message)) is DomainNotVerified


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [403, 409])
async def test_only_a_refused_request_counts(
    client: MigmaClient, server: LocalServer, status: int
) -> None:
    error = await _refusal(client, server, "template is not supported", status=status)
    assert not isinstance(error, TemplateRefused)


@pytest.mark.asyncio
async def test_a_stored_email_can_t_be_refused_for_its_template(
    client: MigmaClient, server: LocalServer
) -> None:
    request = replace(BY_ID, variables={"template": "summer"})
    error = await _refusal(client, server, "template is not supported", request=request)
    assert type(error) is RequestRefused


@pytest.mark.asyncio
async def test_an_import_travels_with_its_key_and_asks_to_keep_the_html(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(200, success({"conversationId": "c1", "status": "pending"})))
    assert await client.import_html("p1", HTML, "Hello", key="store-1") == "c1"
    (heard,) = server.heard
    assert (heard.method, heard.target) == ("POST", "/v1/projects/emails/import-html")
    assert heard.headers["idempotency-key"] == "store-1"
    body = json.loads(heard.body)
    assert (body["projectId"], body["html"], body["name"]) == ("p1", HTML, "Hello")
    assert "exactly as it is" in body["instruction"]
    assert body["visibility"] == "private"


@pytest.mark.asyncio
async def test_an_unclear_import_isnt_repeated(client: MigmaClient, server: LocalServer) -> None:
    server.will(answer(503, {"success": False}))
    with pytest.raises(UnclearOutcome):
        await client.import_html("p1", HTML, "Hello", key="store-1")
    assert len(server.heard) == 1


@pytest.mark.asyncio
async def test_an_import_without_an_id_is_unclear(client: MigmaClient, server: LocalServer) -> None:
    server.will(answer(200, success({"status": "pending"})))
    with pytest.raises(UnclearOutcome):
        await client.import_html("p1", HTML, "Hello", key="store-1")


@pytest.mark.asyncio
async def test_a_key_that_may_not_store_is_told_both_names(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(403, {"success": False, "error": "Forbidden"}))
    with pytest.raises(PermissionMissing) as refused:
        await client.import_html("p1", HTML, "Hello", key="store-1")
    assert "email:write" in str(refused.value.advice)
    assert "email:send" in str(refused.value.advice)


@pytest.mark.asyncio
async def test_an_import_without_a_key_is_a_bug(client: MigmaClient) -> None:
    with pytest.raises(BugError):
        await client.import_html("p1", HTML, "Hello", key="")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("data", "imported"),
    [
        ({"status": "PENDING"}, ImportedEmail("pending")),
        ({"status": "failed", "error": "Too big"}, ImportedEmail("failed", error="Too big")),
        (
            {"status": "completed", "result": {"html": "<p>", "subject": "S"}},
            ImportedEmail("completed", html="<p>", subject="S"),
        ),
        (
            {
                "status": "completed",
                "result": {"html": "<b>", "emails": [{"emailId": "e1", "html": "<p>"}]},
            },
            ImportedEmail("completed", email_id="e1", html="<p>"),
        ),
    ],
)
async def test_the_state_of_an_import_is_read(
    client: MigmaClient, server: LocalServer, data: object, imported: ImportedEmail
) -> None:
    server.will(answer(200, success(data)))
    assert await client.imported_email("c1") == imported
    assert server.heard[0].target == "/v1/projects/emails/c1/status"


@pytest.mark.asyncio
async def test_one_email_that_became_several_isnt_sent(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(200, success({"status": "completed", "result": {"emails": [{}, {}]}})))
    with pytest.raises(ServiceFault):
        await client.imported_email("c1")


@pytest.mark.asyncio
async def test_the_whole_road_leads_through_the_practice_migma(make_client: MakeClient) -> None:
    clock = ManualClock()
    sandbox = Sandbox(clock=clock)
    sandbox.account.takes_templates = False
    transport = AsgiTransport(sandbox.app)
    client = make_client("http://localhost", key=sandbox.api_key, transport=transport)
    request = replace(
        REQUEST,
        template=HTML,
        from_address=f"hello@{VERIFIED_DOMAIN}",
        project_id=FERN,
        variables={"name": "Ada"},
    )
    with pytest.raises(TemplateRefused):
        await client.send(encode_send(request), key="send-1")

    conversations = {await client.import_html(FERN, HTML, "Hello", key="store-1") for _ in range(2)}
    (conversation_id,) = conversations
    assert not (await client.imported_email(conversation_id)).is_finished
    clock.advance(10)
    imported = await client.imported_email(conversation_id)
    assert imported.is_finished
    assert imported.html == HTML

    stored = replace(request, template="", project_id="", email_id=imported.email_id)
    await client.send(encode_send(stored), key="send-2")
    (arrived,) = sandbox.inbox.messages
    assert arrived.html == HTML.replace("{{name}}", "Ada")
