"""Keep the requests that the sandbox got, for tests and for the curious; never the key."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

MAX_REQUESTS = 1_000
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
    """The newest requests."""

    def __init__(self) -> None:
        self._requests: deque[RecordedRequest] = deque(maxlen=MAX_REQUESTS)

    def add(
        self, *, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        kept = {name: value for name, value in headers.items() if name not in SECRET_HEADERS}
        self._requests.append(RecordedRequest(method, path, query, kept, body))

    def all(self) -> tuple[RecordedRequest, ...]:
        return tuple(self._requests)

    def clear(self) -> None:
        self._requests.clear()
