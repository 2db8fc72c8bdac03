"""The preview's part of the window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.view import PreviewView
from migma_desktop.ui.theme import Theme, ThemeMode
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.preview_inbox_line import InboxLine, InboxLineView
from migma_desktop.ui.widgets.preview_notice import PreviewNotice
from migma_desktop.ui.widgets.preview_pane import PreviewPane
from migma_desktop.ui.widgets.preview_stage import PreviewStage

EMAIL = "<!DOCTYPE html><body style='margin:0;background:#00aa00'><p>Hello</p>"


@pytest.fixture
def pane(qapp: QApplication) -> Iterator[PreviewPane]:
    theme = Theme(application=qapp, hints=qapp.styleHints(), mode=ThemeMode.LIGHT)
    pane = PreviewPane(icons=Icons(theme), clipboard=qapp.clipboard())
    pane.resize(900, 700)
    pane.show()
    yield pane
    pane.close()
    pane.deleteLater()
    QTest.qWait(0)  # deletes it before the next test begins


def _find(pane: PreviewPane, kind: type[Any], name: str) -> Any:
    found = pane.findChild(kind, name)
    assert found is not None
    return found


def _start(pane: PreviewPane, qtbot: QtBot, html: str = EMAIL) -> PreviewView:
    view = pane.start_web_view()
    with qtbot.waitSignal(pane.shown, timeout=20_000):
        pane.show_html(html)
    return view


def _css_width(view: PreviewView, qtbot: QtBot) -> int:
    from PySide6.QtWebEngineCore import QWebEngineScript

    answers: list[int] = []
    view.page().runJavaScript(
        "document.documentElement.clientWidth",
        QWebEngineScript.ScriptWorldId.ApplicationWorld,
        lambda answer: answers.append(int(answer)),
    )
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def test_the_pane_is_there_before_the_engine() -> None:
    program = (
        "import sys, migma_desktop.ui.widgets.preview_pane; "
        "sys.exit(any('WebEngine' in name for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_what_was_given_before_the_engine_started_is_shown(pane: PreviewPane, qtbot: QtBot) -> None:
    pane.show_html(EMAIL)
    with qtbot.waitSignal(pane.shown, timeout=20_000):
        view = pane.start_web_view()
    assert pane.start_web_view() is view


def test_without_content_the_pane_says_what_to_do(pane: PreviewPane) -> None:
    assert _find(pane, QWidget, "previewEmpty").isVisible()
    pane.show_html(EMAIL)
    assert not _find(pane, QWidget, "previewEmpty").isVisible()
    assert _find(pane, PreviewStage, "preview").isVisible()
    pane.show_html("  \n")
    assert _find(pane, QWidget, "previewEmpty").isVisible()


@pytest.mark.parametrize(
    ("device", "width"), [(PreviewWidth.PHONE, 375), (PreviewWidth.TABLET, 768)]
)
@pytest.mark.parametrize("room", [320, 1000])
def test_a_device_has_its_width_in_css_pixels_even_where_the_pane_is_narrow(
    pane: PreviewPane, qtbot: QtBot, device: PreviewWidth, width: int, room: int
) -> None:
    view = _start(pane, qtbot, EMAIL + "<div style='height:4000px'>")
    pane.resize(room, 700)
    pane.set_device(device)
    qtbot.waitUntil(lambda: abs(_css_width(view, qtbot) - width) <= 1)


def test_a_desktop_fills_the_pane_and_is_never_narrower_than_600(
    pane: PreviewPane, qtbot: QtBot
) -> None:
    view = _start(pane, qtbot)
    qtbot.waitUntil(lambda: _css_width(view, qtbot) == view.width())
    pane.resize(400, 700)
    qtbot.waitUntil(lambda: abs(_css_width(view, qtbot) - 600) <= 1)


def test_the_width_stays_when_remote_images_are_allowed(pane: PreviewPane, qtbot: QtBot) -> None:
    view = _start(pane, qtbot)
    pane.resize(300, 700)
    pane.set_device(PreviewWidth.PHONE)
    with qtbot.waitSignal(view.shown):
        pane.set_remote_allowed(True)
    qtbot.waitUntil(lambda: abs(_css_width(view, qtbot) - 375) <= 1)


def test_choosing_a_device_is_announced(pane: PreviewPane, qtbot: QtBot) -> None:
    phone = _find(pane, QWidget, "previewDevice.phone")
    with qtbot.waitSignal(pane.device_changed) as changed:
        QTest.mouseClick(phone, Qt.MouseButton.LeftButton)
    assert changed.args == [PreviewWidth.PHONE]


def test_refused_images_can_be_allowed_from_the_line_that_tells_of_them(
    pane: PreviewPane, qtbot: QtBot
) -> None:
    image = "<img src='https://images.localhost/{name}.png'>"
    notice = _find(pane, PreviewNotice, "previewBlocked")
    font = "<style>@import url(https://fonts.localhost/font.css)</style>"
    view = _start(pane, qtbot, EMAIL + font + image.format(name="a") + image.format(name="b"))
    wanted = "2 images from images.localhost are not shown."
    qtbot.waitUntil(lambda: notice.isVisible() and notice.text() == wanted)
    with qtbot.waitSignal(pane.remote_allowed_changed) as changed:
        QTest.mouseClick(_find(pane, Button, "previewBlocked.show"), Qt.MouseButton.LeftButton)
    assert changed.args == [True]
    assert view.remote_allowed
    assert not notice.isVisible()
    assert _find(pane, Button, "previewImages").isChecked()


def test_what_the_draft_says_of_remote_images_is_not_announced(
    pane: PreviewPane, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(pane.remote_allowed_changed):
        pane.set_remote_allowed(True)
    assert pane.start_web_view().remote_allowed


def test_a_clicked_link_is_shown_and_opened_only_after_a_second_click(
    pane: PreviewPane, qtbot: QtBot, qapp: QApplication
) -> None:
    notice = _find(pane, PreviewNotice, "previewLink")
    view = _start(pane, qtbot)
    with qtbot.assertNotEmitted(pane.open_link_requested):
        view.link_clicked.emit(QUrl("https://example.com/a?b=c"))
    assert notice.text() == "https://example.com/a?b=c"
    with qtbot.waitSignal(pane.open_link_requested) as opened:
        QTest.mouseClick(_find(pane, Button, "previewLink.open"), Qt.MouseButton.LeftButton)
    assert opened.args == ["https://example.com/a?b=c"]
    view.link_clicked.emit(QUrl("https://example.com/copied"))
    QTest.mouseClick(_find(pane, Button, "previewLink.copy"), Qt.MouseButton.LeftButton)
    assert qapp.clipboard().text() == "https://example.com/copied"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "{{link}}"])
def test_a_link_that_no_browser_should_open_is_only_shown(
    pane: PreviewPane, qtbot: QtBot, address: str
) -> None:
    view = _start(pane, qtbot)
    view.link_clicked.emit(QUrl(address))
    assert not _find(pane, Button, "previewLink.open").isEnabled()
    assert _find(pane, Button, "previewLink.copy").isEnabled()


def test_the_link_under_the_pointer_is_shown(pane: PreviewPane, qtbot: QtBot) -> None:
    view = _start(pane, qtbot)
    pill = _find(pane, QLabel, "previewHoveredLink")
    view.link_hovered.emit("https://example.com/")
    assert pill.isVisible()
    assert pill.text() == "https://example.com/"
    view.link_hovered.emit("")
    assert not pill.isVisible()


def test_the_inbox_line_is_readable_by_a_screen_reader(pane: PreviewPane) -> None:
    line = _find(pane, InboxLineView, "previewInboxLine")
    pane.set_inbox_line(InboxLine("Acme", "hello@acme.com", "Your receipt", "Thanks for it"))
    assert line.accessibleName() == "In the inbox: from Acme, subject Your receipt"
    assert line.accessibleDescription() == "Thanks for it"


def test_dark_is_called_an_approximation(pane: PreviewPane, qtbot: QtBot) -> None:
    _start(pane, qtbot)
    dark = _find(pane, Button, "previewDark")
    assert dark.accessibleName() == "Approximate dark mode"
    QTest.mouseClick(dark, Qt.MouseButton.LeftButton)
    captions = [label.text() for label in pane.findChildren(QLabel)]
    assert any(text.endswith("approximate dark mode") for text in captions)
