"""Whatever can break between a client and a server breaks here on demand."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from migma_desktop.sandbox import faults
from migma_desktop.sandbox.faults import Fault
from migma_desktop.sandbox.loopback import LoopbackServer, serve_in_thread
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import Api, send_body


@pytest.fixture
def line(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client over a real socket."""
    headers = {"Authorization": f"Bearer {sandbox.api_key}"}
    with (
        serve_in_thread(sandbox) as base_url,
        httpx.Client(base_url=base_url, headers=headers, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("fault", "error", "delivered"),
    [
        (faults.refuse(), ConnectionRefusedError, 0),
        (faults.reset_before(), ConnectionResetError, 0),
        (faults.reset_after(), ConnectionResetError, 1),
    ],
)
def test_a_broken_line_is_raised_in_process(
    api: Api, sandbox: Sandbox, fault: Fault, error: type[OSError], delivered: int
) -> None:
    sandbox.faults.add(fault, path="/v1/sending", call=1)

    with pytest.raises(error):
        api.send(send_body())

    assert len(sandbox.inbox.messages) == delivered
    assert api.send(send_body()).status_code == 200


@pytest.mark.parametrize(
    ("fault", "delivered"),
    [(faults.refuse(), 0), (faults.reset_before(), 0), (faults.reset_after(), 1)],
)
def test_a_broken_line_is_a_real_reset_over_loopback(
    line: httpx.Client, sandbox: Sandbox, fault: Fault, delivered: int
) -> None:
    sandbox.faults.add(fault, path="/v1/sending", call=1)

    with pytest.raises(httpx.ReadError, match="reset"):
        line.post("/sending", json=send_body())

    assert len(sandbox.inbox.messages) == delivered
    assert line.post("/sending", json=send_body()).status_code == 200


def test_a_cut_body_ends_too_early_over_loopback(line: httpx.Client, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.cut_body(keep=15), path="/v1/sending", call=1)

    with pytest.raises(httpx.RemoteProtocolError, match="received 15 bytes"):
        line.post("/sending", json=send_body())

    assert len(sandbox.inbox.messages) == 1


def test_a_cut_body_is_shorter_than_promised_in_process(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.cut_body(keep=15), path="/v1/sending")

    response = api.send(send_body())

    assert len(response.content) == 15
    assert int(response.headers["Content-Length"]) > 15


@pytest.mark.parametrize(
    ("fault", "status", "content"),
    [
        (faults.status(500), 500, b'"HTTP_500"'),
        (faults.status(503, handled=True), 503, b'"HTTP_503"'),
        (faults.html_page(502), 502, b"<html>"),
        (faults.not_json(), 200, b"{success: maybe"),
        (faults.empty_body(), 200, b""),
        (faults.success_false("No"), 200, b'{"success":false,"error":"No"'),
    ],
)
def test_another_answer_takes_the_place_of_the_real_one(
    api: Api, sandbox: Sandbox, fault: Fault, status: int, content: bytes
) -> None:
    sandbox.faults.add(fault, path="/v1/sending")

    response = api.send(send_body())

    assert response.status_code == status
    assert content in response.content
    assert len(sandbox.inbox.messages) == int(fault.handled)


def test_a_planned_limit_says_when_to_come_back(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.status(429, retry_after=7))

    assert api.get("/v1/domains").headers["Retry-After"] == "7"


def test_wrong_types_keep_the_fields(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.wrong_types(), path="/v1/sending")

    answer = api.send(send_body()).json()

    assert answer["success"] is True
    assert isinstance(answer["data"]["id"], int)
    assert isinstance(answer["data"]["sentCount"], list)


def test_an_oversized_answer_is_as_large_as_asked(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.oversized(50_000))

    response = api.get("/v1/domains")

    assert len(response.content) == 50_000
    assert response.json()["success"] is True


@pytest.mark.parametrize("fault", [faults.delay(0.2), faults.slow_body(0.2)])
def test_a_slow_answer_is_whole(line: httpx.Client, sandbox: Sandbox, fault: Fault) -> None:
    sandbox.faults.add(fault, path="/v1/domains")
    started = time.monotonic()

    answer = line.get("/domains").json()

    assert time.monotonic() - started >= 0.2
    assert answer["success"] is True


def test_a_client_may_give_up_on_a_slow_answer(line: httpx.Client, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.delay(30), path="/v1/sending", call=1)

    with pytest.raises(httpx.ReadTimeout):
        line.post("/sending", json=send_body(), timeout=0.3)

    assert len(sandbox.inbox.messages) == 1


def test_the_nth_call_is_counted_among_those_that_match(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.status(500), method="GET", path="/v1/tags*", call=2)
    project = send_body()["projectId"]

    statuses = [
        api.get("/v1/tags", projectId=project).status_code,
        api.get("/v1/domains").status_code,
        api.get("/v1/tags", projectId=project).status_code,
        api.get("/v1/tags", projectId=project).status_code,
    ]

    assert statuses == [200, 200, 500, 200]


def test_faults_are_over_when_they_are_cleared(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.add(faults.status(500))
    sandbox.faults.clear()

    assert api.get("/v1/domains").status_code == 200


def test_a_port_where_nobody_listens_refuses(sandbox: Sandbox) -> None:
    server = LoopbackServer(sandbox)
    server.start()
    try:
        with server.refuse_connections(), pytest.raises(httpx.ConnectError):
            httpx.get(server.base_url, trust_env=False)
        assert httpx.get(server.base_url, trust_env=False).status_code == 401
    finally:
        server.stop()


def test_half_a_request_is_no_request(sandbox: Sandbox) -> None:
    head = (
        f"POST /v1/sending HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {sandbox.api_key}\r\n"
        "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
    )
    with serve_in_thread(sandbox) as base_url:
        url = httpx.URL(base_url)
        with socket.create_connection((url.host, url.port or 0)) as connection:
            connection.sendall(head.encode())
        httpx.get(f"{base_url}/domains", trust_env=False)

    assert [each.path for each in sandbox.requests] == ["/v1/domains"]
