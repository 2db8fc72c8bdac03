"""Stand-ins that behave: a clock that is turned by hand and a Migma without a network."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from migma_desktop.core.account import (
    Contact,
    Credits,
    FieldCatalog,
    ImportedEmail,
    LogRow,
    RateLimit,
    SendingMetrics,
)
from migma_desktop.core.device_previews import Device, DevicePreview
from migma_desktop.core.domains.kept import DomainKeeper
from migma_desktop.core.errors import ApiError, NoConnection, RateLimited, Reply, UnclearOutcome
from migma_desktop.core.made_emails import SeriesEmail, Topic
from migma_desktop.core.models import (
    BatchStatus,
    Domain,
    Group,
    MigmaEmail,
    Project,
    RecipientType,
    SendReceipt,
    SendRequest,
    StoredContent,
)
from migma_desktop.core.ports import Told
from migma_desktop.core.texts import say
from migma_desktop.core.validation import Report

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class ManualTime:
    """A clock that stands still until it is turned, and a sleep that follows it."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []
        self._changed = asyncio.Event()
        self.asked: list[float] = []

    def now(self) -> datetime:
        """Return the time by this clock."""
        return self._now

    def turn(self, seconds: float) -> None:
        """Move the hands, also backwards, and wake those whose time has come."""
        self._now += timedelta(seconds=seconds)
        for due, sleeper in self._sleepers:
            if due <= self._now and not sleeper.done():
                sleeper.set_result(None)

    async def sleep(self, seconds: float) -> None:
        """Sleep by this clock."""
        self.asked.append(seconds)
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (self._now + timedelta(seconds=seconds), sleeper)
        self._sleepers.append(entry)
        self._changed.set()
        try:
            await sleeper
        finally:
            self._sleepers.remove(entry)
            self._changed.set()

    async def until_asleep(self, count: int = 1) -> None:
        """Return when ``count`` tasks or more sleep by this clock."""
        while sum(not sleeper.done() for _, sleeper in self._sleepers) < count:
            self._changed.clear()
            await self._changed.wait()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request that reached the fake Migma."""

    key: str
    body: bytes


class Census:
    """The running programs of a test: each newcomer lives until the day it is ended."""

    def __init__(self) -> None:
        self.alive: set[str] = set()
        self._count = 0

    def newcomer(self) -> Citizen:
        """Start one more program."""
        self._count += 1
        mark = f"program-{self._count}"
        self.alive.add(mark)
        return Citizen(self, mark)

    def end_all(self) -> None:
        """Let all of them end."""
        self.alive.clear()


@dataclass(frozen=True, slots=True)
class Citizen:
    """What one running program knows of the others: ``ports.Owners``."""

    census: Census
    mark: str

    def own(self) -> str:
        """Return its own mark."""
        return self.mark

    def is_alive(self, owner: str) -> bool:
        """Whether that program is running."""
        return owner in self.census.alive


Trouble = Callable[[], Exception]


@dataclass(slots=True)
class FakeMailer:
    """A Migma that remembers keys, delivers once a key, and breaks when told to.

    ``before`` breaks calls before they are handled, ``after`` once they were: one entry a call,
    None for no trouble. ``gate`` holds calls back inside Migma.
    """

    before: deque[Exception | None] = field(default_factory=deque)
    after: deque[Exception | None] = field(default_factory=deque)
    batches: deque[BatchStatus | Exception] = field(default_factory=deque)
    attempts: list[Attempt] = field(default_factory=list)
    delivered: dict[str, bytes] = field(default_factory=dict)
    looks: list[str] = field(default_factory=list)
    imports: deque[ImportedEmail | Exception] = field(default_factory=deque)
    imported: dict[str, str] = field(default_factory=dict)
    logs: list[LogRow] | Exception = field(default_factory=list)
    groups: deque[Group | Exception] = field(default_factory=deque)
    skipped: dict[str, int] = field(default_factory=dict)  # contacts by status
    people: list[Contact] = field(default_factory=list)
    slots: list[SeriesEmail] = field(default_factory=list)
    fields: FieldCatalog | Exception = field(default_factory=FieldCatalog)
    metrics: SendingMetrics | Exception = field(default_factory=SendingMetrics)
    plan: Credits | Exception = field(default_factory=Credits)
    rate_limit: RateLimit | None = None
    server_now: datetime | None = None
    server_now_once_asked: datetime | None = None
    told: Told | None = None
    picture_steps: deque[DevicePreview | Exception] = field(default_factory=deque)
    pictured: list[str] = field(default_factory=list)  # HTML that pictures were taken of
    gate: asyncio.Event | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    batch_id: str = ""

    @property
    def domain_keeper(self) -> DomainKeeper:
        raise NotImplementedError

    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        """Deliver once a key."""
        self.attempts.append(Attempt(key, body))
        _raise_next(self.before)
        self.arrived.set()
        if self.gate is not None:
            await self.gate.wait()
        replayed = key in self.delivered
        self.delivered.setdefault(key, body)
        _raise_next(self.after)
        return SendReceipt(
            id=f"remote-{key}",
            provider="migma",
            status="queued",
            message="Queued",
            batch_id=self.batch_id,
            replayed=replayed,
        )

    async def batch_status(self, batch_id: str) -> BatchStatus:
        """Return the next prepared status; the last one stays."""
        self.looks.append(batch_id)
        status = self.batches.popleft() if len(self.batches) > 1 else self.batches[0]
        if isinstance(status, Exception):
            raise status
        return status

    async def check_key(self) -> None:
        """Know every key, and tell the time where it is known."""
        self.server_now = self.server_now or self.server_now_once_asked

    async def projects(self) -> Sequence[Project]:
        """Have none."""
        return ()

    async def domains(self) -> Sequence[Domain]:
        """Have none."""
        return ()

    async def segments(self, project_id: str) -> Sequence[Group]:
        """Have none."""
        return ()

    async def tags(self, project_id: str) -> Sequence[Group]:
        """Have none."""
        return ()

    async def emails(self, project_id: str) -> Sequence[MigmaEmail]:
        """Have none."""
        return ()

    async def series(self, conversation_id: str) -> Sequence[SeriesEmail]:
        """Return the emails of a series."""
        return list(self.slots)

    async def topics(self, project_id: str) -> Sequence[Topic]:
        """Return the topics."""
        return []

    async def conversation_content(self, conversation_id: str) -> StoredContent:
        """Hold an empty email."""
        return StoredContent(html="")

    async def email_content(self, email_id: str) -> StoredContent:
        """Hold an empty email."""
        return StoredContent(html="")

    async def import_html(self, project_id: str, html: str, name: str, *, key: str) -> str:
        """Store an email once a key, under an id made of it."""
        self.attempts.append(Attempt(key, html.encode()))
        _raise_next(self.before)
        self.imported.setdefault(key, html)
        _raise_next(self.after)
        return f"conversation-{key}"

    async def imported_email(self, conversation_id: str) -> ImportedEmail:
        """Return the next prepared state; the last one stays."""
        self.looks.append(conversation_id)
        state = self.imports.popleft() if len(self.imports) > 1 else self.imports[0]
        if isinstance(state, Exception):
            raise state
        return state

    async def email_logs(self, email_id: str, *, most: int = 1000) -> Sequence[LogRow]:
        """Return the prepared rows."""
        self.looks.append(email_id)
        if isinstance(self.logs, Exception):
            raise self.logs
        return self.logs[:most]

    async def group(self, recipient_type: RecipientType, group_id: str, project_id: str) -> Group:
        """Return the next prepared group; the last one stays."""
        group = self.groups.popleft() if len(self.groups) > 1 else self.groups[0]
        if isinstance(group, Exception):
            raise group
        return group

    async def count_contacts(self, project_id: str, *, status: str, tag: str) -> int | None:
        """Return the prepared number."""
        return self.skipped.get(status)

    async def field_catalog(
        self, project_id: str, *, segment_id: str = "", tag: str = ""
    ) -> FieldCatalog:
        """Return the prepared catalogue."""
        self.looks.append(f"fields {project_id} {segment_id}{tag}")
        if isinstance(self.fields, Exception):
            raise self.fields
        return self.fields

    async def contact_pages(self, project_id: str) -> AsyncGenerator[Sequence[Contact], None]:
        """Yield the prepared people, one at a time."""
        for person in self.people:
            yield [person]

    async def contacts_like(
        self, project_id: str, *, search: str = "", tag: str = "", most: int = 20
    ) -> Sequence[Contact]:
        """Return those of the prepared people who fit."""
        found = [each for each in self.people if search in each.email]
        return [each for each in found if not tag or tag in each.tags][:most]

    async def sending_metrics(self) -> SendingMetrics:
        """Return the prepared figures."""
        if isinstance(self.metrics, Exception):
            raise self.metrics
        return self.metrics

    async def credits(self) -> Credits:
        """Return the prepared plan."""
        if isinstance(self.plan, Exception):
            raise self.plan
        return self.plan

    def watch(self, told: Told | None) -> None:
        """Keep whom to tell."""
        self.told = told

    async def validate(self, *, html: str, subject: str) -> Report:
        """Have nothing to say."""
        return Report()

    async def devices(self) -> Sequence[Device]:
        """Have no devices."""
        return ()

    async def begin_device_preview(
        self, *, html: str, subject: str, devices: Sequence[str]
    ) -> DevicePreview:
        """Return the next prepared step of the pictures, the html noted."""
        self.pictured.append(html)
        return self._next_step()

    async def device_preview(self, preview_id: str) -> DevicePreview:
        """Return the next prepared step of the pictures."""
        return self._next_step()

    def _next_step(self) -> DevicePreview:
        step = self.picture_steps.popleft()
        if isinstance(step, Exception):
            raise step
        return step

    async def picture(self, address: str) -> bytes:
        """Have an empty picture."""
        return b""

    async def credits_left(self) -> int | None:
        """Say nothing."""
        return None

    async def aclose(self) -> None:
        """Have nothing to close."""


def _raise_next(troubles: deque[Exception | None]) -> None:
    trouble = troubles.popleft() if troubles else None
    if trouble is not None:
        raise trouble


def trouble(kind: type[ApiError], title: str = "Trouble", *, words: str = "") -> ApiError:
    """Return an error of the API's tree."""
    return kind(say(title), say("Do something"), reply=Reply(message=words), details="detail")


