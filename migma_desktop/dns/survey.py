"""Asks about a whole domain: the user's resolver, the domain's own servers, public resolvers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence

import dns.exception
import dns.resolver

from migma_desktop.core.domains.names import clean, is_within, organisational, parents
from migma_desktop.core.domains.published import (
    Answer,
    Outcome,
    Published,
    Question,
    Source,
    SourceKind,
)
from migma_desktop.core.domains.questions import further, plan
from migma_desktop.core.models import Domain
from migma_desktop.dns.asking import Asker, Endpoint, Reach

PUBLIC_RESOLVERS = {"Cloudflare (1.1.1.1)": "1.1.1.1", "Quad9 (9.9.9.9)": "9.9.9.9"}
"""Asked by the user's choice only: they learn which domain is looked at."""

_TIMEOUT = 2.5  # seconds a try
_MOST_SERVERS = 4  # of the domain itself
_ROUNDS = 4  # of SPF records that include each other
YOUR_RESOLVER = "Your network's name server"


def system_resolvers() -> list[Endpoint]:
    """Return the resolvers that this computer uses; none when it has no network."""
    try:
        found = dns.resolver.Resolver()
    except (dns.exception.DNSException, OSError):
        return []
    return [Endpoint(str(each), found.port) for each in found.nameservers]


class Survey:
    """One look at one domain. ``run`` blocks; ``stop`` may be called from any thread."""

    def __init__(
        self,
        domain: Domain,
        *,
        public: bool,
        resolvers: Callable[[], Sequence[Endpoint]] = system_resolvers,
        public_resolvers: Mapping[str, str] = PUBLIC_RESOLVERS,
        reach: Reach = Endpoint,
        timeout: float = _TIMEOUT,
    ) -> None:
        self._domain = domain
        self._resolvers = resolvers
        self._public = dict(public_resolvers) if public else {}
        self._reach = reach
        self._timeout = timeout
        self._stopped = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Published] | None = None

    def run(self) -> Published:
        """Ask, and return all answers. Nothing is raised: silence is an answer too."""
        return asyncio.run(self._begin())

    def stop(self) -> None:
        """Give up; ``run`` then returns what is not worth reading."""
        self._stopped = True
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)

    async def _begin(self) -> Published:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.ensure_future(self._look())
        if self._stopped:
            self._task.cancel()
        try:
            return await self._task
        except asyncio.CancelledError:
            if not self._stopped:
                raise
            return Published()

    async def _look(self) -> Published:
        asker = Asker(timeout=self._timeout)
        yours, walked = await self._working_resolver(asker)
        source = Source(SourceKind.YOURS, YOUR_RESOLVER, yours.host if yours else "")
        answers: dict[Source, dict[Question, Answer]] = {source: dict(walked)}
        zone = _zone(self._domain.name, walked)
        if yours is None or not is_within(zone, organisational(self._domain.name)):
            return Published(zone, answers)
        servers, skipped = await self._servers(asker, yours, walked.get(Question(zone, "NS")))
        endpoints: dict[Source, tuple[Endpoint, bool]] = {source: (yours, True)}
        endpoints |= {each: (self._reach(each.address), False) for each in servers}
        for name, address in self._public.items():
            public = Source(SourceKind.PUBLIC, name, address)
            endpoints[public] = (self._reach(address), True)
        wanted = plan(self._domain, zone=zone)
        for each in endpoints:
            answers.setdefault(each, {})
        await self._fill(asker, endpoints, answers, wanted.everywhere)
        knowing = _who_knows(answers, servers) or source
        await self._fill(asker, {knowing: endpoints[knowing]}, answers, wanted.anywhere)
        for _ in range(_ROUNDS):
            more = further(self._domain, Published(zone, answers))
            if not more:
                break
            await self._fill(asker, {source: endpoints[source]}, answers, more)
        return Published(zone, answers, tuple(skipped))

    async def _working_resolver(
        self, asker: Asker
    ) -> tuple[Endpoint | None, dict[Question, Answer]]:
        """Return the first resolver that answers, with where the domain and those above begin."""
        questions = [Question(name, "NS") for name in parents(self._domain.name)]
        said: dict[Question, Answer] = {}
        for endpoint in self._resolvers():
            replies = await asyncio.gather(
                *(asker.ask(endpoint, question, recursive=True) for question in questions)
            )
            said = dict(zip(questions, replies, strict=True))
            silent = {Outcome.SILENT, Outcome.UNREACHABLE}
            if any(reply.outcome not in silent for reply in replies):
                return endpoint, said
        return None, said

    async def _servers(
        self, asker: Asker, resolver: Endpoint, named: Answer | None
    ) -> tuple[list[Source], list[str]]:
        """Find the addresses of the domain's own name servers."""
        names = [clean(name) for name in sorted(named.values)[:_MOST_SERVERS]] if named else []
        questions = [Question(name, kind) for name in names for kind in ("A", "AAAA")]
        replies = await asyncio.gather(
            *(asker.ask(resolver, question, recursive=True) for question in questions)
        )
        found = dict(zip(questions, replies, strict=True))
        reachable = await asyncio.gather(
            *(
                self._first_reachable(
                    asker,
                    [*found[Question(name, "A")].values, *found[Question(name, "AAAA")].values],
                )
                for name in names
            )
        )
        pairs = list(zip(names, reachable, strict=True))
        servers = [Source(SourceKind.AUTHORITY, name, at) for name, at in pairs if at]
        return servers, [name for name, at in pairs if not at]

    async def _first_reachable(self, asker: Asker, addresses: list[str]) -> str:
        """Return the first address that this computer has a way to: many have no IPv6."""
        probe = Question(self._domain.name, "NS")
        for address in addresses:
            answer = await asker.ask(self._reach(address), probe, recursive=False)
            if answer.outcome is not Outcome.UNREACHABLE:
                return address
        return ""

    async def _fill(
        self,
        asker: Asker,
        endpoints: Mapping[Source, tuple[Endpoint, bool]],
        answers: dict[Source, dict[Question, Answer]],
        questions: Iterable[Question],
    ) -> None:
        asked = [
            (source, question)
            for source in endpoints
            for question in questions
            if question not in answers[source]
        ]
        replies = await asyncio.gather(
            *(
                asker.ask(endpoints[source][0], question, recursive=endpoints[source][1])
                for source, question in asked
            )
        )
        for (source, question), reply in zip(asked, replies, strict=True):
            answers[source][question] = reply


def _zone(domain: str, walked: Mapping[Question, Answer]) -> str:
    """Return the name at or above the domain that has name servers of its own."""
    for name in parents(domain):
        answer = walked.get(Question(name, "NS"))
        if answer is not None and answer.outcome is Outcome.FOUND and not answer.alias:
            return name
    return ""


def _who_knows(
    answers: Mapping[Source, Mapping[Question, Answer]], servers: Sequence[Source]
) -> Source | None:
    return next(
        (each for each in servers if any(a.says_something for a in answers[each].values())), None
    )
