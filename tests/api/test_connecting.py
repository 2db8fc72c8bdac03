"""What stands between this computer and Migma, met with real sockets."""

from __future__ import annotations

import asyncio
import errno
import gc
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpcore
import httpx
import pytest
import pytest_asyncio

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.obstacles import find_obstacle
from migma_desktop.api.words import NOT_CONNECTED, Obstacle
from migma_desktop.core.errors import KeyRejected, NoConnection, UnclearOutcome
from migma_desktop.core.ports import Mailer
from tests.api.local_server import (
    Behaviour,
    Line,
    LocalServer,
    answer,
    local_server,
    raw,
    raw_and_hang_up,
    success,
)
from tests.api.tools import KEY, MakeClient, Pauses

GOOD = success({"id": "s1", "projects": []})
CERTIFICATE = Path(__file__).parent / "certificates" / "loopback.pem"


async def _send(client: MigmaClient) -> str:
    return (await client.send(b'{"subject":"Hi"}', key="send-1")).id


@pytest_asyncio.fixture
async def tls_server() -> AsyncIterator[LocalServer]:
    """A server whose certificate nobody has vouched for; valid for 127.0.0.1 for 100 years."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    async with local_server(context, host="0.0.0.0") as local:  # noqa: S104 - 127.0.0.2 as well
        local.will(answer(200, GOOD))
        yield local


@pytest.fixture
def deaf_port() -> int:
    """A port of this computer at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.asyncio
async def test_a_refused_connection_is_tried_again_and_then_told(
    make_client: MakeClient, deaf_port: int, pauses: Pauses
) -> None:
    client = make_client(f"http://localhost:{deaf_port}")
    with pytest.raises(NoConnection) as failure:
        await _send(client)
    assert failure.value.title == NOT_CONNECTED[Obstacle.REFUSED][0]
    assert len(pauses.seconds) == 2


@pytest.mark.asyncio
async def test_a_send_goes_out_once_the_server_is_back(server: LocalServer, deaf_port: int) -> None:
    server.will(answer(200, GOOD))
    late: list[asyncio.Server] = []

    async def start_listening(_: float) -> None:
        late.append(await asyncio.start_server(server.serve, "127.0.0.1", deaf_port))

    client = MigmaClient(
        base_url=f"http://127.0.0.1:{deaf_port}", key=KEY, version="1", sleep=start_listening
    )
    assert await _send(client) == "s1"
    assert len(server.heard) == 1
    await client.aclose()
    late[0].close()


@pytest.mark.asyncio
async def test_calls_share_one_connection(client: MigmaClient, server: LocalServer) -> None:
    server.will(answer(200, GOOD))
    for _ in range(3):
        await client.projects()
    await _send(client)
    assert (len(server.heard), server.connections) == (4, 1)


@pytest.mark.asyncio
async def test_a_connection_that_was_closed_in_the_meantime_is_replaced(
    client: MigmaClient, server: LocalServer
) -> None:
    async def answer_and_close(line: Line) -> None:
        await answer(200, GOOD)(line)
        await line.hang_up_fully()

    server.will(answer_and_close, answer(200, GOOD))
    await client.projects()
    await server.hung_up.wait()
    assert await _send(client) == "s1"
    assert (len(server.heard), server.connections) == (2, 2)


@pytest.mark.asyncio
async def test_a_reused_connection_that_closes_under_a_send_leaves_the_outcome_open(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(200, GOOD), raw_and_hang_up(b""))
    await client.projects()
    with pytest.raises(UnclearOutcome):
        await _send(client)
    assert (len(server.heard), server.connections) == (2, 1)


@pytest.mark.asyncio
async def test_a_server_that_cannot_prove_who_it_is_gets_neither_key_nor_email(
    make_client: MakeClient, tls_server: LocalServer, pauses: Pauses
) -> None:
    with pytest.raises(NoConnection) as failure:
        await _send(make_client(tls_server.base_url))
    assert failure.value.title == NOT_CONNECTED[Obstacle.CERTIFICATE][0]
    assert tls_server.heard == []
    assert pauses.seconds == []