def offline() -> NoConnection:
    """Return the error of a computer without a network."""
    return NoConnection(say("No connection"), say("Check your network"))


def too_many(retry_after: float) -> RateLimited:
    """Return the error of a 429."""
    return RateLimited(say("Too many requests"), say("Wait"), retry_after=retry_after)


def unclear() -> UnclearOutcome:
    """Return the error of a connection that broke after the request had left."""
    return UnclearOutcome(say("No answer"), say("Ask again"), reply=Reply(status=None))


def request_to_person(address: str = "ada@example.com") -> SendRequest:
    """Return a request that breaks no rule."""
    return SendRequest(
        recipient_type=RecipientType.PERSON,
        recipient_email=address,
        from_address="shop@acme.example",
        from_name="Acme",
        subject="Your receipt, {{first_name}}",
        template="<p>Hi {{first_name}}</p>",
        project_id="project-1",
        variables={"first_name": "Ada", "total": 12.5, "paid": True, "lines": [1, {"a": None}]},
    )


def request_to_segment(segment_id: str = "segment-1") -> SendRequest:
    """Return a request for a batch."""
    return SendRequest(
        recipient_type=RecipientType.SEGMENT,
        recipient_id=segment_id,
        from_address="shop@acme.example",
        from_name="Acme",
        subject="News",
        template="<p>News</p>",
        project_id="project-1",
    )
