"""The preview follows the document by changing only what differs."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

_ISOLATED_WORLD = 1  # ApplicationWorld: the enum would load the engine before it is told how
Screen = Any  # the fixture's class lives in conftest.py

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Hi</title>
<style>body { margin: 0 } .bar { height: 60px }</style></head>
<body class="a"><div class="bar" style="background: #00aa00">Hello {{ name }}</div>
<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></tbody></table>
<p>End</p></body></html>"""


def test_a_document_is_painted(screen: Screen) -> None:
    screen.show(PAGE)
    screen.wait_for_colour("#00aa00")


def test_a_document_that_is_there_in_time_comes_with_its_page(
    make_screen: Callable[[], Screen], qtbot: Any
) -> None:
    screen = make_screen()
    page = screen.view.page()
    texts: list[str] = []

    def look(progress: int) -> None:
        if progress == 100:  # loaded, and the program has not said another word to the page yet
            page.runJavaScript("document.body.innerText", _ISOLATED_WORLD, texts.append)

    page.loadProgress.connect(look)
    screen.view.show_html(PAGE)
    qtbot.waitUntil(lambda: bool(texts), timeout=20_000)
    page.loadProgress.disconnect(look)  # a page that goes away reports once more
    assert "Hello" in texts[0]


def test_remote_pictures_that_take_long_hold_up_nothing(
    make_screen: Callable[[], Screen], httpserver: HTTPServer
) -> None:
    gate = threading.Event()

    def wait(_request: Request) -> Response:
        gate.wait(20)
        return Response(b"")

    httpserver.expect_request("/slow.png").respond_with_handler(wait)
    picture = f'<img src="{httpserver.url_for("/slow.png")}">'
    screen = make_screen()
    screen.view.set_remote_allowed(True)
    screen.show(PAGE.replace("<p>End</p>", picture))
    screen.show(PAGE.replace("<p>End</p>", f"{picture}<p>The end</p>"))
    gate.set()
    assert "The end" in screen.live()


def test_a_change_is_painted(screen: Screen) -> None:
    screen.show(PAGE)
    screen.show(PAGE.replace("#00aa00", "#aa0000"))
    screen.wait_for_colour("#aa0000")


def test_untouched_elements_stay_the_same_elements(screen: Screen) -> None:
    screen.show(PAGE)
    screen.ask("(globalThis.row = document.querySelectorAll('tr')[2], 1)")
    screen.show(PAGE.replace("<tr><td>2</td></tr>", "<tr><td>two</td></tr><tr><td>new</td></tr>"))
    assert screen.ask("globalThis.row === document.querySelectorAll('tr')[3]") is True


def test_the_scroll_position_is_kept(screen: Screen) -> None:
    tall = PAGE.replace("<p>End</p>", "<div style='height: 4000px'>tall</div><p>End</p>")
    screen.show(tall)
    screen.ask("(window.scrollTo(0, 1500), 1)")
    screen.show(tall.replace("tall<", "taller<"))
    assert screen.ask("window.scrollY") == 1500


def test_a_document_larger_than_set_html_takes_is_shown(screen: Screen) -> None:
    html = PAGE.replace("<p>End</p>", f"<p>Ünd {'€' * 40}</p>" * 20_000)
    screen.show(html)
    screen.wait_for_colour("#00aa00")
    assert screen.ask("document.querySelectorAll('p').length") == 20_000


@pytest.mark.parametrize(
    ("doctype", "mode"),
    [
        ("<!DOCTYPE html>", "CSS1Compat"),
        ("", "BackCompat"),
        (
            "<!-- made by hand --><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Transitional//EN'"
            " 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd'>",
            "CSS1Compat",
        ),
        ("<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 3.2 Final//EN'>", "BackCompat"),
    ],
)
def test_the_doctype_decides_the_rendering_mode(screen: Screen, doctype: str, mode: str) -> None:
    screen.show(PAGE)
    screen.show(PAGE.replace("<!DOCTYPE html>", doctype))
    assert screen.ask("document.compatMode") == mode


def test_only_the_newest_of_many_documents_is_shown(screen: Screen) -> None:
    screen.show(PAGE)
    announced: list[int] = []
    screen.view.shown.connect(announced.append)
    for number in range(50):
        screen.view.show_html(PAGE.replace("End", f"End {number}"))
    last = screen.show(PAGE.replace("End", "The end"))
    assert "The end" in screen.live()
    assert announced[-1] == last
    assert len(announced) < 5


def test_a_page_whose_process_died_comes_back(screen: Screen, caplog: Any) -> None:
    import os
    import signal

    screen.show(PAGE)
    os.kill(screen.view.page().renderProcessPid(), signal.SIGKILL)
    screen.show(PAGE.replace("#00aa00", "#aa0000"))
    screen.wait_for_colour("#aa0000")
    assert "Preview starts over" in caplog.text


def test_missing_placeholders_are_marked_without_changing_the_document(screen: Screen) -> None:
    html = PAGE.replace("End", "{{name}} {{ first  name }} {{other}} {{{name}}} {{name}")
    screen.show(html, frozenset({"name", "first name"}))
    assert screen.ask("migmaPreview.marked()") == 3
    assert screen.live() == screen.parsed(html)
    screen.show(html, frozenset())
    assert screen.ask("migmaPreview.marked()") == 0


