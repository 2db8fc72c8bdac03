"""A whole email as a picture and as a PDF, of a page that nobody sees."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytest_httpserver import HTTPServer

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.looks import Look
from migma_desktop.core.remote_permission import NOTHING, RemotePermission
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.preview.page_shot import PageShot

STYLE = "@media (prefers-color-scheme: dark) { body { background: #102030 !important } }"

Live = Callable[[Coroutine[object, object, Any]], Any]


@pytest.fixture(scope="module")
def live(qapp: QApplication) -> Iterator[Live]:
    qapp.setQuitOnLastWindowClosed(False)  # as the program does: a page that goes is no end
    runtime = AsyncRuntime(application=qapp)
    yield runtime.run_until_complete
    runtime.shutdown()
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QWidget]:
    window = QWidget()
    yield window
    window.deleteLater()
    QTest.qWait(0)


def _bands(height: int) -> str:
    """An email of three bands, of which the first and the last are 100 px high."""
    return (
        f"<!DOCTYPE html><html><head><style>{STYLE}</style></head><body style='margin:0'>"
        "<div style='height:100px;background:#ff8800'>Hello</div>"
        f"<div style='height:{height - 200}px;background:#ffffff'></div>"
        "<div style='height:100px;background:#00aa00'>End</div></body></html>"
    )


async def _picture(shot: PageShot, html: str) -> QImage:
    try:
        await shot.open(html)
        return await shot.picture()
    finally:
        shot.close()


def _colour(picture: QImage, x: int, y: int) -> str:
    return picture.pixelColor(x, y).name()


def test_a_long_email_is_one_picture_to_its_end(live: Live, window: QWidget) -> None:
    shot = PageShot(css_width=375, permission=NOTHING, parent=window)
    picture = live(_picture(shot, _bands(4_100)))
    assert (picture.width(), picture.height()) == (375, 4_100)
    assert _colour(picture, 300, 50) == "#ff8800"
    assert _colour(picture, 300, 98) == "#ff8800"
    assert _colour(picture, 300, 102) == "#ffffff"
    assert _colour(picture, 300, 1_608) == "#ffffff"  # where the second piece begins
    assert _colour(picture, 300, 3_998) == "#ffffff"
    assert _colour(picture, 300, 4_002) == "#00aa00"
    assert _colour(picture, 300, 4_099) == "#00aa00"


def test_twice_as_sharp_is_laid_out_the_same(live: Live, window: QWidget) -> None:
    shot = PageShot(css_width=375, scale=2, permission=NOTHING, parent=window)
    picture = live(_picture(shot, _bands(500)))
    assert (picture.width(), picture.height()) == (750, 1_000)
    assert _colour(picture, 600, 196) == "#ff8800"
    assert _colour(picture, 600, 204) == "#ffffff"
    assert _colour(picture, 600, 998) == "#00aa00"


def test_the_picture_has_the_look_that_was_seen(live: Live, window: QWidget) -> None:
    html = f"<!DOCTYPE html><head><style>{STYLE}</style></head><body>Hello"
    shot = PageShot(css_width=400, look=Look.OWN_DARK, permission=NOTHING, parent=window)
    assert _colour(live(_picture(shot, html)), 390, 5) == "#102030"


def test_only_what_may_load_is_in_the_picture(
    live: Live, window: QWidget, httpserver: HTTPServer, tmp_path: Path
) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#aa00aa"))
    assert image.save(str(tmp_path / "a.png"))
    data = (tmp_path / "a.png").read_bytes()
    httpserver.expect_request("/a.png").respond_with_data(data, content_type="image/png")
    address = httpserver.url_for("/a.png")
    html = f"<!DOCTYPE html><body style='margin:0'><img src='{address}' width=200 height=100>"
    shot = PageShot(css_width=300, permission=NOTHING, parent=window)
    assert _colour(live(_picture(shot, html)), 190, 90) == "#ffffff"
    assert httpserver.log == []
    host = RemotePermission(hosts=frozenset({"localhost"}))
    shot = PageShot(css_width=300, permission=host, parent=window)
    assert _colour(live(_picture(shot, html)), 190, 90) == "#aa00aa"


def test_an_email_without_end_is_refused_in_words(live: Live, window: QWidget) -> None:
    shot = PageShot(css_width=600, scale=2, permission=NOTHING, parent=window)
    with pytest.raises(FileRefused) as raised:
        live(_picture(shot, _bands(900_000)))
    assert "too long" in str(raised.value.title)


def test_a_pdf_has_the_text_of_the_email(live: Live, window: QWidget) -> None:
    async def print_it() -> bytes:
        shot = PageShot(css_width=600, permission=NOTHING, parent=window)
        try:
            await shot.open(_bands(3_000))
            return await shot.pdf()
        finally:
            shot.close()

    data = live(print_it())
    assert data.startswith(b"%PDF")
    assert b"/MediaBox [0 0 450 636]" in data
    assert data.count(b"/Type /Page\n") == 4
    drawn = b"".join(_unpacked(data))
    assert b"Tj" in drawn or b"TJ" in drawn  # the operators that show text


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    for piece in pdf.split(b"stream\n")[1:]:
        body = piece.partition(b"endstream")[0]
        try:
            yield zlib.decompressobj().decompress(body)
        except zlib.error:
            yield body
