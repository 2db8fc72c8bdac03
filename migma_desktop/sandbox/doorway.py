"""The line from a client to the front desk: takes bodies in, records, and breaks on demand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from migma_desktop.sandbox.desk import Answer
from migma_desktop.sandbox.faults import Fault, FaultKind, FaultPlan
from migma_desktop.sandbox.reading import MAX_BODY_BYTES
from migma_desktop.sandbox.recording import RequestLog

RESET_EXTENSION = "migma.sandbox.reset"
"""Scope extension of the loopback server: ``do`` resets the TCP connection."""
HANG_UP_EXTENSION = "migma.sandbox.hang_up"
"""The same for an orderly end, which does not take back what was already sent."""
BODY_PIECES = 8


class Doorway:
    """ASGI middleware that records each API request and plays the planned faults."""

    def __init__(self, app: ASGIApp, *, faults: FaultPlan, requests: RequestLog) -> None:
        self._app = app
        self._faults = faults
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/__sandbox__"):
            await self._app(scope, receive, send)
            return
        fault = self._faults.take(scope["method"], scope["path"])
        if fault is not None and fault.kind is FaultKind.REFUSE:
            if _line_tool(scope, RESET_EXTENSION) is not None:
                await _whole_body(receive)  # or the client's writing would meet the reset, at times
            await _break_line(scope, receive, ConnectionRefusedError("refused by the sandbox"))
            return
        body = await _whole_body(receive)
        if body is None:
            return
        self._record(scope, body)
        again = _replaying(body, receive)
        if fault is None:
            await self._app(scope, again, send)
            return
        await self._play(fault, scope, again, send)

    def _record(self, scope: Scope, body: bytes) -> None:
        self._requests.add(
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers={name.decode("latin-1"): v.decode("latin-1") for name, v in scope["headers"]},
            body=body,
        )

    async def _play(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.kind is FaultKind.DELAY and not fault.handled:
            await asyncio.sleep(fault.seconds)
        real = Answer(200, {}, b"")
        if fault.handled or fault.kind is FaultKind.DELAY:
            real = await _answer_of(self._app, scope, receive)
        match fault.kind:
            case FaultKind.RESET:
                await _break_line(scope, receive, ConnectionResetError("reset by the sandbox"))
            case FaultKind.DELAY:
                if fault.handled:
                    await asyncio.sleep(fault.seconds)
                await _send_whole(real, send)
            case FaultKind.CUT_BODY:
                await _send_cut(real, fault.keep, scope, receive, send)
            case FaultKind.SLOW_BODY:
                await _send_slowly(real, fault.seconds, send)
            case FaultKind.WRONG_TYPES:
                body = json.dumps(_wrong(json.loads(real.body or b"{}"))).encode()
                await _send_whole(Answer(real.status, real.headers, body), send)
            case _:
                await _send_whole(Answer(fault.status, dict(fault.headers), fault.body), send)


async def _whole_body(receive: Receive) -> bytes | None:
    """Take in the body, not much more than the desk would accept; None when the client left."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        piece = message.get("body", b"")
        if size <= MAX_BODY_BYTES:
            pieces.append(piece)
        size += len(piece)
        if not message.get("more_body", False):
            return b"".join(pieces)


def _replaying(body: bytes, receive: Receive) -> Receive:
    """Hand the body out once more; afterwards only the end of the connection can come."""
    given = False

    async def again() -> MutableMapping[str, Any]:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _answer_of(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    """Let the real server answer, and keep the answer back."""
    status = 500
    headers: dict[str, str] = {}
    pieces: list[bytes] = []

    async def catch(message: MutableMapping[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update(
                {k.decode("latin-1"): v.decode("latin-1") for k, v in message["headers"]}
            )
        elif message["type"] == "http.response.body":
            pieces.append(message.get("body", b""))

    await app(scope, receive, catch)
    return Answer(status, headers, b"".join(pieces))


async def _break_line(scope: Scope, receive: Receive, error: OSError) -> None:
    """Reset the real connection where there is one; otherwise raise what a client would see."""
    reset = _line_tool(scope, RESET_EXTENSION)
    if reset is None:
        raise error
    reset()
    await _until_gone(receive)


def _line_tool(scope: Scope, extension: str) -> Callable[[], None] | None:
    tool: Callable[[], None] | None = scope.get("extensions", {}).get(extension, {}).get("do")
    return tool


async def _until_gone(receive: Callable[[], Awaitable[MutableMapping[str, Any]]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start(answer: Answer, size: int, send: Send) -> None:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    headers["content-length"] = str(size)
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})


async def _send_whole(answer: Answer, send: Send) -> None:
    await _start(answer, len(answer.body), send)
    await send({"type": "http.response.body", "body": answer.body})


async def _send_slowly(answer: Answer, seconds: float, send: Send) -> None:
    await _start(answer, len(answer.body), send)
    size = -(-len(answer.body) // BODY_PIECES) or 1
    for start in range(0, len(answer.body), size):
        await asyncio.sleep(seconds / BODY_PIECES)
        piece = answer.body[start : start + size]
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _send_cut(answer: Answer, keep: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Promise the whole body, send its beginning, and end the connection."""
    await _start(answer, len(answer.body), send)
    hang_up = _line_tool(scope, HANG_UP_EXTENSION)
    in_process = hang_up is None
    await send(
        {"type": "http.response.body", "body": answer.body[:keep], "more_body": not in_process}
    )
    if hang_up is not None:
        hang_up()
        await _until_gone(receive)


def _wrong(value: object) -> object:
    """Turn every value into one of another JSON type, keeping the fields."""
    if isinstance(value, dict):
        return {key: _wrong(each) for key, each in value.items()}
    if isinstance(value, bool):
        return value  # ``success`` stays readable: the rest is wrong enough
    if isinstance(value, list):
        return {"items": len(value)}
    if isinstance(value, str):
        return len(value)
    return [value]
