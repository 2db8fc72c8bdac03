"""Watching a domain until it is verified, handing its records on, and the report of a check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import dns.zone
import pytest
import pytest_asyncio

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.core.domains.doctor import diagnose
from migma_desktop.core.domains.durations import duration, since
from migma_desktop.core.domains.handing_on import admin_text, zone_file
from migma_desktop.core.domains.kept import DomainKeeper, KeptDomain, Tracking, state_words
from migma_desktop.core.domains.published import Published
from migma_desktop.core.domains.received_email import read_email
from migma_desktop.core.domains.report import Examination, as_html, as_text
from migma_desktop.core.domains.verdict import judge_email
from migma_desktop.core.domains.watching import MOST_LOOKS, PAUSES, WatchStep, watch
from migma_desktop.core.errors import RequestRefused
from migma_desktop.core.models import DnsRecord, Domain, DomainState
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.service import Sandbox

KEY = "sk_test_domains"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def sandbox(clock: ManualClock) -> Sandbox:
    return Sandbox(clock=clock, api_key=KEY)


@pytest_asyncio.fixture
async def keeper(sandbox: Sandbox, clock: ManualClock) -> AsyncIterator[DomainKeeper]:
    async def sleep(seconds: float) -> None:
        clock.advance(seconds)

    client = MigmaClient(
        base_url="http://127.0.0.1",
        key=KEY,
        version="0",
        transport=AsgiTransport(sandbox.app),
        sleep=sleep,
    )
    yield client.domain_keeper
    await client.aclose()


class Waiting:
    """Turns the clock instead of waiting, and keeps what was told."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self.pauses: list[float] = []
        self.steps: list[WatchStep] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self._clock.advance(seconds)

    async def watch(self, kept: KeptDomain, keeper: DomainKeeper) -> WatchStep:
        return await watch(kept, keeper=keeper, sleep=self.sleep, told=self.steps.append)


@pytest.mark.asyncio
async def test_all_domains_come_with_their_details(keeper: DomainKeeper) -> None:
    found = {kept.name: kept for kept in await keeper.all()}
    assert list(found) == [
        "fernandfinch.example",
        "northlight.migma.email",
        "northlightcoffee.example",
    ]
    fern = found["fernandfinch.example"]
    assert fern.region_name == "US East (N. Virginia)"
    assert fern.tracking == Tracking(opens=True, clicks=True, branded=False)
    assert found["northlight.migma.email"].domain.state is DomainState.MANAGED
    now = ManualClock().now()
    assert str(state_words(fern, now=now)) == "Verified: ready to send, for 409 days"
    waiting = found["northlightcoffee.example"]
    assert str(state_words(waiting, now=now)) == "Waiting for DNS records, for 2 days"


@pytest.mark.asyncio
async def test_a_domain_is_watched_until_it_is_verified(
    keeper: DomainKeeper, clock: ManualClock
) -> None:
    waiting = Waiting(clock)
    last = await waiting.watch(await keeper.add("roots.example"), keeper)
    assert last.kept.domain.can_send
    assert waiting.pauses == list(PAUSES[: len(waiting.pauses)])
    assert all(pause < later for pause, later in pairwise(PAUSES))
    assert [step.looks for step in waiting.steps] == list(range(1, last.looks + 1))
    found = [
        sum(record.status == "verified" for record in step.kept.domain.records)
        for step in waiting.steps
    ]
    assert found == sorted(found)
    assert len(set(found)) > 2


@pytest.mark.asyncio
async def test_watching_ends_where_the_domain_fails(
    keeper: DomainKeeper, clock: ManualClock
) -> None:
    last = await Waiting(clock).watch(await keeper.add("broken.example"), keeper)
    assert last.kept.domain.state is DomainState.FAILED
    assert last.moved


@pytest.mark.asyncio
async def test_watching_ends_after_an_hour_without_news(
    keeper: DomainKeeper, clock: ManualClock
) -> None:
    kept = next(each for each in await keeper.all() if not each.domain.can_send)
    waiting = Waiting(clock)
    last = await waiting.watch(kept, keeper)
    assert (last.looks, last.pause) == (MOST_LOOKS, 0)
    assert 3000 < sum(waiting.pauses) < 4500


