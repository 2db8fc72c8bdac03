"""Small pictures of emails, made out of sight and remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytest_httpserver import HTTPServer
from pytestqt.qtbot import QtBot

from migma_desktop.ui.preview.thumbnail_cache import ThumbnailCache


def _email(colour: str, more: str = "") -> str:
    dark = "@media (prefers-color-scheme: dark) { body { background: #102030 !important } }"
    return (
        f"<!DOCTYPE html><html><head><style>{dark}</style></head>"
        f"<body style='margin:0;background:{colour}'><div style='height:3000px'>{more}</div>"
        "</body></html>"
    )


def test_pictures_show_their_own_email_each_from_top_to_bottom(
    qtbot: QtBot, httpserver: HTTPServer
) -> None:
    from migma_desktop.ui.preview.thumbnails import PICTURE, ThumbnailMaker

    holder = QWidget()
    maker = ThumbnailMaker(parent=holder)
    made: dict[str, QImage] = {}
    maker.made.connect(made.__setitem__)
    image = f"<img src='{httpserver.url_for('/a.png')}'>"
    maker.make("green", _email("#00aa00", image), is_dark=False)
    maker.make("orange", _email("#ffaa00"), is_dark=False)
    maker.make("dark", _email("#ffaa00"), is_dark=True)
    qtbot.waitUntil(lambda: len(made) == 3, timeout=20_000)
    for name, colour in (("green", "#00aa00"), ("orange", "#ffaa00"), ("dark", "#102030")):
        picture = made[name]
        assert picture.size() == PICTURE
        for y in (60, PICTURE.height() - 1):
            assert picture.pixelColor(PICTURE.width() - 4, y).name() == colour
    assert httpserver.log == []
    qtbot.waitUntil(lambda: holder.children() == [maker])  # the engine is let go by itself
    maker.make("again", _email("#00aa00"), is_dark=False)
    maker.stop()
    qtbot.waitUntil(lambda: holder.children() == [maker])
    assert "again" not in made
    holder.deleteLater()


def _picture() -> QImage:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#00aa00"))
    return image


def test_a_picture_is_remembered_by_what_it_shows(tmp_path: Path) -> None:
    cache = ThumbnailCache(folder=tmp_path / "pictures")
    key = cache.key_of("<p>a", is_dark=False)
    assert key not in {cache.key_of("<p>b", is_dark=False), cache.key_of("<p>a", is_dark=True)}
    assert cache.get(key) is None
    cache.put(key, _picture())
    again = ThumbnailCache(folder=tmp_path / "pictures").get(key)
    assert again is not None
    assert again.pixelColor(2, 2).name() == "#00aa00"


def test_a_damaged_picture_is_none_and_a_full_disk_no_trouble(tmp_path: Path) -> None:
    cache = ThumbnailCache(folder=tmp_path)
    (tmp_path / "k.png").write_bytes(b"no picture")
    assert cache.get("k") is None
    (tmp_path / "file").write_text("in the way")
    ThumbnailCache(folder=tmp_path / "file").put("k", _picture())


def test_old_pictures_make_room(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("migma_desktop.ui.preview.thumbnail_cache._MOST", 3)
    cache = ThumbnailCache(folder=tmp_path)
    for key in "abcde":
        cache.put(key, _picture())
    assert len(list(tmp_path.glob("*.png"))) == 3
    assert cache.get("e") is not None