if sys.platform == "linux":  # elsewhere the system's store can't be changed for one process

    @pytest.mark.asyncio
    async def test_a_certificate_that_the_system_trusts_is_trusted(
        make_client: MakeClient, tls_server: LocalServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert await _send(make_client(tls_server.base_url)) == "s1"

    @pytest.mark.asyncio
    async def test_a_trusted_certificate_for_another_host_is_refused(
        make_client: MakeClient, tls_server: LocalServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        with pytest.raises(NoConnection) as failure:
            await _send(make_client(tls_server.base_url.replace("127.0.0.1", "127.0.0.2")))
        assert failure.value.title == NOT_CONNECTED[Obstacle.CERTIFICATE][0]
        assert tls_server.heard == []


@pytest.mark.asyncio
async def test_a_server_without_encryption_at_a_secure_address_gets_nothing(
    make_client: MakeClient,
) -> None:
    heard: list[bytes] = []

    async def complain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1000))
        writer.write(b"HTTP/1.1 400 Plain HTTP here\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(complain, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(NoConnection) as failure:
        await _send(make_client(f"https://127.0.0.1:{port}"))
    server.close()
    assert failure.value.title == NOT_CONNECTED[Obstacle.ENCRYPTION][0]
    assert KEY.encode() not in b"".join(heard)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "refusal",
    [
        answer(407, b"", {"Proxy-Authenticate": "Basic"}),
        answer(403, b"<html>blocked</html>"),
        raw_and_hang_up(b""),
        raw(b""),
    ],
    ids=["asks for a password", "blocks", "hangs up", "says nothing"],
)
async def test_a_proxy_of_the_environment_is_used_and_its_refusal_is_no_doubt(
    make_client: MakeClient,
    server: LocalServer,
    monkeypatch: pytest.MonkeyPatch,
    refusal: Behaviour,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.base_url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.will(refusal)
    with pytest.raises(NoConnection):
        await _send(make_client("https://api.example.org"))
    assert {(heard.method, heard.target) for heard in server.heard} == {
        ("CONNECT", "api.example.org:443")
    }
    assert all("authorization" not in heard.headers for heard in server.heard)


@pytest.mark.asyncio
async def test_what_stays_on_this_computer_passes_no_proxy(
    client: MigmaClient, server: LocalServer, monkeypatch: pytest.MonkeyPatch, deaf_port: int
) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{deaf_port}")
    server.will(answer(200, GOOD))
    assert await _send(client) == "s1"


@pytest.mark.asyncio
@pytest.mark.parametrize("proxy", ["socks5://me:hidden@127.0.0.1:9", "gopher://me:hidden@host"])
async def test_a_proxy_that_cannot_be_used_is_told_without_its_password(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(NoConnection) as failure:
        await _send(make_client("https://api.example.org"))
    assert failure.value.title == NOT_CONNECTED[Obstacle.PROXY][0]
    assert "hidden" not in failure.value.details


@pytest.mark.parametrize(
    ("cause", "obstacle"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "temporary"), Obstacle.OFFLINE),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), Obstacle.UNKNOWN_NAME),
        (OSError(errno.ENETUNREACH, "unreachable"), Obstacle.OFFLINE),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), Obstacle.REFUSED),
        (ExceptionGroup("all", [ConnectionRefusedError(), OSError()]), Obstacle.REFUSED),
        (ssl.SSLCertVerificationError("self-signed"), Obstacle.CERTIFICATE),
        (ssl.SSLError("wrong version"), Obstacle.ENCRYPTION),
        (ValueError("anything"), Obstacle.OTHER),
    ],
    ids=repr,
)
def test_the_cause_is_found_below_the_layers(cause: Exception, obstacle: Obstacle) -> None:
    outer = httpx.ConnectError("All connection attempts failed")
    outer.__cause__ = httpcore.ConnectError(cause)  # as httpcore hands it over
    assert find_obstacle(outer) is obstacle


@pytest.mark.parametrize(
    ("error", "obstacle"),
    [
        (httpx.ConnectTimeout("late"), Obstacle.SILENT),
        (httpx.PoolTimeout("late"), Obstacle.BUSY),
        (httpx.ProxyError("407"), Obstacle.PROXY),
        (TimeoutError(), Obstacle.SILENT),
    ],
    ids=repr,
)
def test_the_kind_of_an_error_can_be_the_cause(error: Exception, obstacle: Obstacle) -> None:
    assert find_obstacle(error) is obstacle


