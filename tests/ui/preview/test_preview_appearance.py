"""Light and dark in the preview are the email's, not the system's."""

from __future__ import annotations

from typing import Any

from migma_desktop.ui.preview.view import Appearance

Screen = Any  # the fixture's class lives in conftest.py

PAGE = """<!DOCTYPE html><html><head><style>
body { margin: 0; background: #fff; color: #000 }
@media (prefers-color-scheme: dark) { body { background: #112233 } }
@supports (display: block) {
  @media screen and (prefers-color-scheme: light) { body { background: #ffeedd } }
}
</style><style media="(prefers-color-scheme: dark)">p { display: none }</style></head>
<body><p>Hello</p></body></html>"""


def test_an_email_is_shown_in_its_light_styles(screen: Screen) -> None:
    screen.show(PAGE)
    screen.wait_for_colour("#ffeedd")


def test_the_writers_own_dark_styles_can_be_seen(screen: Screen) -> None:
    screen.show(PAGE)
    screen.view.set_appearance(Appearance.AUTHORS_DARK)
    screen.wait_for_colour("#112233")
    assert screen.ask("getComputedStyle(document.querySelector('p')).display") == "none"
    screen.show(PAGE.replace("#112233", "#332211"))
    screen.wait_for_colour("#332211")
    assert screen.live() == screen.parsed(PAGE.replace("#112233", "#332211"))
    screen.view.set_appearance(Appearance.LIGHT)
    screen.wait_for_colour("#ffeedd")


def test_a_light_email_is_darkened_as_some_programs_do(screen: Screen) -> None:
    html = "<!DOCTYPE html><body style='background:#ffffff'>Hello"
    screen.show(html)
    screen.wait_for_colour("#ffffff")
    screen.view.set_appearance(Appearance.DARKENED)
    screen.wait_for_colour("#121212")
