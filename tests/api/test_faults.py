"""Each fault a server can have, against a read and a send: which error, and how many attempts.

A send whose outcome is unclear must have been asked exactly once.
"""

from __future__ import annotations

import gzip
import json
import logging
import traceback
import zlib
from dataclasses import dataclass, replace

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.core.errors import (
    ApiError,
    DomainNotVerified,
    KeyRejected,
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    ServiceFault,
    UnclearOutcome,
)
from tests.api.local_server import (
    Behaviour,
    Line,
    LocalServer,
    answer,
    raw,
    raw_and_hang_up,
    raw_and_reset,
    success,
)
from tests.api.tools import IMPATIENT, KEY, MakeClient

MEGABYTE = 1024 * 1024
GOOD = json.dumps(success({"id": "s1", "projects": []})).encode()
PAGE = b"<html><head><title>Bad gateway</title></head><body><h1>502</h1></body></html>"
ONCE, REPEATED = 1, 3


def _failure(status: int, code: str = "SOME_CODE", error: str = "Some reason") -> Behaviour:
    return answer(status, {"success": False, "error": error, "code": code})


def _head(length: int, status: int = 200) -> bytes:
    return f"HTTP/1.1 {status} Said\r\nContent-Length: {length}\r\n\r\n".encode()


def _packed(encoding: str, body: bytes) -> Behaviour:
    return answer(200, body, {"Content-Encoding": encoding})


async def _never_answer(line: Line) -> None:
    """Hold the line until the client gives up."""


async def _stop_in_the_middle(line: Line) -> None:
    await line.say(_head(len(GOOD)) + GOOD[:10])