def test_every_obstacle_has_its_own_sentence() -> None:
    titles = {str(NOT_CONNECTED[obstacle][0]) for obstacle in Obstacle}
    assert len(titles) == len(Obstacle)


@pytest.mark.parametrize("key", ["", "  ", "two words", "sk_ümlaut", "sk\nlive", "sk_live_\x00"])
def test_what_cannot_be_a_key_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(KeyRejected) as failure:
        MigmaClient(base_url="https://api.example.org", key=key, version="1")
    assert key.strip() == "" or key not in f"{failure.value.advice}{failure.value.details}"


@pytest.mark.asyncio
async def test_a_key_may_be_pasted_with_space_around_it(
    make_client: MakeClient, server: LocalServer
) -> None:
    server.will(answer(200, GOOD))
    await make_client(server.base_url, key=f"  {KEY}\n").check_key()
    assert server.heard[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.asyncio
async def test_a_call_after_closing_surely_does_not_leave(make_client: MakeClient) -> None:
    client = make_client("https://api.example.org")
    await client.aclose()
    with pytest.raises(NoConnection, match="closed meanwhile"):
        await client.projects()
    with pytest.raises(NoConnection, match="closed meanwhile"):
        await _send(client)


@pytest.mark.asyncio
async def test_closing_in_the_middle_of_a_list_ends_the_list(
    client: MigmaClient, server: LocalServer
) -> None:
    arrived, answered = asyncio.Event(), asyncio.Event()
    page = {"projects": [{"_id": "1", "name": "A"}], "pagination": {"total": 2, "hasMore": True}}

    async def answer_late(line: Line) -> None:
        arrived.set()
        await answered.wait()
        await answer(200, {"success": True, "data": page})(line)

    server.will(answer_late)
    reading = asyncio.create_task(client.projects())
    await arrived.wait()
    closing = asyncio.create_task(client.aclose())
    await asyncio.sleep(0)
    answered.set()
    with pytest.raises(NoConnection):
        await reading
    await closing
    assert len(server.heard) == 1


@pytest.mark.asyncio
async def test_a_call_that_is_given_up_leaves_the_client_usable(
    client: MigmaClient, server: LocalServer
) -> None:
    arrived = asyncio.Event()

    async def note_and_keep_silent(_: Line) -> None:
        arrived.set()

    server.will(note_and_keep_silent)
    sending = asyncio.create_task(_send(client))
    await arrived.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    server.will(answer(200, GOOD))
    assert await _send(client) == "s1"
    assert len(server.heard) == 2


@pytest.mark.asyncio
async def test_calls_at_the_same_time_open_the_client_once(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(answer(200, GOOD))
    await asyncio.gather(*(client.projects() for _ in range(20)))
    assert len(server.heard) == 20
    assert server.connections <= 8


def test_the_client_is_a_mailer(client: MigmaClient) -> None:
    mailer: Mailer = client
    assert isinstance(mailer, MigmaClient)


@pytest.mark.asyncio
async def test_closing_waits_for_the_answer_to_a_call(
    client: MigmaClient, server: LocalServer
) -> None:
    arrived, answered = asyncio.Event(), asyncio.Event()

    async def answer_late(line: Line) -> None:
        arrived.set()
        await answered.wait()
        await answer(200, GOOD)(line)

    server.will(answer_late)
    sending = asyncio.create_task(_send(client))
    await arrived.wait()
    closing = asyncio.create_task(client.aclose())
    await asyncio.sleep(0)
    assert not closing.done()

    answered.set()
    await closing
    assert await sending


@pytest.mark.asyncio
@pytest.mark.parametrize("turns", range(6))  # of the event loop, until somebody cuts it off
async def test_a_closing_that_is_cut_off_goes_on_and_the_next_one_waits_for_it(
    make_client: MakeClient, server: LocalServer, turns: int
) -> None:
    server.will(answer(200, GOOD))
    client = make_client(server.base_url)
    await client.projects()
    closing = asyncio.ensure_future(client.aclose())
    for _ in range(turns):
        await asyncio.sleep(0)
    if closing.cancel():
        with pytest.raises(asyncio.CancelledError):
            await closing
    await client.aclose()
    await asyncio.sleep(0.05)
    del client
    gc.collect()  # an open connection would complain
