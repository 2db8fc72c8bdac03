"""Which text is where: counted by the browser as by the map, and looked up without a trace."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.rendering import render
from migma_desktop.core.source_map.mapping import map_source, shown_texts
from migma_desktop.core.templates import load_templates
from migma_desktop.paths import resource
from tests.core.test_samples import samples
from tests.ui.preview.test_preview_lockdown import Trap, attack, hostile, secret_file, trap
from tests.ui.preview.test_preview_patch import FRAGMENTS, PLACES

Screen = Any  # the fixture's class lives in conftest.py
__all__ = ["secret_file", "trap"]  # fixtures

LEFT = Qt.MouseButton.LeftButton
_ISOLATED_WORLD = 1  # ApplicationWorld: the enum would load the engine before it is told how
PAGE = """<!DOCTYPE html><html><head><style>body { margin: 0 } p { margin: 20px }</style></head>
<body><p id="first">One <b>two</b> 😀 three</p>
<p id="second" style="display: none">Hidden</p>
<img id="picture" src="data:," width="100" height="80">
<div style="height: 3000px"></div><p id="last">The end</p></body></html>"""


def ready(screen: Screen, html: str) -> None:
    """Show a document, with the script in its page."""
    screen.show(html)
    script = resource("preview/places.js").read_text(encoding="utf-8")
    screen.view.page().runJavaScript(script, _ISOLATED_WORLD)


def test_browser_and_map_count_the_same_texts_and_elements(screen: Screen) -> None:
    drafts = [
        Draft(source=ContentSource.HTML, html=each, preheader="Hi") for each in samples().values()
    ]
    drafts += [template.draft() for template in load_templates()]
    for draft in drafts:
        html = render(draft).html
        ready(screen, html)
        assert screen.ask("migmaPlaces.texts()") == shown_texts(html)
        source_map = map_source(draft, html)
        tags = screen.ask("migmaPlaces.tags()")
        for element, piece in source_map.tags.items():
            start, end, _kind = source_map.pieces[piece]
            if draft.source is ContentSource.HTML:
                assert source_map.source[start:end].lower().startswith(f"<{tags[element]}")
            else:
                assert tags[element] in {"a", "img"}


@pytest.mark.parametrize("seed", range(8))
def test_they_count_the_same_in_any_html(screen: Screen, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable choices, not secrets
    fragments = [each for each in FRAGMENTS if each not in {"\ud800", "\x00"}]
    for body in (PLACES, *("".join(dice.choices(fragments, k=12)) for _ in range(12))):
        html = f"<!DOCTYPE html>{body}"
        ready(screen, html)
        assert screen.ask("migmaPlaces.texts()") == shown_texts(html), html


def test_a_place_names_its_text_and_letter(screen: Screen) -> None:
    ready(screen, PAGE)
    for words, number, offset in (("One", 0, 0), ("two", 1, 0), ("three", 2, 3), ("Th", 4, 0)):
        found = screen.ask(
            "(() => { const nodes = document.createTreeWalker(document.body, 4);"
            f"const wanted = {json.dumps(words)};"
            "while (nodes.nextNode()) { const at = nodes.currentNode.data.indexOf(wanted);"
            "if (at < 0) continue;"
            "nodes.currentNode.parentNode.scrollIntoView();"
            "const range = document.createRange(); range.setStart(nodes.currentNode, at);"
            "range.setEnd(nodes.currentNode, at + 1); const box = range.getBoundingClientRect();"
            "return migmaPlaces.at(box.x + box.width * 0.8, box.y + box.height / 2); } })()"
        )
        assert (found["text"], found["offset"]) == (number, offset), words
        assert words in found["shown"]


def test_a_place_on_a_picture_names_the_element(screen: Screen) -> None:
    ready(screen, PAGE)
    found = screen.ask(
        "(box => migmaPlaces.at(box.x + 40, box.y + 40))"
        "(document.querySelector('#picture').getBoundingClientRect())"
    )
    assert found["text"] == -1
    assert screen.ask("migmaPlaces.tags()")[found["element"]] == "img"


def test_a_piece_of_a_text_has_its_box_and_its_looks(screen: Screen) -> None:
    ready(screen, PAGE)
    box = screen.ask("migmaPlaces.box(1, 'two', 0, 3)")
    assert box["weight"] == 700
    assert box["width"] > 10
    emoji = screen.ask("migmaPlaces.box(2, ' 😀 three', 1, 2)")
    assert 5 < emoji["width"] < 40
    assert screen.ask("migmaPlaces.box(1, 'another text', 0, 3)") is None
    assert screen.ask("migmaPlaces.box(3, 'Hidden', 0, 3)") is None


def _outline(text: int, shown: str, **more: object) -> str:
    order = {"text": text, "element": -1, "shown": shown, "colour": "#ff0000", **more}
    return f"migmaPlaces.outline({json.dumps(order)})"


def test_an_outline_is_painted_and_leaves_no_trace(screen: Screen, qtbot: QtBot) -> None:
    ready(screen, PAGE)
    before = screen.ask("document.querySelector('#first').getBoundingClientRect()")
    assert screen.ask(_outline(1, "two")) is True
    screen.wait_for_colour("#ff0000", 300, 17)
    assert screen.live() == screen.parsed(PAGE)
    assert screen.ask("document.querySelector('#first').getBoundingClientRect()") == before
    screen.ask("(migmaPlaces.clear(), 1)")
    screen.wait_for_colour("#ffffff", 300, 17)


def test_an_outline_stays_while_its_text_is_typed(screen: Screen) -> None:
    ready(screen, PAGE)
    screen.ask(_outline(1, "two"))
    screen.show(PAGE.replace("three", "three more"))
    assert screen.ask("getComputedStyle(document.querySelector('#first')).outlineStyle") == "solid"
    assert screen.live() == screen.parsed(PAGE.replace("three", "three more"))


def test_what_is_hidden_or_another_is_not_outlined(screen: Screen) -> None:
    ready(screen, PAGE)
    assert screen.ask(_outline(3, "Hidden")) is False
    assert screen.ask(_outline(1, "three")) is False
    assert screen.ask("migmaPlaces.outlined()") == -1


def test_an_outline_out_of_view_is_scrolled_to_only_if_wanted(screen: Screen, qtbot: QtBot) -> None:
    ready(screen, PAGE)
    screen.ask(_outline(4, "The end"))
    screen.settle()
    assert screen.ask("window.scrollY") == 0
    screen.ask(_outline(4, "The end", scroll=True))
    qtbot.waitUntil(lambda: screen.ask("window.scrollY > 1000") is True)


def test_a_click_is_announced_in_css_pixels_and_dragging_is_none(
    screen: Screen, qtbot: QtBot
) -> None:
    ready(screen, PAGE)
    screen.view.setZoomFactor(0.5)
    target = screen.view.focusProxy()
    assert isinstance(target, QWidget)
    clicks: list[QPointF] = []
    doubles: list[QPointF] = []
    screen.view.clicked.connect(clicks.append)
    screen.view.double_clicked.connect(doubles.append)
    QTest.mouseClick(target, LEFT, pos=QPoint(30, 40))
    assert clicks == [QPointF(60, 80)]
    QTest.mouseDClick(target, LEFT, pos=QPoint(30, 40))
    assert doubles == [QPointF(60, 80)]
    QTest.mousePress(target, LEFT, pos=QPoint(30, 40))
    QTest.mouseRelease(target, LEFT, pos=QPoint(130, 40))
    QTest.mouseClick(target, LEFT, Qt.KeyboardModifier.ControlModifier, QPoint(30, 40))
    QTest.mouseClick(target, Qt.MouseButton.MiddleButton, pos=QPoint(30, 40))
    assert len(clicks) == 1


def test_the_menu_offers_the_source_where_there_is_one(screen: Screen, qtbot: QtBot) -> None:
    ready(screen, PAGE)
    screen.view.offer_source(True)
    place = QPoint(50, 20)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, screen.view.mapToGlobal(place))
    screen.view.contextMenuEvent(event)
    menu = screen.view.findChild(QMenu, "previewMenu")
    assert [action.text() for action in menu.actions()] == [
        "&Go to source",
        "&Edit text",
        "",
        "&Copy",
    ]
    with qtbot.waitSignal(screen.view.retouch_wanted) as wanted:
        menu.actions()[1].trigger()
    assert wanted.args == [QPointF(50, 20)]
    menu.close()


@pytest.mark.parametrize("zoom", [0.5, 1.0])
def test_allowing_images_keeps_the_place_at_any_zoom(
    screen: Screen, qtbot: QtBot, zoom: float
) -> None:
    ready(screen, PAGE)
    screen.view.setZoomFactor(zoom)
    screen.ask("(window.scrollTo(0, 800), 1)")
    qtbot.waitUntil(lambda: screen.view.page().scrollPosition().y() == 800 * zoom)
    with qtbot.waitSignal(screen.view.shown, timeout=20_000):
        screen.view.set_remote_allowed(True)
    qtbot.waitUntil(lambda: screen.ask("window.scrollY") == 800)


def test_a_hostile_email_does_nothing_while_its_places_are_looked_up(
    make_screen: Callable[..., Screen], trap: Trap, secret_file: QUrl
) -> None:
    screen = make_screen()
    html = hostile(trap, secret_file)
    ready(screen, html)
    for x in range(10, 600, 60):
        for y in range(10, 800, 60):
            screen.view.page().runJavaScript(f"migmaPlaces.at({x}, {y})", _ISOLATED_WORLD)
    for number, shown in enumerate(screen.ask("migmaPlaces.texts()")):
        screen.ask(f"migmaPlaces.box({number}, {json.dumps(shown)}, 0, 1)")
        screen.ask(_outline(number, shown, scroll=True, middle=True))
    assert screen.ask("typeof window.migmaPlaces") == "object"
    assert not attack(screen, html, trap, road="first document").any


def test_the_pointer_over_the_email_is_announced(screen: Screen, qtbot: QtBot) -> None:
    ready(screen, PAGE)
    target = screen.view.focusProxy()
    with qtbot.waitSignal(screen.view.hovered) as hovered:
        screen.view.eventFilter(target, QEvent(QEvent.Type.Leave))
    assert hovered.args == [False]
