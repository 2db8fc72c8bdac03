"""A hostile email in the preview reaches nobody, reads nothing and changes nothing.

Each protection is loosened once as well, and the same hostile email must then be caught at it:
a test that cannot fail proves nothing.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage

from migma_desktop.core.remote_permission import RemotePermission
from migma_desktop.ui.preview.lockdown import Lockdown

Screen = Any  # the fixture's class lives in conftest.py

ROADS = ("first document", "patch")


def _save_picture(path: Path) -> Path:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#00aa00"))
    assert image.save(str(path))
    return path


@dataclass
class Trap:
    """A server that writes down whoever comes near: each connection, and each path asked for."""

    port: int = 0
    connections: list[object] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    trap = Trap()
    picture = _save_picture(tmp_path / "served.png").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            trap.paths.append(self.path.removeprefix("/"))
            kind, body = "text/html", b"<body>caught"
            if "image" in self.path:
                kind, body = "image/png", picture
            elif "style" in self.path:
                kind, body = "text/css", b"#styled { height: 33px }"
            elif "script" in self.path:
                kind, body = "text/javascript", b"document.body.dataset.remoteScript = 1"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=3600")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that http.server calls

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> tuple[socket.socket, Any]:
            connection, address = super().get_request()
            trap.connections.append(address)
            return connection, address

    server = Server(("127.0.0.1", 0), Handler)
    trap.port = server.server_address[1]
    often = {"poll_interval": 0.01}  # seconds between two looks whether it should end
    thread = threading.Thread(target=server.serve_forever, kwargs=often, daemon=True)
    thread.start()
    yield trap
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def secret_file(tmp_path: Path) -> QUrl:
    return QUrl.fromLocalFile(str(_save_picture(tmp_path / "secret.png")))


def hostile(trap: Trap, secret_file: QUrl) -> str:
    """Everything that an email could try, in one document."""
    at = trap.url
    host = f"127.0.0.1:{trap.port}"
    change = "document.documentElement.dataset.changed = 1"
    frame = f"<script>{change}</script><img src={at('frame-image')}>"
    return f"""<!DOCTYPE html>
