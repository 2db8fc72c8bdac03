"""The way of every call: opened late, repeated as ``retry`` decides, at the server's pace."""

from __future__ import annotations

import asyncio
import logging
import math
import platform
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from migma_desktop.api import words
from migma_desktop.api.calls import Call, Permission, is_one_word
from migma_desktop.api.envelope import Envelope
from migma_desktop.api.lenient import Fields
from migma_desktop.api.pages import EndlessList, Page, PageStyle, follow, read_page
from migma_desktop.api.retry import Failure, Timing, pause_before_repeat, pause_for_limit
from migma_desktop.api.server_clock import ServerClock
from migma_desktop.api.urls import parse_base_url
from migma_desktop.core.account import RateLimit
from migma_desktop.core.errors import ApiError, KeyRejected, NoConnection, RateLimited, ServiceFault
from migma_desktop.core.ports import Told

if TYPE_CHECKING:
    import httpx

    from migma_desktop.api.exchange import Exchange

_LARGEST_READ = 8 * 1024 * 1024  # bytes; an email's HTML beyond 2 MB can't even be shown

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Road:
    """The connections to one server with one key. Nothing is opened before the first call.

    Raises:
        KeyRejected: ``key`` can't be an API key.
        NoConnection: ``base_url`` breaks the rule of ``urls.parse_base_url``.
    """

    def __init__(
        self,
        *,
        base_url: str,
        key: str,
        version: str,
        transport: httpx.AsyncBaseTransport | None,
        timing: Timing,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
    ) -> None:
        self.base_url = parse_base_url(base_url)
        self._key = _plain_key(key)
        self._user_agent = f"MigmaDesktop/{version} ({platform.system() or 'unknown'})"
        self._transport = transport
        self._timing = timing
        self._clock = clock
        self._sleep = sleep
        self._random = random
        self._exchange: Exchange | None = None
        self._opening = asyncio.Lock()
        self._is_closed = False
        self._closing: asyncio.Future[None] | None = None
        self._under_way = 0  # calls
        self._nothing_under_way = asyncio.Event()
        self._nothing_under_way.set()
        self._quiet_until = 0.0  # by ``clock``: the server has said that no call is left
        self.rate_limit: RateLimit | None = None  # by the newest answer that named it
        self.told: Told | None = None
        self.server_clock = ServerClock(clock=clock)

    async def aclose(self) -> None:
        """Close the connections once the calls under way are answered; new ones are refused.

        Cutting a send off would leave nobody knowing whether Migma accepted it, and a connection
        that is just being opened would stay open.
        """
        self._is_closed = True
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close())
        await asyncio.shield(self._closing)  # a connection that is half closed stays open for good

    async def _close(self) -> None:
        await self._nothing_under_way.wait()
        async with self._opening:
            if self._exchange is not None:
                await self._exchange.aclose()
                self._exchange = None

    async def rows(
        self,
        path: str,
        name: str,
        style: PageStyle,
        permission: Permission,
        *,
        query: Mapping[str, str] | None = None,
        identify: Callable[[Fields], str] = lambda row: row.text("_id", "id"),
    ) -> AsyncGenerator[Fields, None]:
        """Yield the rows of a list."""
        pages = self.pages(path, name, style, permission, query=query, identify=identify)
        async with aclosing(pages):
            async for page in pages:
                for row in page:
                    yield row

    async def pages(
        self,
        path: str,
        name: str,
        style: PageStyle,
        permission: Permission,
        *,
        query: Mapping[str, str] | None = None,
        identify: Callable[[Fields], str] = lambda row: row.text("_id", "id"),
    ) -> AsyncGenerator[list[Fields], None]:
        """Yield the rows of a list, page by page."""

        async def ask(position: Mapping[str, str]) -> Page:
            parameters = {**(query or {}), **position}
            return await self.get(
                path, permission, lambda answer: read_page(answer, name=name), parameters
            )

        try:
            async for page in follow(ask, style=style, identify=identify):
                yield page
        except EndlessList as error:
            title, advice = words.ENDLESS_LIST
            raise ServiceFault(title, advice, details=f"GET {path}: {error}") from error

    async def get(
        self,
        path: str,
        permission: Permission,
        read: Callable[[Envelope], T],
        query: Mapping[str, str] | None = None,
    ) -> T:
        """Read one answer."""
        call = Call(
            method="GET",
            path=path,
            permission=permission,
            most_bytes=_LARGEST_READ,
            query=query or {},
        )
        return await self.call(call, read)

    async def call(self, call: Call, read: Callable[[Envelope], T]) -> T:
        """Make a call, repeated as ``retry`` decides: same bytes, same Idempotency-Key.

        Raises NoConnection when the client was closed before.
        """
        if self._is_closed:
            title, advice = words.ACCOUNT_CLOSED
            raise NoConnection(title, advice, details=f"{call.method} {call.path}")
        self._under_way += 1
        self._nothing_under_way.clear()
        try:
            return await self._call(call, read)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._nothing_under_way.set()

    async def _call(self, call: Call, read: Callable[[Envelope], T]) -> T:
        begun = self._clock()

        def is_stale() -> bool:
            # A clock that was set back tells nothing about how much time has passed.
            return (
                call.is_send and not 0 <= self._clock() - begun <= self._timing.freshness_of_a_send
            )

        exchange = await self._open()
        repeats, waited = 0, 0.0
        while True:
            await self._keep_pace(call)
            outcome = await exchange.attempt(call, read, is_stale=is_stale)
            if not isinstance(outcome, Failure):
                _log.debug("%s %s: answered", call.method, call.path)
                self._tell(call, None)
                return outcome
            pause = pause_before_repeat(
                outcome,
                is_send=call.is_send,
                repeats=repeats,
                waited=waited,
                timing=self._timing,
                random=self._random,
            )
            kind = type(outcome.error).__name__
            if pause is None:
                _log.info("%s %s: %s", call.method, call.path, kind)
                self._tell(call, outcome.error)
                raise outcome.error
            _log.info("%s %s: %s, again in %.1f s", call.method, call.path, kind, pause)
            await self._sleep(pause)
            repeats += 1
            waited += pause

    def _tell(self, call: Call, error: ApiError | None) -> None:
        if self.told is not None:
            self.told(call.permission.newest, error)

    async def _keep_pace(self, call: Call) -> None:
        """Wait when the server has said that no call is left for now.

        A send isn't kept in here for long: it had better wait where its user sees it.
        """
        pause = self._quiet_until - self._clock()
        if pause <= 0:
            return
        if call.is_send and pause > self._timing.patience_of_a_send:
            title, advice = words.limited(seconds=math.ceil(pause))
            raise RateLimited(title, advice, retry_after=pause)
        _log.info("%s %s: no call is left for %.1f s", call.method, call.path, pause)
        await self._sleep(pause)

    def _hear(self, headers: Mapping[str, str]) -> None:
        self.server_clock.hear(headers)
        self.rate_limit = read_rate_limit(headers) or self.rate_limit
        now = self._clock()
        pause = pause_for_limit(headers, now=now, timing=self._timing)
        self._quiet_until = now + pause if pause else 0.0

    async def _open(self) -> Exchange:
        """Load httpx and the certificates in a thread: together they cost some 200 ms."""
        if self._exchange is not None:
            return self._exchange
        async with self._opening:
            if self._exchange is None:
                self._exchange = await asyncio.to_thread(self._build)
            return self._exchange

    def _build(self) -> Exchange:
        from migma_desktop.api.exchange import Exchange
        from migma_desktop.api.verdict import Judge

        judge = Judge(base_url=self.base_url, key=self._key, timing=self._timing, clock=self._clock)
        return Exchange(
            base_url=self.base_url,
            key=self._key,
            user_agent=self._user_agent,
            timing=self._timing,
            judge=judge,
            transport=self._transport,
            heard=self._hear,
        )


def read_rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """Read how many calls a minute are allowed (contract, section 2 "Rate limits")."""
    fields = Fields(dict(headers))
    limit = fields.number("x-ratelimit-limit")
    if limit is None or limit <= 0:
        return None
    return RateLimit(limit, fields.number("x-ratelimit-remaining"))


def _plain_key(key: str) -> str:
    """Return a key that may stand in a header. One that may not would end up in error texts."""
    plain = key.strip()
    if plain and is_one_word(plain):
        return plain
    title, advice = words.MISSHAPEN_KEY
    raise KeyRejected(title, advice)
