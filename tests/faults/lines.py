"""Lines and servers that fail below HTTP: names, doors, certificates, and silence at every step."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from migma_desktop.sandbox.faults import Fault
from migma_desktop.sandbox.loopback import HOST, LINGER_NOT
from tests.faults.practice import PracticeMigma

Line = Callable[[PracticeMigma], AbstractContextManager[str]]
"""Gives the base URL at which a trouble waits, as long as it lasts."""

_CERTIFICATE = Path(__file__).resolve().parents[1] / "api" / "certificates" / "loopback.pem"
_SMALL = 4096  # bytes of a receiving buffer
_HELD = 8  # connections that fill a queue nobody takes them from

Behaviour = Callable[[socket.socket], None]


def planned(fault: Fault) -> Line:
    """Let the practice Migma itself go wrong."""

    @contextmanager
    def line(migma: PracticeMigma) -> Iterator[str]:
        migma.break_sending(fault)
        try:
            yield migma.base_url
        finally:
            migma.break_sending(None)

    return line


@contextmanager
def nobody_listens(migma: PracticeMigma) -> Iterator[str]:
    """Refuse connections."""
    with migma.server.refuse_connections():
        yield migma.base_url


@contextmanager
def unknown_name(_migma: PracticeMigma) -> Iterator[str]:
    """Name a host that can't be: RFC 6761 reserves the ending."""
    yield "https://migma.invalid/v1"


@contextmanager
def full_queue(_migma: PracticeMigma) -> Iterator[str]:
    """Leave the SYN of a connection without an answer."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen(0)
        waiting = [_begin(listener.getsockname()) for _ in range(_HELD)]
        try:
            yield f"http://{HOST}:{listener.getsockname()[1]}/v1"
        finally:
            for each in waiting:
                each.close()


def _begin(address: tuple[str, int]) -> socket.socket:
    connection = socket.socket()
    connection.setblocking(False)
    connection.connect_ex(address)
    return connection


def behaving(behave: Behaviour, *, scheme: str = "http") -> Line:
    """Take connections, and do this with each."""

    @contextmanager
    def line(_migma: PracticeMigma) -> Iterator[str]:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
            listener.bind((HOST, 0))
            listener.listen(8)
            taken: list[socket.socket] = []
            port = listener.getsockname()[1]

            def serve() -> None:
                while True:
                    try:
                        taken.append(listener.accept()[0])
                    except OSError:
                        return
                    threading.Thread(target=_quietly, args=(behave, taken[-1])).start()

            thread = threading.Thread(target=serve)
            thread.start()
            try:
                yield f"{scheme}://{HOST}:{port}/v1"
            finally:
                listener.shutdown(socket.SHUT_RDWR)
                thread.join()
                for each in taken:
                    _quietly(lambda line: line.shutdown(socket.SHUT_RDWR), each)
                    each.close()

    return line


def stay_silent(_line: socket.socket) -> None:
    """Take the connection, read nothing and say nothing."""


def speak_no_tls(line: socket.socket) -> None:
    """Answer a client's hello in plain words."""
    line.recv(_SMALL)
    line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def show_a_foreign_certificate(line: socket.socket) -> None:
    """Be who nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_CERTIFICATE)
    with context.wrap_socket(line, server_side=True) as safe:
        safe.recv(_SMALL)


def reset_unread(line: socket.socket) -> None:
    """Break the connection when the request comes, before anything is read from it."""
    line.recv(1, socket.MSG_PEEK)
    _reset(line)


def reset_in_the_middle(line: socket.socket) -> None:
    """Read a part of the request, then break the connection."""
    line.recv(200)
    _reset(line)


def never_answer(line: socket.socket) -> None:
    """Read everything, and say nothing."""
    while line.recv(_SMALL):
        pass


def stop_in_the_head(line: socket.socket) -> None:
    """Begin an answer, and stay there."""
    line.recv(_SMALL)
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Ty")
    never_answer(line)


def stop_in_the_body(line: socket.socket) -> None:
    """Begin an answer's body, and stay there."""
    line.recv(_SMALL)
    line.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"success":')
    never_answer(line)


def answer_in_another_language(line: socket.socket) -> None:
    """Answer with what isn't HTTP."""
    line.recv(_SMALL)
    line.sendall(b"220 mail.example ESMTP\r\n")
    never_answer(line)


def _reset(line: socket.socket) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    line.close()


def _quietly(work: Behaviour, line: socket.socket) -> None:
    """The client may be gone at any time."""
    try:
        work(line)
    except OSError:
        return
