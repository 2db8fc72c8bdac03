"""The sandbox on a real socket, as clients outside the program meet it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import SMTP

import httpx
import pytest

from migma_desktop.sandbox.clock import ManualClock, SystemClock
from migma_desktop.sandbox.inbox import Delivered
from migma_desktop.sandbox.loopback import HOST, LoopbackServer, listen, serve_in_thread
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import batch_body, send_body

KEY = "sk_test_from_outside"
READY = "Migma sandbox listening on "


@contextmanager
def _program(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "migma_desktop.sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def outside() -> Iterator[httpx.Client]:
    """A client of the sandbox in a process of its own."""
    with _program("--port", "0", "--api-key", KEY) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith(READY)
        with httpx.Client(
            base_url=line.removeprefix(READY).removesuffix("/v1"),
            headers={"Authorization": f"Bearer {KEY}"},
            trust_env=False,
        ) as client:
            yield client


@pytest.fixture
def fresh(outside: httpx.Client) -> httpx.Client:
    assert outside.post("/__sandbox__/reset").status_code == 200
    return outside


def test_a_send_is_read_back_from_outside(fresh: httpx.Client) -> None:
    assert fresh.post("/v1/sending", json=send_body(template="<p>\r\nä</p>")).is_success

    (listed,) = fresh.get("/__sandbox__/inbox").json()["messages"]
    raw = fresh.get(f"/__sandbox__/inbox/{listed['id']}.eml")

    assert listed["to"] == "ada@example.com"
    assert listed["html"] == "<p>\r\nä</p>"
    assert raw.headers["Content-Type"] == "message/rfc822"
    assert message_from_bytes(raw.content, policy=SMTP)["Subject"] == "Your receipt"


def test_a_batch_moves_when_the_clock_is_turned(fresh: httpx.Client) -> None:
    batch_id = fresh.post("/v1/sending", json=batch_body()).json()["data"]["batchId"]

    assert fresh.post("/__sandbox__/clock", json={"advance": 30}).is_success

    status = fresh.get(f"/v1/sending/batches/{batch_id}").json()["data"]
    assert status["status"] == "completed"
    assert len(fresh.get("/__sandbox__/inbox").json()["messages"]) == 188


def test_faults_are_planned_from_outside(fresh: httpx.Client) -> None:
    fault = {"kind": "status", "status": 429, "retryAfter": 3, "path": "/v1/domains", "call": 2}
    assert fresh.post("/__sandbox__/faults", json=fault).status_code == 201

    answers = [fresh.get("/v1/domains") for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 429, 200]
    assert answers[1].headers["Retry-After"] == "3"


@pytest.mark.parametrize(
    "kind", ["refuse", "reset_before", "reset_after", "cut_body", "wrong_types", "not_json"]
)
def test_each_kind_of_fault_can_be_asked_for(fresh: httpx.Client, kind: str) -> None:
    fresh.post("/__sandbox__/faults", json={"kind": kind, "path": "/v1/domains"})

    try:
        answer = fresh.get("/v1/domains")
        assert not isinstance(answer.json()["data"][0]["domain"], str)
    except (httpx.TransportError, json.JSONDecodeError, KeyError, TypeError):
        pass
    else:
        assert kind == "wrong_types"
    fresh.delete("/__sandbox__/faults")
    assert fresh.get("/v1/domains").status_code == 200


@pytest.mark.parametrize(
    "fault",
    [{}, {"kind": "meteor"}, {"kind": "delay"}, {"kind": "status", "status": 99}, {"call": 0}],
)
def test_an_impossible_fault_is_refused(fresh: httpx.Client, fault: object) -> None:
    assert fresh.post("/__sandbox__/faults", json=fault).status_code == 400


@pytest.mark.parametrize("advance", [-1, "ten", None, True, 1e300])
def test_a_clock_is_not_turned_by_nonsense(fresh: httpx.Client, advance: object) -> None:
    answer = fresh.post("/__sandbox__/clock", json={"advance": advance})

    assert answer.status_code == 400


def test_the_controls_need_the_key_too(outside: httpx.Client) -> None:
    answer = outside.get("/__sandbox__/inbox", headers={"Authorization": "Bearer wrong"})

    assert answer.status_code == 401


def test_requests_can_be_looked_at_without_the_key(fresh: httpx.Client) -> None:
    fresh.post("/v1/sending", json=send_body())

    listed = fresh.get("/__sandbox__/requests")

    assert listed.json()["requests"][-1]["path"] == "/v1/sending"
    assert KEY not in listed.text


def test_a_reset_forgets_what_was_sent(fresh: httpx.Client) -> None:
    fresh.post("/v1/sending", json=send_body())
    fresh.post("/__sandbox__/reset")

    assert fresh.get("/__sandbox__/inbox").json()["messages"] == []


def test_only_this_computer_is_served(outside: httpx.Client) -> None:
    assert outside.base_url.host == HOST == "127.0.0.1"


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with _program("--port", port, "--api-key", KEY) as process:
            _, problem = process.communicate(timeout=20)

    assert process.returncode == 1
    assert problem.startswith(f"Cannot listen on {HOST}:{port}: ")
    assert "Traceback" not in problem


def test_a_key_is_made_up_and_told_when_none_is_given() -> None:
    with _program("--port", "0") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(READY)
        assert "sk_test_sandbox_" in process.stderr.readline()


def test_with_the_systems_clock_a_batch_arrives_by_itself() -> None:
    sandbox = Sandbox(clock=SystemClock(), api_key=KEY)
    arrived: list[str] = []
    some_arrived = threading.Event()

    def hear(delivered: Delivered) -> None:
        arrived.append(delivered.to)
        if len(arrived) == 10:
            some_arrived.set()

    sandbox.inbox.subscribe(hear)
    headers = {"Authorization": f"Bearer {KEY}"}
    with serve_in_thread(sandbox) as base_url:
        httpx.post(f"{base_url}/sending", json=batch_body(), headers=headers, trust_env=False)

        assert some_arrived.wait(20)


def test_two_sandboxes_do_not_meet() -> None:
    first, second = (Sandbox(clock=ManualClock(), api_key=key) for key in ("one", "two"))
    with serve_in_thread(first) as one, serve_in_thread(second) as two:
        for url, key, status in ((one, "one", 200), (two, "two", 200), (one, "two", 401)):
            headers = {"Authorization": f"Bearer {key}"}
            answer = httpx.get(f"{url}/domains", headers=headers, trust_env=False)
            assert answer.status_code == status


def test_importing_the_package_costs_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); import migma_desktop.sandbox;"
        "print(sorted(set(sys.modules) - before))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "['migma_desktop', 'migma_desktop.sandbox']"


def test_the_sandbox_loads_no_toolkit() -> None:
    code = (
        "import sys, migma_desktop.sandbox.__main__;"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'qasync'))])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[]"


def test_small_answers_leave_at_once() -> None:
    """Nagle's algorithm would hold back the second half of an answer for 40 ms."""

    async def is_undelayed() -> bool:
        connections: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
        listener = listen(0)
        port = listener.getsockname()[1]
        async with await asyncio.start_server(lambda _, w: connections.put(w), sock=listener):
            _, ours = await asyncio.open_connection(HOST, port)
            theirs = await connections.get()
            option = theirs.get_extra_info("socket").getsockopt(
                socket.IPPROTO_TCP, socket.TCP_NODELAY
            )
            for writer in (ours, theirs):
                writer.close()
                await writer.wait_closed()
            return bool(option)

    assert asyncio.run(is_undelayed())


def test_a_stopped_server_leaves_no_connection_open_with_nobody_behind() -> None:
    sandbox = Sandbox(clock=SystemClock(), api_key=KEY)
    for _round in range(6):
        server = LoopbackServer(sandbox)
        server.start()
        with _visitors(server.port) as taken:
            server.stop()
        assert taken
        assert [line for line in taken if not _is_over(line)] == []


@contextmanager
def _visitors(port: int) -> Iterator[list[socket.socket]]:
    """Connect again and again while the block runs, as long as somebody listens."""
    taken: list[socket.socket] = []
    has_begun = threading.Event()

    def knock() -> None:
        while True:
            try:
                taken.append(socket.create_connection((HOST, port), timeout=5))
            except OSError:
                return
            has_begun.set()
            time.sleep(0.001)

    visitor = threading.Thread(target=knock)
    visitor.start()
    has_begun.wait(10)
    try:
        yield taken
    finally:
        visitor.join()


def _is_over(line: socket.socket) -> bool:
    line.settimeout(2.0)
    with line:
        try:
            return line.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True