def test_a_mark_is_painted(screen: Screen) -> None:
    html = "<!DOCTYPE html><body style='margin:0;font:60px/80px monospace'>{{nnnnnnnnnnnn}}"
    screen.show(html, frozenset({"nnnnnnnnnnnn"}))
    screen.wait_for_colour("#ffe08a", 300, 6)


def _type_at(screen: Screen, html: str, at: int, typed: str, qtbot: Any) -> str:
    """Change something at a place, wait until the page has looked it up, then type there."""
    html = html[:at] + "x" + html[at:]
    screen.show(html)
    qtbot.waitUntil(lambda: screen.ask("migmaPreview.hasLookedUp()") is True)
    for letter in typed:
        at += 1
        html = html[:at] + letter + html[at:]
        screen.show(html)
        assert screen.live() == screen.parsed(html), html
    return html


def test_typing_into_a_text_needs_no_parsing(screen: Screen, qtbot: Any) -> None:
    screen.show(PAGE)
    at = PAGE.index("nd</p>")
    screen.show(PAGE[:at] + "x" + PAGE[at:])
    qtbot.waitUntil(lambda: screen.ask("migmaPreview.isReadyForTyping()") is True)
    screen.ask("(DOMParser.prototype.parseFromString = () => { throw new Error('parsed') }, 1)")
    screen.show(PAGE[:at] + "xyz" + PAGE[at:])
    screen.show(PAGE[:at] + "z" + PAGE[at:])
    assert screen.ask("document.querySelector('p').textContent") == "Eznd"


PLACES = """<!DOCTYPE html><html><head>
<title>T &amp; t</title><style>a > b { color: red }</style></head>
 lead<body>text &amp; more &am p; &notit; a < b <c>d</c> <!-- note --> <pre>
line</pre><table> stray <tr><td>cell<td> x </table><textarea>
area</textarea><select>s<option>o</select><svg><text>t</text><style>p>q</style></svg>
<template>i</template><script>s = "<b>"</script>
<noscript>n<b>o</b></noscript><b><p>mis</b>nested</p> tail </body></html> after"""


@pytest.mark.parametrize("typed", ["yz", " q", "am;", "e ", "\n-", "😀k", "\r\0"])
def test_typing_at_any_place_ends_in_the_document_that_a_fresh_parse_gives(
    screen: Screen, qtbot: Any, typed: str
) -> None:
    dice = random.Random(typed)  # noqa: S311 - repeatable choices, not secrets
    ready = 0
    for at in sorted(dice.sample(range(len(PLACES)), 40)):
        _type_at(screen, PLACES, at, typed, qtbot)
        ready += screen.ask("migmaPreview.isReadyForTyping()") is True
    assert ready > 3 or "\0" in typed


def test_a_marked_section_may_end_where_somebody_deletes(screen: Screen, qtbot: Any) -> None:
    html = f"<!DOCTYPE html><svg><text>a<![CDATA[{'bc ' * 30}]]d> e]]></text></svg>"
    _type_at(screen, html, html.index("d>"), "y", qtbot)
    screen.show(html)
    screen.show(html.replace("]]d>", "]]>"))
    assert screen.live() == screen.parsed(html.replace("]]d>", "]]>"))


FRAGMENTS = (
    "<p>text</p>", "<b>bold", "</b>", "</p>", "<table><tr><td>cell", "</td></tr></table>",
    "<!-- note -->", "<!--[if mso]><v:rect><![endif]-->", "<![if !mso]>", "<svg><path d='M0 0'/>",
    "</svg>", "<img alt=a src='data:,'>", "<img src='data:,' alt=b>", " ", "\n", "&amp;", "&nbsp;",
    "é", "😀", "\ud800", "\x00", "<style>p{color:red}</style>", "<style>", "</style>", "<title>t",
    "</title>", "<body bgcolor=red>", "<html lang=de>", "<a href='#'>", "<a \"x\" b=1 c=2>", "</a>",
    "<div b=1 a=2>", "<div a=2 b=1>", "</div>", "<template><i>x</i>", "<template><i>y</i>",
    "</template>", "<noscript><p>no", "</noscript>", "<script>x=1</script>", "<math><mi>x",
    "<select><option>1<option>2</select>", "<textarea>\n\na</textarea>", "<pre>\n\nb</pre>", "<br>",
    "<svg><a xlink:href='#x' xml:lang=en>", "<plaintext>", "<frameset>", "</html>", "</body>", "<",
    ">", "'", '"', "{{name}}", "<form><input name=a value=1>", "</form>", "<ul><li>1<li>2", "</ul>",
    "<o:p>&nbsp;</o:p>", "<font face=Arial>", "</font>", "<center>", "</center>",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_any_edits_end_in_the_document_that_a_fresh_parse_gives(screen: Screen, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable choices, not secrets
    html = PAGE
    for _ in range(40):
        at = dice.randrange(len(html) + 1)
        cut = dice.choice((0, 0, 0, 1, 5, 40))
        new = "".join(dice.choices(FRAGMENTS, k=dice.choice((0, 1, 1, 2, 6))))
        html = html[:at] + new + html[at + cut :]
        screen.show(html)
        assert screen.live() == screen.parsed(html), html
