"""One attempt on the wire with httpx. Imported late: httpx costs 130 ms."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Generator, Mapping, MutableMapping
from importlib.util import find_spec
from typing import TypeVar, cast
from urllib.parse import urlencode, urlsplit

import httpx
import truststore

from migma_desktop.api import words
from migma_desktop.api.calls import Call, Progress
from migma_desktop.api.envelope import Envelope
from migma_desktop.api.lenient import Unreadable
from migma_desktop.api.reading import ACCEPT_ENCODING, BoundedBody
from migma_desktop.api.retry import Failure, Timing
from migma_desktop.api.urls import is_loopback
from migma_desktop.api.verdict import Judge
from migma_desktop.core.errors import NoConnection

T = TypeVar("T")

_MOST_CONNECTIONS = 8
_REQUEST_STARTS = ".send_request_headers.started"  # httpcore's name of the step

# What a transport may raise. OSError holds TimeoutError, which the overall deadline raises.
_TRANSPORT_ERRORS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError)

# With every request httpcore tries to import this module, of which asyncio has no need, four times:
# each searches the disk. A None says once that it isn't there (Python's reference, 5.3.1).
if find_spec("sniffio") is None:
    cast("MutableMapping[str, object]", sys.modules)["sniffio"] = None


class _BearerAuth(httpx.Auth):
    """Adds the key at the last moment, so that no request built before holds it."""

    def __init__(self, key: str) -> None:
        self._header = f"Bearer {key}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class Exchange:
    """The connections to one server, and how one request and its answer pass over them.

    ``heard`` gets the headers of each answer. Without a ``key`` requests carry none.

    Raises NoConnection when the environment names a proxy that can't be used.
    """

    def __init__(
        self,
        *,
        base_url: str,
        key: str,
        user_agent: str,
        timing: Timing,
        judge: Judge,
        transport: httpx.AsyncBaseTransport | None,
        heard: Callable[[Mapping[str, str]], None],
    ) -> None:
        self._base_url = base_url
        self._heard = heard
        self._auth = _BearerAuth(key) if key else None
        self._whole = timing.whole
        self._judge = judge
        self._http = _open_client(base_url, user_agent, timing, transport)

    async def attempt(
        self, call: Call, read: Callable[[Envelope], T], *, is_stale: Callable[[], bool]
    ) -> T | Failure:
        """Make one attempt; return what ``read`` makes of the answer, or why there is none.

        ``read`` may raise Unreadable. ``is_stale`` is asked when the request is about to leave;
        then it doesn't.
        """
        progress = await self.ask(call, is_stale=is_stale)
        if isinstance(progress, Failure):
            return progress
        answer = self._judge.of_answer(call, progress)
        if isinstance(answer, Failure):
            return answer
        try:
            return read(answer)
        except Unreadable as error:
            return self._judge.of_unreadable(call, progress, str(error))

    async def ask(
        self, call: Call, *, is_stale: Callable[[], bool] = lambda: False
    ) -> Progress | Failure:
        """Make one attempt; return the answer as it came, or why there is none."""
        progress = Progress()
        try:
            await self._carry(call, progress, is_stale)
        except _TRANSPORT_ERRORS as error:
            return self._judge.of_break(call, progress, error)
        return progress

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def _carry(self, call: Call, progress: Progress, is_stale: Callable[[], bool]) -> None:
        """Note in ``progress`` how far an attempt comes.

        Once the head of an answer is here, what goes wrong is a flaw of its body, noted and not
        raised: its status still says much.
        """
        try:
            async with asyncio.timeout(self._whole):
                await self._exchange(call, progress, is_stale)
        except _TRANSPORT_ERRORS as error:
            if progress.status is None:
                raise
            progress.flaw = f"{type(error).__name__}: {error}"
            progress.broke = True

    async def _exchange(self, call: Call, progress: Progress, is_stale: Callable[[], bool]) -> None:
        request = self._http.build_request(
            call.method,
            self._url(call),
            content=call.body or None,
            headers=_headers(call),
            extensions={"trace": _Tracer(progress, is_stale)},
        )
        response = await self._http.send(request, stream=True, auth=self._auth)
        try:
            progress.headers = dict(response.headers.items())  # in lower case already
            progress.status = response.status_code
            self._heard(progress.headers)
            await _collect(response.aiter_raw(), call=call, progress=progress)
        finally:
            await response.aclose()

    def _url(self, call: Call) -> httpx.URL:
        """Read the address once; httpx reads it again for every part that comes on its own."""
        query = f"?{urlencode(call.query)}" if call.query else ""
        return httpx.URL(f"{self._base_url}{call.path}{query}")


def _open_client(
    base_url: str, user_agent: str, timing: Timing, transport: httpx.AsyncBaseTransport | None
) -> httpx.AsyncClient:
    # A proxy in between would read what goes to this very computer in the clear.
    is_local = is_loopback(urlsplit(base_url).hostname or "")
    try:
        return httpx.AsyncClient(
            transport=transport,
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=not is_local,
            follow_redirects=False,
            headers={
                "User-Agent": user_agent,
                "Accept": "application/json",
                "Accept-Encoding": ACCEPT_ENCODING,
            },
            timeout=httpx.Timeout(
                connect=timing.connect, read=timing.read, write=timing.write, pool=timing.pool
            ),
            limits=httpx.Limits(
                max_connections=_MOST_CONNECTIONS, keepalive_expiry=timing.keep_alive
            ),
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        # Of a kind that isn't supported (SOCKS), or misspelt. Its address may hold a password.
        title, advice = words.NOT_CONNECTED[words.Obstacle.PROXY]
        details = f"{type(error).__name__}: a proxy named by the environment can't be used"
        raise NoConnection(title, advice, details=details) from None


async def _collect(pieces: AsyncIterator[bytes], *, call: Call, progress: Progress) -> None:
    body = BoundedBody(
        encoding=progress.headers.get("content-encoding", ""),
        length=progress.headers.get("content-length", ""),
        most_bytes=call.most_bytes,
    )
    try:
        await body.read(pieces)
    except Unreadable as error:
        progress.flaw = str(error)
    finally:
        progress.body = body.content


def _headers(call: Call) -> dict[str, str]:
    headers: dict[str, str] = {}
    if call.body:
        headers["Content-Type"] = "application/json"
    if call.idempotency_key:
        headers["Idempotency-Key"] = call.idempotency_key
    return headers


class _Tracer:
    """Notes the moment from which a request can no longer be called unsent.

    Raises ConnectTimeout instead when too much time has passed until then. From that moment on it
    is no longer asked: the eight steps that follow would cost every page of a long list.
    """

    def __init__(self, progress: Progress, is_stale: Callable[[], bool]) -> None:
        self._progress = progress
        self._is_stale = is_stale

    async def __call__(self, step: str, info: Mapping[str, object]) -> None:
        self._progress.traced = True
        if not step.endswith(_REQUEST_STARTS):
            return
        request = info.get("request")
        if getattr(request, "method", b"") == b"CONNECT":
            return  # it only asks a proxy for a way; it carries neither the email nor the key
        if self._is_stale():
            raise httpx.ConnectTimeout("too much time passed before the request could leave")
        self._progress.left = True
        getattr(request, "extensions", {}).pop("trace", None)