<html><head>
<meta http-equiv="refresh" content="0; url={at("meta-refresh")}">
<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
<base href="{at("base/")}">
<link rel="stylesheet" href="{at("style-link")}">
<link rel="stylesheet" href="relative-style">
<link rel="preload" as="image" href="{at("preload-image")}">
<link rel="preload" as="script" href="{at("preload-script")}">
<link rel="modulepreload" href="{at("module-script")}">
<link rel="prefetch" href="{at("prefetch")}">
<link rel="prerender" href="{at("prerender")}">
<link rel="preconnect" href="{at("")}">
<link rel="dns-prefetch" href="//{host}">
<link rel="icon" href="{at("icon-image")}">
<link rel="manifest" href="{at("manifest")}">
<link rel="import" href="{at("import")}">
<script>{change}</script>
<script src="{at("script")}"></script>
<script type="module" src="{at("script-module")}"></script>
<script type="speculationrules">{{"prefetch": [{{"urls": ["{at("speculation")}"]}}]}}</script>
<style>
@import url("{at("style-import")}");
@font-face {{ font-family: Stolen; src: url("{at("font")}") }}
body {{ margin: 0; font-family: Stolen; background-image: url("{at("image-background")}") }}
a, button {{ display: block; height: 30px }}
ul {{ list-style-image: url("{at("image-list")}"); cursor: url("{at("image-cursor")}"), auto }}
</style>
</head>
<body onload="{change}" background="{at("image-body")}">
<a id="link" href="{at("link")}" ping="{at("ping")}">link</a>
<a id="window" href="{at("window")}" target="_blank">window</a>
<a id="download" href="{at("download")}" download>download</a>
<a id="script" href="javascript:{change}">script</a>
<a id="file" href="{secret_file.toString()}">file</a>
<a id="data" href="data:text/html,<body>elsewhere">data</a>
<form action="{at("form")}"><input name="q" value="1"><button id="submit">Send</button></form>
<form action="{at("form-post")}" method="post" target="_blank">
<button id="post">Send</button></form>
<form action="javascript:{change}"><button id="form-script">Send</button></form>
<img id="picture" src="{at("image")}" onerror="{change}" onload="{change}">
<img id="relative" src="relative-image">
<img srcset="{at("image-set-1")} 1x, {at("image-set-2")} 2x">
<picture><source srcset="{at("image-source")}"><img src="{at("image-fallback")}"></picture>
<img id="local" src="{secret_file.toString()}" width="8" height="8">
<input type="image" src="{at("image-input")}">
<video src="{at("video")}" poster="{at("image-poster")}" autoplay></video>
<audio src="{at("audio")}" autoplay></audio>
<iframe id="frame" src="{at("frame")}"></iframe>
<iframe src="{secret_file.toString()}"></iframe>
<iframe srcdoc="{frame.replace('"', "&quot;")}"></iframe>
<iframe src="data:text/html,{frame}"></iframe>
<iframe src="javascript:parent.{change}"></iframe>
<object data="{at("object")}"></object>
<embed src="{at("embed")}">
<portal src="{at("portal")}"></portal>
<svg onload="{change}" width="9" height="9">
<image href="{at("image-svg")}" width="9" height="9"/><use href="{at("svg-use")}#a"/>
<script>{change}</script><animate onbegin="{change}" attributeName="x" dur="1s"/></svg>
<details open ontoggle="{change}"><summary>x</summary></details>
<input autofocus onfocus="{change}">
<div id="handler" onclick="{change}" onpointerenter="{change}">touch</div>
<div id="styled" style="background: url('{at("image-style")}')">styled</div>
<table background="{at("image-table")}"><tr><td>x</td></tr></table>
<marquee onstart="{change}">x</marquee>
<ul><li>x</li></ul>
</body></html>"""


CLICKED = ("link", "window", "download", "script", "file", "data", "submit", "post", "handler")


def untouched(screen: Screen, html: str, rules: Lockdown) -> str:
    """Return the document as it should stand: as written, but for what is taken out beforehand."""
    hints = "" if rules.allow_network_hints else "for (const link of links) link.rel = kept(link);"
    frames = (
        "" if rules.allow_frames else "for (const one of frames) one.removeAttribute('srcdoc');"
    )
    return str(
        screen.ask(
            f"""(page => {{
                const links = page.querySelectorAll("link[rel]");
                const frames = page.querySelectorAll("iframe[srcdoc]");
                const kept = (link) => link.rel === "stylesheet" ? link.rel : "";
                {hints} {frames}
                return page.documentElement.outerHTML;
            }})(new DOMParser().parseFromString({json.dumps(html)}, "text/html"))"""
        )
    )


@dataclass
class Damage:
    """What an email managed to do."""

    paths: list[str]
    connections: int
    navigated: bool
    changed: bool
    read_file: bool
    links: list[str]

    @property
    def any(self) -> bool:
        return bool(
            self.paths or self.connections or self.navigated or self.changed or self.read_file
        )


def attack(screen: Screen, html: str, trap: Trap, *, road: str) -> Damage:
    """Show a hostile email by one of the two roads, click everything, and see what happened."""
    links: list[str] = []
    lockdown = screen.lockdown
    screen.view.link_clicked.connect(lambda url: links.append(url.toString()))
    if road == "patch":
        screen.show("<!DOCTYPE html><p>Harmless</p>")
    screen.show(html)
    screen.settle()
    for name in CLICKED:
        if screen.ask(f"document.querySelector('#{name}') !== null"):
            screen.click(f"#{name}")
            screen.settle()
    screen.settle(400)
    # What the program put into the page goes when the page is left.
    there = screen.ask("typeof migmaPreview === 'object'")
    local = "(document.querySelector('#local')?.naturalWidth ?? 0) > 0"
    return Damage(
        paths=list(trap.paths),
        connections=len(trap.connections),
        navigated=not there,
        changed=bool(there) and screen.live() != untouched(screen, html, lockdown),
        read_file=bool(screen.ask(local)),
        links=links,
    )


@pytest.mark.parametrize("road", ROADS)
def test_a_hostile_email_does_nothing(
    screen: Screen, trap: Trap, secret_file: QUrl, road: str
) -> None:
    damage = attack(screen, hostile(trap, secret_file), trap, road=road)
    assert not damage.any, damage
    # Its links are announced instead of followed.
    assert trap.url("link") in damage.links
    assert trap.url("window") in damage.links


@pytest.mark.parametrize("road", ROADS)
def test_allowed_images_load_and_scripts_still_do_not(
    screen: Screen, trap: Trap, secret_file: QUrl, road: str
) -> None:
    screen.view.set_remote_allowed(True)
    damage = attack(screen, hostile(trap, secret_file), trap, road=road)
    assert {"image", "style-link", "style-import", "font", "image-background"} <= {*damage.paths}
    unwanted = ("script", "frame", "object", "embed", "video", "audio", "ping", "form", "link")
    assert not [path for path in damage.paths if path.startswith(unwanted)]
    assert not damage.navigated
    assert not damage.changed
    assert not damage.read_file


LOOSENED: dict[str, Callable[[Damage], bool]] = {
    "allow_scripts": lambda damage: damage.changed,
    "allow_any_request": lambda damage: "image" in damage.paths,
    "allow_frames": lambda damage: "frame" in damage.paths,
    "allow_local_files": lambda damage: damage.read_file,
    "allow_navigation": lambda damage: damage.navigated or "meta-refresh" in damage.paths,
    "allow_forms": lambda damage: any(path.startswith("form") for path in damage.paths),
    "allow_windows": lambda damage: damage.navigated or "window" in damage.paths,
    "allow_network_hints": lambda damage: damage.connections > 0,
}


def test_every_protection_is_loosened_once() -> None:
    assert set(LOOSENED) == set(Lockdown.__dataclass_fields__)


@pytest.mark.parametrize("rule", LOOSENED)
def test_the_hostile_email_is_caught_when_a_protection_is_loosened(
    make_screen: Callable[..., Screen], trap: Trap, secret_file: QUrl, rule: str
) -> None:
    screen = make_screen(Lockdown(**{rule: True}))
    damage = attack(screen, hostile(trap, secret_file), trap, road="patch")
    assert damage.any
    assert LOOSENED[rule](damage), damage


@pytest.mark.parametrize("road", ROADS)
def test_what_one_host_may_do_no_other_may(
    screen: Screen, trap: Trap, secret_file: QUrl, road: str
) -> None:
    screen.view.set_permission(RemotePermission(hosts=frozenset({"images.example.com"})))
    damage = attack(screen, hostile(trap, secret_file), trap, road=road)
    assert not damage.any, damage


def test_an_allowed_host_may_show_pictures_fonts_and_styles_and_nothing_else(
    screen: Screen, trap: Trap, secret_file: QUrl
) -> None:
    screen.view.set_permission(RemotePermission(hosts=frozenset({"127.0.0.1"})))
    damage = attack(screen, hostile(trap, secret_file), trap, road="patch")
    assert {"image", "style-link", "font"} <= set(damage.paths)
    seen = {path for path in damage.paths if "image" not in path and "style" not in path}
    assert seen == {"font"}
    assert not damage.navigated
    assert not damage.changed
    assert not damage.read_file
