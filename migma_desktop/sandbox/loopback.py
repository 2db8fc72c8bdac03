"""Serve the sandbox on a real socket of this computer, for clients that need one."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from migma_desktop.sandbox.doorway import HANG_UP_EXTENSION, RESET_EXTENSION
from migma_desktop.sandbox.service import Sandbox

HOST = "127.0.0.1"
START_SECONDS = 10.0
_LAST_TURNS = 5  # of the event loop: what is just being taken has come by then
# On or off, and for how many seconds: two shorts on Windows, two ints elsewhere.
LINGER_NOT = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class BreakableProtocol(H11Protocol):
    """Lets the application break the very TCP connection that a request came in on."""

    def handle_events(self) -> None:
        super().handle_events()
        # The request's task was created just now and has not run yet: it will see these.
        if self.scope is not None:
            extensions = self.scope.setdefault("extensions", {})
            extensions[RESET_EXTENSION] = {"do": self._reset}
            extensions[HANG_UP_EXTENSION] = {"do": self.transport.close}

    def _reset(self) -> None:
        connection = self.transport.get_extra_info("socket")
        # Lingering for zero seconds makes the system send RST, not FIN (SO_LINGER, socket(7)).
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        self.transport.abort()


def server_config(app: ASGIApp) -> uvicorn.Config:
    """How uvicorn runs the sandbox: quiet, with connections that can be broken."""
    return uvicorn.Config(
        app,
        http=BreakableProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )


class _Server(uvicorn.Server):
    """Leaves no connection open with nobody behind it, as one taken in the last moment would be."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets=sockets)
        for _turn in range(_LAST_TURNS):
            for protocol in tuple(self.server_state.connections):
                protocol.transport.abort()
            await asyncio.sleep(0)


class LoopbackServer:
    """A sandbox on a loopback socket, in a thread of its own."""

    def __init__(self, sandbox: Sandbox, *, port: int = 0) -> None:
        self._sandbox = sandbox
        self.port = port
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Where clients find the API, ``/v1`` included."""
        return f"http://{HOST}:{self.port}/v1"

    def start(self) -> None:
        """Listen; returns once connections are taken. OSError when the port is taken."""
        listener = listen(self.port)
        self.port = listener.getsockname()[1]
        self._server = _Server(server_config(self._sandbox.app))
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name="migma-sandbox", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, end what is open, and wait for the thread."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(START_SECONDS)
        self._server = self._thread = None

    @contextlib.contextmanager
    def refuse_connections(self) -> Iterator[None]:
        """Within this block nobody listens at the port: connections are truly refused."""
        self.stop()
        try:
            yield
        finally:
            self.start()


@contextlib.contextmanager
def serve_in_thread(sandbox: Sandbox, *, port: int = 0) -> Iterator[str]:
    """Serve a sandbox while the block runs; gives the base URL, ``http://127.0.0.1:N/v1``."""
    server = LoopbackServer(sandbox, port=port)
    server.start()
    try:
        yield server.base_url
    finally:
        server.stop()


def listen(port: int) -> socket.socket:
    """Return a listening socket on this computer's loopback address; port 0 takes a free one."""
    # Named TCP, or asyncio leaves Nagle's algorithm on: 40 ms for every second answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
