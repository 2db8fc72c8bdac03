"""Four looks of one email, live, with images in all but the last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytest_httpserver import HTTPServer
from pytestqt.qtbot import QtBot

from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.dialogs.looks_window import LooksWindow
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import Theme, ThemeMode
from tests.architecture.controls import faults_of

STYLE = "@media (prefers-color-scheme: dark) { body { background: #102030 !important } }"


def _email(body: str) -> str:
    return (
        f"<!DOCTYPE html><html><head><style>{STYLE}</style></head>"
        f"<body style='margin:0;background:#ffffff'>{body}<p style='height:4000px'></body></html>"
    )


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[LooksWindow]:
    theme = Theme(application=qapp, hints=qapp.styleHints(), mode=ThemeMode.LIGHT)
    window = LooksWindow(icons=Icons(theme))
    window.show()
    yield window
    window.close()
    window.deleteLater()
    QTest.qWait(0)


def colours(window: LooksWindow) -> list[str]:
    """Return what is painted at the right edge of each look."""
    found = []
    for view in window.views:
        spot = QRect(view.rect().center(), QSize(1, 1))
        found.append(view.grab(spot).toImage().pixelColor(0, 0).name())
    return found


def test_the_four_differ_as_they_should_and_follow_the_draft(
    window: LooksWindow, qtbot: QtBot
) -> None:
    window.show_html(_email("Hello"))

    def is_shown() -> bool:
        light, darkened, dark, imageless = colours(window)
        is_darkened = QColor(darkened).lightness() < 60
        return (light, dark, imageless) == ("#ffffff", "#102030", "#ffffff") and is_darkened

    qtbot.waitUntil(is_shown, timeout=20_000)
    window.show_html("<!DOCTYPE html><body style='background:#00aa00'>Hello")
    qtbot.waitUntil(lambda: colours(window)[0] == colours(window)[3] == "#00aa00", timeout=20_000)


def test_images_come_into_all_but_the_last_once_they_are_allowed(
    window: LooksWindow, qtbot: QtBot, httpserver: HTTPServer, tmp_path: Path
) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#aa00aa"))
    assert image.save(str(tmp_path / "a.png"))
    data = (tmp_path / "a.png").read_bytes()
    httpserver.expect_request("/a.png").respond_with_data(data, content_type="image/png")
    picture = f"<img src='{httpserver.url_for('/a.png')}' width=375 height=2000>"
    window.set_remote_allowed(False)
    window.show_html(_email(picture))
    qtbot.waitUntil(lambda: colours(window)[0] == "#ffffff", timeout=20_000)
    assert httpserver.log == []
    window.set_remote_allowed(True)
    qtbot.waitUntil(lambda: colours(window)[0] == "#aa00aa", timeout=20_000)
    qtbot.waitUntil(lambda: colours(window)[2] == "#aa00aa", timeout=20_000)
    assert colours(window)[3] == "#ffffff"
    window.set_remote_allowed(False)
    qtbot.waitUntil(lambda: colours(window)[0] == "#ffffff", timeout=20_000)


def test_widths_change_for_all_four(window: LooksWindow) -> None:
    for device, width in ((PreviewWidth.PHONE, 375), (PreviewWidth.TABLET, 768)):
        window.set_device(device)
        QApplication.processEvents()
        for view in window.views:
            assert round(view.width() / view.zoomFactor()) == pytest.approx(width, abs=2)
    window.set_device(PreviewWidth.PHONE)


def test_a_view_can_be_led_to_a_place(window: LooksWindow, qtbot: QtBot) -> None:
    window.show_html(_email("Hello"))
    view = window.views[1]
    with qtbot.waitSignal(view.scrolled, timeout=20_000):
        qtbot.waitUntil(lambda: colours(window)[0] == "#ffffff", timeout=20_000)
        view.scroll_to(QPointF(0, 300))


def test_everybody_can_use_the_window(window: LooksWindow) -> None:
    assert faults_of(window) == []
