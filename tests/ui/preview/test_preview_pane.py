"""The preview's part of the window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.looks import Look, name_of
from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.view import PreviewView
from migma_desktop.ui.theme import Theme, ThemeMode
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.clip_gauge import ClipGaugeView
from migma_desktop.ui.widgets.look_button import LookButton
from migma_desktop.ui.widgets.preview_handle import PreviewHandle
from migma_desktop.ui.widgets.preview_inbox_line import InboxLine, InboxLineView
from migma_desktop.ui.widgets.preview_notice import PreviewNotice
from migma_desktop.ui.widgets.preview_pane import PreviewPane
from migma_desktop.ui.widgets.preview_stage import PreviewStage
from migma_desktop.ui.widgets.zoom_button import ZoomButton
from tests.architecture.controls import faults_of

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
    wanted = "Not shown: 2 images from images.localhost"
    qtbot.waitUntil(lambda: notice.isVisible() and notice.text() == wanted)
    for look in (Look.TEXT, Look.INBOX):
        pane.set_look(look)
        assert not notice.isVisible()  # where nothing is loaded, nothing is missing
    pane.set_look(Look.LIGHT)
    assert notice.isVisible()
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


def _caption(pane: PreviewPane) -> str:
    return next(
        label.text()
        for label in pane.findChildren(QLabel)
        if label.isVisible() and " px wide" in label.text()
    )


def test_each_look_is_reached_by_keys_and_says_how_it_differs(
    pane: PreviewPane, qtbot: QtBot
) -> None:
    _start(pane, qtbot)
    button = _find(pane, LookButton, "previewLook")
    pane.activateWindow()
    seen = {}
    for number, look in enumerate(Look, start=1):
        with qtbot.waitSignal(pane.look_changed) as changed:
            _find(pane, QAction, f"look.{look}").trigger()
        assert changed.args == [look]
        assert _find(pane, QAction, f"look.{look}").shortcut() == QKeySequence(
            f"Ctrl+Shift+{number}"
        )
        assert translated(name_of(look)) in button.accessibleName()
        seen[look] = _caption(pane).rpartition("  ·  ")[2] if look.shows_page else ""
    assert seen[Look.DARKENED] == "approximate dark mode"
    assert seen[Look.OWN_DARK] == "it has no dark styles of its own"
    pane.set_look(Look.OWN_DARK)
    pane.show_html(EMAIL + "<style>@media (prefers-color-scheme: dark) {}</style>")
    assert _caption(pane).endswith("its own dark styles")
    assert seen[Look.IMAGELESS] == "without images"
    assert "dark" not in seen[Look.LIGHT]


def test_looks_alone_are_painted_as_the_four_beside_each_other(
    pane: PreviewPane, qtbot: QtBot
) -> None:
    style = "@media (prefers-color-scheme: dark) { body { background: #102030 !important } }"
    html = f"<!DOCTYPE html><head><style>{style}</style></head><body style='background:#fff'>"
    view = _start(pane, qtbot, html)

    def ground() -> QColor:
        spot = QRect(view.rect().center(), QSize(1, 1))
        return view.grab(spot).toImage().pixelColor(0, 0)

    pane.set_look(Look.DARKENED)
    qtbot.waitUntil(lambda: ground().lightness() < 60, timeout=20_000)
    pane.set_look(Look.OWN_DARK)
    qtbot.waitUntil(lambda: ground().name() == "#102030", timeout=20_000)
    pane.set_look(Look.LIGHT)
    qtbot.waitUntil(lambda: ground().name() == "#ffffff", timeout=20_000)


def test_without_images_none_is_loaded_even_where_all_are_allowed(
    pane: PreviewPane, qtbot: QtBot
) -> None:
    view = _start(pane, qtbot)
    pane.set_remote_allowed(True)
    pane.set_look(Look.IMAGELESS)
    assert not view.remote_allowed
    pane.set_look(Look.LIGHT)
    assert view.remote_allowed


def test_the_width_is_drawn_by_the_handle_and_shown(pane: PreviewPane, qtbot: QtBot) -> None:
    view = _start(pane, qtbot)
    pane.set_device(PreviewWidth.FREE)
    whole = pane.css_width
    assert f"Free, {whole} px wide" in _caption(pane)
    handle = _find(pane, PreviewHandle, "previewHandle")
    handle.setFocus()
    with qtbot.waitSignal(pane.free_width_changed) as changed:
        QTest.keyClick(handle, Qt.Key.Key_Left)
    assert changed.args == [whole - 16]  # 8 px at each side
    centre = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=centre)
    QTest.mouseMove(handle, centre - QPoint(100, 0))
    with qtbot.waitSignal(pane.free_width_changed) as changed:
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton)
    assert changed.args == [whole - 216]
    qtbot.waitUntil(lambda: abs(_css_width(view, qtbot) - (whole - 216)) <= 1)
    with qtbot.waitSignal(pane.free_width_changed) as changed:
        QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert changed.args == [0]
    assert pane.css_width == whole


@pytest.mark.parametrize("percent", [50, 125, 200])
def test_a_zoom_changes_the_size_and_not_the_layout(
    pane: PreviewPane, qtbot: QtBot, percent: int
) -> None:
    view = _start(pane, qtbot)
    pane.set_device(PreviewWidth.PHONE)
    pane.set_zoom(percent)
    assert view.zoomFactor() == pytest.approx(percent / 100)
    assert _find(pane, Button, "previewZoom").text() == f"{percent} %"
    qtbot.waitUntil(lambda: abs(_css_width(view, qtbot) - 375) <= 1)


def test_keys_and_wheel_zoom_in_steps_and_back(pane: PreviewPane, qtbot: QtBot) -> None:
    view = _start(pane, qtbot)
    pane.set_device(PreviewWidth.PHONE)
    zoom = _find(pane, ZoomButton, "previewZoom")
    chosen: list[int] = []
    pane.zoom_changed.connect(chosen.append)
    zoom.zoom_in()
    view.zoom_turned.emit(60)  # half a notch does nothing yet
    view.zoom_turned.emit(60)
    zoom.zoom_out()
    zoom.fit()
    assert chosen == [110, 125, 110, 0]
    keys = {key.toString() for each in zoom.actions() for key in each.shortcuts()}
    assert keys == {"Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"}


def test_the_wheel_zooms_while_ctrl_is_held_and_scrolls_otherwise(
    pane: PreviewPane, qtbot: QtBot
) -> None:
    view = _start(pane, qtbot, EMAIL + "<div style='height:4000px'>")
    holder = view.focusProxy()
    assert holder is not None

    def turn(keys: Qt.KeyboardModifier) -> None:
        place = QPointF(holder.rect().center())
        event = QWheelEvent(
            place,
            QPointF(holder.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(holder, event)

    with qtbot.waitSignal(pane.zoom_changed) as changed:
        turn(Qt.KeyboardModifier.ControlModifier)
    assert changed.args == [110]
    with qtbot.assertNotEmitted(pane.zoom_changed):
        turn(Qt.KeyboardModifier.NoModifier)


def test_a_zoomed_phone_is_scrolled_sideways_where_the_pane_is_narrow(
    pane: PreviewPane, qtbot: QtBot
) -> None:
    view = _start(pane, qtbot)
    pane.resize(420, 700)
    pane.set_device(PreviewWidth.PHONE)
    pane.set_zoom(200)
    bar = _find(pane, QScrollBar, "previewSideways")
    assert bar.isVisible()
    bar.setValue(bar.maximum())
    assert view.x() == -bar.maximum()
    pane.set_zoom(0)
    assert not bar.isVisible()
    assert view.x() == 0


def test_the_gauge_counts_the_bytes_of_the_final_html(pane: PreviewPane) -> None:
    gauge = _find(pane, ClipGaugeView, "clipGauge")
    pane.show_html("<p>é</p>")
    assert gauge.gauge.size == 9
    pane.show_html("x" * 75_000)
    assert gauge.text() == "74 of 102 KB"
    pane.show_html("x" * (102 * 1024 + 1))
    assert gauge.text() == "103 KB: cut"
    assert "unsubscribe link" in gauge.toolTip()


def test_everybody_can_use_the_pane(pane: PreviewPane) -> None:
    pane.text_page()
    pane.inbox_page()
    pane.set_device(PreviewWidth.FREE)
    assert faults_of(pane) == []
