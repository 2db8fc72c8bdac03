"""Keep the requests that the sandbox got, for tests and for the curious; never the key."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

MAX_REQUESTS = 1_000
MAX_BYTES = 50_000_000  # of bodies
SECRET_HEADERS = frozenset({"authorization", "x-api-key"})


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request as it arrived. Header names are in lower case; the key's are left out."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


class RequestLog:
    """The newest requests, as many as fit."""

    def __init__(self) -> None:
        self._requests: deque[RecordedRequest] = deque()
        self._bytes = 0

    def add(
        self, *, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        kept = {name: value for name, value in headers.items() if name not in SECRET_HEADERS}
        self._requests.append(RecordedRequest(method, path, query, kept, body))
        self._bytes += len(body)
        while len(self._requests) > MAX_REQUESTS or self._bytes > MAX_BYTES:
            self._bytes -= len(self._requests.popleft().body)

    def all(self) -> tuple[RecordedRequest, ...]:
        return tuple(self._requests)

    def clear(self) -> None:
        self._requests.clear()
        self._bytes = 0
