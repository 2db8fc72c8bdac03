"""When the client asks again by itself, how often, and after how long."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from email.utils import formatdate

import httpx
import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.retry import (
    Failure,
    Fate,
    Timing,
    parse_reset,
    parse_retry_after,
    pause_before_repeat,
)
from migma_desktop.core.errors import (
    ApiError,
    NoConnection,
    RateLimited,
    ServiceFault,
    UnclearOutcome,
)
from migma_desktop.core.texts import say
from tests.api.local_server import Behaviour, LocalServer, answer, raw_and_hang_up, success
from tests.api.tools import KEY, MakeClient, Pauses

NOW = 1_700_000_000.0  # the clock of the clients under test
GOOD = success({"id": "s1", "projects": []})


def _limited(headers: dict[str, str] | None = None, **more: object) -> Behaviour:
    return answer(429, {"success": False, "error": "Slow down", **more}, headers)


async def _send(client: MigmaClient) -> str:
    return (await client.send(b'{"subject":"Hi"}', key="send-1")).id


@pytest.mark.asyncio
async def test_a_limited_send_is_repeated_after_the_pause_with_the_same_key_and_body(
    client: MigmaClient, server: LocalServer, pauses: Pauses
) -> None:
    server.will(_limited({"Retry-After": "7"}), answer(200, GOOD))
    assert await _send(client) == "s1"
    first, second = server.heard
    assert first.body == second.body
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"] == "send-1"
    assert pauses.seconds == [7.25]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("limited", "pause"),
    [
        (_limited({"Retry-After": "1.5"}), 1.75),
        (_limited({"Retry-After": "0"}), 0.25),
        (_limited({"Retry-After": formatdate(NOW + 20, usegmt=True)}), 20.25),
        (_limited({"Retry-After": formatdate(NOW - 20, usegmt=True)}), 0.25),
        (
            _limited(
                {
                    "Retry-After": formatdate(NOW + 86_420, usegmt=True),
                    "Date": formatdate(NOW + 86_400, usegmt=True),
                }
            ),
            20.25,  # both dates are the server's: a wrong clock here doesn't matter
        ),
        (_limited(retryAfter=3), 3.25),
        (_limited(), 5.25),
        (_limited({"Retry-After": "soon"}), 5.25),
    ],
)
async def test_the_servers_pause_is_kept(
    client: MigmaClient, server: LocalServer, pauses: Pauses, limited: Behaviour, pause: float
) -> None:
    server.will(limited, answer(200, GOOD))
    await client.projects()
    assert pauses.seconds == [pause]


@pytest.mark.asyncio
async def test_a_pause_that_is_too_long_is_left_to_the_user(
    client: MigmaClient, server: LocalServer, pauses: Pauses
) -> None:
    server.will(_limited({"Retry-After": "3600"}))
    with pytest.raises(RateLimited) as failure:
        await _send(client)
    assert failure.value.retry_after == 3600
    assert "3600 seconds" in str(failure.value.advice)
    assert len(server.heard) == 1
    assert pauses.seconds == []


@pytest.mark.asyncio
async def test_all_pauses_together_have_an_end(
    client: MigmaClient, server: LocalServer, pauses: Pauses
) -> None:
    server.will(_limited({"Retry-After": "40"}))
    with pytest.raises(RateLimited):
        await client.projects()
    assert pauses.seconds == [40.25]
    assert len(server.heard) == 2


@pytest.mark.asyncio
async def test_a_read_waits_longer_before_each_repeat(
    client: MigmaClient, server: LocalServer, pauses: Pauses
) -> None:
    server.will(answer(500), raw_and_hang_up(b""), answer(200, GOOD))
    await client.projects()
    assert pauses.seconds == [0.375, 0.75]


@pytest.mark.asyncio
async def test_a_read_keeps_the_pause_that_an_overloaded_server_asks_for(
    client: MigmaClient, server: LocalServer, pauses: Pauses
) -> None:
    server.will(answer(503, b"", {"Retry-After": "9"}), answer(200, GOOD))
    await client.projects()
    assert pauses.seconds == [9.0]


@pytest.mark.asyncio
async def test_an_unclear_send_is_not_repeated_whatever_the_server_asks(
    client: MigmaClient, server: LocalServer, pauses: Pauses
) -> None:
    server.will(answer(503, b"", {"Retry-After": "1"}))
    with pytest.raises(UnclearOutcome):
        await _send(client)
    assert (len(server.heard), pauses.seconds) == (1, [])


@pytest.mark.asyncio
async def test_a_send_that_was_limited_and_then_became_unclear_stops_there(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(_limited({"Retry-After": "1"}), raw_and_hang_up(b""))
    with pytest.raises(UnclearOutcome):
        await _send(client)
    assert len(server.heard) == 2


class Scripted(httpx.AsyncBaseTransport):
    """Fails as told, then answers. Reports no steps, as a transport may."""

    def __init__(self, failures: Sequence[Exception]) -> None:
        self._failures = list(failures)
        self.bodies: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(b"".join([piece async for piece in _pieces(request)]))
        if self._failures:
            raise self._failures.pop(0)
        return httpx.Response(200, stream=httpx.ByteStream(json.dumps(GOOD).encode()))


def _pieces(request: httpx.Request) -> AsyncIterator[bytes]:
    assert isinstance(request.stream, httpx.AsyncByteStream)
    return aiter(request.stream)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("no answer"),
        httpx.PoolTimeout("all busy"),
    ],
    ids=repr,
)
async def test_a_send_that_never_left_is_repeated(
    make_client: MakeClient, failure: Exception
) -> None:
    transport = Scripted([failure, failure])
    client = make_client("http://localhost", transport=transport)
    assert await _send(client) == "s1"
    assert transport.bodies == [b'{"subject":"Hi"}'] * 3


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "failure",
    [httpx.ProxyError("407"), httpx.UnsupportedProtocol("x"), httpx.InvalidURL("x")],
    ids=repr,
)
async def test_a_send_that_can_never_leave_is_not_repeated(
    make_client: MakeClient, failure: Exception
) -> None:
    transport = Scripted([failure])
    client = make_client("http://localhost", transport=transport)
    with pytest.raises(NoConnection):
        await _send(client)
    assert len(transport.bodies) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadError("reset"),
        httpx.ReadTimeout("late"),
        httpx.WriteError("broken pipe"),
        httpx.WriteTimeout("late"),
        httpx.CloseError("closing"),
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
        httpx.LocalProtocolError("ours"),
        httpx.DecodingError("broken"),
        httpx.StreamClosed(),
        OSError("anything"),
        TimeoutError(),
    ],
    ids=repr,
)
async def test_a_send_that_may_have_left_is_never_repeated(
    make_client: MakeClient, failure: Exception
) -> None:
    transport = Scripted([failure])
    client = make_client("http://localhost", transport=transport)
    with pytest.raises(UnclearOutcome):
        await _send(client)
    assert len(transport.bodies) == 1


def test_what_asks_for_no_time_is_no_retry_after() -> None:
    for text in ("", "soon", "-3", "nan", "inf", "1e9", "12345678901", "99999999999999999999 GMT"):
        assert parse_retry_after(text, now=NOW) is None


@pytest.mark.parametrize("is_send", [True, False])
def test_what_would_fail_again_is_not_repeated(is_send: bool) -> None:
    assert _pause(Fate.FINAL, is_send=is_send) is None


def test_the_pauses_grow_up_to_a_limit_and_differ_by_chance() -> None:
    patient = Timing(repeats=9, longest_wait=1000.0)
    least = [_pause(Fate.UNSENT, repeats=n, timing=patient, chance=0.0) for n in range(7)]
    most = [_pause(Fate.UNSENT, repeats=n, timing=patient, chance=1.0) for n in range(7)]
    assert least == [0.25, 0.5, 1.0, 2.0, 4.0, 4.0, 4.0]
    assert most == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


def test_the_last_repeat_is_the_last() -> None:
    assert _pause(Fate.UNSENT, repeats=1) is not None
    assert _pause(Fate.UNSENT, repeats=2) is None


def _pause(
    fate: Fate,
    *,
    is_send: bool = False,
    repeats: int = 0,
    timing: Timing | None = None,
    chance: float = 0.5,
) -> float | None:
    error: ApiError = ServiceFault(say("It broke."), say("Wait."))
    return pause_before_repeat(
        Failure(error, fate),
        is_send=is_send,
        repeats=repeats,
        waited=0.0,
        timing=timing or Timing(),
        random=lambda: chance,
    )


# The server's pace


def _with_limits(left: str, reset: str, *, status: int = 200) -> Behaviour:
    return answer(status, GOOD, {"X-RateLimit-Remaining": left, "X-RateLimit-Reset": reset})


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("limits", "pauses_after"),
    [
        (("3", "20"), []),
        (("0", "20"), [20.0]),
        (("0", str(int(NOW) + 20)), [20.0]),
        (("0", str((int(NOW) + 20) * 1000)), [20.0]),
        (("0", str(int(NOW) - 20)), []),
        (("0", "86400"), [60.0]),
        (("0", "soon"), [5.0]),
        (("-1", ""), [5.0]),
        (("none", "20"), []),
    ],
)
async def test_a_read_waits_when_no_call_is_left(
    client: MigmaClient,
    server: LocalServer,
    pauses: Pauses,
    limits: tuple[str, str],
    pauses_after: list[float],
) -> None:
    server.will(_with_limits(*limits), answer(200, GOOD))
    await client.check_key()
    assert pauses.seconds == []
    await client.check_key()
    assert pauses.seconds == pauses_after


@pytest.mark.asyncio
async def test_a_send_that_would_wait_for_long_waits_where_it_is_seen(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(_with_limits("0", "20"))
    await client.check_key()
    with pytest.raises(RateLimited) as limited:
        await _send(client)
    assert limited.value.retry_after == 20
    assert len(server.heard) == 1


@pytest.mark.parametrize("text", ["", "soon", "-5", "1e9"])
def test_what_names_no_time_is_no_reset(text: str) -> None:
    assert parse_reset(text, now=NOW) is None


@pytest.mark.asyncio
@pytest.mark.parametrize("hours", [25, -2])
async def test_a_send_does_not_leave_any_more_after_the_computer_slept_or_its_clock_moved(
    server: LocalServer, hours: int
) -> None:
    clock = [NOW]

    async def sleep(_seconds: float) -> None:
        clock[0] += hours * 3600

    client = MigmaClient(
        base_url=server.base_url, key=KEY, version="1", sleep=sleep, clock=lambda: clock[0]
    )
    server.will(_limited({"Retry-After": "1"}), answer(200, GOOD), answer(200, GOOD))
    with pytest.raises(NoConnection):
        await _send(client)
    assert len(server.heard) == 1
    assert await _send(client) == "s1"
    await client.aclose()
