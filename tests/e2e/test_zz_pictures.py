from pathlib import Path
from tests.e2e.test_click_to_source import *

for _n in [x for x in dir() if x.startswith("test_")]:
    del globals()[_n]
from migma_desktop.core.settings import ThemeMode
from migma_desktop.core.templates import load_template
from PySide6.QtWidgets import QApplication


def shot(h, name):
    h.program.live(h.program.pilot.rest(0.8))
    h.program.pilot.grab(__import__("pathlib").Path(f"/tmp/shots-source/{name}.png"))


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
@pytest.mark.parametrize("size", [(1440, 900), (1024, 640)])
def test_pictures(hands, mode, size):
    import os

    os.makedirs("/tmp/shots-source", exist_ok=True)
    n = f"{mode.value}-{size[0]}"
    hands.program.app.theme.set_mode(mode)
    hands.program.app.window.resize(*size)
    d = load_template("invitation").draft()
    hands.program.app.drafts.start_new(d)
    hands.settle()
    hands.program.live(hands.program.pilot.rest(0.5))
    hands.click("You are invited")
    hands.program.live(hands.program.pilot.rest(0.5))
    shot(hands, n + "-outline")
    print(
        hands.ask(
            "[migmaPlaces.outlined(), document.getAnimations().length, getComputedStyle(document.getElementsByTagName('h1')[0]).outline]"
        ),
        hands.editor.hasFocus(),
        QApplication.activeWindow(),
    )
    hands.double_click("You are invited")
    hands.field()
    hands.program.app.window.preview_pane.stage.set_hint(
        "Click: go to its place · Double-click a text: change it here"
    )
    shot(hands, n + "-edit")
    QTest.keyClicks(hands.field(), "Something ` `new` and longer")
    QTest.keyClick(hands.field(), Qt.Key.Key_Return)
    shot(hands, n + "-edited")
    hands.double_click("Fern")
    shot(hands, n + "-refused")
    hands.program.click("previewDark")
    hands.click("Dear")
    shot(hands, n + "-forced")
    hands.program.click("previewDark")
    hands.program.app.theme.set_mode(ThemeMode.LIGHT)
