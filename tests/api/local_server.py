"""A real server on a local socket that answers, or misbehaves, exactly as a test says."""

from __future__ import annotations

import asyncio
import json
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET


@dataclass(frozen=True)
class Heard:
    """One request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Line:
    """The server's end of one connection, with a request just read."""

    def __init__(self, heard: Heard, writer: asyncio.StreamWriter, hung_up: asyncio.Event) -> None:
        self.heard = heard
        self._hung_up = hung_up
        self._writer = writer

    async def say(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def rest(self) -> None:
        """Give way for a moment, shorter than any time limit of a test."""
        await asyncio.sleep(0.01)

    async def hang_up_fully(self) -> None:
        """Close the connection and return once that is done."""
        self._writer.close()
        await self._writer.wait_closed()
        self._hung_up.set()

    def hang_up(self) -> None:
        self._writer.close()

    def reset(self) -> None:
        """Close with a TCP reset instead of an orderly end."""
        raw = self._writer.get_extra_info("socket")
        raw.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


Behaviour = Callable[[Line], Awaitable[None]]


@dataclass
class LocalServer:
    """Behaves as ``behaviours`` say, one a request; the last one stays."""

    behaviours: list[Behaviour] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    connections: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    base_url: str = ""
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)  # set at the end of a test

    def will(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        try:
            while not writer.is_closing():
                self.heard.append(await _hear(reader))
                behave = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
                await behave(Line(self.heard[-1], writer, self.hung_up))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client hung up
        finally:
            writer.close()


async def _hear(reader: asyncio.StreamReader) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Heard(method, target, headers, body)


def answer(
    status: int = 200, body: bytes | object = b"", headers: dict[str, str] | None = None
) -> Behaviour:
    """Answer whole and keep the connection open."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "text/plain" if isinstance(body, bytes) else "application/json"
    lines = {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return raw(f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + data)


def raw(data: bytes) -> Behaviour:
    """Say these bytes, and stay."""

    async def behave(line: Line) -> None:
        await line.say(data)

    return behave


def raw_and_hang_up(data: bytes) -> Behaviour:
    """Say these bytes, and close the connection."""

    async def behave(line: Line) -> None:
        await line.say(data)
        line.hang_up()

    return behave


def raw_and_reset(data: bytes) -> Behaviour:
    """Say these bytes, and reset the connection."""

    async def behave(line: Line) -> None:
        await line.say(data)
        line.reset()

    return behave


def success(data: object) -> dict[str, object]:
    return {"success": True, "data": data}


@asynccontextmanager
async def local_server(
    context: ssl.SSLContext | None = None, *, host: str = "127.0.0.1"
) -> AsyncIterator[LocalServer]:
    """Run a server on a free port of this computer."""
    local = LocalServer()
    server = await asyncio.start_server(local.serve, host, 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    local.base_url = f"{'https' if context else 'http'}://127.0.0.1:{port}"
    try:
        yield local
    finally:
        local.gone.set()
        server.close()
        for writer in local.writers:
            writer.transport.abort()  # from Python 3.12 on a server waits for all of them
        await server.wait_closed()
        strays = asyncio.all_tasks() - {asyncio.current_task()}
        for task in strays:
            task.cancel()
        await asyncio.gather(*strays, return_exceptions=True)
