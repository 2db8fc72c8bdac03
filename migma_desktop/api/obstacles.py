"""Why a connection could not be made, found among the layers of exceptions."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Callable, Iterator

import httpx

from migma_desktop.api.words import Obstacle

_NO_ROAD = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}

# The most telling first: a refused certificate is an OSError as well.
_SIGNS: tuple[tuple[Obstacle, Callable[[BaseException], bool]], ...] = (
    (Obstacle.CERTIFICATE, lambda layer: isinstance(layer, ssl.SSLCertVerificationError)),
    (Obstacle.PROXY, lambda layer: isinstance(layer, httpx.ProxyError)),
    (Obstacle.ENCRYPTION, lambda layer: isinstance(layer, ssl.SSLError)),
    (
        Obstacle.OFFLINE,
        lambda layer: isinstance(layer, socket.gaierror) and layer.errno == socket.EAI_AGAIN,
    ),
    (Obstacle.UNKNOWN_NAME, lambda layer: isinstance(layer, socket.gaierror)),
    (Obstacle.REFUSED, lambda layer: isinstance(layer, ConnectionRefusedError)),
    (Obstacle.OFFLINE, lambda layer: isinstance(layer, OSError) and layer.errno in _NO_ROAD),
    (Obstacle.BUSY, lambda layer: isinstance(layer, httpx.PoolTimeout)),
    (
        Obstacle.SILENT,
        lambda layer: isinstance(layer, httpx.TimeoutException | TimeoutError),
    ),
)


def find_obstacle(error: BaseException) -> Obstacle:
    """Name the obstacle, from the most telling of the exceptions that led to ``error``."""
    layers = list(_layers(error))
    for obstacle, is_sign in _SIGNS:
        if any(is_sign(layer) for layer in layers):
            return obstacle
    return Obstacle.OTHER


def _layers(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all that caused it.

    httpcore hands the cause over as an argument and cuts the chain; several addresses of one
    host fail as a group.
    """
    waiting = [error]
    seen: set[int] = set()
    while waiting:
        layer = waiting.pop(0)
        if id(layer) in seen:
            continue
        seen.add(id(layer))
        yield layer
        inner = [layer.__cause__, layer.__context__, *layer.args]
        if isinstance(layer, BaseExceptionGroup):
            inner.extend(layer.exceptions)
        waiting.extend(each for each in inner if isinstance(each, BaseException))
