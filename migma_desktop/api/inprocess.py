"""A server in the same process: the sandbox without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

import httpx

_Message = MutableMapping[str, Any]
AsgiApp = Callable[
    [_Message, Callable[[], Awaitable[_Message]], Callable[[_Message], Awaitable[None]]],
    Awaitable[None],
]


class AsgiTransport(httpx.AsyncBaseTransport):
    """Hands requests to an ASGI application and fails as a socket would.

    The application raises ConnectionRefusedError before it has taken the request in, and
    ConnectionResetError after that; a body shorter than its Content-Length was cut.
    """

    def __init__(self, app: AsgiApp) -> None:
        self._inner = httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request. Raises httpx.TransportError in place of the errors above."""
        patience: float | None = request.extensions.get("timeout", {}).get("read")
        try:
            async with asyncio.timeout(patience):
                response = await self._inner.handle_async_request(request)
                body = b"".join([piece async for piece in response.aiter_raw()])
        except ConnectionRefusedError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        except ConnectionError as error:
            raise httpx.ReadError(str(error), request=request) from error
        except TimeoutError as error:
            raise httpx.ReadTimeout("no answer in time", request=request) from error
        return httpx.Response(
            response.status_code,
            headers=response.headers.raw,
            stream=_Body(body, promised=response.headers.get("content-length", "")),
        )


class _Body(httpx.AsyncByteStream):
    def __init__(self, body: bytes, *, promised: str) -> None:
        self._body = body
        self._promised = promised

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body
        if self._promised.isdecimal() and int(self._promised) > len(self._body):
            raise httpx.RemoteProtocolError("the connection closed before the body was whole")