@pytest.mark.asyncio
async def test_trouble_on_the_way_is_told_and_looked_past(
    keeper: DomainKeeper, clock: ManualClock, sandbox: Sandbox
) -> None:
    kept = await keeper.add("roots.example")
    for call in range(1, 9):
        path = "/v1/domains/roots.example/verify"
        sandbox.faults.add(faults.refuse(), path=path, call=call)
    waiting = Waiting(clock)
    last = await waiting.watch(kept, keeper)
    assert waiting.steps[0].trouble is not None
    assert last.kept.domain.can_send


@pytest.mark.asyncio
async def test_a_prefix_is_checked_taken_and_refused(keeper: DomainKeeper) -> None:
    assert (await keeper.check_prefix("fern")).is_available
    made = await keeper.add_managed("fern")
    assert (made.name, made.domain.state) == ("fern.migma.email", DomainState.MANAGED)
    taken = await keeper.check_prefix("fern")
    assert (taken.is_available, taken.reason) == (False, "The prefix fern is taken")
    with pytest.raises(RequestRefused):
        await keeper.add_managed("fern")


@pytest.mark.asyncio
async def test_one_tracking_switch_changes_and_the_others_stay(keeper: DomainKeeper) -> None:
    changed = await keeper.set_tracking("fernandfinch.example", Tracking(branded=True))
    assert changed.tracking == Tracking(opens=True, clicks=True, branded=True)


LONG = "v=DKIM1; k=rsa; p=" + "A" * 400
DOMAIN = Domain(
    "news.shop.example",
    DomainState.WAITING,
    (
        DnsRecord("CNAME", "one._domainkey.news.shop.example", "one.dkim.migma.example"),
        DnsRecord("TXT", "two._domainkey.news.shop.example", LONG),
        DnsRecord("MX", "send.news.shop.example", "feedback.migma.example", 10),
    ),
)


def test_the_zone_file_is_one_that_name_servers_read() -> None:
    zone = dns.zone.from_text(zone_file(DOMAIN), "shop.example.", check_origin=False)
    texts = zone.get_rdataset("two._domainkey.news", "TXT")
    assert texts is not None
    assert b"".join(texts[0].strings).decode() == LONG
    mx = zone.get_rdataset("send.news", "MX")
    assert mx is not None
    assert mx[0].to_text(origin=zone.origin, relativize=False) == "10 feedback.migma.example."


def test_the_letter_names_each_record_with_what_goes_into_the_fields() -> None:
    text = admin_text(DOMAIN)
    assert "Host:  one._domainkey.news   (one._domainkey.news.shop.example)" in text
    assert LONG in text
    assert "Priority: 10" in text
    assert "3 DNS records" in text


def test_the_report_holds_the_whole_check_and_is_safe_to_open() -> None:
    evil = Domain(
        "shop.example", DomainState.WAITING, (DnsRecord("TXT", "@", "<script>x</script>"),)
    )
    email = read_email("From: a@shop.example\nAuthentication-Results: mx.google.com; dmarc=pass")
    examined = Examination(
        kept=KeptDomain(evil, region_name="Europe"),
        at=ManualClock().now(),
        diagnosis=diagnose(evil, Published()),
        test="Accepted",
        verdict=judge_email(email),
    )
    page, text = as_html(examined), as_text(examined)
    assert "<script>" not in page
    for told in ("Check of shop.example", "No name server answered", "Accepted", "It works"):
        assert told in page
        assert told in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "less than a minute"),
        (61, "about a minute"),
        (2400, "40 minutes"),
        (7200, "2 hours"),
        (604_800, "7 days"),
    ],
)
def test_times_are_said_as_people_say_them(seconds: int, words: str) -> None:
    assert str(duration(seconds)) == words
    now = ManualClock().now()
    assert str(since(now - timedelta(hours=3), now)) == "for 3 hours"
