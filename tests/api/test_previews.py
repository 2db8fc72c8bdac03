"""Device previews, in each shape that they are known in (contract, section 9)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.envelope import open_envelope
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.lenient import Unreadable
from migma_desktop.api.pictures import fetch
from migma_desktop.api.previews import read_devices, read_preview
from migma_desktop.core.device_previews import Device, DeviceShot, ShotState
from migma_desktop.core.errors import PermissionMissing, ServiceFault, UnclearOutcome
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.routes.previews import UNSUITED
from migma_desktop.sandbox.service import Sandbox
from tests.api.tools import MakeClient

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def sandbox(clock: ManualClock) -> Sandbox:
    return Sandbox(clock=clock)


@pytest.fixture
def ask(sandbox: Sandbox, make_client: MakeClient) -> Callable[[str], MigmaClient]:
    def make(key: str) -> MigmaClient:
        return make_client("http://localhost", key=key, transport=AsgiTransport(sandbox.app))

    return make


@pytest.mark.asyncio
async def test_pictures_come_one_after_the_other_and_are_paid_for_once(
    sandbox: Sandbox, clock: ManualClock, ask: Callable[[str], MigmaClient]
) -> None:
    client = ask(sandbox.api_key)
    keys = ["gmail.ios", "outlook.macos", UNSUITED]
    assert {device.key for device in await client.devices()} >= set(keys)
    before = await client.credits_left()
    begun = await client.begin_device_preview(html="<p>Hello you</p>", subject="Hi", devices=keys)
    assert (begun.status, begun.done, begun.credits_charged) == ("PROCESSING", 0, 2)
    assert [shot.key for shot in begun.shots] == keys
    clock.advance(2.5)
    half = await client.device_preview(begun.id)
    assert (half.done, half.is_final) == (1, False)
    clock.advance(60)
    whole = await client.device_preview(begun.id)
    assert (whole.status, whole.failed, whole.is_final) == ("PARTIAL_SUCCESS", 1, True)
    for shot in whole.shots[:2]:
        picture = await client.picture(shot.address)
        assert picture.startswith(b"\x89PNG")
    assert whole.shots[0].address != whole.shots[1].address
    assert before is not None
    assert await client.credits_left() == before - 2


@pytest.mark.asyncio
async def test_a_request_that_costs_is_not_repeated(
    sandbox: Sandbox, ask: Callable[[str], MigmaClient]
) -> None:
    sandbox.faults.add(faults.status(500), path="/v1/emails/previews")
    with pytest.raises(UnclearOutcome):
        await ask(sandbox.api_key).begin_device_preview(html="<p>", subject="", devices=())
    assert [request.path for request in sandbox.requests] == ["/v1/emails/previews"]


@pytest.mark.asyncio
async def test_a_key_without_the_permission_is_told_which_one(
    sandbox: Sandbox, ask: Callable[[str], MigmaClient]
) -> None:
    sandbox.account.add_key("few", scopes={"email:read"})
    with pytest.raises(PermissionMissing) as raised:
        await ask("few").devices()
    assert "email:preview" in str(raised.value.advice) + raised.value.details


def envelope(data: object) -> bytes:
    return json.dumps({"success": True, "data": data}).encode()


def test_all_shapes_of_a_preview_are_read() -> None:
    documents = {"previewId": "p", "status": "processing", "devices": ["gmail.ios"]}
    read = read_preview(open_envelope(envelope(documents), {}))
    assert (read.status, read.is_final) == ("PROCESSING", False)
    assert read.shots == (DeviceShot("gmail.ios", "gmail.ios", ShotState.WORKING),)
    old = {"deviceKey": "gmail.ios", "imageUrl": "https://a/b.png", "thumbnailUrl": "https://a/c"}
    older = {"id": "p", "status": "completed", "previewData": {"previews": [old, {"x": 1}]}}
    read = read_preview(open_envelope(envelope(older), {}))
    assert read.is_final
    assert [(shot.state, shot.address, shot.small_address) for shot in read.shots] == [
        (ShotState.DONE, "https://a/b.png", "https://a/c")
    ]
    with pytest.raises(Unreadable):
        read_preview(open_envelope(envelope({"status": "completed"}), {}))
    by_category = {"categories": {"web": [{"key": "a.web", "name": "A", "category": "WEB"}]}}
    listed = read_devices(open_envelope(envelope(by_category), {}))
    assert listed == (Device("a.web", "A", "WEB"),)


# Their pictures


@pytest.mark.asyncio
async def test_a_picture_in_its_address_needs_no_network() -> None:
    address = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert await fetch(address, base_url="https://api.migma.ai") == PNG
    for broken in ("data:image/png,abc", "data:image/png;base64,§", "data:image/png;base64,YWJj"):
        with pytest.raises(ServiceFault):
            await fetch(broken, base_url="https://api.migma.ai")


@pytest.mark.asyncio
async def test_the_key_never_goes_to_the_host_of_a_picture(httpserver: HTTPServer) -> None:
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.extend(name.lower() for name, _ in request.headers)
        return Response(PNG, content_type="image/png")

    httpserver.expect_request("/a.png").respond_with_handler(answer)
    home = httpserver.url_for("")
    assert await fetch(httpserver.url_for("/a.png"), base_url=home) == PNG
    assert seen
    assert not {"authorization", "x-api-key", "cookie"} & set(seen)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "address",
    ["http://example.com/a.png", "file:///etc/passwd", "https://me:secret@a.example/", "https://"],
)
async def test_pictures_come_over_https_only(address: str, httpserver: HTTPServer) -> None:
    with pytest.raises(ServiceFault):
        await fetch(address, base_url=httpserver.url_for(""))
    assert httpserver.log == []


@pytest.mark.asyncio
async def test_a_redirect_must_keep_to_the_rule_too(httpserver: HTTPServer) -> None:
    for path, target in (("/away", "http://127.0.0.1:9/x"), ("/round", "/round"), ("/on", "/a")):
        httpserver.expect_request(path).respond_with_data(
            "", status=302, headers={"Location": target}
        )
    httpserver.expect_request("/a").respond_with_data(PNG)
    httpserver.expect_request("/page").respond_with_data("<html>")
    home = httpserver.url_for("")
    assert await fetch(httpserver.url_for("/on"), base_url=home) == PNG
    for path in ("/away", "/round", "/page", "/missing"):
        with pytest.raises(ServiceFault):
            await fetch(httpserver.url_for(path), base_url=home)
