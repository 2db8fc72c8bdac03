"""Asking for a key in the browser, against the practice Migma."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio

from migma_desktop.api.claiming import ClaimClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.core.abilities import WANTED_SCOPE
from migma_desktop.core.claiming import ClaimAnswer, ClaimOffer, ClaimState, wait_for_key
from migma_desktop.core.errors import (
    ApiError,
    KnownError,
    NoConnection,
    RateLimited,
    RequestRefused,
    ServiceFault,
)
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.service import Sandbox
from tests.api.tools import MakeClient

EMAIL = "ada@example.com"


class Watch:
    """The sandbox's clock as the one who waits reads it; something may happen at each sleep."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.slept: list[float] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def now(self) -> float:
        return self.clock.now().timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(seconds)
        self.meanwhile()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def sandbox(watch: Watch) -> Sandbox:
    return Sandbox(clock=watch.clock)


@pytest_asyncio.fixture
async def desk(sandbox: Sandbox) -> AsyncIterator[ClaimClient]:
    client = ClaimClient(
        base_url="http://127.0.0.1", version="1.2.3", transport=AsgiTransport(sandbox.app)
    )
    yield client
    await client.aclose()


async def _wait(desk: ClaimClient, offer: ClaimOffer, watch: Watch) -> ClaimAnswer:
    return await wait_for_key(desk, offer, now=watch.now, sleep=watch.sleep)


@pytest.mark.asyncio
async def test_after_a_yes_the_key_is_here_and_may_do_what_was_asked_for(
    desk: ClaimClient, sandbox: Sandbox, watch: Watch, make_client: MakeClient
) -> None:
    offer = await desk.ask(EMAIL, WANTED_SCOPE)
    assert offer.code in offer.link
    watch.meanwhile = lambda: len(watch.slept) == 3 and sandbox.claims.approve(offer.code)
    answer = await _wait(desk, offer, watch)
    assert answer.state is ClaimState.GRANTED
    assert watch.slept == [offer.interval] * 3
    assert set(answer.scope.split()) == set(WANTED_SCOPE.split())
    made = make_client("http://127.0.0.1", key=answer.key, transport=AsgiTransport(sandbox.app))
    assert await made.domains()
    assert sandbox.account.keys[answer.key].scopes == set(WANTED_SCOPE.split())


@pytest.mark.asyncio
async def test_a_no_ends_the_waiting(desk: ClaimClient, sandbox: Sandbox, watch: Watch) -> None:
    offer = await desk.ask(EMAIL, WANTED_SCOPE)
    watch.meanwhile = lambda: len(watch.slept) == 1 and sandbox.claims.deny(offer.code)
    assert (await _wait(desk, offer, watch)).state is ClaimState.REFUSED


@pytest.mark.asyncio
async def test_without_an_answer_the_code_expires_after_ten_minutes(
    desk: ClaimClient, watch: Watch
) -> None:
    offer = await desk.ask(EMAIL, WANTED_SCOPE)
    assert (await _wait(desk, offer, watch)).state is ClaimState.EXPIRED
    assert sum(watch.slept) == offer.seconds


@pytest.mark.asyncio
async def test_who_is_told_to_slow_down_does(
    desk: ClaimClient, sandbox: Sandbox, watch: Watch
) -> None:
    offer = await desk.ask(EMAIL, WANTED_SCOPE)
    (claim,) = sandbox.claims.waiting
    claim.polled_at = watch.clock.now() + timedelta(seconds=2)
    watch.meanwhile = lambda: len(watch.slept) == 3 and sandbox.claims.approve(offer.code)
    assert (await _wait(desk, offer, watch)).state is ClaimState.GRANTED
    assert watch.slept == [5.0, 10.0, 10.0]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "fault", [faults.refuse(), faults.reset_before(), faults.html_page(502), faults.not_json()]
)
async def test_a_broken_line_is_waited_out(
    desk: ClaimClient, sandbox: Sandbox, watch: Watch, fault: faults.Fault
) -> None:
    offer = await desk.ask(EMAIL, WANTED_SCOPE)
    sandbox.faults.add(fault, path="/oauth2/token")
    troubles: list[bool] = []
    watch.meanwhile = lambda: len(watch.slept) == 2 and _mend(sandbox, offer.code)
    answer = await wait_for_key(
        desk, offer, now=watch.now, sleep=watch.sleep, troubled=troubles.append
    )
    assert answer.state is ClaimState.GRANTED
    assert troubles == [True, False]


def _mend(sandbox: Sandbox, code: str = "") -> bool:
    sandbox.faults.clear()
    return not code or bool(sandbox.claims.approve(code))


@pytest.mark.asyncio
async def test_a_key_whose_answer_got_lost_is_not_waited_for(
    desk: ClaimClient, sandbox: Sandbox, watch: Watch
) -> None:
    offer = await desk.ask(EMAIL, WANTED_SCOPE)
    sandbox.claims.approve(offer.code)
    sandbox.faults.add(faults.reset_after(), path="/oauth2/token", call=1)
    watch.meanwhile = lambda: len(watch.slept) == 2 and _mend(sandbox)
    assert (await _wait(desk, offer, watch)).state is ClaimState.LOST


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.refuse(), NoConnection),
        (faults.status(429, retry_after=360), RateLimited),
        (faults.status(404), RequestRefused),
        (faults.html_page(502), ServiceFault),
        (faults.wrong_types(), ServiceFault),
        (faults.not_json(), ServiceFault),
    ],
)
async def test_a_question_that_fails_says_why(
    desk: ClaimClient, sandbox: Sandbox, fault: faults.Fault, kind: type[ApiError]
) -> None:
    sandbox.faults.add(fault, path="/agent/identity")
    with pytest.raises(kind):
        await desk.ask(EMAIL, WANTED_SCOPE)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "link",
    ["http://example.com/claim", "file:///etc/passwd", "javascript:1", "https://a@b.example/", ""],
)
async def test_a_link_that_leads_elsewhere_is_never_offered(link: str) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        claim = {"user_code": "BCDF-GHJK", "verification_uri_complete": link}
        return httpx.Response(200, json={"claim_token": "t", "claim": claim})

    desk = ClaimClient(
        base_url="https://migma.example", version="1", transport=httpx.MockTransport(answer)
    )
    with pytest.raises(ServiceFault):
        await desk.ask(EMAIL, WANTED_SCOPE)
    await desk.aclose()


@pytest.mark.asyncio
async def test_no_text_quotes_a_token_or_a_key(desk: ClaimClient, sandbox: Sandbox) -> None:
    offer = await desk.ask(EMAIL, WANTED_SCOPE)
    answer = ClaimAnswer(ClaimState.GRANTED, "sk_live_canary")
    assert offer.token not in repr(offer)
    assert "canary" not in repr(answer)
    sandbox.faults.add(faults.status(418), path="/oauth2/token")
    with pytest.raises(KnownError) as caught:
        await desk.poll(offer.token)
    assert offer.token not in f"{caught.value.title}{caught.value.advice}{caught.value.details}"
