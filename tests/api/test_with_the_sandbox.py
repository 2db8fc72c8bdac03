"""The client against the practice Migma, in the same process and over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.wire import encode_send
from migma_desktop.core.errors import (
    ApiError,
    DomainNotVerified,
    KeyRejected,
    NoConnection,
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    ServiceFault,
    UnclearOutcome,
)
from migma_desktop.core.models import DomainState, RecipientType, SendRequest
from migma_desktop.core.ports import Mailer
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.faults import Fault
from migma_desktop.sandbox.loopback import serve_in_thread
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from migma_desktop.sandbox.service import Sandbox
from tests.api.tools import REQUEST, MakeClient
from tests.sandbox.tools import email_id

TO_ONE = replace(REQUEST, from_address=f"hello@{VERIFIED_DOMAIN}", project_id=FERN)
MINUTES = 600.0


@dataclass
class Road:
    """A sandbox, and one way to it."""

    sandbox: Sandbox
    clock: ManualClock
    base_url: str
    transport: AsgiTransport | None


@pytest.fixture(scope="module")
def _loopback() -> Iterator[Road]:
    clock = ManualClock()
    sandbox = Sandbox(clock=clock)
    with serve_in_thread(sandbox) as base_url:  # once: it takes a fifth of a second to end
        yield Road(sandbox, clock, base_url, None)


@pytest.fixture(params=["in process", "over loopback"])
def road(request: pytest.FixtureRequest, _loopback: Road) -> Road:
    if request.param == "over loopback":
        _loopback.sandbox.reset()
        return _loopback
    clock = ManualClock()
    sandbox = Sandbox(clock=clock)
    return Road(sandbox, clock, "http://localhost", AsgiTransport(sandbox.app))


@pytest.fixture
def clock(road: Road) -> ManualClock:
    return road.clock


@pytest.fixture
def sandbox(road: Road) -> Sandbox:
    return road.sandbox


@pytest.fixture
def client(road: Road, sandbox: Sandbox, make_client: MakeClient) -> MigmaClient:
    return make_client(road.base_url, key=sandbox.api_key, transport=road.transport)


async def _send(client: Mailer, request: SendRequest = TO_ONE, *, key: str = "send-1") -> str:
    return (await client.send(encode_send(request), key=key)).id


@pytest.mark.asyncio
async def test_the_account_is_read(client: Mailer) -> None:
    await client.check_key()
    assert [project.name for project in await client.projects()] == [
        "Fern & Finch",
        "Northlight Coffee",
    ]
    domains = await client.domains()
    assert {domain.state for domain in domains} >= {
        DomainState.VERIFIED,
        DomainState.MANAGED,
        DomainState.WAITING,
    }
    assert [domain.can_send for domain in domains] == sorted(
        (domain.can_send for domain in domains), reverse=True
    )
    assert all(group.count is not None for group in await client.segments(FERN))
    assert all(group.name for group in await client.tags(FERN))


@pytest.mark.asyncio
async def test_all_contacts_come_over_many_pages(client: MigmaClient, sandbox: Sandbox) -> None:
    contacts = await client.contacts(FERN)
    assert len(contacts) == len(sandbox.account.contacts_of(FERN)) > 200
    catalog = await client.field_catalog(FERN)
    assert catalog.people == len(contacts)
    ada = contacts[0]
    found = await client.contacts_like(FERN, search=ada.email)
    assert ada in found
    of_tag = await client.field_catalog(FERN, tag=(await client.tags(FERN))[0].name)
    assert of_tag.people is not None
    assert of_tag.people < len(contacts)
    assert (await client.sending_metrics()).daily_limit is not None
    assert await client.topics(FERN)


@pytest.mark.asyncio
async def test_each_finished_email_can_be_read(client: Mailer, sandbox: Sandbox) -> None:
    finished = [email for email in await client.emails(FERN) if email.is_finished]
    assert finished
    singles = [
        email
        for email in finished
        if len(sandbox.account.conversation(email.conversation_id).emails) == 1
    ]
    for email in singles:
        content = await client.conversation_content(email.conversation_id)
        assert content.html
        stored = sandbox.account.conversation(email.conversation_id).emails[0]
        assert (await client.email_content(stored.id)).html == content.html


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", list(RecipientType))
@pytest.mark.parametrize("source", ["template", "conversation", "email"])
async def test_each_recipient_type_takes_each_content_source(
    client: Mailer,
    sandbox: Sandbox,
    clock: ManualClock,
    kind: RecipientType,
    source: str,
) -> None:
    request = await _with_content(await _to(kind, client), source, client, sandbox)
    receipt = await client.send(encode_send(request), key="send-1")
    assert receipt.status == "queued"
    clock.advance(MINUTES)
    assert sandbox.inbox.messages
    if kind.is_batch:
        batch = await client.batch_status(receipt.id)
        assert batch.is_final
        assert batch.sent == len(sandbox.inbox.messages)


async def _to(kind: RecipientType, client: Mailer) -> SendRequest:
    if not kind.is_batch:
        return TO_ONE
    groups = await (client.tags if kind is RecipientType.TAG else client.segments)(FERN)
    smallest = min((group for group in groups if group.count), key=lambda group: group.count or 0)
    return replace(TO_ONE, recipient_type=kind, recipient_email="", recipient_id=smallest.id)


async def _with_content(
    request: SendRequest, source: str, client: Mailer, sandbox: Sandbox
) -> SendRequest:
    if source == "template":
        return request
    conversation = next(
        email.conversation_id
        for email in await client.emails(FERN)
        if email.is_finished
        and len(sandbox.account.conversation(email.conversation_id).emails) == 1
    )
    bare = replace(request, template="", project_id="")
    if source == "conversation":
        return replace(bare, conversation_id=conversation)
    return replace(bare, email_id=sandbox.account.conversation(conversation).emails[0].id)


@pytest.mark.asyncio
async def test_asking_again_with_the_same_key_delivers_once(
    client: Mailer, sandbox: Sandbox, clock: ManualClock
) -> None:
    first = await client.send(encode_send(TO_ONE), key="send-1")
    second = await client.send(encode_send(TO_ONE), key="send-1")
    assert (first.id, first.replayed, second.replayed) == (second.id, False, True)
    clock.advance(MINUTES)
    assert len(sandbox.inbox.messages) == 1


@pytest.mark.asyncio
async def test_what_became_unclear_is_settled_by_asking_again(
    client: Mailer, sandbox: Sandbox, clock: ManualClock
) -> None:
    sandbox.faults.add(faults.reset_after(), path="/v1/sending", call=1)
    with pytest.raises(UnclearOutcome):
        await _send(client)
    assert (await client.send(encode_send(TO_ONE), key="send-1")).replayed
    clock.advance(MINUTES)
    assert len(sandbox.inbox.messages) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"from_address": "hello@not-mine.example"}, DomainNotVerified),
        ({"project_id": "0123456789abcdef01234567"}, NotFound),
        (
            {"recipient_type": RecipientType.TAG, "recipient_email": "", "recipient_id": "none"},
            NotFound,
        ),
        ({"template": "", "project_id": "", "conversation_id": "none"}, NotFound),
    ],
)
async def test_what_the_account_does_not_have_is_refused(
    client: Mailer, sandbox: Sandbox, change: dict[str, Any], error: type[ApiError]
) -> None:
    with pytest.raises(error) as failure:
        await _send(client, replace(TO_ONE, **change))
    assert type(failure.value) is error
    assert failure.value.reply.request_id
    assert sandbox.inbox.messages == ()


@pytest.mark.asyncio
async def test_another_email_under_the_same_key_is_a_conflict(client: Mailer) -> None:
    await _send(client)
    with pytest.raises(RequestRefused, match="already holds a different email"):
        await _send(client, replace(TO_ONE, subject="Another"))


@pytest.mark.asyncio
async def test_an_unknown_key_is_rejected(road: Road, make_client: MakeClient) -> None:
    client = make_client(road.base_url, key="sk_test_unknown_0000", transport=road.transport)
    with pytest.raises(KeyRejected):
        await client.check_key()


@pytest.mark.asyncio
async def test_a_key_that_may_only_send_is_fine_but_reads_nothing(
    road: Road, sandbox: Sandbox, make_client: MakeClient
) -> None:
    sandbox.account.add_key("sk_test_only_sends_00", scopes=["email:send"])
    client = make_client(road.base_url, key="sk_test_only_sends_00", transport=road.transport)
    await client.check_key()
    await _send(client)
    with pytest.raises(PermissionMissing, match="isn't allowed"):
        await client.segments(FERN)


@dataclass(frozen=True)
class Case:
    fault: Fault
    read: type[ApiError] | None
    read_attempts: int
    send: type[ApiError] | None
    delivered: int = 0


FAULTS = {
    "reset before": Case(faults.reset_before(), ServiceFault, 3, UnclearOutcome),
    "reset after": Case(faults.reset_after(), ServiceFault, 3, UnclearOutcome, 1),
    "late": Case(faults.delay(1.0), ServiceFault, 3, UnclearOutcome, 1),
    "cut": Case(faults.cut_body(), ServiceFault, 3, UnclearOutcome, 1),
    "empty": Case(faults.empty_body(), ServiceFault, 1, UnclearOutcome, 1),
    "no JSON": Case(faults.not_json(), ServiceFault, 1, UnclearOutcome, 1),
    "wrong types": Case(faults.wrong_types(), ServiceFault, 1, UnclearOutcome, 1),
    "oversized": Case(faults.oversized(9 * 1024 * 1024), ServiceFault, 1, UnclearOutcome, 1),
    "502 page": Case(faults.html_page(), ServiceFault, 3, UnclearOutcome),
    "200 page": Case(faults.html_page(200, handled=True), ServiceFault, 1, UnclearOutcome, 1),
    "403 page": Case(faults.html_page(403), PermissionMissing, 1, PermissionMissing),
    "success false": Case(faults.success_false(), RequestRefused, 1, RequestRefused),
    "401": Case(faults.status(401), KeyRejected, 1, KeyRejected),
    "404": Case(faults.status(404), NotFound, 1, NotFound),
    "429": Case(faults.status(429, retry_after=2), RateLimited, 3, RateLimited),
    "500 after": Case(faults.status(500, handled=True), ServiceFault, 3, UnclearOutcome, 1),
    "503": Case(faults.status(503), ServiceFault, 3, UnclearOutcome),
}


@pytest.mark.asyncio
@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_ends_a_read_in_the_right_error(
    client: Mailer, sandbox: Sandbox, name: str
) -> None:
    case = FAULTS[name]
    assert case.read is not None
    sandbox.faults.add(case.fault)
    with pytest.raises(case.read):
        await client.projects()
    assert len(sandbox.requests) == case.read_attempts


@pytest.mark.asyncio
@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_ends_a_send_in_the_right_error_and_never_delivers_twice(
    client: Mailer, sandbox: Sandbox, clock: ManualClock, name: str
) -> None:
    case = FAULTS[name]
    assert case.send is not None
    sandbox.faults.add(case.fault)
    with pytest.raises(case.send):
        await _send(client)
    assert len(sandbox.requests) == (3 if case.send is RateLimited else 1)
    clock.advance(MINUTES)
    assert len(sandbox.inbox.messages) == case.delivered


@pytest.mark.asyncio
async def test_a_limited_send_goes_out_after_its_pause(
    client: Mailer, sandbox: Sandbox, clock: ManualClock
) -> None:
    sandbox.faults.add(faults.status(429, retry_after=2), call=1)
    await _send(client)
    clock.advance(MINUTES)
    assert len(sandbox.inbox.messages) == 1


@pytest.mark.asyncio
async def test_a_refused_connection_in_process_never_left(
    sandbox: Sandbox, clock: ManualClock, make_client: MakeClient
) -> None:
    client = make_client(
        "http://localhost", key=sandbox.api_key, transport=AsgiTransport(sandbox.app)
    )
    sandbox.faults.add(faults.refuse(), call=1)
    await _send(client)
    clock.advance(MINUTES)
    assert len(sandbox.inbox.messages) == 1
    sandbox.faults.add(faults.refuse())
    with pytest.raises(NoConnection):
        await _send(client, key="send-2")
    assert len(sandbox.requests) == 1


@pytest.mark.asyncio
async def test_a_group_is_counted_as_it_is_now(client: Mailer, sandbox: Sandbox) -> None:
    (vip,) = [each for each in await client.segments(FERN) if each.name == "VIP customers"]
    assert await client.group(RecipientType.SEGMENT, vip.id, FERN) == vip
    (tag, *_) = await client.tags(FERN)
    assert (await client.group(RecipientType.TAG, tag.id, FERN)).count == tag.count
    with pytest.raises(NotFound):
        await client.group(RecipientType.AUDIENCE, "0" * 24, FERN)
    people = [each for each in sandbox.account.contacts_of(FERN) if tag.name in each.tags]
    for status in ("bounced", "unsubscribed"):
        counted = await client.count_contacts(FERN, status=status, tag=tag.name)
        assert counted == sum(each.status == status for each in people)


@pytest.mark.asyncio
async def test_the_log_of_an_email_tells_what_became_of_it(client: Mailer) -> None:
    letter = email_id("Garden letter")
    request = replace(TO_ONE, template="", project_id="", email_id=letter, variables={})
    await _send(client, request)
    (row,) = await client.email_logs(letter)
    assert (row.recipient, row.sender) == (request.recipient_email, request.from_address)
    assert row.status == "delivered"
    assert await client.email_logs(letter, most=0) in ([], [row])