async def _pour_forever(line: Line) -> None:
    await line.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        await line.say(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


async def _pour_nothing_forever(line: Line) -> None:
    """Empty deflate blocks: bytes without end that unpack to nothing."""
    start = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    header = gzip.compress(b"")[:10]
    await line.say(start + f"{len(header):x}\r\n".encode() + header + b"\r\n")
    while True:
        await line.say(b"10000\r\n" + b"\x00\x00\x00\xff\xff" * 13107 + b"\x00" + b"\r\n")


@dataclass(frozen=True)
class Fault:
    """What a server does, and what a read and a send make of it."""

    name: str
    behaviour: Behaviour
    read: type[ApiError]
    read_attempts: int
    send: type[ApiError]
    send_attempts: int = ONCE

    def __str__(self) -> str:
        return self.name


def _refusal(name: str, behaviour: Behaviour, error: type[ApiError]) -> Fault:
    return Fault(name, behaviour, error, ONCE, error)


def _passing(name: str, behaviour: Behaviour) -> Fault:
    return Fault(name, behaviour, ServiceFault, REPEATED, UnclearOutcome)


def _lasting(name: str, behaviour: Behaviour) -> Fault:
    return Fault(name, behaviour, ServiceFault, ONCE, UnclearOutcome)


FAULTS = [
    # The user can mend it.
    _refusal("400", _failure(400), RequestRefused),
    _refusal("400 with a web page", answer(400, PAGE), RequestRefused),
    _refusal("400 without a body", answer(400), RequestRefused),
    _refusal("400 with a cut body", raw_and_hang_up(_head(99, 400) + b'{"succ'), RequestRefused),
    _refusal("400 with wrong types", answer(400, {"error": [1], "code": {}}), RequestRefused),
    _refusal("401", _failure(401), KeyRejected),
    _refusal("402", _failure(402), RequestRefused),
    _refusal("403", _failure(403), PermissionMissing),
    _refusal("403 with a web page", answer(403, PAGE), PermissionMissing),
    _refusal("404", _failure(404), NotFound),
    _refusal("405", _failure(405), RequestRefused),
    _refusal("409", _failure(409, "IDEMPOTENCY_CONFLICT"), RequestRefused),
    _refusal("413", answer(413, PAGE), RequestRefused),
    _refusal("422", _failure(422), RequestRefused),
    _refusal("200 with success false", _failure(200), RequestRefused),
    _refusal(
        "unverified domain by its code", _failure(403, "DOMAIN_NOT_VERIFIED"), DomainNotVerified
    ),
    # Nobody follows a redirect. 302 and 303 also point to what a handled request made.
    *[
        _refusal(
            f"{status}",
            answer(status, b"", {"Location": "https://evil.example/v1"}),
            RequestRefused,
        )
        for status in (301, 307, 308)
    ],
    *[
        Fault(
            f"{status}",
            answer(status, b"", {"Location": "https://evil.example/v1"}),
            RequestRefused,
            ONCE,
            UnclearOutcome,
        )
        for status in (300, 302, 303, 304)
    ],
    # Migma must mend it.
    *[_passing(f"{status}", _failure(status)) for status in (408, 499, 500, 502, 503, 504, 520)],
    _passing("502 with a web page", answer(502, PAGE)),
    _passing("500 with a cut body", raw_and_hang_up(_head(99, 500) + b'{"succ')),
    _lasting("501", _failure(501)),
    # The line breaks after the request left.
    _passing("no answer", _never_answer),
    _passing("hung up without an answer", raw_and_hang_up(b"")),
    _passing("reset without an answer", raw_and_reset(b"")),
    _passing("garbage instead of HTTP", raw_and_hang_up(b"SSH-2.0-OpenSSH_9.2p1\r\n\r\n")),
    _passing("an endless head", raw_and_hang_up(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000)),
    _passing("hung up in the body", raw_and_hang_up(_head(len(GOOD)) + GOOD[:10])),
    _passing("reset in the body", raw_and_reset(_head(len(GOOD)) + GOOD[:10])),
    _passing("silence in the body", _stop_in_the_middle),
    # The answer can't be read.
    _lasting("an empty answer", answer(200)),
    _lasting("204", raw(b"HTTP/1.1 204 No Content\r\n\r\n")),
    _lasting("a web page", answer(200, PAGE, {"Content-Type": "text/html"})),
    _lasting("no JSON", answer(200, b"{success: maybe")),
    _lasting("cut JSON", answer(200, GOOD[:-5])),
    _lasting("JSON in broken UTF-8", answer(200, b'{"success":true,"data":{"id":"\xff"}}')),
    _lasting("JSON nested without end", answer(200, b"[" * 200_000)),
    _lasting("wrong types", answer(200, {"success": "yes", "data": 7})),
    _passing("an unheard-of status", answer(799, GOOD)),
    _lasting("too many bytes announced", raw(_head(9 * MEGABYTE))),
    _lasting("bytes without end", _pour_forever),
    _lasting("a gzip bomb", _packed("gzip", gzip.compress(b" " * 40 * MEGABYTE))),
    _lasting("a deflate bomb", _packed("deflate", zlib.compress(b" " * 40 * MEGABYTE))),
    _lasting("gzip of nothing without end", _pour_nothing_forever),
    _lasting("broken gzip", _packed("gzip", b"not gzip at all")),
    _lasting("cut gzip", _packed("gzip", gzip.compress(GOOD)[:-12])),
    _lasting("an encoding not asked for", _packed("br", GOOD)),
    # 429 is a clear no, and the one answer after which a send is repeated.
    Fault("429", _failure(429), RateLimited, REPEATED, RateLimited, REPEATED),
]


async def _fail(client: MigmaClient, *, is_send: bool) -> ApiError:
    asking = client.send(b'{"subject":"Hi"}', key="send-1") if is_send else client.projects()
    with pytest.raises(ApiError) as failure:
        await asking
    return failure.value


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_a_read_ends_in_the_right_error(
    fault: Fault, client: MigmaClient, server: LocalServer
) -> None:
    server.will(fault.behaviour)
    error = await _fail(client, is_send=False)
    assert type(error) is fault.read
    assert len(server.heard) == fault.read_attempts


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_a_send_ends_in_the_right_error_and_is_never_asked_twice_unclear(
    fault: Fault,
    client: MigmaClient,
    server: LocalServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.will(fault.behaviour)
    error = await _fail(client, is_send=True)
    assert type(error) is fault.send
    assert len(server.heard) == fault.send_attempts
    assert len({(heard.body, heard.headers["idempotency-key"]) for heard in server.heard}) == 1
    assert KEY not in caplog.text
    assert KEY not in _everything_about(error)


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_after_a_fault_the_next_call_works(
    fault: Fault, client: MigmaClient, server: LocalServer
) -> None:
    server.will(fault.behaviour)
    await _fail(client, is_send=True)
    server.will(answer(200, GOOD))
    assert (await client.send(b"{}", key="send-2")).id == "s1"


@pytest.mark.asyncio
async def test_a_whole_answer_counts_even_if_the_line_breaks_behind_it(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(raw_and_hang_up(_head(len(GOOD) + 20) + GOOD))
    assert (await client.send(b"{}", key="send-1")).id == "s1"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "encoded",
    [
        _packed("gzip", gzip.compress(GOOD)),
        _packed("deflate", zlib.compress(GOOD)),
        _packed("deflate", zlib.compress(GOOD, wbits=-15)),
        _packed("identity", GOOD),
        raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" + _head(len(GOOD)) + GOOD),
    ],
)
async def test_a_packed_answer_is_read(
    client: MigmaClient, server: LocalServer, encoded: Behaviour
) -> None:
    server.will(encoded)
    assert (await client.send(b"{}", key="send-1")).id == "s1"


@pytest.mark.asyncio
@pytest.mark.parametrize("is_send", [True, False])
async def test_an_answer_that_trickles_ends_at_the_deadline(
    make_client: MakeClient, server: LocalServer, is_send: bool
) -> None:
    async def trickle(line: Line) -> None:
        await line.say(_head(10_000))
        while not server.gone.is_set():
            await line.say(b" ")
            await line.rest()

    server.will(trickle)
    client = make_client(server.base_url, timing=replace(IMPATIENT, whole=0.2, repeats=0))
    error = await _fail(client, is_send=is_send)
    assert type(error) is (UnclearOutcome if is_send else ServiceFault)


@pytest.mark.parametrize(
    "words",
    [
        "The domain example.org is not verified",
        "Sender domain hasn't been verified yet",
        "Unverified sending domain",
        "Please verify your domain first",
    ],
)
@pytest.mark.asyncio
async def test_an_unverified_domain_is_known_by_the_servers_words(
    client: MigmaClient, server: LocalServer, words: str
) -> None:
    server.will(_failure(400, "VALIDATION_ERROR", words))
    error = await _fail(client, is_send=True)
    assert type(error) is DomainNotVerified
    assert error.reply.message == words


@pytest.mark.asyncio
async def test_a_send_that_is_still_in_work_is_not_called_refused(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(_failure(409, "REQUEST_IN_PROGRESS", "The first request is in progress"))
    assert type(await _fail(client, is_send=True)) is UnclearOutcome


@pytest.mark.asyncio
async def test_an_error_says_what_migma_said_and_keeps_the_rest_for_the_details(
    client: MigmaClient, server: LocalServer
) -> None:
    content = {
        "success": False,
        "error": "Subject is\n too plain",
        "code": "VALIDATION_ERROR",
        "metadata": {"requestId": "req_42"},
    }
    server.will(answer(400, content))
    error = await _fail(client, is_send=True)
    assert (error.reply.status, error.reply.code) == (400, "VALIDATION_ERROR")
    assert (error.reply.message, error.reply.request_id) == ("Subject is too plain", "req_42")
    assert "“Subject is too plain”" in str(error.advice)
    assert error.details.splitlines() == [
        f"Request: POST {server.base_url}/v1/sending",
        "Time: 2023-11-14T22:13:20+00:00",
        "Status: 400",
        "Code: VALIDATION_ERROR",
        "Migma says: Subject is too plain",
        "Request id: req_42",
        "Idempotency-Key: send-1",
    ]


@pytest.mark.asyncio
async def test_a_missing_permission_is_named_by_its_newest_and_older_name(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(_failure(403))
    sending = await _fail(client, is_send=True)
    assert "email:send" in str(sending.advice)
    assert "EMAIL_SEND" in str(sending.advice)
    reading = await _fail(client, is_send=False)
    assert "email:read" in str(reading.advice)


@pytest.mark.asyncio
@pytest.mark.parametrize("is_send", [True, False])
async def test_a_key_that_the_server_echoes_is_taken_out(
    client: MigmaClient, server: LocalServer, is_send: bool
) -> None:
    echoes = {
        "success": False,
        "error": f"Bad key {KEY}",
        "code": KEY,
        "metadata": {"requestId": KEY},
    }
    behaviours = [answer(status, echoes) for status in (200, 400, 401, 403, 404, 409, 413, 500)]
    behaviours += [
        raw_and_hang_up(f"HTTP/9.9 {KEY}\r\n\r\n".encode()),
        answer(200, f"<html>{KEY}</html>".encode(), {"X-Request-Id": KEY, "Content-Type": KEY}),
        answer(307, b"", {"Location": f"https://example.org/{KEY}", "X-Request-Id": KEY}),
        answer(200, success(KEY)),
    ]
    for behaviour in behaviours:
        server.will(behaviour)
        error = await _fail(client, is_send=is_send)
        assert KEY not in _everything_about(error)


def test_the_key_is_in_no_repr(make_client: MakeClient) -> None:
    client = make_client("https://api.example.org")
    assert KEY not in repr(client)
    assert repr(client) == "<MigmaClient of https://api.example.org>"


def _everything_about(error: ApiError) -> str:
    """Return whatever a window, a log or a crash report could show of an error."""
    trace = "".join(
        traceback.TracebackException.from_exception(error, capture_locals=True).format()
    )
    shown = [repr(error), str(error), error.args, error.title, error.advice, error.reply]
    return "\n".join([trace, error.details, *map(repr, shown), repr(vars(error))])
