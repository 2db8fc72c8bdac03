"""Remote images stay out until the user lets them in for this draft."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytest_httpserver import HTTPServer
from pytestqt.qtbot import QtBot

from migma_desktop.core.remote_permission import RemotePermission

Screen = Any  # the fixture's class lives in conftest.py


def _serve_picture(server: HTTPServer, folder: Any) -> str:
    image = QImage(600, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#00aa00"))
    path = folder / "picture.png"
    assert image.save(str(path))
    server.expect_request("/picture.png").respond_with_data(
        path.read_bytes(),
        content_type="image/png",
        headers={"Cache-Control": "public, max-age=3600"},
    )
    return str(server.url_for("/picture.png"))


def _email(source: str) -> str:
    return (
        f"<!DOCTYPE html><body style='margin:0'><img src='{source}' width=600 height=60>"
        "<div style='height:3000px'>Hello</div>"
    )


def test_a_refused_image_is_announced_with_its_host(screen: Screen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.view.remote_content_blocked) as blocked:
        screen.show(_email("https://images.example.com/a.png"))
    assert blocked.args == [frozenset({"images.example.com"})]
    assert screen.view.blocked_urls() == {"https://images.example.com/a.png"}
    assert screen.view.blocked_images() == screen.view.blocked_urls()


def test_hosts_that_were_half_typed_are_forgotten(screen: Screen, qtbot: QtBot) -> None:
    whole = "https://images.example.com/a.png"
    for length in range(len("https://im"), len(whole) + 1):
        screen.show(_email(whole[:length]))
    screen.settle()
    screen.show(_email(whole) + " ")
    qtbot.waitUntil(lambda: len(screen.view.blocked_urls()) > 0)
    assert {url.split("/")[2] for url in screen.view.blocked_urls()} == {"images.example.com"}
    with qtbot.waitSignal(screen.view.remote_content_blocked) as blocked:
        screen.show(_email("data:,"))
    assert blocked.args == [frozenset()]


def test_an_allowed_image_is_painted_and_a_forbidden_one_goes_again(
    screen: Screen, httpserver: HTTPServer, tmp_path: Any
) -> None:
    html = _email(_serve_picture(httpserver, tmp_path))
    screen.show(html)
    screen.settle()
    screen.view.set_remote_allowed(True)
    screen.wait_for_colour("#00aa00")
    screen.view.set_remote_allowed(False)
    screen.wait_for_colour("#ffffff", 300, 30)
    assert len(httpserver.log) == 1


def test_allowing_images_keeps_the_scroll_position(screen: Screen, qtbot: QtBot) -> None:
    screen.show(_email("data:,"))
    screen.ask("(window.scrollTo(0, 700), 1)")
    qtbot.waitUntil(lambda: screen.view.page().scrollPosition().y() == 700)
    with qtbot.waitSignal(screen.view.shown):
        screen.view.set_remote_allowed(True)
    assert screen.ask("window.scrollY") == 700


def _was_asked_again(httpserver: HTTPServer, before: int) -> bool:
    return len(httpserver.log) > before


def test_servers_of_allowed_images_set_no_cookies_and_ask_for_no_password(
    screen: Screen, httpserver: HTTPServer, qtbot: QtBot
) -> None:
    httpserver.expect_request("/cookie.png").respond_with_data(
        b"", headers={"Set-Cookie": "reader=42; Max-Age=9999"}
    )
    httpserver.expect_request("/password.png").respond_with_data(
        b"", status=401, headers={"WWW-Authenticate": 'Basic realm="Mail password"'}
    )
    screen.view.set_remote_allowed(True)
    for name in ("cookie.png?0", "password.png?0", "cookie.png?1", "password.png?1"):
        asked_before = len(httpserver.log)
        screen.show(_email(httpserver.url_for(f"/{name}")))
        qtbot.waitUntil(partial(_was_asked_again, httpserver, asked_before))
    assert not [request for request, _ in httpserver.log if "Cookie" in request.headers]
    assert QApplication.activeModalWidget() is None


@pytest.fixture
def patient_server() -> Iterator[HTTPServer]:
    """A server that a connection kept open by the browser doesn't hold up."""
    with HTTPServer(threaded=True) as server:
        yield server


def test_only_allowed_hosts_load_and_a_redirect_leads_to_no_other(
    screen: Screen, patient_server: HTTPServer, tmp_path: Any, qtbot: QtBot
) -> None:
    own = _serve_picture(patient_server, tmp_path)
    other = own.replace("localhost", "127.0.0.1")
    assert other != own
    headers = {"Location": other}
    patient_server.expect_request("/away.png").respond_with_data("", status=302, headers=headers)
    headers = {"Location": own}
    patient_server.expect_request("/home.png").respond_with_data("", status=302, headers=headers)
    screen.view.set_permission(RemotePermission(hosts=frozenset({"localhost"})))
    screen.show(_email(other))
    qtbot.waitUntil(lambda: screen.view.blocked_images() == {other})
    assert patient_server.log == []
    screen.show(_email(patient_server.url_for("/away.png")))
    qtbot.waitUntil(lambda: len(patient_server.log) == 1)
    screen.settle(200)
    assert [request.path for request, _ in patient_server.log] == ["/away.png"]
    screen.show(_email(patient_server.url_for("/home.png")))
    screen.wait_for_colour("#00aa00")
    assert [request.path for request, _ in patient_server.log][1:] == ["/home.png", "/picture.png"]
